"""Readings: the answers that the graph can give, one for each template and thing about which it holds something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from forlobkg.answer.danish_text import begin_sentence, date_in_words, inside_sentence, listing, most_precise
from forlobkg.answer.templates import Part, Template
from forlobkg.corpus import Corpus
from forlobkg.danish import Analyser
from forlobkg.graph import FB, KnowledgeGraph, Statement

_QUOTED = re.compile("»([^»«]*)«")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a reading with the facts that it says and the slugs of the passages that carry it."""

    text: str
    facts: tuple[Statement, ...]
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A possible answer from the graph.

    ``thing`` is the slug of what it is about; ``mentioned`` those of all the things in its facts; ``asks`` the
    questions that it answers; ``query`` is the SPARQL of its first sentence.
    """

    template: Template
    thing: str
    claims: tuple[Claim, ...]
    mentioned: frozenset[str]
    asks: tuple[str, ...]
    query: str

    @property
    def passages(self) -> tuple[str, ...]:
        """The slugs of the passages that it rests on, in the order of its sentences."""
        return tuple(dict.fromkeys(passage for claim in self.claims for passage in claim.passages))


class ReadingMaker:
    """Fills templates from the graph."""

    def __init__(self, corpus: Corpus, graph: KnowledgeGraph, analyser: Analyser) -> None:
        self._corpus = corpus
        self._graph = graph
        self._analyser = analyser

    def all(self, templates: Sequence[Template]) -> Iterator[Reading]:
        """Every reading of every template, in the templates' order."""
        for template in templates:
            filled = [self._solutions(part) for part in template.parts]
            for iri in self._things(template, filled[0]):
                reading = self._reading(template, iri, [rows.get(iri, []) for rows in filled])
                if reading is not None:
                    yield reading

    def _things(self, template: Template, solutions: Mapping[str, object]) -> list[str]:
        """The IRIs of the things that ``template`` is about, of those that have solutions."""
        if template.things:
            return [self._graph.names.iri(slug) for slug in template.things]
        things = []
        for slug, concept in self._graph.concepts.items():
            wanted = not template.classes.isdisjoint(concept.types) and slug not in template.except_
            if wanted and concept.iri in solutions:
                things.append(concept.iri)
        return things

    def _solutions(self, part: Part) -> dict[str, list[Statement]]:
        """The statements of ``part`` by the IRI of the thing they are about."""
        solutions = self._graph.select(self._graph.query_text(part.query), self._bindings(part))
        grouped: dict[str, list[Mapping[str, ox.NamedNode | ox.BlankNode | ox.Literal]]] = {}
        for solution in solutions:
            grouped.setdefault(solution[part.bind].value, []).append(solution)
        return {iri: self._graph.as_statements(rows) for iri, rows in grouped.items()}

    def _bindings(self, part: Part) -> dict[str, ox.NamedNode | ox.BlankNode | ox.Literal]:
        if not part.predicate:
            return {}
        prefix, _, local = part.predicate.partition(":")
        return {"predicate": ox.NamedNode(self._graph.names.prefixes[prefix] + local)}

    def _reading(self, template: Template, iri: str, filled: Sequence[list[Statement]]) -> Reading | None:
        claims = []
        for part, statements in zip(template.parts, filled, strict=True):
            if statements:
                claims.append(self._claim(part, iri, statements))
            elif part is template.parts[0]:
                return None
        slug = self._graph.names.slug(iri)
        if slug is None:
            return None
        ends = {end for claim in claims for fact in claim.facts for end in (fact.subject, fact.object)}
        ends.update(pathway for end in tuple(ends) for pathway in self._pathways.get(end, ()))
        mentioned = {found for end in ends if (found := self._graph.names.slug(end)) is not None}
        label = self.label_inside(iri)
        return Reading(
            template,
            slug,
            tuple(claims),
            frozenset(mentioned | {slug}),
            tuple(begin_sentence(ask.format(thing=label)) for ask in template.asks),
            self._graph.query_text(template.parts[0].query),
        )

    @cached_property
    def _pathways(self) -> dict[str, list[str]]:
        """The pathways for each target group: what is said of a group is said of what its pathway is about."""
        found: dict[str, list[str]] = {}
        for statement in self._graph.statements(predicate=f"{FB}targetGroup"):
            found.setdefault(statement.object, []).append(statement.subject)
        return found

    def _claim(self, part: Part, iri: str, statements: Sequence[Statement]) -> Claim:
        ordered = sorted(statements, key=self._place) if part.query == "statements" else list(statements)
        items = [self._item(part, statement, iri) for statement in ordered]
        passages = tuple(dict.fromkeys([*(slug for fact in ordered for slug in fact.passages), *part.cites]))
        text = part.sentence.format(
            thing=self.label_inside(iri),
            name=self._graph.label(iri),
            items=listing(most_precise(list(dict.fromkeys(items)))),
            quote=" ".join(f"»{self._corpus.passages[slug].text}«" for slug in passages),
        )
        return Claim(begin_sentence(self._quoting_only_the_source(text, passages)), tuple(ordered), passages)

    def _quoting_only_the_source(self, text: str, passages: Sequence[str]) -> str:
        """``text`` with quotation marks only round what stands word for word in ``passages`` or their headings.

        Names of things are sometimes ours, such as an abbreviation written out.
        """
        sources = [
            source
            for slug in passages
            for source in (self._corpus.passages[slug].text, self._corpus.context_text(self._corpus.passages[slug]))
        ]
        return _QUOTED.sub(
            lambda match: match[0] if any(match[1] in source for source in sources) else match[1], text
        )

    def _item(self, part: Part, statement: Statement, iri: str) -> str:
        inside = self.label_inside(statement.object) if statement.is_iri else date_in_words(statement.object)
        return part.item.format(
            subject=self.label_inside(statement.subject),
            name=self._graph.label(statement.subject),
            object=inside,
            other=inside if statement.subject == iri else self.label_inside(statement.subject),
            label=self._graph.label(statement.object),
        )

    def label_inside(self, iri: str) -> str:
        """The label of ``iri`` as it stands inside a sentence."""
        return inside_sentence(self._graph.label(iri), is_name=iri in self._graph.proper_names)

    def _place(self, statement: Statement) -> tuple[str, int, int]:
        """Where the sources say it: document, passage, and the object's place in the passage's words."""
        passage = self._corpus.passages[statement.passages[0]]
        lemmas = self._analyser.lemmas(passage.text)
        named = self._analyser.content_lemmas(self._graph.label(statement.object))
        places = [lemmas.index(lemma) for lemma in named if lemma in lemmas]
        return passage.document, passage.order, min(places, default=len(lemmas))
