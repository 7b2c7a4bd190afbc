"""Material that a few choices in the address make: the poster, cases, the glossary, two things side by side."""

from __future__ import annotations

from typing import Final, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from forlobkg.errors import InputError, NotFoundError
from forlobkg.service import Forlobkg
from forlobkg.teach import FORMATS, POSTER_FORMATS, Material, Poster
from forlobkg_api.dependencies import Service
from forlobkg_api.teaching.builds import builds
from forlobkg_api.teaching.choosing import Offer, offered
from forlobkg_api.teaching.editing import Fault
from forlobkg_api.teaching.fields import Fields, of_query
from forlobkg_api.teaching.files import File, material_file, poster_file
from forlobkg_api.templating import Page, Pages

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Kind = Literal["cases", "ordliste", "sammenlign"]
_MOST_CASES: Final = 12
_MOST_SEED: Final = 999_999


@router.get("/undervisning/plakat")
def poster(request: Request, service: Service, page: Page) -> HTMLResponse:
    """The poster of the actor ``aktoer``."""
    kept = {"aktoer": of_query(request).get("aktoer").strip()}
    made: Poster | None = None
    faults: tuple[Fault, ...] = ()
    if kept["aktoer"]:
        try:
            made = service.course.poster(kept["aktoer"])
        except (InputError, NotFoundError) as error:
            faults = (Fault("aktoer", str(error)),)
    return page(
        "teaching/poster.html",
        400 if faults else 200,
        options=offered(service),
        kept=kept,
        poster=made,
        faults=faults,
        formats=POSTER_FORMATS,
    )


@router.get("/undervisning/plakat/hent")
async def poster_as_file(request: Request, service: Service) -> Response:
    """The poster in the ``format``."""
    fields = of_query(request)

    def build() -> File:
        return poster_file(service.course.poster(fields.get("aktoer").strip()), fields.get("format"))

    return (await builds(request).run(build)).response()


def _made(service: Forlobkg, kind: Kind, fields: Fields) -> Material:
    """What the fields ask for. Raises ``InputError``, ``NotFoundError``."""
    course = service.course
    if kind == "sammenlign":
        one, other = (fields.get(name).strip() for name in ("den-ene", "den-anden"))
        if not one or not other:
            raise InputError("vælg to, der skal sammenlignes")
        return course.compare(one, other)
    pathway = fields.get("forloeb").strip() or None
    if kind == "ordliste":
        return course.glossary(pathway)
    count = fields.number("antal", 3, 1, _MOST_CASES, "antallet af cases")
    seed = fields.number("nummer", 1, 0, _MOST_SEED, "sættets nummer")
    return course.cases(seed=seed, count=count, pathway=pathway, answers=fields.get("svar") != "uden")


def _comparable(service: Forlobkg) -> dict[str, list[Offer]]:
    """What can be set side by side, by class: two of the same one."""
    concepts = service.graph.concepts.values()
    there = offered(service)
    return {
        "Intervention": [(one.slug, one.label, "") for one in concepts if "Intervention" in one.types],
        "Actor": there["professions"],
        "TargetGroup": there["targets"],
        "Pathway": there["pathways"],
    }


def _kept(kind: Kind, fields: Fields) -> dict[str, str]:
    names: dict[Kind, dict[str, str]] = {
        "cases": {"forloeb": "", "antal": "3", "nummer": "1", "svar": ""},
        "ordliste": {"forloeb": ""},
        "sammenlign": {"den-ene": "", "den-anden": ""},
    }
    return {name: fields.get(name, default).strip()[:100] for name, default in names[kind].items()}


def _drawn(service: Forlobkg, page: Pages, kind: Kind, fields: Fields) -> HTMLResponse:
    material: Material | None = None
    faults: tuple[Fault, ...] = ()
    asked = any(fields.get(name).strip() for name in ("den-ene", "den-anden")) or "forloeb" in fields
    try:
        material = _made(service, kind, fields) if asked else None
    except (InputError, NotFoundError) as error:
        faults = (Fault("", str(error)),)
    return page(
        "teaching/more.html",
        400 if faults else 200,
        kind=kind,
        options=offered(service),
        comparable=_comparable(service),
        kept=_kept(kind, fields),
        material=material,
        faults=faults,
        formats=list(FORMATS),
    )


def _add_pages(kind: Kind) -> None:
    @router.get(f"/undervisning/{kind}", name=kind)
    def shown(request: Request, service: Service, page: Page) -> HTMLResponse:
        return _drawn(service, page, kind, of_query(request))

    @router.get(f"/undervisning/{kind}/hent", name=f"{kind}-hent")
    async def fetched(request: Request, service: Service) -> Response:
        fields = of_query(request)

        def build() -> File:
            return material_file(_made(service, kind, fields), fields.get("format"))

        return (await builds(request).run(build)).response()


_KINDS: Final[tuple[Kind, ...]] = ("cases", "ordliste", "sammenlign")
for _kind in _KINDS:
    _add_pages(_kind)
