"""The words that slides and handouts have of their own, and text as a format can hold it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final, Literal

_FILE: Final = Path(__file__).parent / "data" / "slides.toml"
_UNREAD: Final = "[ulæseligt]"
_UNREAD_END: Final = re.compile(r"(\s+til)?\s*\[ulæseligt\]")


@cache
def words(table: Literal["slides", "notes", "handout"]) -> dict[str, str]:
    """The words of a table of ``data/slides.toml``, by their names."""
    with _FILE.open("rb") as stream:
        read: dict[str, dict[str, str]] = tomllib.load(stream)
    return read[table]


def printable(text: str) -> str:
    """``text`` in one line, without characters that XML and typesetting cannot hold (controls, surrogates)."""
    kept = (" " if character.isspace() else character for character in text)
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cs", "Cn", "Co")).split())


def readable(label: str) -> str:
    """``label`` without what nobody can read in its source: »Juridisk bistand«, not »Juridisk bistand til …«."""
    return " ".join(_UNREAD_END.sub(" ", label).split())


def shown_quote(quote: str) -> str:
    """``quote`` as participants see it: »[…]« for what nobody can read in its source."""
    return quote.replace(_UNREAD, "[…]")


def in_minutes(minutes: int) -> str:
    """»8 minutter«, »1 minut«."""
    return words("slides")["minute"] if minutes == 1 else words("slides")["minutes"].format(minutes=minutes)
