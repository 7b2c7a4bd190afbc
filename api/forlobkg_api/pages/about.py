"""What the site is, and its accessibility statement."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from forlobkg import __version__
from forlobkg_api.dependencies import Service
from forlobkg_api.templating import Page

router = APIRouter(include_in_schema=False)


def _quality() -> dict[str, int]:
    return tomllib.loads((files("forlobkg_api") / "data" / "quality.toml").read_text(encoding="utf-8"))


@router.get("/om", response_class=HTMLResponse)
def about(service: Service, page: Page) -> HTMLResponse:
    """What the site is, what it rests on, when it is silent, and what it keeps."""
    return page(
        "about.html",
        specimen=service.site.about().specimen,
        quality=_quality(),
        logs_questions=service.settings.log_questions,
        version=__version__,
    )


@router.get("/tilgaengelighed", response_class=HTMLResponse)
def accessibility(page: Page) -> HTMLResponse:
    """The accessibility statement."""
    return page("accessibility.html")
