"""Reading the W3C's manifests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")


@dataclass(frozen=True)
class QueryTest:
    """A test of the query language: syntax alone, or a query with data and its result."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...]
    named: tuple[Path, ...]
    result: Path | None


@dataclass(frozen=True)
class Exchange:
    """A request of a protocol test, and what the response is to be."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    format: str | None


@dataclass(frozen=True)
class ProtocolTest:
    """A test of the protocol: requests, and the graphs that must be there."""

    name: str
    exchanges: tuple[Exchange, ...]
    graphs: dict[str, Path] = field(default_factory=dict)


def query_tests(folder: Path) -> Iterator[QueryTest]:
    """Every test of the query language, through the manifests that the folder's names."""
    for manifest in _included(folder / "manifest-sparql11-query.ttl"):
        graph, root = _read(manifest)
        for test in _members(graph, root, MF.entries):
            action = graph.value(test, MF.action)
            parts = action if graph.value(action, QT.query) is not None else None
            kind = graph.value(test, RDF.type)
            result = graph.value(test, MF.result)
            assert isinstance(kind, URIRef)
            yield QueryTest(
                f"{manifest.parent.name}/{str(test).rpartition('#')[2]}",
                kind.rpartition("#")[2],
                _path(graph.value(action, QT.query) if parts is not None else action),
                tuple(_path(node) for node in graph.objects(parts, QT.data)) if parts is not None else (),
                tuple(_path(node) for node in graph.objects(parts, QT.graphData)) if parts is not None else (),
                _path(result) if result is not None else None,
            )


def protocol_tests(folder: Path) -> Iterator[ProtocolTest]:
    """Every test of the protocol."""
    graph, root = _read(folder / "protocol" / "manifest.ttl")
    for test in _members(graph, root, MF.entries):
        action = graph.value(test, MF.action)
        yield ProtocolTest(
            str(test).rpartition("#")[2],
            tuple(_exchange(graph, request) for request in _members(graph, action, HT.requests)),
            {
                str(graph.value(data, RDFS.label)): _path(graph.value(data, UT.graph))
                for data in graph.objects(test, UT.graphData)
            },
        )


def service_description_tests(folder: Path) -> list[str]:
    """The names of the tests of the service description."""
    graph, root = _read(folder / "service-description" / "manifest.ttl")
    return [str(test).rpartition("#")[2] for test in _members(graph, root, MF.entries)]


def _exchange(graph: Graph, request: Node) -> Exchange:
    response = graph.value(request, HT.resp)
    body = graph.value(request, HT.body)
    boolean = graph.value(response, MF.expectedBoolean)
    wanted = graph.value(response, MF.expectedFormat)
    headers = list(_members(graph, request, HT.headers))
    return Exchange(
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)),
        {str(graph.value(header, HT.fieldName)): str(graph.value(header, HT.fieldValue)) for header in headers},
        None
        if body is None
        else str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding))),
        frozenset(str(status)[-3:] for status in graph.objects(response, MF.expectedStatus)),
        None if boolean is None else str(boolean) == "true",
        None if wanted is None else str(wanted),
    )


def _read(path: Path) -> tuple[Graph, URIRef]:
    base = path.resolve().as_uri()
    return Graph().parse(path, format="turtle", publicID=base), URIRef(base)


def _included(path: Path) -> list[Path]:
    graph, root = _read(path)
    return [_path(node) for node in _members(graph, root, MF.include)]


def _members(graph: Graph, subject: Node | None, predicate: URIRef) -> Iterator[Node]:
    found = graph.value(subject, predicate)
    return iter(Collection(graph, found)) if found is not None else iter(())


def _path(node: Node | None) -> Path:
    return Path(unquote(urlsplit(str(node)).path))
