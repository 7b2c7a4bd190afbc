"""Responses that a client may keep and ask about again (RFC 9110, 13; RFC 9111)."""

from __future__ import annotations

import re
from hashlib import sha256

from fastapi import Request, Response

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_KEEP = "no-cache"
"""It may be kept, but must be asked about before it is used again: a new build changes it."""


def entity_tag(*parts: str) -> str:
    """A weak validator of what is made of ``parts``; weak, for a compressed copy bears the same one."""
    digest = sha256("\0".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass"))
    return f'W/"{digest.hexdigest()[:32]}"'


def is_current(request: Request, tag: str) -> bool:
    """Whether the client holds the representation that ``tag`` names (If-None-Match, compared weakly)."""
    header = ",".join(request.headers.getlist("if-none-match"))
    return header.strip() == "*" or tag.removeprefix("W/").strip('"') in _TAG.findall(header)


def not_modified(tag: str, vary: str) -> Response:
    """304 for a client that holds what ``tag`` names."""
    return Response(
        status_code=304, headers={"ETag": tag, "Vary": f"{vary}, Accept-Encoding", "Cache-Control": _KEEP}
    )
