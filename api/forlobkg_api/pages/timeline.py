"""The history that the sources tell."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from forlobkg_api.dependencies import Service
from forlobkg_api.templating import Page

router = APIRouter(include_in_schema=False)


@router.get("/tidslinje", response_class=HTMLResponse)
def timeline(service: Service, page: Page) -> HTMLResponse:
    """The milestones, year by year."""
    return page("timeline.html", history=service.site.history)
