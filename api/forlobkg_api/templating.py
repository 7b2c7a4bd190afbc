"""How a template becomes a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from forlobkg.answer import date_in_words
from forlobkg.builds import REFERENCE_PATHS
from forlobkg.graph import DATA_FORMATS, FB

_ENVIRONMENT = Environment(
    loader=PackageLoader("forlobkg_api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_ENVIRONMENT.filters["danish_date"] = date_in_words


def address(iri: str, base: str) -> str:
    """Where the service shows what ``iri`` names, ``base`` being that of our things; empty for what is no address."""
    if iri.startswith(base):
        slug, mark, part = iri.removeprefix(base).partition("#")
        start = "" if slug.startswith("eksport/") else "side/"
        return f"/{start}{quote(slug)}{mark}{quote(part)}"
    if iri.startswith(FB):
        return f"{REFERENCE_PATHS['da']}#{quote(iri.removeprefix(FB))}"
    return iri if iri.startswith(("https://", "http://")) else ""


_ENVIRONMENT.filters["address"] = address
_ENVIRONMENT.filters["media_type"] = lambda name: DATA_FORMATS[name].media_type
_ENVIRONMENT.filters["format_name"] = lambda name: DATA_FORMATS[name].name


def page(template: str, status: int, **values: Any) -> HTMLResponse:
    """The response that ``template`` gives with ``values``."""
    return HTMLResponse(_ENVIRONMENT.get_template(template).render(**values), status_code=status)
