"""Responses that a client may keep and ask about again (RFC 9110, 13; RFC 9111)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from hashlib import sha256

from fastapi import Request, Response

from forlobkg_api.negotiation import takes_gzip

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_LEAST_COMPRESSED = 1000
_LEVEL = 5
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


def representation(
    request: Request,
    content: bytes,
    media_type: str,
    *,
    vary: str,
    tag: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A response with ``content``, compressed for a client that takes it; not to be kept without a ``tag``.

    To be called from a thread: compressing a large result takes long enough to hold other requests up.
    """
    sent = {"Vary": f"{vary}, Accept-Encoding", "Cache-Control": _KEEP if tag else "no-store", **(headers or {})}
    if tag is not None:
        sent["ETag"] = tag
    if len(content) >= _LEAST_COMPRESSED and takes_gzip(request.headers.get("accept-encoding")):
        content = gzip.compress(content, _LEVEL, mtime=0)
        sent["Content-Encoding"] = "gzip"
    return Response(content, media_type=media_type, headers=sent)
