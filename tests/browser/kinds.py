"""The kinds of pages, read from their file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_FILE = Path(__file__).with_name("kinds.toml")
OVERLONG = "hvad " * 240
"""More than a question may hold."""


@dataclass(frozen=True)
class Kind:
    """A kind of page with an example of it; the file says what each field means."""

    name: str
    path: str
    shows: str
    status: int = 200
    language: str = "da"
    own: tuple[str, ...] = ()


def read_kinds(path: Path = _FILE) -> list[Kind]:
    """The kinds of ``path`` in order. Raises ``TypeError`` where an entry has a field that is none."""
    entries = tomllib.loads(path.read_text("utf-8"))["kind"]
    return [
        Kind(
            **{
                **entry,
                "path": entry["path"].replace("@overlong@", quote(OVERLONG)),
                "own": tuple(entry.get("own", ())),
            }
        )
        for entry in entries
    ]
