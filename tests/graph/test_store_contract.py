"""What every graph store does, run on each of them: pyoxigraph in process, rdflib, and an Oxigraph server."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph

from forlobkg.errors import ForlobkgError, OntologyError
from forlobkg.graph import GraphStore, KnowledgeGraph, Names, OxigraphStore, Term, who_does_what
from forlobkg.graph.authoring.compose import write_store
from forlobkg.graph.store_rdflib import RdflibStore
from forlobkg.remote import RemoteStore, SparqlEndpoint
from forlobkg.resources import ontology_dir

DATA = Path(__file__).resolve().parent / "data"
SELECTS: list[dict[str, Any]] = tomllib.loads((DATA / "contract.toml").read_text("utf-8"))["select"]
KINDS = ("pyoxigraph", "rdflib", "oxigraph server")
PREFIXES = {"t": "urn:thing:"}
Opened = Callable[[str, bytes, Mapping[str, str]], GraphStore]

# rdflib warns of its own use of what it has renamed.
pytestmark = [
    pytest.mark.filterwarnings(r"ignore:Dataset\.\w+ is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def opened(start_oxigraph: Callable[..., str]) -> Iterator[Opened]:
    """Opens a store of a kind over N-Quads, with the prefixes that queries may use."""
    stores: list[GraphStore] = []

    def open_store(kind: str, quads: bytes, prefixes: Mapping[str, str]) -> GraphStore:
        store: GraphStore
        if kind == "rdflib":
            dataset = Dataset()
            dataset.parse(data=quads, format="nquads")
            store = RdflibStore(dataset, prefixes)
        elif kind == "pyoxigraph":
            filled = ox.Store()
            filled.load(quads, format=ox.RdfFormat.N_QUADS)
            store = OxigraphStore(filled, prefixes)
        else:
            address = start_oxigraph()
            loaded = httpx.post(
                f"{address}/store", content=quads, headers={"Content-Type": "application/n-quads"}, trust_env=False
            )
            loaded.raise_for_status()
            store = RemoteStore(SparqlEndpoint(f"{address}/query", timeout=60, max_bytes=10_000_000), prefixes)
        stores.append(store)
        return store

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture(scope="module", params=KINDS)
def store(request: pytest.FixtureRequest, opened: Opened) -> GraphStore:
    """A small dataset in a store of each kind."""
    quads = list(ox.parse(path=DATA / "contract.trig", format=ox.RdfFormat.TRIG))
    return opened(request.param, ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", PREFIXES)


def term(written: str) -> Term:
    """The term that stands in N-Triples as ``written``."""
    line = f"<urn:s> <urn:p> {written} ."
    quad = next(iter(ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES)))
    found: Term = quad.object
    return found


@pytest.mark.parametrize("case", SELECTS, ids=lambda case: case["name"])
def test_a_query_is_answered_alike_everywhere(case: dict[str, Any], store: GraphStore) -> None:
    bindings = {name: term(written) for name, written in case.get("bindings", {}).items()}
    expected = [{name: term(written) for name, written in row.items()} for row in case["rows"]]
    assert store.select(case["query"], bindings) == expected


def test_a_question_is_answered_with_yes_or_no(store: GraphStore) -> None:
    assert store.ask("ASK { t:clinic t:does t:care }")
    assert not store.ask("ASK { t:region t:does t:advice }")


def test_a_graph_is_put_together(store: GraphStore) -> None:
    made = store.construct("CONSTRUCT { ?o t:doneBy ?s } WHERE { ?s t:does ?o . ?s t:staff ?staff }")
    clinic = ox.NamedNode("urn:thing:clinic")
    done = ox.NamedNode("urn:thing:doneBy")
    assert set(made) == {ox.Triple(ox.NamedNode(f"urn:thing:{name}"), done, clinic) for name in ("care", "advice")}


def test_the_named_graphs_are_listed_and_every_quad_is_counted(store: GraphStore) -> None:
    assert store.graphs() == ("urn:own", "urn:passage:1", "urn:passage:2")
    assert len(store) == 7 + 2 + 2 + 4


@pytest.mark.parametrize("query", ["SELECT ?s { ?s ?p }", "SELECT ?s { ?s unknown:p ?o }", "ASK { ?s ?p ?o }", ""])
def test_a_query_that_is_no_select_is_refused_with_a_clear_error(query: str, store: GraphStore) -> None:
    with pytest.raises(OntologyError, match=r"forespørgslen kan ikke læses: \S"):
        store.select(query)


@pytest.mark.parametrize("name", ["", "s p", "s) { } #"])
def test_a_name_that_is_no_variable_is_refused(name: str, store: GraphStore) -> None:
    with pytest.raises(ForlobkgError):
        store.select("SELECT ?s { ?s ?p ?o }", {name: ox.Literal("x")})


@pytest.fixture(scope="module")
def built(served: Mapping[str, Graph], tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The real graph as a build stores it."""
    folder = tmp_path_factory.mktemp("built")
    write_store(dict(served), folder, Names())
    return ox.Store.read_only(str(folder))


@pytest.mark.parametrize("kind", KINDS[1:])
def test_the_real_graph_is_read_alike(kind: str, opened: Opened, built: ox.Store) -> None:
    names = Names()
    elsewhere = opened(kind, ox.serialize(built, format=ox.RdfFormat.N_QUADS) or b"", names.prefixes)
    queries = ontology_dir() / "queries"
    here = KnowledgeGraph(OxigraphStore(built, names.prefixes), names, queries)
    there = KnowledgeGraph(elsewhere, names, queries)
    assert len(there) == len(here)
    assert there.store.graphs() == here.store.graphs()
    assert (there.labels, there.concepts, there.proper_names) == (here.labels, here.concepts, here.proper_names)
    if kind == "rdflib":  # which takes minutes for what follows
        return
    for slug in ("doegnbehandling", "familieambulatoriet", "anbefaling-3a", "udsatte-gravide"):
        iri = names.iri(slug)
        for end in ({"subject": iri}, {"object_": iri}):
            assert sorted(there.statements(**end), key=str) == sorted(here.statements(**end), key=str)
        assert sorted(there.inferred(iri), key=str) == sorted(here.inferred(iri), key=str)
    assert who_does_what(there) == who_does_what(here)
