"""Linked data: every IRI under the base leads to a page for people and to data for programs (W3C, Cool URIs)."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from forlobkg.errors import NotFoundError
from forlobkg.graph import DATA_FORMATS
from forlobkg.service import Forlobkg
from forlobkg_api.conditional import entity_tag, is_current, not_modified
from forlobkg_api.dependencies import Service
from forlobkg_api.negotiation import choose
from forlobkg_api.problems import problem
from forlobkg_api.teaching.choosing import ways_to_teach
from forlobkg_api.templating import Page, Pages

router = APIRouter(tags=["linked data"], default_response_class=Response)
HTML: Final = "html"
MEDIA_TYPES = {HTML: "text/html", **{name: form.media_type for name, form in DATA_FORMATS.items()}}
"""What a thing can be had as: a page, or data in one of the formats."""
_DEFAULT = "ttl"
"""For a client that takes anything; browsers say that they want HTML."""
_LICENCE = "https://spdx.org/licenses/MIT"
_DOWNLOADS = "eksport/"
_RIGHTS = "/id/datasaet-rettigheder"
"""The licence is not that of the quoted words; this says whose they are."""
_SEE_OTHER = 303
_LONGEST_SLUG = 300
_NEAREST = 6


@router.get("/id/{slug:path}", status_code=_SEE_OTHER)
def identified(slug: str, request: Request, service: Service, page: Page) -> Response:
    """The way from a thing's IRI to its page or its data, by what the client accepts."""
    if slug.startswith(_DOWNLOADS):
        return RedirectResponse(f"/{quote(slug)}", _SEE_OTHER)
    chosen = _chosen(request)
    if chosen is None:
        return not_acceptable()
    if not _is_known(service, slug):
        return _missing(slug, chosen, page, service)
    target = f"/side/{quote(slug)}" if chosen == HTML else f"/data/{quote(slug)}.{chosen}"
    return RedirectResponse(target, _SEE_OTHER, {"Vary": "Accept", "Link": _links(service, slug, shown=None)})


@router.get("/data/{name:path}")
def data(name: str, request: Request, service: Service, page: Page) -> Response:
    """What the graph holds of a thing, as ``slug.ttl``, ``.nt``, ``.nq``, ``.trig``, ``.rdf`` or ``.jsonld``.

    Without an extension the format is that which the client accepts.
    """
    slug, dot, extension = name.rpartition(".")
    if dot and extension in DATA_FORMATS:
        chosen: str | None = extension
        negotiated = {}
    else:
        slug, chosen = name, _chosen(request)
        negotiated = {"Content-Location": f"/data/{quote(slug)}.{chosen}"}
    if chosen is None:
        return not_acceptable()
    if not _is_known(service, slug):
        return _missing(slug, chosen, page, service)
    if chosen == HTML:
        return RedirectResponse(f"/side/{quote(slug)}", _SEE_OTHER, {"Vary": "Accept"})
    tag = entity_tag(service.dataset_hash, "data", slug, chosen)
    if is_current(request, tag):
        return not_modified(tag, "Accept")
    headers = {
        "ETag": tag,
        "Vary": "Accept",
        "Cache-Control": "no-cache",
        "Link": _links(service, slug, shown=chosen),
        **negotiated,
    }
    return Response(service.data(slug, chosen), media_type=MEDIA_TYPES[chosen], headers=headers)


@router.get("/side/{slug:path}", include_in_schema=False)
def side(slug: str, request: Request, service: Service, page: Page) -> Response:
    """The page of a thing."""
    if not _is_known(service, slug):
        return _missing(slug, HTML, page, service)
    thing = service.site.thing(slug)
    response = page(
        "thing.html",
        thing=thing,
        quotes={citation.id: citation for citation in thing.citations},
        quoted=f"{service.site.quoted(thing)}\n\n{request.base_url}side/{quote(slug)}",
        named=slug in service.graph.concepts,
        counted=service.site.lists.class_iris,
        formats=tuple(DATA_FORMATS),
        teaching=ways_to_teach(service, slug),
    )
    # Of the page itself and not of the dataset: its template may change too.
    tag = entity_tag("side", bytes(response.body).hex())
    if is_current(request, tag):
        return not_modified(tag, "Accept")
    response.headers.update(
        {"ETag": tag, "Cache-Control": "no-cache", "Link": _links(service, slug, shown=HTML), "Vary": "Accept"}
    )
    return response


def not_acceptable() -> Response:
    """406, with what can be had."""
    return problem(406, f"det kan leveres som {', '.join(MEDIA_TYPES.values())}")


def _chosen(request: Request) -> str | None:
    return choose(", ".join(request.headers.getlist("accept")), MEDIA_TYPES, _DEFAULT)


def _is_known(service: Forlobkg, slug: str) -> bool:
    return len(slug) <= _LONGEST_SLUG and service.is_described(slug)


def _missing(slug: str, chosen: str, page: Pages, service: Forlobkg) -> Response:
    shown = slug if len(slug) <= _LONGEST_SLUG else f"{slug[:_LONGEST_SLUG]} …"
    if chosen == HTML:
        return page(
            "missing.html", 404, slug=shown, nearest=service.site.finder.nearest(slug[:_LONGEST_SLUG], _NEAREST)
        )
    raise NotFoundError(f"intet i grafen hedder {shown!r}; søg med: /api/search?q=")


def _links(service: Forlobkg, slug: str, *, shown: str | None) -> str:
    """The header Link (RFC 8288) of the representation ``shown``: to the others, the thing's own IRI, the licence."""
    quoted = quote(slug)
    iri = service.names.iri(quoted)
    links = [f'<{iri}>; rel="canonical"', f'<{_LICENCE}>; rel="license"', f'<{_RIGHTS}>; rel="copyright"']
    if shown is not None and shown != HTML:
        links.append(f'<{iri}>; rel="describes"')
    # A page and a name are described by the data; one form of the data is an alternate to another.
    relation = "alternate" if shown is not None and shown != HTML else "describedby alternate"
    for name, media_type in MEDIA_TYPES.items():
        if name == HTML and shown != HTML:
            links.append(f'</side/{quoted}>; rel="alternate"; type="{media_type}"')
        elif name not in (HTML, shown):
            links.append(f'</data/{quoted}.{name}>; rel="{relation}"; type="{media_type}"')
    return ", ".join(links)
