"""The SPARQL endpoint (SPARQL 1.1 Protocol): queries by GET, form and direct POST; its description without one."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from forlobkg.errors import TooLongError
from forlobkg.sparql import GRAPH_TYPES, RESULT_TYPES, inspect_query
from forlobkg_api.conditional import entity_tag, is_current, not_modified, representation
from forlobkg_api.dataset import Dataset, SparqlEndpoint
from forlobkg_api.describing import describe, service_description
from forlobkg_api.negotiation import accept_header, choose
from forlobkg_api.openapi import QUERY_BY_GET, QUERY_BY_POST, answers
from forlobkg_api.problems import NotAcceptableError, problem
from forlobkg_api.sparql_request import SparqlRequest, read_post, read_url

router = APIRouter(tags=["sparql"])
EDITOR = "/udvikler"
_ALLOW = "GET, HEAD, POST, OPTIONS"
_TABLE_FORMS = frozenset({"SELECT", "ASK"})
_PAGE = {"html": "text/html"}


@router.get(
    "/sparql",
    openapi_extra=QUERY_BY_GET,
    responses=answers({**RESULT_TYPES, **GRAPH_TYPES}, 400, 406, 413, 503),
    response_class=Response,
)
async def sparql_get(request: Request, endpoint: SparqlEndpoint) -> Response:
    """Run the query in the parameter ``query``; without one, describe the service, or show a browser the editor."""
    asked = read_url(request.scope["query_string"])
    if asked.query is not None:
        return await endpoint.wait_for(lambda: _answer(request, endpoint.dataset, asked, may_be_kept=True))
    accept = accept_header(request)
    if choose(accept, {**GRAPH_TYPES, **_PAGE}, "ttl") == "html":
        return RedirectResponse(EDITOR, 303, headers={"Vary": "Accept"})
    return await endpoint.wait_for(lambda: describe(request, endpoint.dataset, service_description))


@router.post(
    "/sparql",
    openapi_extra=QUERY_BY_POST,
    responses=answers({**RESULT_TYPES, **GRAPH_TYPES}, 400, 406, 413, 415, 503),
    response_class=Response,
)
async def sparql_post(request: Request, endpoint: SparqlEndpoint) -> Response:
    """Run the query in the form field ``query`` or in the body; its dataset may stand in the form or the URL."""
    # Each byte of a query takes at most three in a form; the rest is for the names of graphs.
    body = await _read(request, 3 * endpoint.dataset.max_query_bytes + 100_000)
    asked = read_post(request.headers.get("content-type", ""), body, request.scope["query_string"])
    return await endpoint.wait_for(lambda: _answer(request, endpoint.dataset, asked, may_be_kept=False))


@router.options("/sparql", include_in_schema=False)
async def sparql_options() -> Response:
    """What may be done here."""
    return Response(status_code=204, headers={"Allow": _ALLOW, "Accept-Query": "application/sparql-query"})


@router.api_route("/sparql", methods=["PUT", "PATCH", "DELETE"], include_in_schema=False)
async def sparql_change(request: Request) -> Response:
    """Nothing may be changed."""
    refused = problem(405, f"{request.method} bruges ikke her: spørg med GET eller POST")
    refused.headers["Allow"] = _ALLOW
    return refused


def _answer(request: Request, dataset: Dataset, asked: SparqlRequest, *, may_be_kept: bool) -> Response:
    query = asked.query or ""
    inspected = inspect_query(query, dataset.max_query_bytes, prefixes=dataset.prefixes, base_iri=dataset.base_iri)
    offered, default = (RESULT_TYPES, "json") if inspected.form in _TABLE_FORMS else (GRAPH_TYPES, "ttl")
    chosen = choose(accept_header(request), offered, default)
    if not inspected.form:
        # No query at all: the engine says where it stops being one.
        chosen = default
    if chosen is None:
        raise NotAcceptableError(f"{inspected.form} kan leveres som {', '.join(offered.values())} (Accept)")
    tag = None
    if may_be_kept and inspected.repeatable:
        graphs = ("default", *asked.default_graphs, "named", *asked.named_graphs)
        tag = entity_tag(dataset.dataset_hash, query, *graphs, offered[chosen])
        if is_current(request, tag):
            return not_modified(tag, "Accept")
    result = dataset.engine.run(
        query,
        results=chosen if offered is RESULT_TYPES else "json",
        graph=chosen if offered is GRAPH_TYPES else "ttl",
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )
    return representation(request, result.content, result.media_type, vary="Accept", tag=tag)


async def _read(request: Request, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise TooLongError(f"forespørgslen fylder mere end {limit} byte")
        chunks.append(chunk)
    return b"".join(chunks)
