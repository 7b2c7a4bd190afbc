"""The sources: which there are, and each one with its words, what was repaired, and what was drawn from them."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from forlobkg.errors import NotFoundError
from forlobkg.site import Part
from forlobkg_api.dependencies import Service
from forlobkg_api.templating import Page

router = APIRouter(include_in_schema=False)
VIEWS: Final = ("", "modtaget", "udsagn")
"""What of the passages stands open: their text alone, the received text beside it, the statements beside it."""
_LONGEST_SHOWN = 80
_LONGEST_NUMBER = 6


@router.get("/kilder", response_class=HTMLResponse)
def sources(service: Service, page: Page) -> HTMLResponse:
    """The list of the sources."""
    return page("sources.html", sources=service.site.sources(), outside=service.site.outside_facts(), unknown="")


@router.get("/kilder/{document}", response_class=HTMLResponse)
def source(
    document: str,
    service: Service,
    page: Page,
    place: Annotated[str, Query(alias="sted")] = "",
    view: Annotated[str, Query(alias="vis")] = "",
    sheet: Annotated[str, Query(alias="del")] = "",
) -> HTMLResponse:
    """One source; ``sted`` is the passage in question, ``vis`` one of ``VIEWS``, ``del`` the sheet of a long source.

    404 for an unknown document, passage or sheet, 400 for an unknown view, each with what there is.
    """
    try:
        shown = service.site.source(document)
    except NotFoundError:
        known = service.site.sources()
        outside = service.site.outside_facts()
        return page("sources.html", 404, sources=known, outside=outside, unknown=document[:_LONGEST_SHOWN])
    found = shown.at(place) if place else None
    sheets = shown.sheets()
    number = _sheet_with(found[0], sheets) if found else _number(sheet, len(sheets))
    missing = place if place and found is None else sheet if number is None else ""
    bad_view = "" if view in VIEWS else view
    return page(
        "source.html",
        404 if missing else 400 if bad_view else 200,
        source=shown,
        sheets=sheets,
        number=number or 1,
        asked=found,
        view="" if bad_view else view,
        missing=missing[:_LONGEST_SHOWN],
        bad_view=bad_view[:_LONGEST_SHOWN],
    )


def _sheet_with(part: Part, sheets: list[list[Part]]) -> int:
    return next(number for number, parts in enumerate(sheets, start=1) if part in parts)


def _number(text: str, count: int) -> int | None:
    """The sheet that ``text`` names, the first where it names none, None where there is no such sheet."""
    if not text:
        return 1
    wanted = int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0
    return wanted if 1 <= wanted <= count else None
