"""Question in, cited answer or abstention out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from forlobkg.answer.candidates import Candidate, CandidateMaker, Kind
from forlobkg.answer.citing import Citations
from forlobkg.answer.combining import combinations_for, likely_together, of_each_part
from forlobkg.answer.danish_text import date_in_words, inside_sentence
from forlobkg.answer.features import Evidence, Weighed, Weigher
from forlobkg.answer.following import NextQuestions
from forlobkg.answer.gates import Gates
from forlobkg.answer.measure import Choice, Measure, load_measure
from forlobkg.answer.question import Question, QuestionReader
from forlobkg.answer.reading import readable, texts
from forlobkg.answer.readings import Reading, ReadingMaker
from forlobkg.answer.recognition import KnownQuestion, Recogniser
from forlobkg.answer.templates import load_silences, load_templates
from forlobkg.answer.verify import Sentence, Verifier
from forlobkg.corpus import Corpus
from forlobkg.danish import Analyser
from forlobkg.errors import BuildError, InputError
from forlobkg.graph import KnowledgeGraph, Statement
from forlobkg.index import Hit, HybridIndex, LightEmbedder, Why
from forlobkg.results import AnswerText, AskResult, EntityRef, Fact, Term

_SHOWN_WHEN_SILENT = 3
_SHOWN_OF_NEAREST = 12
_NEAR = 3
"""How many of the best candidates suggest what to ask instead."""
_MOST_OFFERED = 512
_LEAST_LETTERS = 3
_MAY_ANSWER = 0.1
"""The confidence from which silence must not be claimed of the sources."""
_NEAR_NAME = 0.7
"""The rescaled cosine from which a question's meaning is that of a name; chosen on dev."""
_MOST_COMBINATIONS = 512
_SPEAKS_OF_IT = frozenset({Why.WORD, Why.PART, Why.GLOSSARY})
"""Reasons by which a hit may well speak of what is asked, so that silence must not be claimed of the sources."""


@dataclass(frozen=True, slots=True)
class Considered:
    """A question as understood, with the candidates that were weighed for it.

    ``silence`` says why it is known to have no answer, and is empty where it may have one.
    """

    question: Question
    evidence: Evidence
    weighed: Weighed
    silence: str


