"""The addresses that programs try on every host."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import FileResponse, PlainTextResponse

from forlobkg_api.assets import STATIC

router = APIRouter(include_in_schema=False)


@router.get("/robots.txt")
def robots() -> PlainTextResponse:
    """What programs that visit every page may visit."""
    return PlainTextResponse((files("forlobkg_api") / "data" / "robots.txt").read_text(encoding="utf-8"))


@router.get("/favicon.ico")
def favicon() -> FileResponse:
    """The icon, for those who do not read where it is."""
    return FileResponse(STATIC / "icon-180.png", headers={"Cache-Control": "no-cache"})
