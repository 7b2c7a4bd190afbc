"""Mentions of things that the graph has, and phrases that look like interventions and target groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from forlobkg.curate.actors import ActorSpan
from forlobkg.curate.lexicon import Lexicon
from forlobkg.curate.model import Candidate, CandidateKind, part
from forlobkg.curate.words import Reader, Sentence, Word
from forlobkg.danish import Analyser
from forlobkg.graph import Concept

_LEAST_PART = 6
"""A part of a compound shorter than this names nothing by itself."""
_EXACT = 4
"""Labels up to this length must be written as they are, capitals too: "KL", "FASD"."""
_LESS_FOR_CHOICE = 0.25
_ADJECTIVE_ENDS = (
    *("et", "te", "ede", "ende", "ant", "ante", "al", "ale", "iv", "ive"),
    *("ig", "ige", "isk", "iske", "el", "elle", "ær", "ære"),
)
_MOST_ADJECTIVES = 3
_MOST_OF_A_GROUP = 9


class KnownThings:
    """Finds the graph's things by the lemmas of their labels, and by the parts of compounds."""

    def __init__(self, lexicon: Lexicon, reader: Reader, analyser: Analyser, concepts: Iterable[Concept]) -> None:
        self._lexicon = lexicon
        self._reader = reader
        self._analyser = analyser
        vocabulary = lexicon.vocabulary
        from spacy.matcher import PhraseMatcher

        self._phrases = PhraseMatcher(vocabulary, attr="LEMMA")
        self._slugs: dict[str, list[str]] = {}
        self._labels: dict[str, set[str]] = {}
        self._everywhere: set[str] = set()
        """Labels that are not only a source's own wording, such as "målgruppen"."""
        for concept in concepts:
            for label in (concept.label, *concept.lay_labels):
                self._add(label, concept.slug)
            for label in concept.source_labels:
                self._add(label, concept.slug, of_source=True)

    def _add(self, label: str, slug: str, of_source: bool = False) -> None:
        sentences = self._reader.sentences(label)
        if len(sentences) != 1 or not any(word.is_word and len(word.text) > 1 for word in sentences[0].words):
            return
        words = sentences[0].words
        if all(self._is_function_word(word) for word in words):
            return
        key = " ".join(word.lemma for word in words)
        slugs = self._slugs.setdefault(key, [])
        if slug not in slugs:
            slugs.append(slug)
        self._labels.setdefault(key, set()).add(label)
        if not of_source:
            self._everywhere.add(key)
        if len(slugs) == 1:
            self._phrases.add(key, [self._reader.doc(sentences[0], [])])

    def _is_function_word(self, word: Word) -> bool:
        return not word.is_word or all(
            self._analyser.is_function_word(one) for one in self._analyser.tokens(word.text)
        )

    def read(self, passage: str, sentence: Sentence) -> Iterator[Candidate]:
        """The mentions in ``sentence``, the longest first where they overlap."""
        words = sentence.words
        doc = self._reader.doc(sentence, [])
        taken: set[int] = set()
        strings = self._lexicon.vocabulary.strings
        for key, first, last in sorted(self._phrases(doc), key=lambda match: (match[1] - match[2], match[1])):
            label = strings[key]
            span = sentence.span(first, last)
            said = sentence.text[slice(*span)]
            if not taken.isdisjoint(range(first, last)) or (len(said) <= _EXACT and said not in self._labels[label]):
                continue
            taken.update(range(first, last))
            rule = "known-label" if label in self._everywhere else "known-source"
            yield self._mention(passage, sentence, span, rule, self._slugs[label])
        for place, word in enumerate(words):
            if place not in taken and word.is_word:
                for token in self._analyser.tokens(word.text):
                    slugs = next(
                        (
                            self._slugs[one.lemma]
                            for one in sorted(self._analyser.parts(token), key=lambda one: -len(one.lemma))
                            if len(one.lemma) >= _LEAST_PART and one.lemma in self._slugs
                        ),
                        None,
                    )
                    if slugs is not None:
                        yield self._mention(passage, sentence, (word.start, word.end), "known-part", slugs)

    def _mention(
        self, passage: str, sentence: Sentence, span: tuple[int, int], rule: str, slugs: Sequence[str]
    ) -> Candidate:
        return self._lexicon.candidate(
            CandidateKind.MENTION,
            rule,
            passage,
            sentence.text,
            (sentence.start, sentence.end),
            (part("thing", sentence.text, *span),),
            tuple(("slug", slug) for slug in slugs),
            _LESS_FOR_CHOICE if len(slugs) > 1 else 0.0,
        )


