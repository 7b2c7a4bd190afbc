"""Inference: what follows from what the passages say, in a graph for each rule and set of premises.

Conclusions are drawn from the smallest evidence first. A conclusion that a passage states, or that already
follows from the same passages or fewer of them, is not drawn again; so none is among its own premises, and none
comes back through its own mirror image.

What is said in many passages, or follows in many ways, could be concluded from every combination of these. Each
triple is drawn from a number of them, and from then on only from one with a passage that it does not rest on yet:
so no passage is lost, and there are never more graphs than passages and that number for a triple. The rules are
matched against triples, not against the graphs that these stand in, and after the first time only where something
is new, so that the work grows as the conclusions do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice, product
from pathlib import Path
from typing import cast

import pyoxigraph as ox
from rdflib import DCTERMS, PROV, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from forlobkg.graph.authoring.inference_rules import Rule, Statement, load_rules
from forlobkg.graph.names import EDITORIAL, INFERENCES, INFERRED, XSD, Names
from forlobkg.settings import DEFAULT_BASE_IRI

_ENOUGH = 16
"""How many sets of passages a triple may follow from before a further one must add a passage."""
_STRING = ox.NamedNode(XSD + "string")
_NAMES = Names(DEFAULT_BASE_IRI)
_MATCHED = ox.NamedNode(_NAMES.iri("graf/alt"))
"""The graph in which the rules look for their premises: every triple once, wherever it stands."""

_Triple = tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]


@dataclass(frozen=True, slots=True)
class _Way:
    """That a triple follows by a rule from other triples: in each of ``premises`` those that one graph must have."""

    triple: Statement
    rule: str
    premises: tuple[tuple[_Triple, ...], ...]


@dataclass(frozen=True, slots=True)
class _Conclusion:
    """A triple that a rule gives from the graphs in ``premises``, resting on ``passages``."""

    passages: frozenset[str]
    rule: str
    premises: tuple[str, ...]
    triple: Statement

    @property
    def graph(self) -> str:
        digest = hashlib.sha256("\n".join(self.premises).encode("utf-8")).hexdigest()[:10]
        return _NAMES.iri(f"{INFERRED}{self.rule}-{digest}")

    @property
    def rank(self) -> tuple[str, ...]:
        """Its place among conclusions on as many passages, so that the same input gives the same graphs."""
        return (*map(str, self.triple), self.rule, *self.premises)


def infer(graphs: Mapping[str, Graph], passages: frozenset[str], rules_dir: Path) -> dict[str, Graph]:
    """What the rules in ``rules_dir`` give from the graphs among ``graphs`` that are ``passages``.

    By IRI the graphs of conclusions, and the graph that describes them. The editorial graph may be one premise of
    several; graphs that are neither, such as outside facts and the schema, are not looked at. IRIs are those of
    the files, under the default base. Raises ``OntologyError`` for a rule that cannot be used.
    """
    rules = load_rules(rules_dir)
    engine = _Engine(graphs, passages)
    engine.run(rules)
    return {**engine.conclusions(), _NAMES.iri(INFERENCES): _describe(rules, engine.drawn)}


class _Engine:
    def __init__(self, graphs: Mapping[str, Graph], passages: frozenset[str]) -> None:
        self.drawn: list[_Conclusion] = []
        self._store = ox.Store()
        self._resting_on: dict[str, frozenset[str]] = {}
        """The passages at the bottom of each graph that may be a premise."""
        self._standing_in: dict[_Triple, list[str]] = {}
        """The graphs that each triple stands in."""
        self._known: dict[_Triple, list[frozenset[str]]] = {}
        """The sets of passages that each triple follows from; none at all where a passage states it."""
        self._ways: dict[_Triple, dict[_Way, None]] = {}
        """The ways in which each triple is a premise."""
        self._pending: dict[int, set[_Conclusion]] = {}
        """The conclusions that may be drawn, by their number of passages."""
        for name in sorted(graphs):
            if name in passages:
                self._resting_on[name] = frozenset({name})
            elif name == _NAMES.iri(EDITORIAL):
                self._resting_on[name] = frozenset()
            else:
                continue
            for triple in _read(graphs[name]):
                self._store.add(ox.Quad(*triple, _MATCHED))
                self._standing_in.setdefault(triple, []).append(name)
                if name in passages:
                    self._known[triple] = [frozenset()]

    def run(self, rules: tuple[Rule, ...]) -> None:
        """Draw every conclusion there is."""
        self._follow(self._found(rule, rule.select) for rule in rules)
        while self._pending:
            # Those on more evidence wait: by then they may follow from less.
            fewest = self._pending.pop(min(self._pending))
            new: list[Statement] = []
            for conclusion in sorted(fewest, key=lambda conclusion: conclusion.rank):
                if self._is_new(conclusion):
                    if conclusion.triple not in self._standing_in:
                        new.append(conclusion.triple)
                    self._draw(conclusion)
            self._follow(self._found(rule, query) for rule in rules for query in rule.selects_with(new))

    def _found(self, rule: Rule, query: str) -> Iterator[_Way]:
        """The ways in which the rule's query gives a triple."""
        names = list(dict.fromkeys(fact.premise for fact in rule.facts))
        for row in cast(ox.QuerySolutions, self._store.query(query)):
            triple = _triple(row, "conclusion")
            if not _is_statement(triple):
                continue
            premises: dict[str, list[_Triple]] = {name: [] for name in names}
            for number, fact in enumerate(rule.facts, start=1):
                premises[fact.premise].append(_triple(row, f"fact{number}"))
            yield _Way(cast(Statement, triple), rule.name, tuple(map(tuple, premises.values())))

    def _follow(self, found: Iterable[Iterable[_Way]]) -> None:
        """Keep the ways that are new, and what follows in them."""
        for way in (way for ways in found for way in ways):
            facts = [fact for premise in way.premises for fact in premise]
            if way in self._ways.get(facts[0], ()):
                continue
            for fact in facts:
                self._ways.setdefault(fact, {})[way] = None
            self._combine(way)

    def _combine(self, way: _Way, new: str | None = None) -> None:
        """What follows in this way; with ``new``, only with that graph a premise."""
        choices = [self._having(premise) for premise in way.premises]
        for place, graphs in enumerate(choices):
            for graph in graphs if new is None else [new] if new in graphs else ():
                others = [self._nearest(graph, among) for among in (*choices[:place], *choices[place + 1 :])]
                for further in islice(product(*others), _ENOUGH):
                    premises = tuple(sorted({graph, *further}))
                    passages = frozenset().union(*(self._resting_on[premise] for premise in premises))
                    conclusion = _Conclusion(passages, way.rule, premises, way.triple)
                    if passages and self._is_new(conclusion):
                        self._pending.setdefault(len(passages), set()).add(conclusion)

    def _having(self, triples: tuple[_Triple, ...]) -> list[str]:
        """The graphs that have all the triples."""
        first, *others = (self._standing_in[triple] for triple in triples)
        return [graph for graph in first if all(graph in other for other in others)]

    def _nearest(self, graph: str, among: list[str]) -> list[str]:
        """As many as are enough of the graphs, those first that add fewest passages to those of ``graph``."""
        here = self._resting_on[graph]
        return nsmallest(_ENOUGH, among, key=lambda other: (len(self._resting_on[other] - here), other))

    def _is_new(self, conclusion: _Conclusion) -> bool:
        known = self._known.get(conclusion.triple, [])
        if any(passages <= conclusion.passages for passages in known):
            return False
        return len(known) < _ENOUGH or not conclusion.passages <= frozenset().union(*known)

    def _draw(self, conclusion: _Conclusion) -> None:
        self._store.add(ox.Quad(*conclusion.triple, _MATCHED))
        self._resting_on[conclusion.graph] = conclusion.passages
        self._standing_in.setdefault(conclusion.triple, []).append(conclusion.graph)
        self._known.setdefault(conclusion.triple, []).append(conclusion.passages)
        self.drawn.append(conclusion)
        for way in self._ways.get(conclusion.triple, ()):
            self._combine(way, conclusion.graph)

    def conclusions(self) -> dict[str, Graph]:
        """The graphs of the conclusions by IRI, in the order of their IRIs."""
        graphs: dict[str, Graph] = {}
        for conclusion in sorted(self.drawn, key=lambda conclusion: conclusion.graph):
            subject, predicate, value = (_as_rdflib(term) for term in conclusion.triple)
            graphs.setdefault(conclusion.graph, Graph()).add((subject, predicate, value))
        return graphs


