"""The W3C's tests of the SPARQL 1.1 Service Description, against a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import RDF, VOID, Graph, Literal, Namespace, URIRef

from .conftest import load, served
from .manifests import service_description_tests

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
HERE = Path(__file__).resolve().parent
GRAPHS = {"urn:x-test:1": "data1.nt", "urn:x-test:2": "data2.nt"}


@pytest.fixture(scope="module")
def client(rdf_tests: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("service-description") / "store"
    store = ox.Store(str(folder))
    for name, file in GRAPHS.items():
        load(store, rdf_tests / "protocol" / file, name, name)
    store.flush()
    del store
    with served(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def described(client: httpx.Client) -> Graph:
    return Graph().parse(client.get("/sparql", headers={"accept": "text/turtle"}).content, format="turtle")


def endpoint(client: httpx.Client) -> URIRef:
    return URIRef(str(client.base_url.join("/sparql")))


def test_the_manifest_holds_the_tests_that_are_known(rdf_tests: Path) -> None:
    assert set(service_description_tests(rdf_tests)) == {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"}


@pytest.mark.parametrize(
    ("accept", "media_type", "name"),
    [
        ("", "text/turtle", "turtle"),
        ("*/*", "text/turtle", "turtle"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/n-triples", "application/n-triples", "nt"),
    ],
)
def test_returns_rdf(accept: str, media_type: str, name: str, client: httpx.Client) -> None:
    response = client.get("/sparql", headers={"accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert (endpoint(client), RDF.type, SD.Service) in Graph().parse(response.content, format=name)


def test_has_endpoint_triple(described: Graph, client: httpx.Client) -> None:
    assert list(described.objects(endpoint(client), SD.endpoint)) == [endpoint(client)]


def test_conforms_to_schema(described: Graph) -> None:
    shapes = Graph().parse(HERE / "service-description-shapes.ttl")
    conforms, _, report = validate(described, shacl_graph=shapes)
    assert conforms, report


def test_the_shapes_find_what_is_wrong(described: Graph) -> None:
    shapes = Graph().parse(HERE / "service-description-shapes.ttl")
    wrong = Graph() + described
    wrong.remove((None, SD.endpoint, None))
    conforms, _, _ = validate(wrong, shacl_graph=shapes)
    assert not conforms


def test_the_graphs_are_named_and_counted(described: Graph) -> None:
    named = {str(name): graph for graph, name in described.subject_objects(SD.name)}
    assert set(named) == set(GRAPHS)
    for graph in named.values():
        content = described.value(graph, SD.graph)
        assert described.value(content, VOID.triples) == Literal(1)
