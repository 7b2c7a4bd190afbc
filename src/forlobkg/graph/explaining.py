"""Why the graph says a thing: the passages that state it, or the rule and premises from which it follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import pyoxigraph as ox

from forlobkg.errors import InputError, NotFoundError, OntologyError
from forlobkg.graph.knowledge import KnowledgeGraph
from forlobkg.graph.names import ALIGNMENTS, EDITORIAL, FACTS_FROM, INFERRED, SCHEMA
from forlobkg.graph.store import Term
from forlobkg.graph.term_names import bare_literal, in_brief, label_of, read_literal, read_name

_PREMISE = re.compile(r"\?(premise\d+)\b")
_MOST_ALTERNATIVES = 5
_MOST_DERIVATIONS = 5
_MOST_PASSAGES = 20
_MOST_STEPS = 30
"""How many inferences an explanation follows back to their premises, with those of the premises."""

_Triple = tuple[Term, Term, Term]


class Origin(StrEnum):
    """What kind of graph, other than a passage's or a rule's, a triple stands in; the value is what to call it."""

    EDITORIAL = "redaktionelt"
    SCHEMA = "skema"
    OUTSIDE = "oplysning udefra"
    DESCRIPTION = "beskrivelse af grafen"


@dataclass(frozen=True, slots=True)
class NamedTerm:
    """One end of a triple: an IRI with its Danish label, or a text."""

    value: str
    label: str
    is_iri: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """That a triple stands in a graph that is no evidence; ``source`` is where outside facts are from, else empty."""

    graph: str
    origin: Origin
    source: str

    def __str__(self) -> str:
        return f"{self.origin}: {self.source}" if self.source else str(self.origin)


class Part(StrEnum):
    """What an explanation may have too many of to show; the value is what to call one, then several."""

    DERIVATIONS = "udledning|udledninger"
    PREMISES = "forudsætning|forudsætninger"
    PASSAGES = "tekststed|tekststeder"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many further derivations, premises or passages a triple has that its explanation does not show."""

    part: Part
    count: int

    def __str__(self) -> str:
        one, several = self.part.value.split("|")
        return f"{self.count} {one if self.count == 1 else several} mere vises ikke"


