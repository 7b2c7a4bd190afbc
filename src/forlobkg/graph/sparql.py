"""Users' SPARQL queries, run in worker processes that are killed at the time limit.

pyoxigraph cannot stop a query that runs in its own process, so a query that a user wrote never does.
"""

from __future__ import annotations

import json
import queue
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forlobkg.errors import BuildError, InputError, QueryLimitError, QueryTimeoutError
from forlobkg.graph.names import Names
from forlobkg.graph.sparql_guard import check_query

RESULT_TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPH_TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}


_MESSAGE_CHARS = 200


@dataclass(frozen=True, slots=True)
class SparqlResult:
    """A serialised result and its media type."""

    content: bytes
    media_type: str


def _syntax_message(message: str) -> str:
    """The parser's message in one line: where it stopped, and the beginning of what it would have taken."""
    line = " ".join(message.split())
    place = re.match(r"error at (\d+):(\d+): (.*)", line)
    where = f"SPARQL-fejl på linje {place[1]}, tegn {place[2]}: " if place else "SPARQL-fejl: "
    detail = place[3] if place else line
    return where + (detail if len(detail) <= _MESSAGE_CHARS else detail[:_MESSAGE_CHARS] + " …")


class _Worker:
    """One worker process; used by one thread at a time."""

    def __init__(self, store_path: Path, max_bytes: int, max_memory: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
            [
                sys.executable,
                "-m",
                "forlobkg.graph.sparql_worker",
                str(store_path),
                str(max_bytes),
                str(max_memory),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sparql-reader")
        if self._process.stdout is None or not self._process.stdout.readline():
            self.kill()
            raise BuildError("SPARQL-processen kunne ikke starte; kør: forlobkg build")

    def ask(self, request: dict[str, Any], timeout: float) -> tuple[dict[str, Any], bytes]:
        """The worker's answer. Raises ``TimeoutError`` after ``timeout`` seconds, ``EOFError`` when it died."""
        answer = self._reader.submit(self._exchange, json.dumps(request).encode("utf-8") + b"\n")
        return answer.result(timeout)

    def _exchange(self, request: bytes) -> tuple[dict[str, Any], bytes]:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise EOFError
        try:
            stdin.write(request)
            stdin.flush()
        except OSError as error:
            raise EOFError from error
        line = stdout.readline()
        if not line:
            raise EOFError
        header: dict[str, Any] = json.loads(line)
        body = stdout.read(header["length"])
        if len(body) != header["length"]:
            raise EOFError
        return header, body

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.shutdown(wait=True)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


class SparqlRunner:
    """Runs users' queries over a build's store, a limited number at once; close it when done."""

    def __init__(
        self,
        store_path: Path,
        names: Names,
        *,
        timeout: float,
        max_bytes: int,
        max_memory: int,
        max_query_bytes: int,
        workers: int,
    ) -> None:
        self._store_path = store_path
        self._prefixes = names.prefixes
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._max_memory = max_memory
        self._max_query_bytes = max_query_bytes
        # None is a place without a process: workers start when first needed and after one was killed.
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._places = workers
        for _ in range(workers):
            self._idle.put(None)

    def run(self, query: str, *, results: str = "json", graph: str = "ttl") -> SparqlResult:
        """The result of a SELECT, ASK, CONSTRUCT or DESCRIBE query.

        ``results`` and ``graph`` are keys of ``RESULT_TYPES`` and ``GRAPH_TYPES``. Raises ``InputError`` for
        a query that is not allowed or malformed (with line and column), ``QueryTimeoutError`` and
        ``QueryLimitError`` when a limit stopped it.
        """
        check_query(query, self._max_query_bytes)
        request = {
            "query": query,
            "results": RESULT_TYPES[results],
            "graph": GRAPH_TYPES[graph],
            "prefixes": self._prefixes,
        }
        header, body = self._ask(request)
        match header["status"]:
            case "ok":
                return SparqlResult(body, header["media_type"])
            case "syntax":
                raise InputError(_syntax_message(header["message"]))
            case "too-large":
                raise QueryLimitError(
                    f"resultatet fylder mere end {self._max_bytes} byte; hent mindre med LIMIT eller færre kolonner"
                )
            case _:
                raise InputError(f"forespørgslen kan ikke udføres: {header['message']}")

    def _ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        try:
            worker = self._idle.get(timeout=self._timeout)
        except queue.Empty as error:
            raise QueryTimeoutError("alle pladser til SPARQL er optaget; prøv igen om lidt") from error
        healthy = False
        try:
            if worker is None:
                worker = _Worker(self._store_path, self._max_bytes, self._max_memory)
            answer = worker.ask(request, self._timeout)
            healthy = True
            return answer
        except FutureTimeoutError as error:
            raise QueryTimeoutError(
                f"forespørgslen blev stoppet efter {self._timeout:g} sekunder; "
                "gør den mindre, for eksempel med LIMIT eller færre sammenkædninger"
            ) from error
        except EOFError as error:
            raise QueryLimitError(
                f"forespørgslen blev stoppet, da den brugte mere end {self._max_memory} byte hukommelse; "
                "gør den mindre, for eksempel uden ORDER BY over det hele"
            ) from error
        finally:
            if worker is not None and not healthy:
                worker.kill()
            self._idle.put(worker if healthy else None)

    def close(self) -> None:
        """Stop the worker processes."""
        for _ in range(self._places):
            worker = self._idle.get()
            if worker is not None:
                worker.kill()
            self._idle.put(None)
