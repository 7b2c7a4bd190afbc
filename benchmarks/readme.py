"""The place of the tables in the README."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).with_name("README.md")


def write_between(path: Path, name: str, text: str) -> None:
    """Put ``text`` between the markers ``name`` of the file at ``path``. Raises SystemExit where they are missing."""
    content = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(content):
        raise SystemExit(f"{path.name} has no markers for {name}")
    path.write_text(pattern.sub(lambda match: f"{match[1]}\n{text}\n\n{match[2]}", content), encoding="utf-8")
