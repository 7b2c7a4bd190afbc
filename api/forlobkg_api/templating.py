"""How a template becomes a page."""

from __future__ import annotations

from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from forlobkg.answer import date_in_words

_ENVIRONMENT = Environment(
    loader=PackageLoader("forlobkg_api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_ENVIRONMENT.filters["danish_date"] = date_in_words


def page(template: str, status: int, **values: Any) -> HTMLResponse:
    """The response that ``template`` gives with ``values``."""
    return HTMLResponse(_ENVIRONMENT.get_template(template).render(**values), status_code=status)