class Answerer:
    """Answers Danish questions from the graph and by quoting passages, whichever is best supported.

    ``model`` has the pieces that questions are classified by, ``folder`` is where ``save_recogniser`` wrote;
    ``abstain_below`` is the confidence under which a question is not answered, the fitted one where it is None.
    Raises ``BuildError``.
    """

    def __init__(
        self,
        *,
        corpus: Corpus,
        graph: KnowledgeGraph,
        index: HybridIndex,
        analyser: Analyser,
        model: LightEmbedder,
        folder: Path,
        abstain_below: float | None,
        max_chars: int,
        measure: Measure | None = None,
    ) -> None:
        self._corpus = corpus
        self._graph = graph
        self._index = index
        self._max_chars = max_chars
        self._readings = list(ReadingMaker(corpus, graph, analyser).all(load_templates()))
        self._maker = CandidateMaker(corpus, analyser, spoken_of(graph))
        recogniser = Recogniser.load(folder, analyser, index.embed, model)
        candidates, known = self._maker.all(self._readings, recogniser.written)
        if known != recogniser.questions:
            raise BuildError("the known questions are of another build; run: forlobkg build")
        self._order = {slug: number for number, slug in enumerate(corpus.passages)}
        self._by_target = _by_target(candidates)
        self._by_reading = {c.readings[0]: c for c in candidates if c.readings}
        self._reader = QuestionReader(analyser, graph.concepts.values())
        self._gates = Gates(candidates, graph.concepts)
        self._weigher = Weigher(candidates, recogniser, index, analyser, self._gates)
        self._verifier = Verifier(corpus, graph, analyser)
        self._texts = texts()
        # The same few questions are offered again and again.
        answers = lru_cache(_MOST_OFFERED)(self._answers)
        self._next = NextQuestions(self._readings, self._texts["suggestions"], analyser, answers)
        self._silences = load_silences()
        self._given_measure = measure
        self._given_threshold = abstain_below
        # People combine the same few things again and again; the cache is the instance's own, and bounded.
        self._combined = lru_cache(_MOST_COMBINATIONS)(self._combine)
        self._joined = lru_cache(_MOST_COMBINATIONS)(self._join)

    def ask(self, text: str, context: Sequence[str] = ()) -> AskResult:
        """The verified answer to ``text``, or an abstention.

        ``context`` are the slugs of what was spoken of before, which a short question may go on from. Raises
        ``InputError`` for a question without a letter or digit and for a slug of no thing, ``TooLongError`` for a
        question over the limit.
        """
        return self.respond(text, self.consider(text, context))

    def consider(self, text: str, context: Sequence[str] = ()) -> Considered:
        """``text`` as understood, with its candidates weighed but not yet chosen among. Raises as ``ask`` does."""
        question = self._reader.read(readable(text, self._max_chars), self._known(context))
        if not question.tokens:
            raise InputError(self._texts["empty"])
        evidence = self._weigher.evidence(question)
        combined = [self._combined(parts) for parts in combinations_for(question, self._readings)]
        together = list(likely_together(evidence.recognised.targets, self._by_target))
        several = of_each_part(evidence.parts, self._by_target)
        if several and all(set(several) != set(targets) for targets in together):
            together.append(several)
        combined += [self._joined(tuple(sorted(targets, key=self._order.__getitem__))) for targets in together]
        weighed = self._weigher.weigh(evidence, combined)
        return Considered(question, evidence, weighed, self._known_silence(question))

    def respond(self, text: str, considered: Considered) -> AskResult:
        """The verified answer to ``text``, which was ``considered``, or an abstention."""
        choice = self._measure.choose(considered.weighed)
        if considered.silence or choice is None or choice.confidence < self._abstain_below:
            return self._silent(considered, choice, text)
        return self._answer(considered, choice, text)

    def every_answer(self) -> Iterator[AskResult]:
        """Every answer that can be given, verified, to a question that names nothing: for checking them all.

        Combinations are made of these, and are not among them. Raises ``UnsupportedAnswerError``.
        """
        considered = self.consider(self._texts["suggestions"][0])
        for row, candidate in enumerate(self._weigher.candidates):
            yield self._answer(considered, Choice(candidate, row, 0.0, 0.0, 1.0), considered.question.text)

    @cached_property
    def _measure(self) -> Measure:
        # Late, so that questions can be considered where the measure is still to be fitted.
        return self._given_measure if self._given_measure is not None else load_measure()

    @property
    def _abstain_below(self) -> float:
        return self._given_threshold if self._given_threshold is not None else self._measure.threshold

    def _answers(self, text: str) -> bool:
        """Whether ``text`` would be answered."""
        considered = self.consider(text)
        choice = self._measure.choose(considered.weighed)
        return choice is not None and not considered.silence and choice.confidence >= self._abstain_below

    def _combine(self, parts: tuple[Reading, ...]) -> Candidate:
        return self._maker.combined([self._by_reading[part] for part in parts])

    def _join(self, targets: tuple[str, ...]) -> Candidate:
        return self._maker.combined([self._by_target[slug] for slug in targets])

    def _known(self, context: Sequence[str]) -> tuple[str, ...]:
        for slug in context:
            if slug not in self._graph.concepts:
                raise InputError(self._texts["unknown_context"].format(slug=slug))
        return tuple(context)

    def _known_silence(self, question: Question) -> str:
        """What the data file says of a question that the sources are known not to answer; empty for all others."""
        named = set(question.slugs)
        classes = {name for slug in named for name in self._graph.concepts[slug].types}
        for silence in self._silences:
            if silence.relations.isdisjoint(question.relations):
                continue
            if silence.types and silence.types.isdisjoint(question.types):
                continue
            if not silence.unless_things.isdisjoint(named) or not silence.unless_classes.isdisjoint(classes):
                continue
            if silence.things and silence.things.isdisjoint(named):
                continue
            if not silence.classes:
                return silence.text
            types = {slug: self._graph.concepts[slug].types for slug in question.slugs}
            meant = [slug for slug, own in types.items() if not silence.classes.isdisjoint(own)]
            answered = {r.thing for r in self._readings if r.template.name in silence.answered_by}
            if meant and answered.isdisjoint(meant):
                return silence.text.format(thing=self._label_inside(self._graph.concepts[meant[0]].iri))
        return ""

    def _answer(self, considered: Considered, choice: Choice, text: str) -> AskResult:
        candidate = choice.candidate
        citations = self._citations()
        sentences: list[Sentence] = []
        facts: list[Fact] = []
        for claim in candidate.claims:
            ids = tuple(citations.cite(claim.passages))
            sentences.append(Sentence(claim.text, ids))
            facts.extend(self._fact(statement, citations.cite(statement.passages)) for statement in claim.facts)
        if self._affirms(considered.question, candidate):
            sentences[0] = replace(sentences[0], text=f"{self._texts['yes']} {sentences[0].text}")
        query = candidate.readings[0].query if candidate.readings else None
        suggestions = self._next.after(text, considered.question.slugs, candidate, ())
        result = AskResult(
            question=considered.question.text,
            answer=AnswerText(
                text="\n".join(sentence.text for sentence in sentences),
                kind="facts" if candidate.readings else "passages",
                confidence=round(choice.confidence, 3),
            ),
            abstained=False,
            notice=considered.question.notice,
            facts=facts,
            citations=citations.all,
            entities=self._entities(considered),
            query=query,
            suggestions=suggestions,
        )
        return self._verifier.verify(result, sentences)

    def _affirms(self, question: Question, candidate: Candidate) -> bool:
        """Whether the graph holds what a yes-or-no question asks: a fact between the things that it names."""
        if "yes-no" not in question.forms or "negated" in question.forms or len(candidate.readings) != 1:
            return False
        named = {slug for slug in question.slugs}
        for claim in candidate.claims:
            for fact in claim.facts:
                ends = {self._graph.names.slug(fact.subject), self._graph.names.slug(fact.object)}
                apart = [mention for mention in question.mentions if not ends.isdisjoint(mention.slugs)]
                if fact.is_iri and ends <= named and len(apart) > 1 and len(apart) == len(question.mentions):
                    return True
        return False

    def _silent(self, considered: Considered, choice: Choice | None, text: str) -> AskResult:
        question, silence = considered.question, considered.silence
        found = self._index.hits(considered.evidence.scored, 2 * _SHOWN_WHEN_SILENT)
        # A date that stands alone tells nobody anything.
        worded = [hit for hit in found if sum(map(str.isalpha, self._corpus.passages[hit.id].text)) >= _LEAST_LETTERS]
        hits = worded[:_SHOWN_WHEN_SILENT]
        citations = self._citations()
        if choice is not None and not silence:
            citations.cite(choice.candidate.passages[:_SHOWN_OF_NEAREST])
        citations.cite(hit.id for hit in hits)
        near = [candidate for candidate in considered.weighed.candidates[:_NEAR]] if choice is not None else []
        result = AskResult(
            question=considered.question.text,
            answer=AnswerText(
                text=silence or self._texts[self._distance(question, hits, choice)],
                kind="none",
                confidence=round(choice.confidence, 3) if choice is not None and not silence else 0.0,
            ),
            abstained=True,
            notice=question.notice,
            facts=[],
            citations=citations.all,
            entities=self._entities(considered),
            query=None,
            suggestions=self._next.after(text, question.slugs, None, near),
        )
        return self._verifier.verify(result, ())

    def _distance(self, question: Question, hits: Sequence[Hit], choice: Choice | None) -> str:
        """Which text says that there is no answer.

        Only where nothing comes near, and no hit has a word of the question, or one that the glossary says its words
        stand for, or none holds the kind of value it asks for, do we know that the sources do not say; elsewhere all
        we know is that we found no sure answer in them.
        """
        if choice is not None and choice.confidence >= _MAY_ANSWER:
            return "abstain_near"
        if not hits:
            return "abstain"
        near = any(
            any(reason.why in _SPEAKS_OF_IT for reason in hit.reasons)
            and self._gates.gives_wanted(question, self._corpus.passages[hit.id].text)
            for hit in hits
        )
        return "abstain_near" if near else "abstain_far"

    def _entities(self, considered: Considered) -> list[EntityRef]:
        """The things that the question names, and those whose names it comes near by meaning."""
        named = [(slug, mention.text) for mention in considered.question.mentions for slug in mention.slugs]
        near = self._index.near_names(considered.evidence.scored, _NEAR_NAME)
        found: dict[str, EntityRef] = {}
        for slug, words in [*named, *near.items()]:
            concept = self._graph.concepts.get(slug)
            if concept is not None and slug not in found:
                found[slug] = EntityRef(iri=concept.iri, label=concept.label, type=concept.types[0], matched=words)
        return list(found.values())

    def _fact(self, statement: Statement, citation_ids: Sequence[str]) -> Fact:
        return Fact(
            subject=Term(iri=statement.subject, label=self._graph.label(statement.subject)),
            predicate=Term(iri=statement.predicate, label=self._graph.label(statement.predicate)),
            object=Term(
                iri=statement.object if statement.is_iri else None,
                label=self._graph.label(statement.object) if statement.is_iri else date_in_words(statement.object),
            ),
            citations=list(citation_ids),
        )

    def _label_inside(self, iri: str) -> str:
        return inside_sentence(self._graph.label(iri), is_name=iri in self._graph.proper_names)

    def _citations(self) -> Citations:
        return Citations(self._corpus, self._graph.names)