class NewThings:
    """Finds phrases that name interventions and target groups by their form."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._lexicon = lexicon
        self._reader = reader
        self._heads = lexicon.words("interventions", "heads")
        self._not = lexicon.words("interventions", "not_interventions")
        self._people = lexicon.words("groups", "people")
        self._determiners = lexicon.words("clauses", "determiners")

    def read(self, passage: str, sentence: Sentence, actors: Sequence[ActorSpan]) -> Iterator[Candidate]:
        """The interventions and groups of ``sentence``."""
        words = sentence.words
        acting = {n for one in actors for n in range(one.first, one.last)}
        for place, word in enumerate(words):
            if place in acting or not word.is_word:
                continue
            start = self._intervention(words, place)
            if start is not None:
                yield self._candidate(
                    CandidateKind.INTERVENTION, "intervention-head", passage, sentence, (start, place + 1)
                )
            end = self._group(words, place)
            if end:
                start = place
                if place >= 2 and words[place - 1].form == "og" and words[place - 2].lemma in self._people:
                    start = place - 2
                while start and self._is_adjective(words[start - 1]):
                    start -= 1
                yield self._candidate(CandidateKind.TARGET_GROUP, "group-with", passage, sentence, (start, end))

    def _intervention(self, words: Sequence[Word], place: int) -> int | None:
        lemma = words[place].lemma
        head = next((head for head in self._heads if lemma.endswith(head)), None)
        if (
            head is None
            or lemma in self._not
            or (self._reader.is_infinitive(words[place].form) and lemma != words[place].form)
        ):
            return None
        start = place
        while start and place - start < _MOST_ADJECTIVES and self._is_adjective(words[start - 1]):
            start -= 1
        if len(lemma) > len(head) + 2 or (
            start < place and head in ("indsats", "behandling", "udredning", "forløb", "tilbud")
        ):
            return start
        return None

    def _is_adjective(self, word: Word) -> bool:
        return (
            word.is_word
            and word.form not in self._determiners
            and word.form.endswith(_ADJECTIVE_ENDS)
            and not self._reader.is_infinitive(word.form)
            and word.form not in ("skal", "det", "intet", "noget", "andet", "meget", "til", "ved", "al")
        )

    def _group(self, words: Sequence[Word], place: int) -> int:
        """Where "borgere med svært skyggetab" ends that begins at ``place``, or 0."""
        if words[place].lemma not in self._people or place + 2 >= len(words):
            return 0
        after = words[place + 1]
        if after.form not in ("med", "uden") or words[place + 2].form in ("at", "til"):
            return 0
        end = place + 2
        while end < len(words) and end - place < _MOST_OF_A_GROUP:
            word = words[end]
            if not word.is_word or word.form in (
                "skal",
                "bør",
                "kan",
                "er",
                "har",
                "får",
                "i",
                "på",
                "til",
                "fra",
                "om",
                "ved",
                "som",
                "der",
                "og",
                "at",
                "kun",
                "vil",
                "må",
                "ikke",
                "bliver",
            ):
                break
            end += 1
        return end if end > place + 2 else 0

    def _candidate(
        self, kind: CandidateKind, rule: str, passage: str, sentence: Sentence, place: tuple[int, int]
    ) -> Candidate:
        text = sentence.text
        lemmas = " ".join(word.lemma for word in sentence.words[slice(*place)])
        return self._lexicon.candidate(
            kind,
            rule,
            passage,
            text,
            (sentence.start, sentence.end),
            (part("thing", text, *sentence.span(*place)),),
            (("lemma", lemmas),),
        )
