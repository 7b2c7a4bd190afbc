"""The page where a trainer builds a course: choosing, the proposed outline, changing it, its slides and files.

Nothing of it is kept by the service: the outline is in the form of the page, and in the file that the trainer saves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from forlobkg.errors import ForlobkgError, InputError, NotFoundError
from forlobkg.service import Forlobkg
from forlobkg.teach import FORMATS, Outline, make_slides, preview, read_outline, write_outline
from forlobkg_api.dependencies import Service
from forlobkg_api.language import language_of, path_in
from forlobkg_api.teaching.builds import FullHouseError, builds, previews
from forlobkg_api.teaching.choosing import Chosen, chosen_of, offered
from forlobkg_api.teaching.desk import Desk, made_desk
from forlobkg_api.teaching.editing import Done, Edited, Fault, edited, require_bounds
from forlobkg_api.teaching.fields import Fields, of_query
from forlobkg_api.teaching.files import course_file, known_format
from forlobkg_api.teaching.forms import Body
from forlobkg_api.templating import Page, Pages

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_OFFERED: Final = (*FORMATS, "zip")
"""The formats that the page offers, in order."""


@dataclass(frozen=True, slots=True)
class Slides:
    """Pictures of slides that can be fetched under ``digest``; ``names`` are their headings, where they have one."""

    digest: str
    names: tuple[str, ...]


def drawn(
    page: Pages,
    service: Forlobkg,
    chosen: Chosen,
    desk: Desk | None = None,
    *,
    status: int = 200,
    faults: tuple[Fault, ...] = (),
    pasted: str = "",
    slides: Slides | None = None,
) -> HTMLResponse:
    """The page with the choices and, where there is one, the outline on the desk."""
    return page(
        "teaching/course.html",
        status,
        options=offered(service),
        chosen=chosen,
        desk=desk,
        faults=faults,
        pasted=pasted,
        slides=slides,
        formats=_OFFERED,
    )


@router.get("/undervisning")
def course(request: Request, service: Service, page: Page) -> HTMLResponse:
    """The choices; with ``forloeb`` the outline that is proposed."""
    fields = of_query(request)
    chosen = chosen_of(service, fields)
    if not chosen.asked:
        return drawn(page, service, chosen, status=400 if chosen.faults else 200, faults=chosen.faults)
    if chosen.choice is None:
        return drawn(page, service, chosen, status=400, faults=chosen.faults)
    try:
        outline = service.course.propose(chosen.choice)
    except InputError as error:
        return drawn(page, service, chosen, status=400, faults=(Fault("valg", str(error)),))
    return drawn(page, service, chosen, made_desk(service.course, Edited(outline)))


@router.post("/undervisning")
async def changed(request: Request, service: Service, page: Page, fields: Body) -> HTMLResponse:
    """The outline after one change: a text, a move, something new; or the slides of it as pictures."""
    action = fields.get("goer")
    working = await run_in_threadpool(_worked, service, fields, "" if action == "slides" else action)
    if isinstance(working, Refused):
        return _refused(page, service, fields, working)
    if action != "slides" or working.desk.faults:
        status = 400 if working.desk.faults else 200
        return drawn(page, service, Chosen.of(working.desk.outline.choice), working.desk, status=status)
    try:
        slides = await _slides(request, service, working.desk.outline)
    except (FullHouseError, InputError) as error:
        return _told(page, service, working, error)
    desk = replace(working.desk, done=Done("slides"))
    return drawn(page, service, Chosen.of(desk.outline.choice), desk, slides=slides)


@router.get("/undervisning/aaben")
@router.get("/undervisning/hent")
def begun_again(request: Request) -> RedirectResponse:
    """The page from its start: the address of a form that was sent, opened without the form."""
    return RedirectResponse(path_in(language_of(request), "/undervisning"), 303)


@router.post("/undervisning/aaben")
async def opened(service: Service, page: Page, fields: Body) -> HTMLResponse:
    """The page with an outline that was kept as a file, sent as one or pasted."""
    text = fields.get("fil") or fields.get("tekst")
    if not text.strip():
        fault = Fault("fil", "Vælg en fil, eller sæt planen ind i feltet.")
        return drawn(page, service, Chosen(), status=400, faults=(fault,))

    def on_desk() -> Desk:
        outline = read_outline(text)
        require_bounds(outline)
        return made_desk(service.course, Edited(outline, Done("opened", "titel")))

    try:
        desk = await run_in_threadpool(on_desk)
    except InputError as error:
        return drawn(page, service, Chosen(), status=400, faults=(Fault("tekst", str(error)),), pasted=text)
    return drawn(page, service, Chosen.of(desk.outline.choice), desk)


@router.post("/undervisning/hent")
async def fetched(request: Request, service: Service, page: Page, fields: Body) -> Response:
    """A file of the outline in the form; where it cannot be built, the page again with all that was in it."""
    format_ = fields.get("format")
    working = await run_in_threadpool(_worked, service, fields, "")
    if isinstance(working, Refused):
        return _refused(page, service, fields, working)
    if working.desk.faults:
        return drawn(page, service, Chosen.of(working.desk.outline.choice), working.desk, status=400)
    try:
        known_format(format_, (*_OFFERED, "outline"))
        file = await builds(request).run(partial(course_file, service.course, working.desk.outline, format_))
    except (FullHouseError, InputError) as error:
        return _told(page, service, working, error)
    return file.response()


@router.get("/undervisning/forhaandsvisning/{digest}/{number}.png")
def picture(
    request: Request,
    digest: Annotated[str, Path(max_length=64)],
    number: Annotated[int, Path(ge=1, le=500)],
) -> Response:
    """One slide that was shown a while ago."""
    found = previews(request).get(digest)
    if found is None or number > len(found):
        raise NotFoundError("billedet er her ikke længere; tryk på »Vis slides som billeder« igen")
    return Response(
        found[number - 1], media_type="image/png", headers={"Cache-Control": "private, max-age=1800, immutable"}
    )


@dataclass(frozen=True, slots=True)
class Working:
    """An outline on the desk."""

    desk: Desk


@dataclass(frozen=True, slots=True)
class Refused:
    """A form whose outline cannot be read."""

    error: InputError


def _worked(service: Forlobkg, fields: Fields, action: str) -> Working | Refused:
    try:
        outline = read_outline(fields.get("plan"))
        before = read_outline(fields.get("foer")) if fields.get("foer") else None
        require_bounds(outline)
        if action == "fortryd" and before is not None:
            return Working(
                made_desk(service.course, Edited(before, Done("undone", "fortryd")), before=outline, touched=True)
            )
        if action == "set":
            seen = service.course.refresh(edited(outline, fields).outline)
            return Working(
                made_desk(service.course, Edited(seen, Done("seen", "fortryd")), before=outline, touched=True)
            )
        result = edited(outline, fields, action)
    except InputError as error:
        return Refused(error)
    changed_now = result.outline != outline
    return Working(
        made_desk(
            service.course,
            result,
            before=outline if changed_now else before,
            given=fields if result.faults else None,
            touched=changed_now or before is not None,
        )
    )


def _refused(page: Pages, service: Forlobkg, fields: Fields, refused: Refused) -> HTMLResponse:
    fault = Fault("tekst", str(refused.error))
    return drawn(page, service, Chosen(), status=400, faults=(fault,), pasted=fields.get("plan"))


def _told(page: Pages, service: Forlobkg, working: Working, error: ForlobkgError) -> HTMLResponse:
    """The page with the outline as it was sent, and above it why there is no file."""
    desk = replace(working.desk, faults=(Fault("", str(error)),))
    response = drawn(page, service, Chosen.of(desk.outline.choice), desk, status=error.http_status)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


async def _slides(request: Request, service: Forlobkg, outline: Outline) -> Slides:
    text = f"{service.dataset_hash}\0{write_outline(outline, 'json')}"
    digest = sha256(text.encode("utf-8")).hexdigest()[:32]
    kept = previews(request)
    pictures = kept.get(digest)
    if pictures is None:
        pictures = await builds(request).run(lambda: tuple(preview(service.course.material(outline))))
        kept.put(digest, pictures)
    titles = await run_in_threadpool(_titles, service, outline)
    return Slides(digest, titles)


def _titles(service: Forlobkg, outline: Outline) -> tuple[str, ...]:
    return tuple(slide.title for slide in make_slides(service.course.material(outline)))
