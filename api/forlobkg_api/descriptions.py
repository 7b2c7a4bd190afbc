"""The description of the dataset at its well-known address (VoID, 7.2)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from forlobkg.sparql import GRAPH_TYPES
from forlobkg_api.dataset import SparqlEndpoint
from forlobkg_api.describing import dataset_description, describe
from forlobkg_api.openapi import answers

router = APIRouter(tags=["sparql"])


@router.get("/.well-known/void", responses=answers(GRAPH_TYPES, 406, 503), response_class=Response)
async def void(request: Request, endpoint: SparqlEndpoint) -> Response:
    """The dataset described: what it holds, counted by class and property, its sources, rights and downloads."""
    return await endpoint.wait_for(lambda: describe(request, endpoint.dataset, dataset_description))
