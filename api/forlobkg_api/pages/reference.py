"""The API's description, drawn from its OpenAPI document."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from forlobkg_api.templating import Page

router = APIRouter(include_in_schema=False)


@router.get("/docs", response_class=HTMLResponse)
def docs(request: Request, page: Page) -> HTMLResponse:
    """The page for developers that lists every operation."""
    return page("docs.html", api=request.app.openapi())
