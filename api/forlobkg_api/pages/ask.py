"""The page that asks, and what its field offers while one types."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse

from forlobkg.errors import InputError
from forlobkg_api.dependencies import Service
from forlobkg_api.language import language_of, path_in
from forlobkg_api.templating import Page

router = APIRouter(include_in_schema=False)
_KEPT = "public, max-age=300"


@router.get("/", response_class=HTMLResponse)
def home(
    request: Request,
    service: Service,
    page: Page,
    question: Annotated[str, Query(alias="q")] = "",
    without: Annotated[list[str] | None, Query(alias="uden")] = None,
) -> HTMLResponse:
    """The page that asks; ``q`` is the question, ``uden`` the slugs of things to ask it without."""
    view, error = None, ""
    dropped = [slug for slug in dict.fromkeys(without or ()) if slug]
    if question.strip():
        try:
            view = service.site.answered(service.ask, question, dropped)
        except InputError as failure:
            error = str(failure)
    return page(
        "ask.html",
        400 if error else 200,
        q=question,
        view=view,
        error=error,
        too_long=len(question) > service.settings.max_question_chars,
        without=dropped,
        words=service.site.searcher.words(view.result.question) if view else "",
        publications_missing=service.site.publications_missing,
        professions=service.site.questions.professions,
        origin=str(request.base_url).rstrip("/"),
    )


@router.get("/forslag", response_class=JSONResponse)
def completions(request: Request, service: Service, typed: Annotated[str, Query(alias="q")] = "") -> JSONResponse:
    """What the field offers for ``q``, in order; ``href`` is where choosing it leads, empty for a question."""
    language = language_of(request)
    offered = [
        {
            "text": one.text,
            "kind": one.kind,
            "also": one.also,
            "href": path_in(language, f"/side/{one.slug}") if one.slug else "",
        }
        for one in service.site.completions(typed)
    ]
    return JSONResponse({"query": typed, "options": offered}, headers={"Cache-Control": _KEPT})
