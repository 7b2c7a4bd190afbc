"""Content negotiation for SPARQL results (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping

_ALIASES = {"application/json": "json", "application/xml": "xml", "text/xml": "xml"}


def choose(accept: str | None, offered: Mapping[str, str], default: str) -> str | None:
    """The key of ``offered`` (names to media types) that ``accept`` likes best, or None when it takes none.

    A missing header or ``*/*`` gives ``default``; of equals, the first named by the client wins.
    """
    if not accept or not accept.strip():
        return default
    by_type = {media_type: name for name, media_type in offered.items()}
    by_type.update({alias: name for alias, name in _ALIASES.items() if name in offered})
    best: tuple[float, str] | None = None
    for part in accept.split(","):
        media_type, *parameters = (piece.strip() for piece in part.split(";"))
        quality = _quality(parameters)
        name = _match(media_type.lower(), by_type, default)
        if name is not None and quality > 0 and (best is None or quality > best[0]):
            best = (quality, name)
    return best[1] if best is not None else None


def _match(media_type: str, by_type: Mapping[str, str], default: str) -> str | None:
    if media_type == "*/*":
        return default
    if media_type.endswith("/*"):
        prefix = media_type[:-1]
        return next((name for offered, name in by_type.items() if offered.startswith(prefix)), None)
    return by_type.get(media_type)


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
