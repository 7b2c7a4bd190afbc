"""Reading whole graphs (SPARQL 1.1 Graph Store HTTP Protocol, 5.2 and 5.6); the rest of it changes data."""

from __future__ import annotations

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response

from forlobkg.errors import InputError, NotFoundError
from forlobkg.sparql import GRAPH_TYPES
from forlobkg_api.conditional import entity_tag, is_current, not_modified, representation
from forlobkg_api.dataset import Dataset, SparqlEndpoint
from forlobkg_api.describing import data_text
from forlobkg_api.negotiation import accept_header, choose
from forlobkg_api.openapi import GRAPH_BY_GET, answers
from forlobkg_api.problems import NotAcceptableError, problem
from forlobkg_api.sparql_request import read_fields

router = APIRouter(tags=["sparql"])
_ALLOW = "GET, HEAD, OPTIONS"


@router.get(
    "/graphs",
    openapi_extra=GRAPH_BY_GET,
    responses=answers(GRAPH_TYPES, 400, 404, 406, 503),
    response_class=Response,
)
async def graph_get(request: Request, endpoint: SparqlEndpoint) -> Response:
    """One graph of the dataset: the default graph with ``?default``, a named one with ``?graph=IRI``."""
    name = _graph_name(request.scope["query_string"])
    return await endpoint.wait_for(lambda: _graph(request, endpoint.dataset, name))


@router.options("/graphs", include_in_schema=False)
async def graph_options() -> Response:
    """What may be done here."""
    return Response(status_code=204, headers={"Allow": _ALLOW})


@router.api_route("/graphs", methods=["PUT", "POST", "PATCH", "DELETE"], include_in_schema=False)
async def graph_change(request: Request) -> Response:
    """Nothing may be changed."""
    refused = problem(405, f"{request.method} bruges ikke her: grafer kan læses, ikke ændres")
    refused.headers["Allow"] = _ALLOW
    return refused


def _graph_name(query_string: bytes) -> str | None:
    """The graph that is asked for; None for the default graph. Raises ``InputError``."""
    fields = read_fields(query_string)
    names = fields.get("graph", ())
    if ("default" in fields) == bool(names) or len(names) > 1:
        raise InputError("vælg netop én graf: ?default eller ?graph=IRI; graferne er nævnt på /sparql")
    if not names:
        return None
    try:
        return ox.NamedNode(names[0]).value
    except ValueError as error:
        raise InputError(f"{names[0]!r} er ikke en fuld IRI") from error


def _graph(request: Request, dataset: Dataset, name: str | None) -> Response:
    chosen = choose(accept_header(request), GRAPH_TYPES, "ttl")
    if chosen is None:
        raise NotAcceptableError(f"grafer kan leveres som {', '.join(GRAPH_TYPES.values())} (Accept)")
    if name is not None and not _exists(dataset, name):
        raise NotFoundError(f"ingen graf hedder {name}; graferne er nævnt på /sparql")
    tag = entity_tag(dataset.dataset_hash, "graph", name or "", chosen)
    if is_current(request, tag):
        return not_modified(tag, "Accept")
    chosen_graphs = [name] if name is not None else []
    result = dataset.engine.run(data_text("whole-graph.rq"), graph=chosen, default_graphs=chosen_graphs)
    return representation(request, result.content, result.media_type, vary="Accept", tag=tag)


def _exists(dataset: Dataset, name: str) -> bool:
    # The name has been read as an IRI, so that it cannot end the brackets round it.
    result = dataset.engine.run(f"ASK {{ GRAPH <{name}> {{ }} }}", results="json")
    return bool(ox.parse_query_results(result.content, format=ox.QueryResultsFormat.JSON))
