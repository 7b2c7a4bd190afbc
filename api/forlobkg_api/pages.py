"""The pages: one that asks, and the API's description."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from forlobkg.answer import AskResult
from forlobkg.errors import InputError
from forlobkg_api.dependencies import Service
from forlobkg_api.templating import page

router = APIRouter(include_in_schema=False)
_EXAMPLES = (
    "Hvem er de centrale aktører?",
    "Hvad indgår i døgnbehandlingen?",
    "Hvad bør en samarbejdsaftale indeholde?",
    "Hvilke skader kan barnet få?",
)


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
    return page("ask.html", status, q=q, result=result, error=error, examples=_EXAMPLES, documents=documents)


@router.get("/docs", response_class=HTMLResponse)
def docs(request: Request) -> HTMLResponse:
    """The API's description, drawn from its OpenAPI document."""
    return page("docs.html", 200, api=request.app.openapi())
