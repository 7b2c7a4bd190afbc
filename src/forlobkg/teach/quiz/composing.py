"""Items from the claims of a family: one right, several right, short answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, groupby, islice
from typing import Final

from forlobkg.files import sha256_bytes
from forlobkg.teach.quiz.distractors import Candidate, Distractors
from forlobkg.teach.quiz.facts import Claim, Facts
from forlobkg.teach.quiz.feedback import feedback
from forlobkg.teach.quiz.items import Difficulty, Item, Kind, Option, Triple
from forlobkg.teach.quiz.lint import Linter
from forlobkg.teach.quiz.ordering import arranged
from forlobkg.teach.quiz.relations import Family, Value
from forlobkg.teach.quiz.wording import Worded, Wording, listing, sentence

_LEVELS: Final[tuple[Difficulty, ...]] = ("let", "middel", "svær")
_OPTIONS: Final = (4, 3)
_RIGHT_OF_MULTIPLE: Final = 2
_MOST_MULTIPLES: Final = 12
_MOST_TRIALS: Final = 60
_RECALL: Final = 0.4
"""How hard it is to find an answer oneself, on the scale of closeness."""
_OTHERS: Final = "{others"
_NUMBER_WORDS: Final = {2: "to", 3: "tre"}


@dataclass(frozen=True, slots=True)
class Made:
    """An item of the bank: ``facts`` are what it asks or tells, ``groups`` the questions that are mirrors of it."""

    item: Item
    pathways: frozenset[str]
    relation: str
    value: Value
    groups: frozenset[str]
    facts: frozenset[tuple[str, str, str]]


def item_id(kind: Kind, template: str, triples: Iterable[Triple], *more: str) -> str:
    """A name that stays the same as long as the facts, the kind and the template do."""
    facts = sorted(f"{triple.subject} {triple.predicate} {triple.object}" for triple in triples)
    return "q-" + sha256_bytes("\n".join([kind, template, *facts, *more]).encode())[:12]


class Composer:
    """Makes the items of families; every one of them has passed the linter."""

    def __init__(self, facts: Facts, wording: Wording, distractors: Distractors, linter: Linter) -> None:
        self._facts = facts
        self._wording = wording
        self._distractors = distractors
        self._linter = linter

    def items(self, family: Family) -> Iterator[Made]:
        """All items of a family."""
        claims = self._facts.select(family.facts)
        for claim in claims:
            candidates = self._distractors.candidates(family, [claim])
            others = [other for other in claims if other.given == claim.given and other != claim]
            words = {**self._words([claim]), "others": self._together(others)}
            for situation in self._situations(family, claim):
                worded = {**words, "situation": situation}
                yield from self._singles(family, claim, candidates, worded)
                yield from self._shorts(family, claim, worded)
        yield from self._multiples(family, claims)

    def _singles(
        self, family: Family, claim: Claim, candidates: list[Candidate], words: dict[str, str]
    ) -> Iterator[Made]:
        key = [Option(text=self._wording.option(claim.taken, family.form), correct=True, triple=claim.triple)]
        for template in family.single:
            known: set[frozenset[str]] = set()
            for level in _LEVELS:
                name = item_id("single", template, [claim.triple], words["situation"], level)
                stem = sentence(template, **words)
                item = self._choice(family, "single", name, stem, [claim], key, candidates, level)
                if item is not None and not _seen(item, known):
                    yield self._made(family, item, [claim])

    def _multiples(self, family: Family, claims: list[Claim]) -> Iterator[Made]:
        by_given = groupby(sorted(claims, key=lambda claim: claim.given), key=lambda claim: claim.given)
        for _, among in by_given:
            pairs = [
                pair
                for pair in combinations(list(among), _RIGHT_OF_MULTIPLE)
                if not self._distractors.alike(pair[0].taken, pair[1].taken)
            ]
            for template in family.multiple:
                made = (self._multiple(family, template, list(pair)) for pair in _spread(pairs))
                yield from islice((item for item in made if item is not None), _MOST_MULTIPLES)

    def _multiple(self, family: Family, template: str, claims: list[Claim]) -> Made | None:
        key = [
            Option(text=self._wording.option(claim.taken, family.form), correct=True, triple=claim.triple)
            for claim in claims
        ]
        candidates = self._distractors.candidates(family, claims)
        name = item_id("multiple", template, [claim.triple for claim in claims])
        closed = f"{template} Vælg {_NUMBER_WORDS[len(key)]}."
        situation = next(iter(self._situations(family, claims[0])), "")
        stem = sentence(closed, **self._words(claims), situation=situation)
        item = self._choice(family, "multiple", name, stem, claims, key, candidates, "middel")
        return self._made(family, item, claims) if item is not None else None

    def _choice(
        self,
        family: Family,
        kind: Kind,
        name: str,
        stem: str,
        claims: list[Claim],
        key: list[Option],
        candidates: list[Candidate],
        level: Difficulty,
    ) -> Item | None:
        """The item with the first set of distractors in which the linter finds nothing; None without one.

        Four options where there are so many, else three.
        """
        words, turn = self._words(claims), int(name[2:], 16)
        sets = chain.from_iterable(
            islice(self._distractors.sets(candidates, key, total - len(key), level, family, turn), _MOST_TRIALS)
            for total in _OPTIONS
        )
        for chosen in sets:
            options = [*key, *(Option(text=candidate.text, triple=candidate.triple) for candidate in chosen)]
            closeness = sum(candidate.closeness for candidate in chosen) / len(chosen)
            told = [candidate.claim for candidate in chosen if "{" in candidate.because]
            item = Item(
                id=name,
                kind=kind,
                topic=family.topic,
                difficulty=self._distractors.level(closeness + family.shift),
                stem=stem,
                options=arranged(options, family.order),
                explanation=" ".join([sentence(family.explanation, **words), *self._elsewhere(chosen)]),
                feedback=feedback(self._passages(family, claims, told), self._facts.corpus),
            )
            if not self._linter.check(item):
                return item
        return None

    def _elsewhere(self, chosen: Sequence[Candidate]) -> Iterator[str]:
        """Where the sources have the wrong answers, a sentence for all that are there."""
        together: dict[tuple[str, str], list[Candidate]] = {}
        for one in sorted(chosen, key=lambda one: (one.pool, one.text)):
            together.setdefault((one.because, one.claim.given if "{of" in one.because else ""), []).append(one)
        for (because, of), among in together.items():
            of_what = self._wording.inline(of) if of else ""
            yield sentence(because, it=self._listed([one.value for one in among]), of=of_what)

    def _situations(self, family: Family, claim: Claim) -> list[str]:
        """The constructed examples of a claim; an empty one where the family has none."""
        if not family.situations:
            return [""]
        names = (self._wording.name(claim.taken), self._wording.name(claim.given))
        return next((family.situations[name] for name in names if name in family.situations), [])

    def _shorts(self, family: Family, claim: Claim, words: dict[str, str]) -> Iterator[Made]:
        for template in family.short:
            accepted = family.accepted or self._wording.accepted(claim.taken)
            item = Item(
                id=item_id("short-answer", template, [claim.triple], words["situation"]),
                kind="short-answer",
                topic=family.topic,
                difficulty=self._distractors.level(_RECALL + family.shift),
                stem=sentence(template, **words),
                accepted=list(dict.fromkeys(accepted)),
                explanation=sentence(family.explanation, **words),
                feedback=feedback(self._passages(family, [claim]), self._facts.corpus),
            )
            yield from self._kept(family, [claim], item)

    def _words(self, claims: Sequence[Claim]) -> dict[str, str]:
        return {"asked": self._together(claims), "given": self._wording.inline(claims[0].given)}

    def _together(self, claims: Sequence[Claim]) -> Worded:
        """What the claims have at the end that is asked for, as a list; each form lists that form of them."""
        return self._listed([claim.taken for claim in claims])

    def _listed(self, values: Sequence[str]) -> Worded:
        worded = [self._wording.inline(value) for value in values]
        forms = {form for one in worded for form in one.forms}
        return Worded(listing(worded), {form: listing([format(one, form) for one in worded]) for form in forms})

    def _passages(self, family: Family, claims: Iterable[Claim], wrong: Iterable[Claim] = ()) -> list[str]:
        """What the key rests on, and after it what the explanation says of wrong answers."""
        further = [claim for selection in (*family.also, *family.cites) for claim in self._facts.select(selection)]
        return [passage for claim in (*claims, *further, *wrong) for passage in claim.passages]

    def _kept(self, family: Family, claims: list[Claim], item: Item) -> Iterator[Made]:
        if not self._linter.check(item):
            yield self._made(family, item, claims)

    def _made(self, family: Family, item: Item, claims: Iterable[Claim]) -> Made:
        # What the words of an item tell, another item of the same quiz may not ask.
        told = [claim for selection in family.also for claim in self._facts.select(selection)]
        asked = list(claims)
        if any(_OTHERS in template for template in (*family.single, *family.short)):
            told += [claim for claim in self._facts.select(family.facts) if claim.given == asked[0].given]
        facts = frozenset((claim.subject, claim.predicate, claim.object) for claim in (*asked, *told))
        names = [self._wording.name(end) for claim in asked for end in (claim.subject, claim.object)]
        return Made(item, frozenset(family.pathways), family.id, family.value, family.groups_of(names), facts)


def _seen(item: Item, known: set[frozenset[str]]) -> bool:
    options = frozenset(option.text for option in item.options)
    if options in known:
        return True
    known.add(options)
    return False


def _spread(pairs: Sequence[tuple[Claim, Claim]]) -> list[tuple[Claim, Claim]]:
    """The pairs in an order that takes from all over first."""
    step = max(1, len(pairs) // _MOST_MULTIPLES)
    return [pair for start in range(step) for pair in pairs[start::step]]
