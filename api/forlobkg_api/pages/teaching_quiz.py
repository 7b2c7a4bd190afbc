"""The page of quizzes: making one, going through its questions one by one, and fetching the approved ones."""

from __future__ import annotations

from typing import Any, Final, get_args

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from forlobkg.errors import ForlobkgError, InputError, NotFoundError
from forlobkg.service import Forlobkg
from forlobkg.teach import EXPORTS, Difficulty, Kind, Quiz
from forlobkg_api.dependencies import Service
from forlobkg_api.language import language_of, path_in
from forlobkg_api.teaching.builds import FullHouseError, builds
from forlobkg_api.teaching.choosing import offered
from forlobkg_api.teaching.editing import Fault
from forlobkg_api.teaching.fields import Fields, of_query
from forlobkg_api.teaching.files import File
from forlobkg_api.teaching.forms import Body
from forlobkg_api.teaching.quizzes import MOST_ITEMS, MOST_SEED, exported
from forlobkg_api.templating import Page, Pages

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_KEPT: Final = {"forloeb": "", "antal": "20", "svaerhed": "", "nummer": "1", "baggrund": ""}
"""The fields of the page, with what stands in them at first."""


def _made(service: Forlobkg, fields: Fields) -> Quiz:
    """The quiz that the fields ask for. Raises ``InputError``, ``NotFoundError``."""
    kinds = _known(fields.all("slags"), get_args(Kind), "slagsen")
    difficulties = _known(fields.all("svaerhed"), get_args(Difficulty), "sværhedsgraden")
    count = fields.number("antal", 20, 1, MOST_ITEMS, "antallet af spørgsmål")
    seed = fields.number("nummer", 1, 0, MOST_SEED, "quizzens nummer")
    return service.course.quiz(
        seed=seed,
        count=count,
        # All ticked, as the form has them at first, is no wish for a kind.
        kinds=kinds if kinds and set(kinds) != set(get_args(Kind)) else None,
        difficulty=difficulties[0] if difficulties else None,
        pathway=fields.get("forloeb").strip() or None,
        background=bool(fields.get("baggrund")),
    )


def _known(given: list[str], known: tuple[Any, ...], called: str) -> list[Any]:
    """What is given, all of it known. Raises ``InputError``."""
    for one in given:
        if one not in known:
            raise InputError(f"{called} »{one[:40]}« findes ikke; vælg på listen")
    return given


def _drawn(
    service: Forlobkg, page: Pages, fields: Fields, made: Quiz | None, error: ForlobkgError | None = None
) -> HTMLResponse:
    response = page(
        "teaching/quiz.html",
        error.http_status if error else 200,
        options=offered(service),
        kept={name: fields.get(name, default).strip()[:100] for name, default in _KEPT.items()},
        kinds=fields.all("slags"),
        quiz=made,
        approved=fields.all("godkend"),
        faults=(Fault("", str(error)),) if error else (),
        formats=[(name, export.label) for name, export in EXPORTS.items()],
    )
    if error is not None and error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


@router.get("/undervisning/quiz")
def quiz(request: Request, service: Service, page: Page) -> HTMLResponse:
    """The choices; with ``forloeb`` the quiz."""
    fields = of_query(request)
    if "forloeb" not in fields:
        return _drawn(service, page, fields, None)
    try:
        return _drawn(service, page, fields, _made(service, fields))
    except (InputError, NotFoundError) as error:
        return _drawn(service, page, fields, None, InputError(str(error)))


@router.get("/undervisning/quiz/hent")
def begun_again(request: Request) -> RedirectResponse:
    """The page from its start: the address of a form that was sent, opened without the form."""
    return RedirectResponse(path_in(language_of(request), "/undervisning/quiz"), 303)


@router.post("/undervisning/quiz/hent")
async def fetched(request: Request, service: Service, page: Page, fields: Body) -> Response:
    """The approved questions as a file; where there is none, the page again with what was approved."""
    made: Quiz | None = None

    def build() -> File:
        nonlocal made
        made = _made(service, fields)
        return exported(made, fields.get("format"), set(fields.all("godkend")))

    try:
        file = await builds(request).run(build)
    except (FullHouseError, InputError, NotFoundError) as error:
        return await run_in_threadpool(_drawn, service, page, fields, made, error)
    return file.response()
