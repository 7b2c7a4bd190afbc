"""The map: the graph around one thing, as a picture and as a table."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from forlobkg.errors import ForlobkgError, InputError
from forlobkg.site import MapView, Order, UnknownStartError, Wish
from forlobkg_api.dependencies import Service
from forlobkg_api.language import path_in
from forlobkg_api.templating import Page

router = APIRouter(include_in_schema=False)


def _wish(
    fra: str = "",
    vis: str = "",
    dybde: str = "1",
    slags: Annotated[tuple[str, ...], Query()] = (),
    udvid: Annotated[tuple[str, ...], Query()] = (),
    slutninger: str = "",
    orden: str = Order.SOURCE.value,
) -> Wish | InputError:
    """What the address asks for; the error for a depth that is no number."""
    if not dybde.isdecimal():
        return InputError(f"dybden {dybde!r} findes ikke; vælg 1 eller 2")
    return Wish(
        start=fra,
        view=vis,
        depth=int(dybde),
        kinds=tuple(name for names in slags for name in names.split(",") if name),
        opened=tuple(name for names in udvid for name in names.split(",") if name),
        inferred=bool(slutninger),
        order=orden,
    )


Asked = Annotated[Wish | InputError, Depends(_wish)]


def _made(service: Service, asked: Wish | InputError) -> MapView:
    if isinstance(asked, InputError):
        raise asked
    return service.site.map.make(asked)


def _query(view: MapView, **changed: str) -> str:
    """The query of the address that shows ``view``, with ``changed`` parameters in place of its own."""
    values = {
        "fra": view.start.slug,
        "vis": view.view.value if len(view.views) > 1 else "",
        "dybde": str(view.depth) if view.depth > 1 else "",
        "slags": ",".join(kind.name for kind in view.kinds if kind.chosen),
        "udvid": ",".join(view.opened),
        "slutninger": "ja" if view.inferred else "",
        "orden": view.order if view.order != Order.SOURCE else "",
    }
    return urlencode({name: value for name, value in (values | changed).items() if value})


@router.get("/kort", response_class=HTMLResponse)
def map_page(service: Service, page: Page, asked: Asked) -> Response:
    """The page with the map; ``fra`` is where it begins, a slug or a Danish name, which leads to the slug."""
    maker = service.site.map
    values: dict[str, Any] = {"view": None, "near": [], "error": "", "names": maker.names, "starts": maker.beginnings}
    try:
        view = _made(service, asked)
    except ForlobkgError as error:
        near = error.near if isinstance(error, UnknownStartError) else []
        wanted = asked.start if isinstance(asked, Wish) else ""
        return page("map.html", error.http_status, **values | {"error": str(error), "near": near, "wanted": wanted})
    if isinstance(asked, Wish) and asked.start not in ("", view.start.slug):
        return RedirectResponse(f"{path_in(page.language, '/kort')}?{_query(view)}", 303)
    return page("map.html", **values | {"view": view, "wanted": view.start.label, "query": _query})


@router.get("/kort.json")
def map_data(service: Service, asked: Asked) -> MapView:
    """The same as data, which the picture is drawn from. Raises ``ForlobkgError``."""
    return _made(service, asked)
