"""Inference: what follows from what the passages say, in a graph for each rule and set of premises.

Conclusions are drawn from the smallest evidence first. A conclusion that a passage states, or that already
follows from the same passages or fewer of them, is not drawn again; so none is among its own premises, and none
comes back through its own mirror image.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox
from rdflib import DCTERMS, PROV, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.inference_rules import Rule, load_rules
from forlobkg.graph.names import EDITORIAL, INFERENCES, INFERRED, XSD, Names
from forlobkg.settings import DEFAULT_BASE_IRI

_MOST_ROUNDS = 200
_STRING = ox.NamedNode(XSD + "string")
_NAMES = Names(DEFAULT_BASE_IRI)

_Triple = tuple[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Inference:
    """What the rules gave: the graphs of conclusions and the graph that describes them, by IRI."""

    graphs: dict[str, Graph]


@dataclass(frozen=True, slots=True)
class _Conclusion:
    """A triple that a rule gives from the graphs in ``premises``, resting on ``passages``."""

    passages: frozenset[str]
    rule: str
    premises: tuple[str, ...]
    triple: _Triple

    @property
    def graph(self) -> str:
        digest = hashlib.sha256("\n".join(self.premises).encode("utf-8")).hexdigest()[:10]
        return _NAMES.iri(f"{INFERRED}{self.rule}-{digest}")

    @property
    def rank(self) -> tuple[str, ...]:
        """Its place among conclusions of the same round, so that the same input gives the same graphs."""
        return (*map(str, self.triple), self.rule, *self.premises)


def infer(graphs: Mapping[str, Graph], passages: frozenset[str], rules_dir: Path) -> Inference:
    """The conclusions of the rules in ``rules_dir`` from the graphs among ``graphs`` that are ``passages``.

    The editorial graph may be one premise of several; graphs that are neither, such as outside facts and the
    schema, are not looked at. IRIs are those of the files, under the default base. Raises ``OntologyError`` for
    a rule that cannot be used, and for rules that never come to an end.
    """
    rules = load_rules(rules_dir)
    engine = _Engine(graphs, passages)
    engine.run(rules)
    return Inference({**engine.conclusions(), _NAMES.iri(INFERENCES): _describe(rules, engine.drawn)})


class _Engine:
    def __init__(self, graphs: Mapping[str, Graph], passages: frozenset[str]) -> None:
        self.drawn: list[_Conclusion] = []
        self._store = ox.Store()
        self._resting_on: dict[str, frozenset[str]] = {}
        """The passages at the bottom of each graph that may be a premise."""
        self._known: dict[_Triple, list[frozenset[str]]] = {}
        """The sets of passages that each triple follows from; none at all where a passage states it."""
        for name in sorted(graphs):
            if name in passages:
                self._resting_on[name] = frozenset({name})
            elif name == _NAMES.iri(EDITORIAL):
                self._resting_on[name] = frozenset()
            else:
                continue
            for triple in ox.parse(graphs[name].serialize(format="nt11", encoding="utf-8"), ox.RdfFormat.N_TRIPLES):
                self._store.add(ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(name)))
                if name in passages:
                    self._known[(triple.subject, triple.predicate, triple.object)] = [frozenset()]

    def run(self, rules: tuple[Rule, ...]) -> None:
        """Draw every conclusion there is."""
        for _ in range(_MOST_ROUNDS):
            found = [conclusion for rule in rules for conclusion in self._new(rule)]
            if not found:
                return
            fewest = min(len(conclusion.passages) for conclusion in found)
            # Those on more evidence wait: by then they may follow from less.
            for conclusion in sorted(found, key=lambda conclusion: conclusion.rank):
                if len(conclusion.passages) == fewest and self._is_new(conclusion):
                    self._draw(conclusion)
        # Only a rule that makes values of its own can go on for ever; the others merely follow it.
        busy = {conclusion.rule for conclusion in found}
        makers = {rule.name for rule in rules if rule.makes_values}
        files = ", ".join(f"{name}.rq" for name in sorted(busy & makers or busy))
        raise OntologyError(
            f"{files}: der kommer stadig nye slutninger efter {_MOST_ROUNDS} omgange; ret reglen, så den hører op"
        )

    def _new(self, rule: Rule) -> Iterator[_Conclusion]:
        for row in cast(ox.QuerySolutions, self._store.query(rule.select)):
            triple = (row["conclusion_s"], row["conclusion_p"], row["conclusion_o"])
            premises = tuple(sorted({row[name].value for name in rule.premises}))
            evidence = frozenset().union(*(self._resting_on[premise] for premise in premises))
            conclusion = _Conclusion(evidence, rule.name, premises, triple)
            if evidence and _is_statement(triple) and self._is_new(conclusion):
                yield conclusion

    def _is_new(self, conclusion: _Conclusion) -> bool:
        return not any(known <= conclusion.passages for known in self._known.get(conclusion.triple, ()))

    def _draw(self, conclusion: _Conclusion) -> None:
        self._store.add(ox.Quad(*conclusion.triple, ox.NamedNode(conclusion.graph)))
        self._resting_on[conclusion.graph] = conclusion.passages
        self._known.setdefault(conclusion.triple, []).append(conclusion.passages)
        self.drawn.append(conclusion)

    def conclusions(self) -> dict[str, Graph]:
        """The graphs of the conclusions by IRI, in the order of their IRIs."""
        graphs: dict[str, Graph] = {}
        for conclusion in sorted(self.drawn, key=lambda conclusion: conclusion.graph):
            subject, predicate, value = (_as_rdflib(term) for term in conclusion.triple)
            graphs.setdefault(conclusion.graph, Graph()).add((subject, predicate, value))
        return graphs


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
    graph = Graph()
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
    for conclusion in drawn:
        node = URIRef(conclusion.graph)
        graph.add((node, RDF.type, PROV.Entity))
        graph.add((node, PROV.wasGeneratedBy, URIRef(_NAMES.iri(f"anvendelse-{conclusion.rule}"))))
        for passage in conclusion.passages:
            graph.add((node, PROV.wasDerivedFrom, URIRef(passage)))
        for premise in conclusion.premises:
            graph.add((node, PROV.wasInfluencedBy, URIRef(premise)))
    return graph
