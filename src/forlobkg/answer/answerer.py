"""Question in, cited answer or abstention out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import pyoxigraph as ox

from forlobkg.answer.citing import Citations
from forlobkg.answer.danish_text import begin_sentence, date_in_words, inside_sentence, listing, most_precise
from forlobkg.answer.model import AnswerText, AskResult, EntityRef, Fact, Term
from forlobkg.answer.question import Question, QuestionReader
from forlobkg.answer.reading import readable, texts
from forlobkg.answer.support import Support
from forlobkg.answer.templates import Template, load_templates
from forlobkg.answer.verify import Sentence, verify
from forlobkg.corpus import Corpus, Passage, PassageKind
from forlobkg.danish import Analyser
from forlobkg.errors import InputError
from forlobkg.graph import KnowledgeGraph, Statement
from forlobkg.index import Hit, HybridIndex, Why

_CANDIDATES = 10
_SHOWN_WHEN_SILENT = 3
_MOST_QUOTES = 3
_NEAR_BEST = 0.8
"""A further passage is quoted when its fused score is at least this share of the best one's."""
_MOST_SUGGESTIONS = 3
_SPEAKS_OF_IT = frozenset({Why.WORD, Why.PART, Why.GLOSSARY})
"""Reasons by which a hit may well speak of what is asked, so that silence must not be claimed of the sources."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A possible answer with what it rests on."""

    confidence: float
    sentences: list[Sentence]
    citations: Citations
    facts: list[Fact] = field(default_factory=list)
    query: str | None = None
    silence: str = ""


