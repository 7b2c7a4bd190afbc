"""The lists of things, and the search."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from forlobkg.errors import InputError
from forlobkg.site import Searched
from forlobkg_api.dependencies import Service
from forlobkg_api.templating import Page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_MOST_THINGS = 10
_LONGEST_SHOWN = 1000


@router.get("/aktoerer")
def actors(service: Service, page: Page, by: Annotated[str, Query(alias="efter")] = "rolle") -> HTMLResponse:
    """The actors by role, or by sector; another division is as good as none."""
    return page("actors.html", list=service.site.lists.actors("sektor" if by == "sektor" else "rolle"))


@router.get("/anbefalinger")
def recommendations(service: Service, page: Page) -> HTMLResponse:
    """The recommendations by pathway."""
    return page("recommendations.html", pathways=service.site.lists.recommendations())


@router.get("/indsatser")
def interventions(service: Service, page: Page) -> HTMLResponse:
    """The interventions side by side."""
    return page("interventions.html", comparison=service.site.lists.interventions())


@router.get("/maalgrupper")
def target_groups(service: Service, page: Page) -> HTMLResponse:
    """The target groups with what is said of them."""
    return page("target_groups.html", entries=service.site.lists.target_groups())


@router.get("/emner")
def topics(service: Service, page: Page, chosen: Annotated[str, Query(alias="slags")] = "") -> HTMLResponse:
    """All named things from A to Å, or those of one class."""
    found = service.site.lists.topics(chosen)
    if found is None:
        return page("missing.html", 404, slug=chosen[:100], nearest=service.site.finder.nearest(chosen[:100], 6))
    return page("topics.html", list=found)


@router.get("/soeg")
def search(service: Service, page: Page, query: Annotated[str, Query(alias="q")] = "") -> HTMLResponse:
    """The passages and the things that ``q`` finds."""
    found = Searched()
    error = ""
    asked = query.strip()
    if asked:
        try:
            found = service.site.searcher.searched(service.search, asked)
        except InputError as failure:
            error = str(failure)
    return page(
        "search.html",
        400 if error else 200,
        q=asked[:_LONGEST_SHOWN],
        found=found,
        things=[] if error or not asked else service.site.finder.find(asked, _MOST_THINGS),
        error=error,
    )
