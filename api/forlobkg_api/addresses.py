"""What an address is for: data for programs, a page for people, or a file that comes with the pages."""

from __future__ import annotations

from urllib.parse import urlsplit

_DATA = ("/sparql", "/graphs", "/data", "/id", "/api", "/eksport", "/ontology", "/.well-known", "/openapi.json")
_FILES = ("/static", "/robots.txt", "/favicon.ico")
_SIGNS = ("/healthz", "/readyz", "/metrics")


def holds_data(path: str) -> bool:
    """Whether ``path`` leads to data that pages of any site may read."""
    return _is_under(path, _DATA)


def is_for_people(path: str) -> bool:
    """Whether ``path``, with or without a query, leads to a page, or would if there were one."""
    return path.startswith("/") and not _is_under(urlsplit(path).path, (*_DATA, *_FILES, *_SIGNS))


def _is_under(path: str, starts: tuple[str, ...]) -> bool:
    return any(path == start or path.startswith((f"{start}/", f"{start}.")) for start in starts)
