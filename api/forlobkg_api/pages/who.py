"""The page of who does what, and its table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, get_args

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from forlobkg.errors import NotFoundError
from forlobkg.results import Across
from forlobkg.service import Forlobkg
from forlobkg.site import PARTS, RowPart
from forlobkg.views import who_matrix
from forlobkg_api.dependencies import Service
from forlobkg_api.templating import Page
from forlobkg_api.who_table import CSV, who_response

router = APIRouter(include_in_schema=False)
PARAMETERS: Final[Mapping[RowPart, str]] = {
    "actor": "aktoer",
    "phase": "fase",
    "target": "maalgruppe",
    "recommendation": "anbefaling",
}
"""The parts of a task, each with its parameter in the page's address."""
_ACROSS: Final[Mapping[str, Across]] = {PARAMETERS[across]: across for across in get_args(Across)}
_QUOTES = "citater"
_Slug = Annotated[str, Query()]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks for: slugs by part, and the values in it that nothing is called."""

    filters: dict[RowPart, str | None]
    unknown: dict[str, str]


def _asked(service: Forlobkg, values: Mapping[RowPart, str]) -> _Asked:
    filters: dict[RowPart, str | None] = {}
    unknown = {}
    for part, value in values.items():
        filters[part] = value.strip() or None
        try:
            service.who(**{part: filters[part]})
        except NotFoundError:
            filters[part], unknown[PARAMETERS[part]] = None, value
    return _Asked(filters, unknown)


@router.get("/hvem-goer-hvad", response_class=HTMLResponse)
def who(
    service: Service,
    page: Page,
    aktoer: _Slug = "",
    fase: _Slug = "",
    maalgruppe: _Slug = "",
    anbefaling: _Slug = "",
    across: Annotated[str, Query(alias="paa-tvaers")] = "",
    vis: _Slug = "",
) -> HTMLResponse:
    """The tasks by who has them, filtered; a value that nothing is called is told of, and does not filter."""
    given: dict[RowPart, str] = {"actor": aktoer, "phase": fase, "target": maalgruppe, "recommendation": anbefaling}
    asked = _asked(service, given)
    bad_across = across if across and across not in _ACROSS else ""
    chosen_across = _ACROSS.get(across, "recommendation")
    filters = asked.filters

    def without(*parts: RowPart) -> dict[str, str | None]:
        return {part: None if part in parts else slug for part, slug in filters.items()}

    table = service.who(**without())
    view = service.site.who.make(
        every=service.who().rows,
        shown=table.rows,
        others={part: service.who(**without(part)).rows for part in PARTS},
        matrix=who_matrix(service.who(**without("actor", chosen_across)).rows, chosen_across),
        chosen=filters,
    )
    kept: dict[str, Any] = {PARAMETERS[part]: slug for part, slug in filters.items()}
    kept["paa-tvaers"] = None if chosen_across == "recommendation" else PARAMETERS[chosen_across]
    return page(
        "who.html",
        404 if asked.unknown else 400 if bad_across else 200,
        view=view,
        citations={citation.id: citation for citation in table.citations},
        parameters=PARAMETERS,
        filters=filters,
        across_names=_ACROSS,
        kept=kept,
        unknown=asked.unknown,
        bad_across=bad_across,
        quotes=vis == _QUOTES,
        # A cell of the matrix leads to its quotes.
        opened=vis == _QUOTES or bool(filters["actor"] and filters[chosen_across]),
    )


@router.get("/hvem-goer-hvad.csv")
def who_as_csv(
    request: Request,
    service: Service,
    aktoer: _Slug = "",
    fase: _Slug = "",
    maalgruppe: _Slug = "",
    anbefaling: _Slug = "",
) -> Response:
    """The same tasks for a spreadsheet."""
    given: dict[RowPart, str] = {"actor": aktoer, "phase": fase, "target": maalgruppe, "recommendation": anbefaling}
    return who_response(request, service, {part: value or None for part, value in given.items()}, CSV)
