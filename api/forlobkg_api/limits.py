"""A limit on the size of request bodies, and the headers that every response carries."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forlobkg_api.failures import failure
from forlobkg_api.problems import SECURITY_HEADERS

MAX_BODY_BYTES = 1_000_000


class BodyLimit:
    """Refuses bodies over ``MAX_BODY_BYTES`` with 413, whether or not they announce their length."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Read before the application is called: an exception out of receive() would be taken for a broken body.
        waiting: list[Message] = []
        size = 0
        while True:
            message = await receive()
            waiting.append(message)
            size += len(message.get("body", b""))
            if size > MAX_BODY_BYTES:
                said = f"indholdet fylder mere end {MAX_BODY_BYTES} byte"
                await failure(Request(scope), 413, said, said=said)(scope, receive, send)
                return
            if message["type"] != "http.request" or not message.get("more_body", False):
                break
        waiting.reverse()

        async def replay() -> Message:
            return waiting.pop() if waiting else await receive()

        await self._app(scope, replay, send)


class SecurityHeaders:
    """Adds the security headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)
