"""What the service says of itself: its Service Description, and the description of the dataset (VoID, DCAT)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from importlib import resources

import pyoxigraph as ox
from fastapi import Request, Response

from forlobkg.errors import InputError, NotFoundError, QueryLimitError
from forlobkg.graph import DCAT, DCTERMS, RDF, RDFS, SD, VOID, XSD
from forlobkg.sparql import GRAPH_TYPES
from forlobkg_api.conditional import entity_tag, is_current, not_modified, representation
from forlobkg_api.dataset import Dataset
from forlobkg_api.negotiation import accept_header, choose
from forlobkg_api.problems import NotAcceptableError

_WITH_PREFIXES = frozenset({"ttl", "trig", "rdf"})
_PREFIXES = {"dcat": DCAT, "dcterms": DCTERMS, "rdf": RDF, "rdfs": RDFS, "sd": SD, "void": VOID, "xsd": XSD}
Describing = Callable[[Dataset, str], list[ox.Triple]]
"""Makes a description of a dataset for those who reach it at an address."""


def data_text(name: str) -> str:
    """The text of a file of ours."""
    return resources.files("forlobkg_api").joinpath("data", name).read_text(encoding="utf-8")


def describe(request: Request, dataset: Dataset, describing: Describing) -> Response:
    """A description in the format that the client likes best.

    Raises ``NotAcceptableError`` where it likes none, ``InputError`` where the Host header makes no address.
    """
    chosen = choose(accept_header(request), GRAPH_TYPES, "ttl")
    if chosen is None:
        raise NotAcceptableError(f"beskrivelsen kan leveres som {', '.join(GRAPH_TYPES.values())} (Accept)")
    endpoint = str(request.base_url.replace(path="/sparql", query="", fragment=""))
    try:
        ox.NamedNode(endpoint)
    except ValueError as error:
        raise InputError("Host-headeren er ikke navnet på en maskine") from error
    tag = entity_tag(dataset.dataset_hash, endpoint, describing.__name__, chosen)
    if is_current(request, tag):
        return not_modified(tag, "Accept")
    content = _serialize(describing(dataset, endpoint), chosen)
    return representation(request, content, GRAPH_TYPES[chosen], vary="Accept", tag=tag)


def service_description(dataset: Dataset, endpoint: str) -> list[ox.Triple]:
    """The Service Description of the endpoint at that address (SPARQL 1.1 Service Description)."""
    said = data_text("service-description.ttl")
    quads = ox.parse(said, format=ox.RdfFormat.TURTLE, base_iri=endpoint)
    return [*(quad.triple for quad in quads), *_dataset(dataset, endpoint)]


def dataset_description(dataset: Dataset, endpoint: str) -> list[ox.Triple]:
    """The dataset's own description (VoID, DCAT), and the endpoint it is asked at. Raises ``NotFoundError``."""
    if dataset.description_graph is None or dataset.iri is None:
        raise NotFoundError("datasættet har ingen beskrivelse")
    result = dataset.engine.run(data_text("whole-graph.rq"), graph="nt", default_graphs=[dataset.description_graph])
    at_endpoint = ox.Triple(ox.NamedNode(dataset.iri), _VOID_ENDPOINT, ox.NamedNode(endpoint))
    return [*(quad.triple for quad in ox.parse(result.content, format=ox.RdfFormat.N_TRIPLES)), at_endpoint]


_VOID_ENDPOINT = ox.NamedNode(f"{VOID}sparqlEndpoint")
_VOID_TRIPLES = ox.NamedNode(f"{VOID}triples")
_TYPE = ox.NamedNode(f"{RDF}type")


def _dataset(dataset: Dataset, endpoint: str) -> Iterator[ox.Triple]:
    service, whole = ox.NamedNode(endpoint), ox.NamedNode(f"{endpoint}#datasaet")
    if dataset.default_is_union:
        yield ox.Triple(service, ox.NamedNode(f"{SD}feature"), ox.NamedNode(f"{SD}UnionDefaultGraph"))
    if dataset.iri is not None:
        yield ox.Triple(service, ox.NamedNode(f"{DCAT}servesDataset"), ox.NamedNode(dataset.iri))
    if dataset.description_graph is not None:
        yield ox.Triple(whole, ox.NamedNode(f"{RDFS}seeAlso"), ox.NamedNode(dataset.description_graph))
    for name, triples in _sizes(dataset):
        graph: ox.NamedNode | ox.BlankNode = ox.NamedNode(f"{endpoint}#standardgraf")
        if name is not None:
            named, graph = ox.BlankNode(), ox.BlankNode()
            yield ox.Triple(whole, ox.NamedNode(f"{SD}namedGraph"), named)
            yield ox.Triple(named, _TYPE, ox.NamedNode(f"{SD}NamedGraph"))
            yield ox.Triple(named, ox.NamedNode(f"{SD}name"), name)
            yield ox.Triple(named, ox.NamedNode(f"{SD}graph"), graph)
            yield ox.Triple(graph, _TYPE, ox.NamedNode(f"{SD}Graph"))
            yield ox.Triple(graph, _TYPE, ox.NamedNode(f"{VOID}Dataset"))
        yield ox.Triple(graph, _VOID_TRIPLES, triples)


def _sizes(dataset: Dataset) -> list[tuple[ox.NamedNode | None, ox.Literal]]:
    """The graphs with their sizes; none where there are too many of them to be listed."""
    try:
        result = dataset.engine.run(data_text("graph-sizes.rq"), results="json")
    except QueryLimitError:
        return []
    solutions = ox.parse_query_results(result.content, format=ox.QueryResultsFormat.JSON)
    sizes: list[tuple[ox.NamedNode | None, ox.Literal]] = []
    if isinstance(solutions, ox.QuerySolutions):
        for row in solutions:
            graph, triples = row["graph"], row["triples"]
            if isinstance(triples, ox.Literal) and (graph is None or isinstance(graph, ox.NamedNode)):
                sizes.append((graph, triples))
    return sizes


def _serialize(triples: list[ox.Triple], name: str) -> bytes:
    rdf_format = ox.RdfFormat.from_media_type(GRAPH_TYPES[name])
    buffer = io.BytesIO()
    ox.serialize(triples, buffer, rdf_format, prefixes=_PREFIXES if name in _WITH_PREFIXES else None)
    return buffer.getvalue()
