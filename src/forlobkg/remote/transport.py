"""Requests to another machine that are over at their deadline, and whose answers stay under their limit.

httpx limits each wait for bytes, not the whole of an answer, and a thread cannot be stopped: so requests run on an
event loop of their own, where they can be.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from forlobkg.errors import QueryLimitError, QueryTimeoutError, RemoteStoreError
from forlobkg.remote.addresses import shown

_CONNECT_SECONDS = 5.0
_MOST_CONNECTIONS = 32
_CLOSING_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the status, the media type without its parameters, where it points, and the bytes."""

    status: int
    media_type: str
    location: str
    content: bytes


class HttpTransport:
    """Sends requests, from any thread; close it when done. No proxy or password file of this machine is used."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: httpx.AsyncClient | None = None

    def send(
        self,
        method: str,
        url: str,
        *,
        timeout: float,
        max_bytes: int,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """The reply to a request, whatever its status.

        Raises ``RemoteStoreError`` when there is none, ``QueryTimeoutError`` when it is not there after ``timeout``
        seconds, ``QueryLimitError`` when it is over ``max_bytes``.
        """
        loop, client = self._started()
        request = client.build_request(method, url, params=params, content=content, headers=headers)
        coroutine = _reply(client, request, timeout, max_bytes)
        try:
            return asyncio.run_coroutine_threadsafe(coroutine, loop).result()
        except TimeoutError as error:
            seconds = f"{timeout:g}".replace(".", ",")
            raise QueryTimeoutError(
                f"lageret på {shown(url)} svarede ikke inden for {seconds} sekunder; "
                "gør forespørgslen mindre, eller prøv igen om lidt"
            ) from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise RemoteStoreError(
                f"lageret på {shown(url)} svarer ikke ({_cause(error)}); se om det kører, og om adressen er rigtig"
            ) from error
        except httpx.HTTPError as error:
            raise RemoteStoreError(
                f"forbindelsen til lageret på {shown(url)} blev afbrudt ({_cause(error)}); prøv igen"
            ) from error

    def _started(self) -> tuple[asyncio.AbstractEventLoop, httpx.AsyncClient]:
        with self._starting:
            if self._loop is None or self._client is None:
                self._loop = asyncio.new_event_loop()
                # A daemon: a program that forgets to close its transport still ends.
                threading.Thread(target=self._loop.run_forever, name="remote-store", daemon=True).start()
                self._client = httpx.AsyncClient(
                    trust_env=False,
                    follow_redirects=False,
                    limits=httpx.Limits(max_connections=_MOST_CONNECTIONS),
                    headers={"User-Agent": "forlobkg"},
                )
            return self._loop, self._client

    def close(self) -> None:
        """Close the connections. A later request opens new ones."""
        with self._starting:
            loop, client, self._loop, self._client = self._loop, self._client, None, None
        if loop is not None and client is not None:
            asyncio.run_coroutine_threadsafe(client.aclose(), loop).result(_CLOSING_SECONDS)
            loop.call_soon_threadsafe(loop.stop)


async def _reply(client: httpx.AsyncClient, request: httpx.Request, timeout: float, max_bytes: int) -> Reply:
    request.extensions["timeout"] = httpx.Timeout(timeout, connect=min(timeout, _CONNECT_SECONDS)).as_dict()
    async with asyncio.timeout(timeout):
        response = await client.send(request, stream=True)
        try:
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > max_bytes:
                    raise QueryLimitError(
                        f"resultatet fylder mere end {max_bytes} byte; hent mindre med LIMIT eller færre kolonner"
                    )
        finally:
            await response.aclose()
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Reply(response.status_code, media_type, response.headers.get("location", ""), bytes(content))


def _cause(error: httpx.HTTPError) -> str:
    return str(error).strip() or type(error).__name__
