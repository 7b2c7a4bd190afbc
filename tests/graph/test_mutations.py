"""Every shape and every report finds the mistake it is there for, made in the real graph.

``mutations.toml`` holds the mistakes. The real graph is read once; each mistake is made in it, the shapes of one
file (or all reports) are run, and the mistake is taken back. The mistakes of a family are made together: each has a
property of its own, so none can be found for another's sake.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rdflib import SH, Dataset, Graph, Namespace, URIRef
from rdflib.term import Node
from rdflib.util import from_n3

from forlobkg.corpus import Document
from forlobkg.graph.authoring.curated import Curated, load_shapes
from forlobkg.graph.authoring.places import Source, sources
from forlobkg.graph.authoring.reports import Report, load_reports, report_store, run_report
from forlobkg.graph.authoring.shapes import check_shapes
from forlobkg.graph.authoring.validate import further_graphs, statements_with_classes
from forlobkg.graph.authoring.violations import Violation, Wording
from forlobkg.graph.names import EDITORIAL, INFERRED, PASSAGES, Names
from forlobkg.resources import ontology_dir
from forlobkg.settings import DEFAULT_BASE_IRI

NAMES = Names(DEFAULT_BASE_IRI)
PREFIXES = {**NAMES.prefixes, "owl": "http://www.w3.org/2002/07/owl#"}
SHAPES = Namespace("https://w3id.org/forlobkg/shapes#")
CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "mutations.toml").read_text(encoding="utf-8"))
SHAPE_FILES = {path.stem: load_shapes(path) for path in sorted((ontology_dir() / "shapes").glob("*.ttl"))}
REPORTS = load_reports(ontology_dir())

Quad = tuple[str, Node, Node, Node]


def _rules(shapes: Graph) -> set[str]:
    """The shapes and constraints that have something to say."""
    speaking = {
        node if isinstance(node, URIRef) else next(shapes.subjects(SH.sparql, node))
        for node in shapes.subjects(SH.message)
    }
    return {str(node).rpartition("#")[2] for node in speaking}


FILE_OF = {rule: name for name, shapes in SHAPE_FILES.items() for rule in _rules(shapes)}
EXPLICIT = {case["rule"]: case for case in CASES["mutation"]}
IN_FAMILY = {
    rule: family
    for family in CASES["family"]
    for rule, name in FILE_OF.items()
    if name == family["shapes"] and rule.endswith(("-domain", "-range")) and rule not in EXPLICIT
}


@dataclass(frozen=True)
class RealGraph:
    """The named graphs as they really are, and what is said to be wrong with them already."""

    graphs: dict[str, Graph]
    claims: frozenset[str]
    among: Sequence[Source]
    wording: Wording
    union: Graph

    def seen_by(self, name: str) -> Graph:
        """The graph that the shapes of the file ``name`` look at; changes to it are changes to the real one."""
        if name == "passages":
            return self.graphs[NAMES.iri(PASSAGES)]
        if name == "editorial":
            return self.graphs[NAMES.iri(EDITORIAL)]
        if name == "claims":
            return self._claims()
        if name == "foreign":
            described = self.graphs[NAMES.iri(PASSAGES)]
            return statements_with_classes(self._claims(), self.graphs, self.union, described)
        return self.union

    def _claims(self) -> Graph:
        together = Graph()
        for passage in self.claims:
            together += self.graphs[passage]
        return together

    @contextmanager
    def changed(self, add: Sequence[Quad], remove: Sequence[Quad]) -> Iterator[None]:
        """The graph with a mistake in it, which is gone afterwards."""
        touched = []
        for quads in (remove, add):
            for name, subject, predicate, value in quads:
                triple = (subject, predicate, value)
                seen = [self.graphs[name]] if name == NAMES.iri(PASSAGES) else [self.graphs[name], self.union]
                touched += [(graph, triple, triple in graph) for graph in seen]
                for graph in seen:
                    if quads is add:
                        graph.add(triple)
                    else:
                        graph.remove(triple)
        try:
            yield
        finally:
            for graph, triple, stood in reversed(touched):
                if stood:
                    graph.add(triple)
                else:
                    graph.remove(triple)


@pytest.fixture(scope="module")
def real(curated: Curated, documents: Sequence[Document]) -> RealGraph:
    further = further_graphs(curated, documents, ontology_dir())
    # Copies, for the curated graph is shared with other tests.
    graphs = {name: Graph() + graph for name, graph in sorted({**curated.all_graphs(), **further}.items())}
    union = Graph()
    for name, graph in graphs.items():
        if name != NAMES.iri(PASSAGES):
            union += graph
    among = [*sources(curated), Source(NAMES.iri(PASSAGES), None, graphs[NAMES.iri(PASSAGES)])]
    return RealGraph(graphs, frozenset(curated.claims()), among, Wording(graphs.values()), union)


def _added(case: Mapping[str, Any]) -> list[Quad]:
    dataset = Dataset()
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    dataset.parse(data=head + case.get("add", ""), format="trig")
    return [(str(name), s, p, o) for s, p, o, name in dataset.quads() if name is not None]


def _removed(case: Mapping[str, Any], graphs: Mapping[str, Graph]) -> list[Quad]:
    quads: list[Quad] = []
    for pattern in case.get("remove", []):
        subject, predicate, value = (_term(word) for word in pattern.split(" ", 2))
        found = [
            (name, *triple) for name, graph in graphs.items() for triple in graph.triples((subject, predicate, value))
        ]
        assert found, f"{pattern!r} stands nowhere in the graph"
        quads += found
    return quads


def _term(word: str) -> Any:
    if word == "*":
        return None
    prefix, colon, local = word.partition(":")
    if colon and prefix in PREFIXES:
        return URIRef(PREFIXES[prefix] + local)
    return from_n3(word.replace("'", '"'))


def _of_family(rule: str, real: RealGraph) -> Quad:
    """A statement of the rule's property with the wrong thing on the side that the rule guards."""
    family = IN_FAMILY[rule]
    predicate = SHAPE_FILES[family["shapes"]].value(SHAPES[f"{rule.rpartition('-')[0]}-range"], SH.path)
    assert predicate is not None, f"{rule} guards no property"
    names = {
        "passages": {NAMES.iri(PASSAGES)},
        "foreign": real.claims | {name for name in real.graphs if name.startswith(NAMES.iri(INFERRED))},
    }.get(family["shapes"], set(real.graphs))
    stands = sorted(
        (name, *triple) for name in names for triple in real.graphs[name].triples((None, predicate, None))
    )
    assert stands, f"nothing in the graph has the property of {rule}: give it a case in mutations.toml"
    graph, subject, _, value = stands[0]
    wrong = _term(family["wrong"])
    return (graph, wrong, predicate, value) if rule.endswith("-domain") else (graph, subject, predicate, wrong)