def _by_target(candidates: Iterable[Candidate]) -> dict[str, Candidate]:
    """What says all that is filed under each target: a list or a reading of all under a heading, else a quotation."""
    found = {c.targets[0]: c for c in candidates if c.kind is Kind.PASSAGE}
    for kind in (Kind.READING, Kind.LIST):
        for candidate in candidates:
            whole = candidate.targets and candidate.share == 1 and len(candidate.passages) > 1
            if candidate.kind is kind and whole and candidate.targets[0] not in found:
                found[candidate.targets[0]] = candidate
    return found


def spoken_of(graph: KnowledgeGraph) -> Mapping[str, frozenset[str]]:
    """For each thing, the passages that make a claim about it."""
    found: dict[str, set[str]] = {}
    for row in graph.rows("passages-of-things"):
        thing, passage = graph.names.slug(row["thing"]), graph.names.slug(row["passage"])
        if thing is not None and passage is not None:
            found.setdefault(thing, set()).add(passage)
    return {thing: frozenset(passages) for thing, passages in found.items()}


def save_recogniser(
    folder: Path,
    corpus: Corpus,
    graph: KnowledgeGraph,
    analyser: Analyser,
    index: HybridIndex,
    model: LightEmbedder,
    written: Sequence[KnownQuestion],
) -> None:
    """Make what questions are recognised by in ``folder``: those ``written``, and those of the graph's readings."""
    readings = ReadingMaker(corpus, graph, analyser).all(load_templates())
    _, known = CandidateMaker(corpus, analyser, spoken_of(graph)).all(readings, written)
    Recogniser.build(known, analyser, index.embed, model).save(folder)
