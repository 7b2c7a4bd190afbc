"""Graphs written to a store elsewhere, by the Graph Store Protocol or by SPARQL Update."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice, repeat
from typing import Protocol

import pyoxigraph as ox

from forlobkg.errors import RemoteStoreError
from forlobkg.remote.addresses import checked_url, shown
from forlobkg.remote.endpoint import require_success
from forlobkg.remote.transport import HttpTransport

_TRIPLES_AT_ONCE = 20_000
_MOST_BYTES_BACK = 1_000_000
_GONE = (200, 202, 204, 404)
_N_TRIPLES = "application/n-triples"
_UPDATE = "application/sparql-update"


class GraphWriter(Protocol):
    """Where graphs are written to; ``graph`` is a graph's IRI, or None for the default graph.

    Each operation raises ``RemoteStoreError`` or ``QueryTimeoutError``.
    """

    def replace(self, graph: str | None, triples: Iterable[ox.Triple]) -> None:
        """Let ``graph`` hold ``triples`` and nothing else."""

    def remove(self, graph: str) -> None:
        """Remove a named graph, if it is there."""

    def close(self) -> None:
        """Close the connections."""


class GraphStoreWriter:
    """Writes by PUT, POST and DELETE of graphs (SPARQL 1.1 Graph Store HTTP Protocol, 5.3 to 5.5) at ``url``."""

    def __init__(self, url: str, *, timeout: float) -> None:
        self._url = checked_url(url)
        self._timeout = timeout
        self._transport = HttpTransport()

    def replace(self, graph: str | None, triples: Iterable[ox.Triple]) -> None:
        """Let ``graph`` hold ``triples`` and nothing else."""
        for method, body in zip(chain(["PUT"], repeat("POST")), _bodies(triples), strict=False):
            self._send(method, graph, body)

    def remove(self, graph: str) -> None:
        """Remove a named graph, if it is there."""
        self._send("DELETE", graph, None)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _send(self, method: str, graph: str | None, body: bytes | None) -> None:
        reply = self._transport.send(
            method,
            self._url,
            timeout=self._timeout,
            max_bytes=_MOST_BYTES_BACK,
            params={"default": ""} if graph is None else {"graph": graph},
            content=body,
            headers={"Content-Type": _N_TRIPLES} if body is not None else None,
        )
        if method != "DELETE" or reply.status not in _GONE:
            require_success(reply, shown(self._url))


class UpdateWriter:
    """Writes by SPARQL 1.1 Update, sent directly (SPARQL 1.1 Protocol, 2.2.2), at ``url``."""

    def __init__(self, url: str, *, timeout: float) -> None:
        self._url = checked_url(url)
        self._timeout = timeout
        self._transport = HttpTransport()

    def replace(self, graph: str | None, triples: Iterable[ox.Triple]) -> None:
        """Let ``graph`` hold ``triples`` and nothing else."""
        name = None if graph is None else str(ox.NamedNode(graph))
        start = "CLEAR SILENT DEFAULT" if name is None else f"CLEAR SILENT GRAPH {name}"
        for first, body in zip(chain([f"{start} ;\n"], repeat("")), _bodies(triples), strict=False):
            data = body.decode("utf-8")
            quads = data if name is None else f"GRAPH {name} {{\n{data}}}"
            self._send(f"{first}INSERT DATA {{\n{quads}\n}}")

    def remove(self, graph: str) -> None:
        """Remove a named graph, if it is there."""
        self._send(f"DROP SILENT GRAPH {ox.NamedNode(graph)}")

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _send(self, update: str) -> None:
        reply = self._transport.send(
            "POST",
            self._url,
            timeout=self._timeout,
            max_bytes=_MOST_BYTES_BACK,
            content=update.encode("utf-8"),
            headers={"Content-Type": _UPDATE},
        )
        require_success(reply, shown(self._url))


def _bodies(triples: Iterable[ox.Triple]) -> Iterator[bytes]:
    """N-Triples in pieces, at least one; a triple with a blank node is not taken, for it would come apart.

    Raises ``RemoteStoreError`` for such a triple.
    """
    remaining = iter(triples)
    piece = list(islice(remaining, _TRIPLES_AT_ONCE))
    while True:
        if any(isinstance(term, ox.BlankNode) for triple in piece for term in (triple.subject, triple.object)):
            raise RemoteStoreError("grafen har en blank knude, som ikke kan sendes i stykker; giv den en IRI")
        buffer = io.BytesIO()
        ox.serialize(piece, buffer, ox.RdfFormat.N_TRIPLES)
        yield buffer.getvalue()
        piece = list(islice(remaining, _TRIPLES_AT_ONCE))
        if not piece:
            return
