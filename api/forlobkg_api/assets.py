"""Static files: the ones that lie here, and those that ``web/`` builds, whose names change with their content."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).resolve().parent / "static"
"""Where the static files lie."""
_BUILT = STATIC / "built"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Assets:
    """The built files by the names that pages use; none where ``make setup`` has not built them."""

    names: dict[str, str]

    @classmethod
    def load(cls, folder: Path = _BUILT) -> Assets:
        """The assets that the manifest in ``folder`` names; none where there is no readable manifest."""
        try:
            return cls(json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return cls({})

    def url(self, name: str) -> str | None:
        """The path of the asset on this host, or None where it is not built."""
        built = self.names.get(name)
        return None if built is None else f"/static/built/{built}"


def assets(request: Request) -> Assets:
    """The assets of the application that ``request`` came to."""
    found: Assets = request.app.state.assets
    return found


class StaticRoute(StaticFiles):
    """Serves the static files: built ones for good, since other content has another name; others checked by ETag."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        if "\0" in path:
            raise HTTPException(404)
        return await super().get_response(path, scope)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        lasting = Path(full_path).parent == _BUILT and "-" in Path(full_path).stem
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response
