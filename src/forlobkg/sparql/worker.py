"""What runs queries over a read-only store in a process of its own, which can be killed.

A request is one message, an answer two: JSON with ``status`` and what belongs to it, then the bytes of the result.
"""

from __future__ import annotations

import io
import json
import math
import os
import resource
from collections.abc import Iterator
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any

import pyoxigraph as ox

from forlobkg.sparql.counting import has_more_rows
from forlobkg.sparql.datasets import UnknownGraphError, dataset_of
from forlobkg.sparql.messages import READY, Request

_WITH_PREFIXES = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML)


class _TooManyBytesError(Exception):
    pass


class _TooManyRowsError(Exception):
    pass


class _LimitedBuffer(io.BytesIO):
    """A buffer that refuses to grow past its limit, so that a huge result is stopped while it is made."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self._limit:
            raise _TooManyBytesError
        return super().write(data)


def answer(store: ox.Store, request: Request) -> tuple[dict[str, Any], bytes]:
    """The answer to ``request``: what became of it, and the bytes of the result."""
    try:
        media_type, content = _result(store, request)
    except SyntaxError as error:
        return {"status": "syntax", "message": str(error.msg or error)}, b""
    except UnknownGraphError as error:
        return {"status": "unknown-graph", "iri": error.args[0]}, b""
    except _TooManyBytesError:
        return {"status": "bytes"}, b""
    except _TooManyRowsError:
        return {"status": "rows"}, b""
    except MemoryError:
        return {"status": "memory"}, b""
    except (OSError, ValueError, RuntimeError) as error:
        return {"status": "failed", "message": str(error)}, b""
    return {"status": "ok", "media_type": media_type}, content


def _result(store: ox.Store, request: Request) -> tuple[str, bytes]:
    dataset = dataset_of(store, request.default_graphs, request.named_graphs)
    result = dataset.query(request.query, dict(request.prefixes), request.base_iri)
    buffer = _LimitedBuffer(request.max_bytes)
    if isinstance(result, ox.QueryTriples):
        rdf_format = ox.RdfFormat.from_media_type(request.graph)
        prefixes = dict(request.prefixes) if rdf_format in _WITH_PREFIXES else None
        ox.serialize(_at_most(result, request.max_rows), buffer, rdf_format, prefixes=prefixes)
        return request.graph, buffer.getvalue()
    if isinstance(result, ox.QuerySolutions | ox.QueryBoolean):
        result.serialize(buffer, ox.QueryResultsFormat.from_media_type(request.results))
    content = buffer.getvalue()
    if has_more_rows(content, request.results, request.max_rows):
        raise _TooManyRowsError
    return request.results, content


def _at_most(triples: ox.QueryTriples, limit: int) -> Iterator[ox.Triple]:
    yield from islice(triples, limit)
    if next(triples, None) is not None:
        raise _TooManyRowsError


def confine(max_memory: int) -> None:
    """Leave the process no file descriptor to open and ``max_memory`` bytes of address space."""
    probe = os.open(os.devnull, os.O_RDONLY)
    os.close(probe)
    # The lowest free descriptor is the limit: a socket would need one more.
    resource.setrlimit(resource.RLIMIT_NOFILE, (probe, probe))
    resource.setrlimit(resource.RLIMIT_AS, (max_memory, max_memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_processor_time(seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime + seconds) + 1, most))


def serve(store_path: str, max_memory: int, connection: Connection) -> None:
    """Answer requests until ``connection`` ends, after ``READY`` or what kept the store from being opened."""
    try:
        store = ox.Store.read_only(store_path)
        # One look at the data, so that the store has opened all it needs.
        store.query("ASK { ?s ?p ?o }")
    except OSError as error:
        connection.send_bytes(str(error).encode("utf-8"))
        return
    confine(max_memory)
    connection.send_bytes(READY)
    while True:
        try:
            request = Request.from_bytes(connection.recv_bytes())
        except EOFError:
            return
        _limit_processor_time(request.cpu_seconds)
        header, content = answer(store, request)
        header["peak_kib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        connection.send_bytes(json.dumps(header).encode("utf-8"))
        connection.send_bytes(content)
