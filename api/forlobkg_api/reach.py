"""Who may reach what, and how: reading from pages of other sites (CORS), HEAD, compression."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forlobkg_api.addresses import holds_data
from forlobkg_api.negotiation import takes_gzip

_EXPOSED = "Content-Disposition, ETag, Link, Location, Retry-After"
_TAKEN = "Accept, Accept-Language, Content-Type, If-None-Match"
_METHODS = "GET, HEAD, POST, OPTIONS"
_DAY = "86400"
_LEAST_COMPRESSED = 1000
_LEVEL = 5


class OpenForReading:
    """Lets pages of any site read the data: CORS without credentials, on the addresses that hold data.

    Said on every response, asked or not: a copy that a browser keeps from a visit serves a page's request too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not holds_data(scope["path"]):
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            permission = {
                "Access-Control-Allow-Origin": "*",
                "Access-Control-Allow-Methods": _METHODS,
                "Access-Control-Allow-Headers": _TAKEN,
                "Access-Control-Max-Age": _DAY,
            }
            await Response(status_code=204, headers=permission)(scope, receive, send)
            return

        async def with_permission(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Access-Control-Expose-Headers"] = _EXPOSED
            await send(message)

        await self._app(scope, receive, with_permission)


class HeadForAll:
    """Answers HEAD as GET without the content, whatever the route (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_content(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, without_content)


class Compressed(GZipMiddleware):
    """Compresses what is sent to those who take gzip; the library's own would send it to those who refuse it too."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, minimum_size=_LEAST_COMPRESSED, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not takes_gzip(Headers(scope=scope).get("accept-encoding")):
            others = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = {**scope, "headers": others}
        await super().__call__(scope, receive, send)
