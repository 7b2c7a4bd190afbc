"""A SPARQL 1.1 endpoint that is asked by POST of a form (SPARQL 1.1 Protocol, 2.1.2)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlencode

from forlobkg.errors import InputError, RemoteStoreError
from forlobkg.remote.addresses import checked_url, shown
from forlobkg.remote.transport import HttpTransport, Reply

_FORM = "application/x-www-form-urlencoded"
_LONGEST_CAUSE = 200


class SparqlEndpoint:
    """An endpoint at ``url``, each of whose answers is given ``timeout`` seconds and ``max_bytes``.

    A user name and a password may stand in the address. Raises ``InputError`` for what is no address.
    """

    def __init__(self, url: str, *, timeout: float, max_bytes: int, transport: HttpTransport | None = None) -> None:
        self._url = checked_url(url)
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._transport = transport if transport is not None else HttpTransport()

    @property
    def shown(self) -> str:
        """The address as a message may show it."""
        return shown(self._url)

    def query(
        self,
        query: str,
        accept: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        timeout: float | None = None,
    ) -> bytes:
        """The result of ``query`` in the media type ``accept``.

        Raises ``InputError`` with the endpoint's own words when it takes the query for malformed,
        ``RemoteStoreError`` when it does not answer or with something else, ``QueryTimeoutError``,
        ``QueryLimitError``.
        """
        fields = [("query", query)]
        fields += [("default-graph-uri", graph) for graph in default_graphs]
        fields += [("named-graph-uri", graph) for graph in named_graphs]
        reply = self._transport.send(
            "POST",
            self._url,
            timeout=self._timeout if timeout is None else timeout,
            max_bytes=self._max_bytes,
            content=urlencode(fields).encode("ascii"),
            headers={"Content-Type": _FORM, "Accept": accept},
        )
        if reply.status == HTTPStatus.BAD_REQUEST:
            raise InputError(f"lageret på {self.shown} afviste forespørgslen: {said(reply)}")
        require_success(reply, self.shown)
        if reply.media_type != accept:
            raise RemoteStoreError(
                f"{self.shown} svarede med {reply.media_type or 'noget uden medietype'} i stedet for {accept}; "
                "se om adressen er et SPARQL-endepunkt"
            )
        return reply.content

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()


def require_success(reply: Reply, shown_url: str) -> None:
    """Raise ``RemoteStoreError``, saying what to do, unless ``reply`` says that all went well."""
    status = reply.status
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise RemoteStoreError(
            f"lageret på {shown_url} kræver adgang ({status}); sæt navn og kode i adressen: https://navn:kode@..."
        )
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise RemoteStoreError(f"{shown_url} viser videre til {shown(reply.location)}; brug den adresse")
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        raise RemoteStoreError(
            f"{shown_url} findes ikke eller tager ikke imod det ({status}); se om adressen er rigtig"
        )
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise RemoteStoreError(f"lageret på {shown_url} svarede {status}: {said(reply)}")


def said(reply: Reply) -> str:
    """What a reply says went wrong, on one line."""
    line = " ".join(reply.content.decode("utf-8", errors="replace").split())
    if not line or reply.media_type == "text/html":
        return "uden forklaring"
    return line if len(line) <= _LONGEST_CAUSE else line[:_LONGEST_CAUSE].rstrip() + " …"
