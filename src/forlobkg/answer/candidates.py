"""The answers that can be given: readings of the graph, single passages, and lists of passages under one heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from forlobkg.answer.reading import texts
from forlobkg.answer.readings import Claim, Reading
from forlobkg.answer.recognition import NONE, KnownQuestion
from forlobkg.corpus import Corpus, Passage, PassageKind
from forlobkg.danish import Analyser

_BARE = frozenset(
    {PassageKind.HEADING, PassageKind.FOOTER, PassageKind.CELL, PassageKind.LEAD_IN, PassageKind.CAPTION}
)
"""Kinds of passage that are no answer by themselves."""
_MOST_IN_LIST = 16
_LEADS_IN = 4
"""A sentence that this many passages go on from is their lead-in, and no answer without them."""
_NUMBER = re.compile(r"\d+[a-z]?\b")


class Kind(StrEnum):
    """Where a candidate comes from."""

    READING = "reading"
    PASSAGE = "passage"
    LIST = "list"
    TOGETHER = "together"
    """Of several others."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer.

    ``passages`` are the slugs of what it rests on, ``terms`` the words of these and of their headings with the parts
    of compounds, ``own`` the lemmas of the passages alone; ``things`` the slugs of what it speaks of; ``phrases`` the
    numbers of the known questions that it answers, ``item_phrases`` of those that a part of it answers,
    ``near_misses`` of those that come near it and have no answer; ``targets``
    and ``item_targets`` what these are filed under; ``share`` how much it tells of what stands under its first
    target, from 0 to 1; ``numbers`` the numbers in its passages, their headings and the date of their document;
    ``readings`` what it was made of, where it is of the graph, and ``asks`` the numbers of the questions that its
    template has for it; ``parts`` the targets of each of those that it was put together of.
    """

    kind: Kind
    claims: tuple[Claim, ...]
    passages: tuple[str, ...]
    lemmas: frozenset[str]
    terms: frozenset[str]
    own: frozenset[str]
    text: str
    things: frozenset[str]
    phrases: tuple[int, ...]
    item_phrases: tuple[int, ...]
    near_misses: tuple[int, ...]
    targets: tuple[str, ...]
    item_targets: tuple[str, ...]
    share: float
    numbers: frozenset[str]
    readings: tuple[Reading, ...] = ()
    asks: tuple[int, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()


class CandidateMaker:
    """Makes the candidates of a corpus and its graph; ``spoken_of`` gives a passage's things."""

    def __init__(self, corpus: Corpus, analyser: Analyser, spoken_of: Mapping[str, frozenset[str]]) -> None:
        self._corpus = corpus
        self._analyser = analyser
        words = texts()
        self._pointing, self._open_ended = (frozenset(words[name]) for name in ("pointing", "open-ended"))
        self._under = str(words["under"])
        self._things: dict[str, set[str]] = {}
        for thing, passages in spoken_of.items():
            for passage in passages:
                self._things.setdefault(passage, set()).add(thing)
        self._several: dict[str, dict[frozenset[str], list[int]]] = {}
        """The numbers of the known questions that need several passages, by the first of these and by them all."""
        self._leaves: dict[str, set[str]] = {}
        """What stands under each heading or lead-in, at any depth, and is none itself."""
        above = {heading for held in corpus.passages.values() for heading in held.context}
        for leaf in corpus.passages.values():
            for heading in leaf.context if leaf.id not in above else ():
                self._leaves.setdefault(heading, set()).add(leaf.id)

    def all(
        self, readings: Iterable[Reading], written: Sequence[KnownQuestion]
    ) -> tuple[list[Candidate], list[KnownQuestion]]:
        """Every candidate, and the known questions that ``phrases`` number: ``written`` ones and the readings'."""
        known = list(written)
        by_passage: dict[str, list[int]] = {}
        for number, question in enumerate(known):
            by_passage.setdefault(question.target, []).append(number)
            if len(question.groups) > 1:
                wanted = frozenset(question.groups)
                self._several.setdefault(min(wanted), {}).setdefault(wanted, []).append(number)
        candidates = []
        for reading in readings:
            first = len(known)
            known.extend(KnownQuestion("", ask) for ask in reading.asks)
            candidates.append(self._of_reading(reading, range(first, len(known)), by_passage))
        lists = self._lists()
        for passage in self._corpus.passages.values():
            leads_in = len(lists.get(passage.id, ())) > _LEADS_IN
            asked_for = passage.id in by_passage and passage.id not in self._leaves
            if asked_for if passage.kind in _BARE else not leads_in:
                targets = self._headed_by([passage.id])
                candidates.append(self._quoting(Kind.PASSAGE, self._whole(passage), targets, by_passage))
        told = [(set(candidate.targets), set(candidate.passages)) for candidate in candidates if candidate.readings]
        for heading, members in lists.items():
            slugs = {member.id for member in members}
            if any(heading in targets and slugs <= passages for targets, passages in told):
                # A reading says the same, and says what it is.
                continue
            targets = self._headed_by([heading])
            candidates.append(self._quoting(Kind.LIST, members, targets, by_passage))
        return [self._answering_several(candidate) for candidate in candidates], known

    def combined(self, parts: Sequence[Candidate]) -> Candidate:
        """The candidate that says what ``parts`` say one after the other."""
        together = Candidate(
            Kind.TOGETHER,
            tuple(dict.fromkeys(claim for part in parts for claim in part.claims)),
            tuple(dict.fromkeys(slug for part in parts for slug in part.passages)),
            frozenset().union(*(part.lemmas for part in parts)),
            frozenset().union(*(part.terms for part in parts)),
            frozenset().union(*(part.own for part in parts)),
            " ".join(part.text for part in parts),
            frozenset().union(*(part.things for part in parts)),
            tuple(dict.fromkeys(number for part in parts for number in part.phrases)),
            tuple(dict.fromkeys(number for part in parts for number in part.item_phrases)),
            tuple(dict.fromkeys(number for part in parts for number in part.near_misses)),
            tuple(dict.fromkeys(target for part in parts for target in part.targets)),
            tuple(dict.fromkeys(target for part in parts for target in part.item_targets)),
            min(part.share for part in parts),
            frozenset().union(*(part.numbers for part in parts)),
            tuple(reading for part in parts for reading in part.readings),
            parts=tuple((*part.targets, *part.item_targets) for part in parts),
        )
        return self._answering_several(together)

    def _answering_several(self, candidate: Candidate) -> Candidate:
        """``candidate`` with the known questions that need several passages, of which it has all."""
        held = {*candidate.targets, *candidate.item_targets}
        whole, partly = list(candidate.phrases), list(candidate.item_phrases)
        for first in sorted(held):
            for wanted, numbers in self._several.get(first, {}).items():
                if wanted <= held:
                    most = 2 * len(wanted) >= len(candidate.passages) or wanted <= set(candidate.targets)
                    (whole if most else partly).extend(numbers)
        return replace(candidate, phrases=tuple(whole), item_phrases=tuple(partly))

    def _whole(self, passage: Passage) -> list[Passage]:
        """``passage``, after the sentence that it goes on from where it cannot be read without."""
        before = self._corpus.passages[passage.context[0]] if passage.context else None
        if before is None:
            return [passage]
        first = next((token.form for token in self._analyser.tokens(passage.text)), "")
        last = next((token.form for token in reversed(self._analyser.tokens(before.text))), "")
        points_back = before.kind not in _BARE and first in self._pointing
        return [before, passage] if points_back or last in self._open_ended else [passage]

    def _lists(self) -> dict[str, list[Passage]]:
        """The passages that stand directly under each heading or lead-in, where there are several."""
        under: dict[str, list[Passage]] = {}
        for passage in self._corpus.passages.values():
            if passage.context and passage.kind not in _BARE:
                under.setdefault(passage.context[0], []).append(passage)
        lists = {}
        for heading, members in under.items():
            # A sentence that others go on from says something itself.
            first = self._corpus.passages[heading]
            last = next((token.form for token in reversed(self._analyser.tokens(first.text))), "")
            alone = first.kind in _BARE and last not in self._open_ended
            together = members if alone else [first, *members]
            if 1 < len(together) <= _MOST_IN_LIST:
                lists[heading] = together
        return lists

    def _of_reading(self, reading: Reading, own: range, by_passage: dict[str, list[int]]) -> Candidate:
        passages = reading.passages
        targets = self._headed_by(passages)
        items = [slug for slug in passages if slug not in targets]
        lemmas, terms, passage_lemmas = self._words(passages, [claim.text for claim in reading.claims])
        return Candidate(
            Kind.READING,
            reading.claims,
            passages,
            lemmas,
            terms,
            passage_lemmas,
            " ".join(self._corpus.passages[slug].text for slug in passages),
            reading.mentioned | self._spoken_of(passages),
            (*own, *_numbers(targets, by_passage)),
            _numbers(items, by_passage),
            _numbers([NONE + target for target in (*targets, *items)], by_passage),
            tuple(targets),
            tuple(items),
            self._share(targets, passages),
            self._numbers(passages, reading),
            (reading,),
            tuple(own),
        )

    def _headed_by(self, passages: Sequence[str]) -> list[str]:
        """The nearest heading that ``passages`` all are or stand under, and those above it that head no more.

        A heading that is cited together with what stands under it is not what these are about: another of its
        members would be headed by it as well.
        """
        above = {heading for slug in passages for heading in self._corpus.passages[slug].context}
        chains = [(slug, *self._corpus.passages[slug].context) for slug in passages if slug not in above]
        shared = [heading for heading in chains[0] if all(heading in chain for chain in chains)]
        if not shared:
            return []
        headed = self._leaves.get(shared[0], {shared[0]})
        return [heading for heading in shared if heading == shared[0] or self._leaves[heading] == headed]

    def _share(self, targets: Sequence[str], passages: Sequence[str]) -> float:
        under = self._leaves.get(targets[0]) if targets else None
        return len(under.intersection(passages)) / len(under) if under else 1.0

    def _quoting(
        self, kind: Kind, passages: Sequence[Passage], targets: Sequence[str], by_passage: dict[str, list[int]]
    ) -> Candidate:
        slugs = tuple(passage.id for passage in passages)
        claims = tuple(Claim(self._quote(passage, before), (), (passage.id,)) for before, passage in _pairs(passages))
        items = [slug for slug in slugs if slug not in targets]
        lemmas, terms, own = self._words(slugs, [])
        return Candidate(
            kind,
            claims,
            slugs,
            lemmas,
            terms,
            own,
            " ".join(passage.text for passage in passages),
            self._spoken_of(slugs),
            _numbers(targets, by_passage),
            _numbers(items, by_passage),
            _numbers([NONE + target for target in (*targets, *items)], by_passage),
            tuple(targets),
            tuple(items),
            self._share(targets, slugs),
            self._numbers(slugs),
        )

    def _quote(self, passage: Passage, before: Passage | None) -> str:
        """``passage`` in quotation marks; what is no sentence by itself, after the heading that it stands under."""
        heading = passage.context[0] if passage.context else None
        told = before is not None and (before.id == heading or before.context[:1] == passage.context[:1])
        if heading is None or told or passage.text.endswith("."):
            return f"»{passage.text}«"
        return self._under.format(heading=self._corpus.passages[heading].text, quote=passage.text)

    def _words(
        self, passages: Sequence[str], claims: Sequence[str]
    ) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        own = [token for slug in passages for token in self._analyser.tokens(self._corpus.passages[slug].text)]
        above = [
            token
            for slug in passages
            for token in self._analyser.tokens(self._corpus.context_text(self._corpus.passages[slug]))
        ]
        said = [token for claim in claims for token in self._analyser.tokens(claim)]
        every = [*own, *above, *said]
        return (
            frozenset(token.lemma for token in every),
            frozenset(self._analyser.index_terms(every)),
            frozenset(token.lemma for token in own),
        )

    def _numbers(self, passages: Sequence[str], reading: Reading | None = None) -> frozenset[str]:
        texts = []
        for slug in passages:
            passage = self._corpus.passages[slug]
            date = self._corpus.documents[passage.document].record.date
            texts += [passage.text, self._corpus.context_text(passage), date.isoformat()]
        texts += [claim.text for claim in (reading.claims if reading is not None else ())]
        return frozenset(number for text in texts for number in _NUMBER.findall(text))

    def _spoken_of(self, passages: Sequence[str]) -> frozenset[str]:
        return frozenset(thing for slug in passages for thing in self._things.get(slug, ()))


def _numbers(targets: Iterable[str], by_passage: dict[str, list[int]]) -> tuple[int, ...]:
    return tuple(number for target in targets for number in by_passage.get(target, ()))


def _pairs(passages: Sequence[Passage]) -> Iterator[tuple[Passage | None, Passage]]:
    """Each passage with the one before it."""
    return zip([None, *passages], passages, strict=False)
