"""Who does what as a response, in JSON or as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import Request, Response

from forlobkg.errors import InputError
from forlobkg.service import Forlobkg
from forlobkg.views import who_csv
from forlobkg_api.conditional import entity_tag, is_current, not_modified, representation
from forlobkg_api.negotiation import accept_header, choose
from forlobkg_api.problems import NotAcceptableError

JSON: Final = "json"
CSV: Final = "csv"
_TYPES: Final[Mapping[str, str]] = {JSON: "application/json", CSV: "text/csv"}
_FILE = "hvem-goer-hvad.csv"


def who_format(request: Request, name: str | None) -> str:
    """The format that is asked for: by ``name``, else by the header Accept.

    Raises ``InputError`` for a name that there is not, ``NotAcceptableError`` where the client takes neither.
    """
    if name is not None and name not in _TYPES:
        raise InputError(f"formatet {name!r} findes ikke her; vælg {' eller '.join(_TYPES)}")
    found = name or choose(accept_header(request), _TYPES, JSON)
    if found is None:
        raise NotAcceptableError(f"tabellen fås kun som {' eller '.join(_TYPES.values())}")
    return found


def who_response(request: Request, service: Forlobkg, filters: Mapping[str, str | None], format_: str) -> Response:
    """The table in the format; 304 where the client has it already. Raises ``NotFoundError``."""
    table = service.who(**filters)
    content = who_csv(table) if format_ == CSV else table.model_dump_json().encode("utf-8")
    # Of the content and not of the dataset alone: what is written of it may change with the service.
    tag = entity_tag(format_, content.decode("utf-8"))
    if is_current(request, tag):
        return not_modified(tag, "Accept")
    response = representation(content, _TYPES[format_], vary="Accept", tag=tag)
    if format_ == CSV:
        response.headers["Content-Disposition"] = f'attachment; filename="{_FILE}"'
    return response
