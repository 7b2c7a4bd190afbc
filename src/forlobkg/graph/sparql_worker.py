"""A process that runs SPARQL queries over a read-only store and can be killed.

Run as ``python -m forlobkg.graph.sparql_worker STORE MAX_BYTES MAX_MEMORY``. It writes an empty line when it is
ready, and from then on can open no file and no connection, whatever a query asks for. A request is a line of JSON on
standard input (``query``, ``results``, ``graph``: the query and the media types for its two kinds of result, and
``prefixes``); the answer a line of JSON on standard output, followed by ``length`` bytes of result.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any, BinaryIO

import pyoxigraph as ox


class _ResultTooLargeError(Exception):
    pass


class _LimitedBuffer(io.BytesIO):
    """A buffer that refuses to grow past its limit, so that a huge result is stopped while it is made."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self._limit:
            raise _ResultTooLargeError
        return super().write(data)


def _run(store: ox.Store, request: dict[str, Any], max_bytes: int) -> tuple[dict[str, Any], bytes]:
    buffer = _LimitedBuffer(max_bytes)
    try:
        result = store.query(request["query"], prefixes=request["prefixes"])
        if isinstance(result, ox.QueryTriples):
            media_type = request["graph"]
            rdf_format = ox.RdfFormat.from_media_type(media_type)
            ox.serialize(result, buffer, rdf_format, prefixes=_shown_prefixes(rdf_format, request))
        else:
            media_type = request["results"]
            result.serialize(buffer, ox.QueryResultsFormat.from_media_type(media_type))
    except SyntaxError as error:
        return {"status": "syntax", "message": str(error.msg or error)}, b""
    except _ResultTooLargeError:
        return {"status": "too-large"}, b""
    except (OSError, ValueError, RuntimeError) as error:
        return {"status": "failed", "message": str(error)}, b""
    return {"status": "ok", "media_type": media_type}, buffer.getvalue()


def _shown_prefixes(rdf_format: ox.RdfFormat | None, request: dict[str, Any]) -> dict[str, str] | None:
    takes_prefixes = rdf_format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML)
    return request["prefixes"] if takes_prefixes else None


def _confine(max_memory: int) -> None:
    """Leave the process no file descriptor to open and ``max_memory`` bytes of address space (POSIX only)."""
    if sys.platform == "win32":
        return
    import resource

    probe = os.open(os.devnull, os.O_RDONLY)
    os.close(probe)
    # The lowest free descriptor is the limit: a socket would need one more.
    resource.setrlimit(resource.RLIMIT_NOFILE, (probe, probe))
    resource.setrlimit(resource.RLIMIT_AS, (max_memory, max_memory))


def serve(store_path: str, max_bytes: int, max_memory: int, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until ``requests`` ends."""
    store = ox.Store.read_only(store_path)
    # One look at the data, so that the store has opened all it needs.
    store.query("ASK { ?s ?p ?o } ")
    _confine(max_memory)
    answers.write(b"\n")
    answers.flush()
    for line in requests:
        header, body = _run(store, json.loads(line), max_bytes)
        header["length"] = len(body)
        answers.write(json.dumps(header).encode("utf-8") + b"\n" + body)
        answers.flush()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.stdin.buffer, sys.stdout.buffer)
