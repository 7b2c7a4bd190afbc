"""The SPARQL endpoint: queries by GET, form and direct POST (SPARQL 1.1 Protocol, 2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Annotated
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request, Response

from forlobkg.errors import InputError, TooLongError
from forlobkg.service import Forlobkg
from forlobkg.sparql import GRAPH_TYPES, RESULT_TYPES
from forlobkg_api.dependencies import Service
from forlobkg_api.negotiation import choose
from forlobkg_api.problems import problem

router = APIRouter(tags=["sparql"])
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_DATASET_PARAMETERS = frozenset({"default-graph-uri", "named-graph-uri"})
_MOST_WAITING = 10


@router.get("/sparql")
async def sparql_get(request: Request, service: Service, query: Annotated[str, Query()] = "") -> Response:
    """Run the query in the ``query`` parameter."""
    return await _queued(request, service, query)


@router.post("/sparql")
async def sparql_post(request: Request, service: Service) -> Response:
    """Run the query in the form field ``query`` or in the body."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in (_FORM, _DIRECT):
        return problem(415, f"send forespørgslen som {_FORM} eller {_DIRECT}")
    body = await _read(request, 3 * service.settings.sparql_max_query_bytes + 100)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("forespørgslen er ikke UTF-8") from error
    if media_type == _FORM:
        fields = parse_qs(text, keep_blank_values=True)
        if "update" in fields:
            raise InputError("grafen kan læses, ikke ændres: der er ingen SPARQL Update")
        _check_parameters(fields)
        queries = fields.get("query", [])
        if len(queries) != 1:
            raise InputError("send netop ét felt med navnet query")
        text = queries[0]
    return await _queued(request, service, text)


async def _queued(request: Request, service: Forlobkg, query: str) -> Response:
    """Waits for a place among the SPARQL queries without holding a thread that other requests need."""
    _check_parameters(request.query_params)
    places: CapacityLimiter = request.app.state.sparql_places
    if places.statistics().tasks_waiting >= _MOST_WAITING:
        response = problem(503, "der venter allerede for mange SPARQL-forespørgsler; prøv igen om lidt")
        response.headers["Retry-After"] = str(ceil(service.settings.sparql_timeout))
        return response
    return await to_thread.run_sync(_answer, request, service, query, limiter=places)


def _answer(request: Request, service: Forlobkg, query: str) -> Response:
    accept = request.headers.get("accept")
    results = choose(accept, RESULT_TYPES, "json")
    graph = choose(accept, GRAPH_TYPES, "ttl")
    if results is None and graph is None:
        offered = ", ".join((*RESULT_TYPES.values(), *GRAPH_TYPES.values()))
        return problem(406, f"resultatet kan leveres som {offered}")
    result = service.sparql(query, results=results or "json", graph=graph or "ttl")
    wanted = results if result.media_type in RESULT_TYPES.values() else graph
    if wanted is None:
        return problem(406, f"denne slags forespørgsel giver {result.media_type}; bed om det i Accept")
    return Response(result.content, media_type=result.media_type, headers={"Vary": "Accept"})


def _check_parameters(names: Iterable[str]) -> None:
    if not _DATASET_PARAMETERS.isdisjoint(names):
        raise InputError(f"{' og '.join(sorted(_DATASET_PARAMETERS))} kendes ikke her; skriv FROM i forespørgslen")


async def _read(request: Request, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise TooLongError(f"forespørgslen fylder mere end {limit} byte")
        chunks.append(chunk)
    return b"".join(chunks)
