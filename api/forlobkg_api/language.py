"""The language of the frame around the guidance: Danish, or English where the address begins with /en.

The guidance itself is Danish in both. The language stands in the address, so that it needs no cookie and no script.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Final

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from forlobkg.builds import REFERENCE_PATHS
from forlobkg_api.addresses import is_for_people

DANISH: Final = "da"
ENGLISH: Final = "en"
_PREFIX = "/en"


def _catalogue() -> dict[str, str]:
    folder = files("forlobkg_api") / "locale" / ENGLISH
    texts: dict[str, str] = {}
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        texts.update(tomllib.loads(entry.read_text(encoding="utf-8")))
    return texts


CATALOGUES: Final = {DANISH: dict[str, str](), ENGLISH: _catalogue()}
"""What the templates say, by language: the Danish text to that of the language."""


def language_of(request: Request) -> str:
    """The language that ``request`` asks for."""
    return str(localised(request.scope)["language"])


def path_in(language: str, path: str) -> str:
    """``path`` in ``language``; what is no page of ours stays as it is."""
    if language != ENGLISH or not is_for_people(path):
        return path
    address, mark, part = path.partition("#")
    # The ontology's documentation has an address of its own in each language.
    if address == REFERENCE_PATHS[DANISH]:
        return f"{REFERENCE_PATHS[ENGLISH]}{mark}{part}"
    return f"{_PREFIX}{path}"


def localised(scope: Scope) -> Scope:
    """``scope`` with its language, and the path of the page without it.

    Only pages have a language: /en before the address of data leads nowhere.
    """
    if "language" in scope:
        return scope
    path: str = scope["path"]
    if path != _PREFIX and not path.startswith(f"{_PREFIX}/"):
        return {**scope, "language": DANISH}
    page = path.removeprefix(_PREFIX) or "/"
    if not is_for_people(page):
        return {**scope, "language": ENGLISH}
    return {name: value for name, value in scope.items() if name != "raw_path"} | {"path": page, "language": ENGLISH}


class Language:
    """Takes the language off the start of the path, so that every page has one route."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(localised(scope) if scope["type"] == "http" else scope, receive, send)
