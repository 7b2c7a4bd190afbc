"""The REST routes under /api."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from forlobkg.answer import AskResult
from forlobkg.views import DocumentDetail, DocumentSummary, EntityView, SearchResult, WhoTable
from forlobkg.views_explain import ExplanationView
from forlobkg_api.dependencies import Service, only_known_parameters
from forlobkg_api.who_table import who_format, who_response

router = APIRouter(prefix="/api", tags=["api"], dependencies=[Depends(only_known_parameters)])
Slug = Annotated[str | None, Query(max_length=200)]
_WHO_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
    304: {"description": "The client has it already (If-None-Match)"},
    406: {"description": "The client takes neither JSON nor CSV"},
}


class AskRequest(BaseModel):
    """A question in Danish."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(examples=["Hvem er de centrale aktører?"])
    context: list[Annotated[str, Field(max_length=200)]] = Field(
        default=[],
        max_length=20,
        description="Slugs of the things spoken of before, which a short question may go on from",
        examples=[["doegnbehandling"]],
    )


@router.post("/ask")
def ask(request: AskRequest, service: Service) -> AskResult:
    """The cited answer to a question, or an abstention."""
    return service.ask(request.question, request.context)


@router.get("/search")
def search(service: Service, q: str, limit: int = 10) -> SearchResult:
    """The passages that the query finds, best first."""
    return service.search(q, limit)


@router.get("/entities/{slug}")
def entity(slug: str, service: Service) -> EntityView:
    """Everything that the graph holds of one thing."""
    return service.show(slug)


@router.get("/who", response_model=WhoTable, responses=_WHO_RESPONSES)
def who(
    request: Request,
    service: Service,
    actor: Slug = None,
    phase: Slug = None,
    target: Slug = None,
    recommendation: Slug = None,
    format: Annotated[str | None, Query(description="`json` or `csv`; else by Accept", max_length=20)] = None,
) -> Response:
    """Who does what, with the gaps of the sources: a row for each task, of three kinds.

    A *responsibility* is a task that the sources give somebody (`fb:Responsibility`), an *element* a part of an
    intervention or agreement, a *recommendation* one under which no responsibility stands. The sources mostly leave
    open who is to see to the last two. The filters take slugs; `ingen` finds what the sources leave open.
    CSV comes as a Danish spreadsheet expects it, with the quotations of each row.
    """
    filters: dict[str, str | None] = {
        "actor": actor,
        "phase": phase,
        "target": target,
        "recommendation": recommendation,
    }
    return who_response(request, service, filters, who_format(request, format))


@router.get("/explain")
def explain(
    service: Service,
    subject: Annotated[str, Query(max_length=2000)],
    predicate: Annotated[str, Query(max_length=2000)],
    object: Annotated[str, Query(max_length=5000)],
) -> ExplanationView:
    """Why the graph says a thing: the passages that state it, or the rule and premises from which it follows."""
    return service.explain(subject, predicate, object)


@router.get("/documents")
def documents(service: Service) -> list[DocumentSummary]:
    """The documents of the corpus."""
    return service.documents()


@router.get("/documents/{document_id}")
def document(document_id: str, service: Service) -> DocumentDetail:
    """One document with its passages in order."""
    return service.document(document_id)
