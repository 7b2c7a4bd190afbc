"""Candidates out of the passages of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from forlobkg.curate.actors import ActorFinder, ActorSpan, DocumentActors
from forlobkg.curate.definitions import DefinitionReader
from forlobkg.curate.duties import DutyReader
from forlobkg.curate.known import KnownThings, NewThings
from forlobkg.curate.laws import Acts, LawReader
from forlobkg.curate.lexicon import Lexicon
from forlobkg.curate.model import Candidate, CandidateKind, SourcePassage, in_order, part
from forlobkg.curate.small import AbbreviationReader, DateReader
from forlobkg.curate.structure import StructureReader
from forlobkg.curate.words import Reader, Sentence
from forlobkg.danish import Analyser
from forlobkg.graph import Concept

_NO_TEXT = frozenset({"reference", "cover", "colophon", "heading", "box-title", "footer"})
"""Kinds of passages in which nobody is named as an actor."""
_NOT_SAID = frozenset({*_NO_TEXT, "quote", "caption", "header-cell"})
"""Kinds of passages that give nobody a duty."""
_ACTOR = "Actor"
_ACTOR_HEADER = re.compile(
    r"\s*(aktør(er)?|hvem|part(er)?|funktion|myndighed|fagperson(er)?)\s*\??:?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage's sentences with their actors."""

    passage: SourcePassage
    sentences: tuple[tuple[Sentence, tuple[ActorSpan, ...]], ...]


class Extractor:
    """Reads candidates out of documents.

    ``concepts`` are the things of the graph that are to be recognised; ``acts`` maps the names of acts, as they are
    cited, to their ELI, for those that are known for certain.
    """

    def __init__(
        self, analyser: Analyser, concepts: Iterable[Concept] = (), acts: Mapping[str, str] | None = None
    ) -> None:
        lexicon = Lexicon()
        reader = Reader(analyser, lexicon)
        concepts = list(concepts)
        self._lexicon = lexicon
        self._reader = reader
        self._finder = ActorFinder(lexicon)
        self._duties = DutyReader(lexicon, reader)
        self._structure = StructureReader(lexicon, reader, self._finder)
        self._definitions = DefinitionReader(lexicon, reader)
        self._laws = LawReader(lexicon, reader)
        self._dates = DateReader(lexicon)
        self._abbreviations = AbbreviationReader(lexicon)
        self._known = KnownThings(lexicon, reader, analyser, concepts)
        self._new = NewThings(lexicon, reader)
        self._acts = dict(acts or {})
        self._known_actors = {
            tuple(word.lemma for sentence in reader.sentences(label) for word in sentence.words)
            for concept in concepts
            if _ACTOR in concept.types
            for label in (concept.label, *concept.source_labels)
        }

    def candidates(self, passages: Sequence[SourcePassage]) -> Iterator[Candidate]:
        """The candidates of a document's ``passages``, given in reading order, passage by passage.

        What the document explains once holds throughout it: its abbreviations, the act that "loven" means, the words
        that it gives duties to.
        """
        document = self._learn(passages)
        acts = Acts(self._acts)
        taken: set[str] = set()
        for passage in passages:
            yield from in_order(list(self._of_passage(passage, document, acts, taken)))

    def _of_passage(
        self, passage: SourcePassage, document: DocumentActors, acts: Acts, taken: set[str]
    ) -> Iterator[Candidate]:
        if passage.kind in ("cover", "colophon", "footer") or not passage.text.strip():
            return
        said = passage.kind not in _NOT_SAID
        reading = self._reading(passage, document)
        for sentence, actors in reading.sentences:
            yield from self._known.read(passage.id, sentence)
            if passage.kind not in _NO_TEXT:
                for one in actors:
                    yield self._actor(passage, sentence, one)
                yield from self._new.read(passage.id, sentence, actors)
            if said:
                yield from self._duties.read(passage.id, sentence, actors)
        if said:
            yield from self._structure.duties(passage, document)
            yield from self._structure.elements(passage)
            yield from self._definitions.read(passage)
        recommendation = self._structure.recommendation(passage, taken)
        if recommendation is not None:
            yield recommendation
        elif said:
            yield from self._recommending(reading)
        yield from self._laws.read(passage, acts)
        yield from self._dates.read(passage)
        yield from self._abbreviations.read(passage)

    def _reading(self, passage: SourcePassage, document: DocumentActors) -> Reading:
        sentences = self._reader.sentences(passage.text)
        return Reading(passage, tuple((one, tuple(self._finder.find(one, document))) for one in sentences))

    def _actor(self, passage: SourcePassage, sentence: Sentence, one: ActorSpan) -> Candidate:
        return self._lexicon.candidate(
            CandidateKind.ACTOR,
            one.rule,
            passage.id,
            passage.text,
            (sentence.start, sentence.end),
            (part("actor", passage.text, *sentence.span(one.first, one.last)),),
            (("lemma", one.lemma),),
        )

    def _recommending(self, reading: Reading) -> Iterator[Candidate]:
        """Sentences that say "det anbefales" outside any box."""
        passage = reading.passage
        for sentence, actors in reading.sentences:
            doc = self._reader.doc(sentence, [(one.first, one.last) for one in actors])
            for first, last in self._lexicon.matches("recommends-that", doc):
                around = sentence.words[max(0, first - 2) : last]
                if not sentence.is_question and not any(word.form == "ikke" for word in around):
                    span = (sentence.start, sentence.end)
                    parts = (
                        part("text", passage.text, *span),
                        part("modal", passage.text, *sentence.span(first, first + 1)),
                    )
                    yield self._lexicon.candidate(
                        CandidateKind.RECOMMENDATION,
                        "recommendation-said",
                        passage.id,
                        passage.text,
                        span,
                        parts,
                        (("modality", "anbefales"),),
                    )

    def _learn(self, passages: Sequence[SourcePassage]) -> DocumentActors:
        """What the document says of its actors, wherever it says it."""
        document = DocumentActors(known=set(self._known_actors))
        self._learn_dutiful(passages, document)
        for passage in passages:
            for one in self._abbreviations.read(passage):
                long = one.part("long")
                for sentence in self._reader.sentences(long):
                    spans = self._finder.find(sentence, document)
                    if any(span.first == 0 and span.last == len(sentence.words) for span in spans):
                        document.short.add(one.part("short"))
        return document

    def _learn_dutiful(self, passages: Sequence[SourcePassage], document: DocumentActors) -> None:
        for passage in passages:
            if passage.kind in _NOT_SAID:
                continue
            column = [text for text in passage.context if _ACTOR_HEADER.fullmatch(text)]
            for sentence in self._reader.sentences(passage.text):
                words = sentence.words
                first = next((word for word in words if word.is_word), None)
                if first is None or not self._finder.is_doubtful(first):
                    continue
                whole = passage.kind == "cell" and bool(column) and len(words) == 1
                if whole or (not sentence.is_question and self._acts_here(sentence)):
                    document.dutiful.add(first.lemma)

    def _acts_here(self, sentence: Sentence) -> bool:
        """Whether the sentence's first word, in the definite, "skal" or "bør" do something that people do."""
        words = sentence.words
        if len(words) < 4 or words[1].form not in ("skal", "bør", "kan") or words[0].lemma == words[0].form:
            return False
        if not words[0].form.endswith(("en", "et", "ne")):
            return False
        verb = next((word.form for word in words[2:7] if self._reader.is_infinitive(word.form)), "")
        passive = any(self._reader.is_passive(word.form) for word in words[2:7])
        return bool(verb) and not passive and verb in self._lexicon.words("verbs", "agentive")