def _read(graph: Graph) -> Iterator[_Triple]:
    """The triples of the graph with their terms as a store gives them, which may write numbers its own way."""
    store = ox.Store()
    store.load(graph.serialize(format="nt11", encoding="utf-8"), ox.RdfFormat.N_TRIPLES)
    for quad in store:
        yield cast(_Triple, (quad.subject, quad.predicate, quad.object))


def _triple(row: ox.QuerySolution, name: str) -> _Triple:
    return cast(_Triple, tuple(row[f"{name}_{place}"] for place in "spo"))


def _is_statement(triple: tuple[object, ...]) -> bool:
    """Whether the terms can stand as a triple, as CONSTRUCT asks; a blank node has no name to tell it by."""
    subject, predicate, value = triple
    return (
        isinstance(subject, ox.NamedNode)
        and isinstance(predicate, ox.NamedNode)
        and isinstance(value, ox.NamedNode | ox.Literal)
    )


def _as_rdflib(term: ox.NamedNode | ox.Literal) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype == _STRING:
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def _describe(rules: tuple[Rule, ...], drawn: list[_Conclusion]) -> Graph:
    """Where each graph of conclusions comes from.

    PROV-O has an activity generate things and a plan steer the activity, so a rule, which is a plan, gets the
    activity of applying it. prov:wasDerivedFrom leads to the passages, past any conclusions between;
    prov:wasInfluencedBy leads one step back, to the graphs that were premises, so that a conclusion can be
    explained step by step.
    """
    graph = Graph("SimpleMemory")
    graph.bind("sh", SH)
    for rule in rules:
        plan, activity = URIRef(_NAMES.iri(f"regel-{rule.name}")), URIRef(_NAMES.iri(f"anvendelse-{rule.name}"))
        graph.add((plan, RDF.type, PROV.Plan))
        graph.add((plan, RDFS.label, Literal(rule.danish, lang="da")))
        graph.add((plan, RDFS.label, Literal(rule.english, lang="en")))
        graph.add((plan, DCTERMS.source, Literal(f"rules/{rule.name}.rq")))
        graph.add((plan, SH.construct, Literal(rule.text)))
        graph.add((plan, SH.select, Literal(rule.select)))
        graph.add((activity, RDF.type, PROV.Activity))
        graph.add((activity, RDFS.label, Literal(f"Anvendelse af reglen: {rule.danish}", lang="da")))
        graph.add((activity, RDFS.label, Literal(f"Application of the rule: {rule.english}", lang="en")))
        graph.add((activity, PROV.used, plan))
    nodes = {passage: URIRef(passage) for conclusion in drawn for passage in conclusion.passages}
    for conclusion in {conclusion.graph: conclusion for conclusion in drawn}.values():
        node = URIRef(conclusion.graph)
        graph.add((node, RDF.type, PROV.Entity))
        graph.add((node, PROV.wasGeneratedBy, URIRef(_NAMES.iri(f"anvendelse-{conclusion.rule}"))))
        for passage in conclusion.passages:
            graph.add((node, PROV.wasDerivedFrom, nodes[passage]))
        for premise in conclusion.premises:
            graph.add((node, PROV.wasInfluencedBy, URIRef(premise)))
    return graph
