"""What the graph holds of one thing, with all that one needs to read it away from the graph."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from forlobkg.graph import KnowledgeGraph, Names, OxigraphStore, describe, is_described, write_data
from forlobkg.graph.authoring.compose import write_store
from forlobkg.graph.describing import MOST_STATEMENTS, Description
from forlobkg.graph.export import DATA_FORMATS
from forlobkg.graph.names import FB, RDF, SKOS
from forlobkg.resources import ontology_dir

NAMES = Names()
LABELS = {f"{SKOS}prefLabel", "http://www.w3.org/2000/01/rdf-schema#label"}


def node(slug: str) -> ox.NamedNode:
    return ox.NamedNode(NAMES.iri(slug))


def small_graph(folder: Path, turtle: str) -> KnowledgeGraph:
    """The graph ``id:graf`` with the statements of ``turtle``, written to ``folder``."""
    store = ox.Store(str(folder))
    prefixes = f"@prefix id: <{NAMES.base}> . @prefix fb: <{FB}> ."
    store.extend(
        ox.Quad(quad.subject, quad.predicate, quad.object, node("graf"))
        for quad in ox.parse(f"{prefixes} {turtle}", format=ox.RdfFormat.TURTLE)
    )
    store.flush()
    del store
    return KnowledgeGraph(OxigraphStore.open(folder, NAMES.prefixes), NAMES, ontology_dir() / "queries")


@pytest.fixture(scope="module")
def graph(served: Mapping[str, Graph], tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    folder = tmp_path_factory.mktemp("store")
    write_store(dict(served), folder, NAMES)
    return KnowledgeGraph(OxigraphStore.open(folder, NAMES.prefixes), NAMES, ontology_dir() / "queries")


def description(graph: KnowledgeGraph, slug: str) -> Description:
    found = describe(graph, NAMES.iri(slug))
    assert found is not None
    return found


def test_a_thing_is_described_both_ways_and_each_statement_keeps_its_graph(graph: KnowledgeGraph) -> None:
    found = description(graph, "familieambulatoriet")
    sector = ox.Quad(
        node("familieambulatoriet"),
        ox.NamedNode(f"{FB}sector"),
        node("sektor-region"),
        node("nyhed-2022-l37"),
    )
    central = ox.NamedNode(f"{FB}centralActor")
    assert sector in found.statements
    assert node("udsatte-gravide") in {quad.subject for quad in found.links if quad.predicate == central}
    assert found.complete


def test_everything_mentioned_has_its_names_and_class(graph: KnowledgeGraph) -> None:
    found = description(graph, "doegnbehandling")
    named = {quad.subject for quad in found.quads if quad.predicate.value in LABELS}
    typed = {quad.subject for quad in found.quads if quad.predicate.value == f"{RDF}type"}
    told = (*found.statements, *found.links)
    things = {quad.object for quad in told if isinstance(quad.object, ox.NamedNode)} | {quad.subject for quad in told}
    ours = {thing for thing in things if str(thing).startswith((f"<{NAMES.base}", f"<{FB}"))}
    assert {thing for thing in ours - named if "-l" not in str(thing)} == set(), "only passages have no name"
    assert {thing for thing in things if str(thing).startswith(f"<{NAMES.base}")} <= typed
    properties = {quad.predicate for quad in told if quad.predicate.value.startswith(FB)}
    assert properties <= named


@pytest.mark.parametrize("slug", ["familieambulatoriet", "anbefaling-3a", "ansvar-udredning"])
def test_the_passages_behind_come_with_their_words_and_place(slug: str, graph: KnowledgeGraph) -> None:
    found = description(graph, slug)
    behind = {passage for passages in found.evidence.values() for passage in passages}
    assert behind
    for passage in behind:
        of = {quad.predicate.value for quad in found.quads if quad.subject.value == passage}  # type: ignore[union-attr]
        assert {f"{FB}text", f"{FB}inDocument"} <= of
    assert {node("oplaeg-2023"), node("nyhed-2022")} & {quad.subject for quad in found.mentioned}


def test_a_passage_comes_with_what_it_says_and_with_its_parts(graph: KnowledgeGraph) -> None:
    found = description(graph, "oplaeg-2023-l210")
    said = ox.Quad(
        node("doegnbehandling"), ox.NamedNode(f"{FB}hasElement"), node("psykologhjaelp"), node("oplaeg-2023-l210")
    )
    assert said in found.contents
    assert node("oplaeg-2023-l210#plads") in {quad.subject for quad in found.statements}


def test_an_inference_leads_to_the_passages_and_their_headings(graph: KnowledgeGraph) -> None:
    (inferred,) = {
        quad.graph_name.value  # type: ignore[union-attr]
        for quad in description(graph, "familieambulatoriet").statements
        if "slutning-" in str(quad.graph_name)
    }
    passages = description(graph, "familieambulatoriet").evidence[inferred]
    assert {NAMES.iri("nyhed-2022-l17-2"), NAMES.iri("nyhed-2022-l17")} <= set(passages)


def test_a_graph_without_statements_of_its_own_is_its_content(graph: KnowledgeGraph) -> None:
    found = description(graph, "graf/redaktion")
    assert len(found.contents) > 1000
    assert {quad.graph_name for quad in found.contents} == {node("graf/redaktion")}


@pytest.mark.parametrize("slug", ["", "findes-ikke", "a b", "<", "\x00", "%zz", "../x", "é\udcff", "x" * 5000])
def test_what_the_graph_does_not_have_is_not_described(slug: str, graph: KnowledgeGraph) -> None:
    assert describe(graph, NAMES.iri(slug)) is None
    assert not is_described(graph, NAMES.iri(slug))


def test_blank_nodes_are_followed_and_named_things_are_not(tmp_path: Path) -> None:
    part = node("a#part")
    turtle = f"id:a fb:x [ fb:y [ fb:z 1 ] ; fb:x id:b ] , {part} . {part} fb:x id:a . id:b fb:x id:c , id:a ."
    found = description(small_graph(tmp_path, turtle), "a")
    assert len(found.statements) == 6
    assert node("b") not in {quad.subject for quad in found.statements}
    assert {quad.subject for quad in found.links} == {node("b"), node("a#part")}


def test_a_thing_with_too_much_to_say_tells_so(tmp_path: Path) -> None:
    values = " , ".join(str(number) for number in range(MOST_STATEMENTS + 5))
    found = description(small_graph(tmp_path, f"id:a fb:x {values} . id:b fb:x 1 ."), "a")
    assert len(found.statements) == MOST_STATEMENTS
    assert not found.complete


@pytest.mark.parametrize("data_format", sorted(DATA_FORMATS))
def test_a_description_is_the_same_in_every_format(data_format: str, graph: KnowledgeGraph) -> None:
    quads = description(graph, "anbefaling-3a").quads
    read = set(ox.parse(write_data(quads, data_format, NAMES), format=DATA_FORMATS[data_format]))
    if data_format in ("trig", "nq", "jsonld"):
        assert read == quads
    else:
        assert {quad.triple for quad in read} == {quad.triple for quad in quads}
