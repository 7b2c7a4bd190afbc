"""The namespace of the classes and properties: its documentation in two languages, and its data."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from forlobkg.builds import REFERENCE_PATHS
from forlobkg.errors import NotFoundError
from forlobkg.graph import DATA_FORMATS
from forlobkg_api.conditional import entity_tag, is_current, not_modified
from forlobkg_api.dependencies import Service
from forlobkg_api.linked_data import HTML, MEDIA_TYPES, not_acceptable
from forlobkg_api.negotiation import choose

router = APIRouter(tags=["linked data"], default_response_class=Response)
_VARY = "Accept, Accept-Language"
_LANGUAGES = {"da": "da", "en": "en"}
_SEE_OTHER = 303


@router.head("/ontology", include_in_schema=False)
@router.get("/ontology", status_code=_SEE_OTHER)
def namespace(request: Request) -> Response:
    """The way from the namespace to its documentation or its data, by what the client accepts."""
    chosen = choose(", ".join(request.headers.getlist("accept")), MEDIA_TYPES, "ttl")
    if chosen is None:
        return not_acceptable()
    language = choose(_short(request.headers.get("accept-language")), _LANGUAGES, "da") or "da"
    target = REFERENCE_PATHS[language] if chosen == HTML else f"/ontology.{chosen}"
    return RedirectResponse(target, _SEE_OTHER, {"Vary": _VARY})


@router.head("/ontology.{extension}", include_in_schema=False)
@router.get("/ontology.{extension}")
def ontology(extension: str, request: Request, service: Service) -> Response:
    """The classes, properties and concept schemes, as ``ttl``, ``nt``, ``nq``, ``trig``, ``rdf`` or ``jsonld``."""
    if extension not in DATA_FORMATS:
        raise NotFoundError(f"formatet {extension!r} findes ikke; der er: {', '.join(DATA_FORMATS)}")
    tag = entity_tag(service.dataset_hash, "ontology", extension)
    if is_current(request, tag):
        return not_modified(tag, "Accept-Encoding")
    pages = [f'<{REFERENCE_PATHS[language]}>; rel="describedby"; type="text/html"' for language in _LANGUAGES]
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Link": ", ".join(pages)}
    return Response(service.ontology(extension), media_type=MEDIA_TYPES[extension], headers=headers)


@router.get(REFERENCE_PATHS["da"], include_in_schema=False, response_class=HTMLResponse)
def danish(request: Request, service: Service) -> Response:
    """The documentation in Danish."""
    return _file(request, service.build.reference / "index.da.html", "text/html")


@router.get(REFERENCE_PATHS["en"], include_in_schema=False, response_class=HTMLResponse)
def english(request: Request, service: Service) -> Response:
    """The documentation in English."""
    return _file(request, service.build.reference / "index.en.html", "text/html")


@router.get(REFERENCE_PATHS["style"], include_in_schema=False)
def style(request: Request, service: Service) -> Response:
    """The style sheet of the documentation."""
    return _file(request, service.build.reference / "reference.css", "text/css")


def _file(request: Request, path: Path, media_type: str) -> Response:
    content = path.read_bytes()
    tag = entity_tag(path.name, content.hex())
    if is_current(request, tag):
        return not_modified(tag, "Accept-Encoding")
    return Response(content, media_type=media_type, headers={"ETag": tag, "Cache-Control": "no-cache"})


def _short(accept_language: str | None) -> str:
    """The ranges of Accept-Language by their language alone: en-GB is en."""
    ranges = (part.partition(";") for part in (accept_language or "").split(","))
    return ",".join(f"{tag.strip().partition('-')[0]}{semicolon}{rest}" for tag, semicolon, rest in ranges)