@dataclass(frozen=True, slots=True)
class Inferred:
    """That a triple follows by a rule. ``passages`` are the slugs of those at the bottom of all its premises.

    The first of them, where there are many; and ``premises`` are none where they are left out.
    """

    graph: str
    rule: str
    label: str
    premises: tuple[Explanation, ...]
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the graph has a triple: ``stated`` by passages (slugs), ``inferred`` by rules, ``standing`` otherwise.

    Each premise of an inference is explained in turn, as it stands in the graph that the inference used.
    ``left_out`` counts what there is too much of to show.
    """

    subject: NamedTerm
    predicate: NamedTerm
    object: NamedTerm
    stated: tuple[str, ...]
    inferred: tuple[Inferred, ...]
    standing: tuple[Standing, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def passages(self) -> tuple[str, ...]:
        """Every passage shown that the triple rests on, those that state it first."""
        below = (passage for inferred in self.inferred for passage in inferred.passages)
        return tuple(dict.fromkeys((*self.stated, *below)))


def explain(graph: KnowledgeGraph, subject: str, predicate: str, object_: str) -> Explanation:
    """Why ``graph`` has the triple of the three terms.

    Terms are full IRIs, prefixed names (``fb:hasElement``), slugs (``familieambulatoriet``) or texts in
    quotation marks (``"2022"``, ``"x"@da``); a text without language or datatype means one of any, and the
    quotation marks may be left out where the property has texts and no thing has that name. Raises
    ``NotFoundError`` for a term that the graph does not have, naming the nearest, and for a triple that it does
    not have; ``InputError`` for what is no term.
    """
    if subject.startswith('"') or predicate.startswith('"'):
        raise InputError("kun det sidste led kan være tekst i anførselstegn")
    start, property_ = read_name(graph, subject), read_name(graph, predicate)
    values = [row["object"] for row in graph.select(graph.query_text("explain-values"), _bound(start, property_))]
    end = _read_object(graph, object_, property_, values)
    if end not in values:
        raise NotFoundError(_silent(graph, (start, property_, end), values))
    return _Explainer(graph).explain((start, property_, end))


def _read_object(graph: KnowledgeGraph, text: str, property_: Term, values: list[Term]) -> Term:
    literal = read_literal(graph, text)
    texts = [value for value in values if isinstance(value, ox.Literal)]
    if literal is None:
        bare = [value for value in texts if value.value == text]
        if bare:
            return bare[0]
        try:
            return read_name(graph, text)
        except (InputError, NotFoundError):
            if not text or not graph.select(graph.query_text("explain-texts"), {"predicate": property_}):
                raise
            return bare_literal(text)
    same = [value for value in texts if value.value == literal.value]
    return same[0] if same and literal not in texts and literal == ox.Literal(literal.value) else literal


def _silent(graph: KnowledgeGraph, triple: _Triple, values: list[Term]) -> str:
    subject, predicate, value = (in_brief(label_of(graph, term)) for term in triple)
    known = [f"»{in_brief(label_of(graph, other))}«" for other in values[:_MOST_ALTERNATIVES]]
    more = " ..." if len(values) > _MOST_ALTERNATIVES else ""
    instead = f"; den siger: {', '.join(known)}{more}" if known else ""
    return f"det siger grafen ikke: »{subject}« – {predicate} – »{value}«{instead}"


class _Explainer:
    """Makes one explanation, and counts its steps."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._steps = 0

    def explain(self, triple: _Triple, within: str | None = None) -> Explanation:
        """Why the triple stands in the graph; with ``within``, why it stands in that named graph."""
        stated: dict[str, None] = {}
        derived: dict[str, None] = {}
        standing: dict[str, Standing] = {}
        bindings = _bound(*triple) | ({"graph": ox.NamedNode(within)} if within else {})
        for row in self._graph.select(self._graph.query_text("explain-places"), bindings):
            name = row["graph"].value
            slug = self._graph.names.slug(name) or ""
            if "document" in row:
                stated[slug] = None
            elif slug.startswith(INFERRED):
                derived[name] = None
            else:
                standing.setdefault(name, _standing(self._graph, name, slug, row.get("source")))
        ways = [self._inferred(triple, name) for name in list(derived)[:_MOST_DERIVATIONS]]
        shown = list(stated)[:_MOST_PASSAGES]
        below = {passage for way in ways for passage in way.all_passages}
        seen = {*shown, *(passage for way in ways for passage in way.inferred.passages)}
        left_out = (
            LeftOut(Part.DERIVATIONS, len(derived) - len(ways)),
            LeftOut(Part.PREMISES, sum(way.premises_left_out for way in ways)),
            LeftOut(Part.PASSAGES, len({*stated, *below} - seen)),
        )
        subject, predicate, value = (
            NamedTerm(term.value, label_of(self._graph, term), isinstance(term, ox.NamedNode)) for term in triple
        )
        return Explanation(
            subject,
            predicate,
            value,
            tuple(shown),
            tuple(way.inferred for way in ways),
            tuple(standing.values()),
            tuple(left for left in left_out if left.count),
        )

    def _inferred(self, triple: _Triple, name: str) -> _Step:
        graph, node = self._graph, {"graph": ox.NamedNode(name)}
        premises = [row["premise"] for row in graph.select(graph.query_text("explain-premises"), node)]
        found = [row["passage"].value for row in graph.select(graph.query_text("explain-passages"), node)]
        passages = tuple(graph.names.slug(passage) or passage for passage in found)
        for rule in graph.select(graph.query_text("explain-rule"), node):
            for facts in _ways(graph, rule["query"].value, premises, triple):
                self._steps += 1
                followed = facts if self._steps <= _MOST_STEPS else []
                iri = rule["rule"].value
                explained = tuple(self.explain(fact, within) for within, fact in followed)
                inferred = Inferred(name, iri, graph.label(iri), explained, passages[:_MOST_PASSAGES])
                return _Step(inferred, len(facts) - len(followed), passages)
        raise OntologyError(
            f"slutningen i {name} kan ikke føres tilbage til sine forudsætninger; kør: forlobkg build"
        )


@dataclass(frozen=True, slots=True)
class _Step:
    """An inference as it is shown, and what there is of it."""

    inferred: Inferred
    premises_left_out: int
    all_passages: tuple[str, ...]


def _standing(graph: KnowledgeGraph, name: str, slug: str, source: Term | None) -> Standing:
    if slug.startswith(FACTS_FROM):
        return Standing(name, Origin.OUTSIDE, label_of(graph, source) if source is not None else "")
    origins = {EDITORIAL: Origin.EDITORIAL, SCHEMA: Origin.SCHEMA, ALIGNMENTS: Origin.SCHEMA}
    return Standing(name, origins.get(slug, Origin.DESCRIPTION), "")


def _ways(
    graph: KnowledgeGraph, query: str, premises: list[Term], conclusion: _Triple
) -> Iterator[list[tuple[str, _Triple]]]:
    """The ways in which the rule's ``query`` gives ``conclusion`` from these graphs: for each its premises."""
    variables = sorted(set(_PREMISE.findall(query)))
    # With the graphs bound, the query looks at nothing else, however large the store is.
    for graphs in product(premises, repeat=len(variables)):
        found = []
        for row in graph.select(query, dict(zip(variables, graphs, strict=True))):
            if (row["conclusion_s"], row["conclusion_p"], row["conclusion_o"]) == conclusion:
                count = sum(name.startswith("fact") and name.endswith("_g") for name in row)
                found.append(
                    [
                        (row[f"fact{n}_g"].value, (row[f"fact{n}_s"], row[f"fact{n}_p"], row[f"fact{n}_o"]))
                        for n in range(1, count + 1)
                    ]
                )
        yield from sorted(found, key=str)


def _bound(*terms: Term) -> dict[str, Term]:
    return dict(zip(("subject", "predicate", "object"), terms, strict=False))
