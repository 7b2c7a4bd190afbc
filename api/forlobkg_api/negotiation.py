"""Content negotiation (RFC 9110, 12.5): which of the offered formats, and which coding, a client likes best."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

_ALIASES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/x-turtle": "ttl",
    "text/rdf+n3": "ttl",
}
"""Other names by which clients ask for our formats."""
_QUALITY = re.compile(r"0?\.\d+|[01](?:\.\d*)?")
_MOST_RANGES = 100
"""A header with more than this is nobody's; the rest of it is not read."""


@dataclass(frozen=True, slots=True)
class _Range:
    """One media range of an Accept header: its place in it, and the client's liking of it."""

    kind: str
    subtype: str
    quality: float
    place: int

    def precision(self, media_type: str) -> int:
        """How closely the range names ``media_type``: 3 by name, 2 by its kind, 1 as anything, 0 not at all."""
        if (self.kind, self.subtype) == ("*", "*"):
            return 1
        kind, _, subtype = media_type.partition("/")
        if self.kind != kind:
            return 0
        return 3 if self.subtype == subtype else 2 if self.subtype == "*" else 0


def accept_header(request: Request) -> str:
    """The header Accept, which may come in several lines."""
    return ", ".join(request.headers.getlist("accept"))


def choose(accept: str | None, offered: Mapping[str, str], default: str) -> str | None:
    """The key of ``offered`` (names to media types) that ``accept`` likes best, or None when it takes none.

    For each format the range counts that names it most closely. A missing header or ``*/*`` gives ``default``; of
    equals, one that is named wins over one that is not, and the first named by the client over the next.
    """
    if not accept or not accept.strip():
        return default
    ranges = _ranges(accept)
    best: tuple[tuple[float, int, int, bool], str] | None = None
    for name, media_type in offered.items():
        names = (media_type, *(alias for alias, of in _ALIASES.items() if of == name))
        found = max(
            ((wanted.precision(one), -wanted.place, wanted) for one in names for wanted in ranges),
            key=lambda match: match[:2],
            default=None,
        )
        if found is None or found[0] == 0 or found[2].quality <= 0:
            continue
        rank = (found[2].quality, found[0], found[1], name == default)
        if best is None or rank > best[0]:
            best = (rank, name)
    return best[1] if best is not None else None


def takes_gzip(accept_encoding: str | None) -> bool:
    """Whether the client takes gzip, by the header Accept-Encoding."""
    codings = {}
    for part in (accept_encoding or "").split(",")[:_MOST_RANGES]:
        coding, *parameters = (piece.strip().lower() for piece in part.split(";"))
        codings[coding] = _quality(parameters)
    return codings.get("gzip", codings.get("x-gzip", codings.get("*", 0.0))) > 0


def _ranges(accept: str) -> list[_Range]:
    ranges = []
    for place, part in enumerate(accept.split(",")[:_MOST_RANGES]):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        kind, _, subtype = media_range.partition("/")
        # Java's own HTTP client sends a bare star.
        ranges.append(_Range(kind, subtype or "*" if kind == "*" else subtype, _quality(parameters), place))
    return ranges


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
    return 1.0
