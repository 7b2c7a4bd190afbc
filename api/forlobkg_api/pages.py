"""The pages: one that asks, and the API's description."""

from __future__ import annotations

from importlib import resources
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from forlobkg.answer import AskResult, date_in_words
from forlobkg.errors import InputError
from forlobkg_api.dependencies import Service

router = APIRouter(include_in_schema=False)
_EXAMPLES = (
    "Hvem er de centrale aktører?",
    "Hvad indgår i døgnbehandlingen?",
    "Hvad bør en samarbejdsaftale indeholde?",
    "Hvilke skader kan barnet få?",
)
_ENVIRONMENT = Environment(
    loader=PackageLoader("forlobkg_api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_ENVIRONMENT.filters["danish_date"] = date_in_words


@router.get("/", response_class=HTMLResponse)
def home(service: Service, q: str = "") -> HTMLResponse:
    """The page that asks; ``q`` is the question."""
    result: AskResult | None = None
    error = ""
    if q.strip():
        try:
            result = service.ask(q)
        except InputError as failure:
            error = str(failure)
    status = 400 if error else 200
    documents = service.documents()
    return _page("ask.html", status, q=q, result=result, error=error, examples=_EXAMPLES, documents=documents)


@router.get("/docs", response_class=HTMLResponse)
def docs(request: Request) -> HTMLResponse:
    """The API's description, drawn from its OpenAPI document."""
    return _page("docs.html", 200, api=request.app.openapi())


@router.get("/static/style.css")
def style() -> Response:
    """The style sheet."""
    content = resources.files("forlobkg_api").joinpath("static/style.css").read_bytes()
    return Response(content, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def _page(template: str, status: int, **values: Any) -> HTMLResponse:
    return HTMLResponse(_ENVIRONMENT.get_template(template).render(**values), status_code=status)