def _texts(found: Sequence[Violation]) -> str:
    return "\n".join(f"{violation.rule}: {violation.message}" for violation in found)


@pytest.fixture(scope="module")
def faults_of_today(real: RealGraph) -> set[Violation]:
    """What shapes and reports find in the real graph: nothing, or what is about to be put right."""
    store = report_store(real.graphs)
    return {
        *(
            violation
            for name, shapes in SHAPE_FILES.items()
            for violation in check_shapes(real.seen_by(name), shapes, real.among, real.wording)
        ),
        *(violation for report in REPORTS for violation in run_report(report, store, real.among, real.wording)),
    }


def test_every_shape_and_report_has_a_mistake_to_find() -> None:
    rules = {*FILE_OF, *(report.rule for report in REPORTS)}
    assert len(rules) > 150
    assert {*EXPLICIT, *IN_FAMILY} == rules
    assert len(EXPLICIT) == len(CASES["mutation"])


def test_no_rule_goes_by_two_names() -> None:
    assert sum(len(_rules(shapes)) for shapes in SHAPE_FILES.values()) == len(FILE_OF)
    assert not set(FILE_OF) & {report.rule for report in REPORTS}


@pytest.mark.parametrize("rule", sorted(set(FILE_OF) & set(EXPLICIT)))
def test_a_mistake_breaks_its_shape(rule: str, real: RealGraph, faults_of_today: set[Violation]) -> None:
    name, case = FILE_OF[rule], EXPLICIT[rule]
    with real.changed(_added(case), _removed(case, real.graphs)):
        found = check_shapes(real.seen_by(name), SHAPE_FILES[name], real.among, real.wording)
    _is_found(rule, case, [violation for violation in found if violation not in faults_of_today])


@pytest.mark.parametrize("family", CASES["family"], ids=lambda family: family["shapes"])
def test_each_mistake_of_a_family_breaks_its_shape_alone(
    family: Mapping[str, Any], real: RealGraph, faults_of_today: set[Violation]
) -> None:
    name = family["shapes"]
    mistakes = {rule: _of_family(rule, real) for rule in IN_FAMILY if FILE_OF[rule] == name}
    with real.changed(list(mistakes.values()), []):
        found = check_shapes(real.seen_by(name), SHAPE_FILES[name], real.among, real.wording)
    new = sorted((fault.rule, str(fault.subject)) for fault in found if fault not in faults_of_today)
    assert new == sorted((rule, str(subject)) for rule, (_, subject, _, _) in mistakes.items()), _texts(found)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.rule)
def test_a_mistake_stands_in_its_report(report: Report, real: RealGraph, faults_of_today: set[Violation]) -> None:
    case = EXPLICIT[report.rule]
    with real.changed(_added(case), _removed(case, real.graphs)):
        store = report_store(real.graphs)
        found = [row for other in REPORTS for row in run_report(other, store, real.among, real.wording)]
    new = [violation for violation in found if violation not in faults_of_today]
    _is_found(report.rule, case, new)
    assert {violation.level for violation in new if violation.rule == report.rule} == {report.level}


def _is_found(rule: str, case: Mapping[str, Any], found: Sequence[Violation]) -> None:
    expected = [violation.message for violation in found if violation.rule == rule]
    assert any(case["phrase"] in message for message in expected), _texts(found)
    assert {violation.rule for violation in found} == {rule, *case.get("follows", [])}, _texts(found)


def test_a_mistake_is_taken_back(real: RealGraph) -> None:
    case = EXPLICIT["order-twice"]
    before = {name: set(graph) for name, graph in real.graphs.items()}, set(real.union)
    with real.changed(_added(case), _removed(case, real.graphs)):
        assert ({name: set(graph) for name, graph in real.graphs.items()}, set(real.union)) != before
    assert ({name: set(graph) for name, graph in real.graphs.items()}, set(real.union)) == before