class Answerer:
    """Answers Danish questions from the graph where a template fits, and otherwise by quoting passages."""

    def __init__(
        self,
        *,
        corpus: Corpus,
        graph: KnowledgeGraph,
        index: HybridIndex,
        analyser: Analyser,
        abstain_below: float,
        max_chars: int,
    ) -> None:
        self._corpus = corpus
        self._graph = graph
        self._index = index
        self._analyser = analyser
        self._abstain_below = abstain_below
        self._max_chars = max_chars
        self._reader = QuestionReader(analyser, graph.concepts.values())
        self._templates = load_templates()
        self._support = Support(index.idf, index.knows)
        self._texts = texts()

    def ask(self, text: str) -> AskResult:
        """The verified answer to ``text``, or an abstention.

        Raises ``InputError`` for a question without a letter or digit, ``TooLongError`` for one over the limit.
        """
        question = self._read(text)
        hits = self._index.search(question.text, _CANDIDATES)
        drafts = [*self._from_graph(question), *self._from_passages(question, hits)]
        # max keeps the first of equals, so that the graph goes before passages.
        best = max(drafts, key=lambda draft: draft.confidence, default=None)
        if best is None or best.silence or best.confidence < self._abstain_below:
            return self._silence(question, hits, best)
        return self._result(question, best, abstained=False)

    def _read(self, text: str) -> Question:
        question = self._reader.read(readable(text, self._max_chars))
        if not question.tokens:
            raise InputError(self._texts["empty"])
        return question

    def _from_graph(self, question: Question) -> list[_Draft]:
        drafts: list[_Draft] = []
        if "negated" in question.forms:
            # The graph holds what the sources say, and not what they deny.
            return drafts
        for template in self._templates:
            if not template.applies(question, self._graph.concepts):
                continue
            things = template.things(question, self._graph.concepts)
            if template.abstain and (things or not template.classes):
                drafts.append(_Draft(1.0, [], self._citations(), silence=template.abstain))
            elif things:
                drafts.extend(self._fill(template, things, question))
        return drafts

    def _fill(self, template: Template, things: Sequence[str], question: Question) -> Iterator[_Draft]:
        query = self._graph.query_text(template.query)
        citations = self._citations()
        facts: list[Fact] = []
        by_items: dict[str, tuple[list[str], list[str]]] = {}
        passages: list[str] = []
        for thing in things:
            statements = self._statements(template, query, thing)
            if not statements:
                continue
            cited: list[str] = []
            items: list[str] = []
            for statement in statements:
                ids = citations.cite(statement.passages)
                cited.extend(ids)
                passages.extend(statement.passages)
                facts.append(self._fact(statement, ids))
                item = template.item.format(
                    subject=self._label_inside(statement.subject),
                    object=self._object_inside(statement),
                    label=self._graph.label(statement.object),
                )
                if item not in items:
                    items.append(item)
            names, ids = by_items.setdefault(listing(most_precise(items)), ([], []))
            names.append(self._label_inside(self._graph.concepts[thing].iri))
            ids.extend(cited)
        if not facts:
            if template.empty:
                label = listing([self._label_inside(self._graph.concepts[thing].iri) for thing in things])
                known = question.kinds[template.kind] | question.places_of(things)
                silence = template.empty.format(thing=label)
                yield _Draft(self._support.of_facts(question, known), [], citations, silence=silence)
            return
        sentences = []
        for items_text, (names, ids) in by_items.items():
            sentence = template.sentence.format(thing=listing(names), items=items_text)
            sentences.append(Sentence(begin_sentence(sentence), tuple(dict.fromkeys(ids))))
        if template.remark:
            sentences.append(Sentence(template.remark, tuple(citations.cite(template.remark_passages))))
        explained = self._explained(question, passages) | question.kinds[template.kind]
        # What a template lists beside its subject is another way of saying whom it is about.
        explained |= question.places_of(template.beside)
        confidence = self._support.of_facts(question, explained)
        quoted = " ".join(self._corpus.passages[passage].text for passage in passages)
        if not self._support.gives_wanted(question, quoted):
            confidence = 0.0
        yield _Draft(confidence, sentences, citations, facts, query)

    def _statements(self, template: Template, query: str, thing: str) -> list[Statement]:
        bindings: dict[str, ox.NamedNode | ox.BlankNode | ox.Literal] = {
            template.bind: ox.NamedNode(self._graph.concepts[thing].iri)
        }
        if template.predicate:
            prefix, _, local = template.predicate.partition(":")
            bindings["predicate"] = ox.NamedNode(self._graph.names.prefixes[prefix] + local)
        statements = self._graph.as_statements(self._graph.select(query, bindings))
        return sorted(statements, key=self._place)

    def _place(self, statement: Statement) -> tuple[str, int, int]:
        """Where the sources say it: document, passage, and the object's place in the passage's words."""
        passage = self._corpus.passages[statement.passages[0]]
        lemmas = self._lemmas_of(passage.text)
        named = self._analyser.content_lemmas(self._graph.label(statement.object))
        places = [lemmas.index(lemma) for lemma in named if lemma in lemmas]
        return passage.document, passage.order, min(places, default=len(lemmas))

    def _from_passages(self, question: Question, hits: Sequence[Hit]) -> list[_Draft]:
        scored = []
        for hit in hits:
            passage = self._corpus.passages[hit.id]
            if not self._support.gives_wanted(question, passage.text):
                continue
            if not self._informs(question, passage):
                continue
            explained = self._explained(question, [hit.id])
            if not explained.issuperset(question.places_of(question.slugs)):
                continue
            scored.append((self._support.of_passage(question, explained, hit.semantic), hit))
        if not scored:
            return []
        confidence, best = max(scored, key=lambda pair: (pair[0], pair[1].score))
        further = [
            hit
            for value, hit in scored
            if hit is not best and value >= self._abstain_below and hit.score >= _NEAR_BEST * best.score
        ]
        citations = self._citations()
        sentences = [
            Sentence(f"»{self._corpus.passages[hit.id].text}«", tuple(citations.cite([hit.id])))
            for hit in [best, *further][:_MOST_QUOTES]
        ]
        return [_Draft(confidence, sentences, citations)]

    def _informs(self, question: Question, passage: Passage) -> bool:
        """Whether the passage itself, not only its heading, speaks of what is asked, and says more than was asked.

        A question that can be answered with yes or no is also served by its own words, but not by a bare label.
        """
        if passage.kind in (PassageKind.LEAD_IN, PassageKind.CAPTION):
            return False
        if "who" in question.forms and (passage.id not in self._names_actor or question.names_only):
            return False
        if "negated" in question.forms and not self._negations.intersection(self._lemmas_of(passage.text)):
            return False
        own = set(self._analyser.content_lemmas(passage.text))
        asked = set(question.content_lemmas)
        named = any(passage.id in self._spoken_of.get(slug, frozenset()) for slug in question.slugs)
        confirms = "yes-or-no" in question.forms and passage.kind is not PassageKind.LABEL
        return bool(own & asked or named) and (confirms or bool(own - asked))

    def _explained(self, question: Question, passages: Sequence[str]) -> set[int]:
        """The places of the words that the passages or their headings carry, or that name what these speak of."""
        lemmas: set[str] = set()
        for passage_id in passages:
            passage = self._corpus.passages[passage_id]
            for text in (passage.text, self._corpus.context_text(passage)):
                lemmas.update(self._lemmas_of(text))
        places = {place for place, token in enumerate(question.tokens) if token.lemma in lemmas}
        spoken_of = self._spoken_of
        for mention in question.mentions:
            if any(not spoken_of.get(slug, frozenset()).isdisjoint(passages) for slug in mention.slugs):
                places.update(range(mention.first, mention.last))
        return places

    def _lemmas_of(self, text: str) -> list[str]:
        lemmas = self._lemma_cache.get(text)
        if lemmas is None:
            lemmas = self._lemma_cache[text] = self._analyser.lemmas(text)
        return lemmas

    @cached_property
    def _lemma_cache(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def _negations(self) -> frozenset[str]:
        return frozenset(self._texts["negations"])

    @cached_property
    def _names_actor(self) -> frozenset[str]:
        """The passages that make a claim about an actor."""
        actors = [slug for slug, concept in self._graph.concepts.items() if "Actor" in concept.types]
        return frozenset(passage for slug in actors for passage in self._spoken_of.get(slug, ()))

    @cached_property
    def _spoken_of(self) -> dict[str, frozenset[str]]:
        """For each thing, the passages that make a claim about it."""
        found: dict[str, set[str]] = {}
        for row in self._graph.rows("passages-of-things"):
            thing, passage = self._graph.names.slug(row["thing"]), self._graph.names.slug(row["passage"])
            if thing is not None and passage is not None:
                found.setdefault(thing, set()).add(passage)
        return {thing: frozenset(passages) for thing, passages in found.items()}

    def _silence(self, question: Question, hits: Sequence[Hit], best: _Draft | None) -> AskResult:
        citations = self._citations()
        citations.cite(hit.id for hit in hits[:_SHOWN_WHEN_SILENT])
        if best is not None and best.silence:
            text, confidence = best.silence, 0.0
        else:
            text = self._texts[self._distance(question, hits)]
            confidence = best.confidence if best is not None else 0.0
        draft = _Draft(confidence, [Sentence(text, ())], citations)
        return self._result(question, draft, abstained=True)

    def _distance(self, question: Question, hits: Sequence[Hit]) -> str:
        """Which text says that there is no answer.

        Only where no hit has a word of the question, or one that the glossary says its words stand for, or none holds
        the kind of value it asks for, do we know that the sources do not say; elsewhere all we know is that we found
        no sure answer in them.
        """
        if not hits:
            return "abstain"
        near = any(
            any(reason.why in _SPEAKS_OF_IT for reason in hit.reasons)
            and self._support.gives_wanted(question, self._corpus.passages[hit.id].text)
            for hit in hits
        )
        return "abstain_near" if near else "abstain_far"

    def _result(self, question: Question, draft: _Draft, *, abstained: bool) -> AskResult:
        kind = "none" if abstained else "facts" if draft.facts else "passages"
        result = AskResult(
            question=question.text,
            answer=AnswerText(
                text="\n".join(sentence.text for sentence in draft.sentences),
                kind=kind,  # type: ignore[arg-type]
                confidence=draft.confidence,
            ),
            abstained=abstained,
            facts=draft.facts,
            citations=draft.citations.all,
            entities=self._entities(question),
            query=draft.query,
            suggestions=self._suggestions(question),
        )
        return verify(result, draft.sentences, self._corpus, self._graph.names)

    def _suggestions(self, question: Question) -> list[str]:
        suggestions = []
        for slug in question.slugs:
            concept = self._graph.concepts[slug]
            for template in self._templates:
                if template.suggest and not template.classes.isdisjoint(concept.types):
                    label = self._label_inside(concept.iri)
                    if self._statements(template, self._graph.query_text(template.query), slug):
                        suggestions.append(template.suggest.format(thing=label))
        # A question of the same content words as the one just asked leads nowhere new.
        asked = set(question.content_lemmas)
        unique = dict.fromkeys([*suggestions, *self._texts["suggestions"]])
        new = (text for text in unique if set(self._analyser.content_lemmas(text)) != asked)
        return list(islice(new, _MOST_SUGGESTIONS))

    def _entities(self, question: Question) -> list[EntityRef]:
        return [
            EntityRef(iri=concept.iri, label=concept.label, type=concept.types[0], matched=mention.text)
            for mention in question.mentions
            for concept in (self._graph.concepts[slug] for slug in mention.slugs)
        ]

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

    def _object_inside(self, statement: Statement) -> str:
        return self._label_inside(statement.object) if statement.is_iri else date_in_words(statement.object)

    def _label_inside(self, iri: str) -> str:
        return inside_sentence(self._graph.label(iri), is_name=iri in self._graph.proper_names)

    def _citations(self) -> Citations:
        return Citations(self._corpus, self._graph.names)
