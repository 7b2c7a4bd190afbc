"""Those who are asked the same queries: pyoxigraph in this process, and endpoints in processes of their own."""

from __future__ import annotations

import http.client
import json
import select
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, Protocol
from urllib.parse import urlencode

import pyoxigraph as ox
from endpoints import PATH
from memory import kill_tree, tree_mb

JSON_RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
_PROGRAM = Path(__file__).with_name("endpoints.py")


class Query(NamedTuple):
    """A query to be asked."""

    name: str
    title: str
    text: str
    media_type: str


class TooSlowError(Exception):
    """The answer did not come within the limit."""


class FailedError(Exception):
    """The answer was an error, which this names."""


class Contestant(Protocol):
    """Who can be asked."""

    def ask(self, query: Query) -> tuple[float, bytes]:
        """The seconds to the whole answer, and its bytes. Raises ``TooSlowError`` and ``FailedError``."""

    def memory_mb(self) -> float | None:
        """What its processes hold, where they are its own."""

    def close(self) -> None:
        """Stop it."""


def read_queries(folder: Path) -> list[Query]:
    """The queries of the files ``*.rq``; the comment in the first line is the title."""
    queries = []
    for path in sorted(folder.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        builds_graph = any(line.startswith("CONSTRUCT") for line in text.splitlines())
        title = text.partition("\n")[0].removeprefix("# ")
        queries.append(Query(path.stem, title, text, TRIPLES if builds_graph else JSON_RESULTS))
    return queries


def count_rows(query: Query, content: bytes) -> int:
    """The rows, or triples, of an answer."""
    if query.media_type == TRIPLES:
        return len({line for line in content.decode("utf-8").splitlines() if line.strip()})
    return len(json.loads(content)["results"]["bindings"])


class InProcess:
    """pyoxigraph without anything around it: the query, and its own serialiser."""

    def __init__(self, store_path: Path) -> None:
        self._store = ox.Store.read_only(str(store_path))

    def ask(self, query: Query) -> tuple[float, bytes]:
        start = perf_counter()
        result = self._store.query(query.text)
        if isinstance(result, ox.QueryTriples):
            content = ox.serialize(result, format=ox.RdfFormat.N_TRIPLES)
        else:
            content = result.serialize(format=ox.QueryResultsFormat.JSON)
        return perf_counter() - start, content or b""

    def memory_mb(self) -> None:
        return None

    def close(self) -> None:
        del self._store


class Endpoint:
    """An endpoint of ``endpoints.py`` over HTTP, by one client that keeps its connection."""

    def __init__(self, name: str, data: Path, *, load_limit: float, limit: float) -> None:
        """Start it. Raises ``TooSlowError`` when it has not given its first answer within ``load_limit`` seconds."""
        self._limit = limit
        start = perf_counter()
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, str(_PROGRAM), name, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        if not select.select([self._process.stdout], [], [], load_limit)[0]:
            self._kill()
            raise TooSlowError
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{name} did not start")
        port = json.loads(line)["port"]
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit)
        self._wait_until_ready(port, load_limit - (perf_counter() - start))
        self.ready_s = perf_counter() - start
        self.loaded_mb = self.memory_mb()

    def ask(self, query: Query) -> tuple[float, bytes]:
        path = f"{PATH}?{urlencode({'query': query.text})}"
        start = perf_counter()
        try:
            self._connection.request("GET", path, headers={"Accept": query.media_type})
            response = self._connection.getresponse()
            content = response.read()
        except TimeoutError:
            self._begin_anew()
            raise TooSlowError from None
        except (http.client.HTTPException, ConnectionError) as error:
            self._begin_anew()
            raise FailedError(f"no answer ({error})") from error
        seconds = perf_counter() - start
        if seconds > self._limit:
            raise TooSlowError
        if response.status != http.HTTPStatus.OK:
            raise FailedError(f"{response.status}: {content[:200].decode('utf-8', 'replace')}")
        return seconds, content

    def _wait_until_ready(self, port: int, seconds: float) -> None:
        """What comes between loading and the first answer is part of the start, and has its limit, not a query's."""
        first = http.client.HTTPConnection("127.0.0.1", port, timeout=max(seconds, 1.0))
        try:
            first.request("GET", f"{PATH}?{urlencode({'query': 'ASK {}'})}", headers={"Accept": JSON_RESULTS})
            first.getresponse().read()
        except TimeoutError:
            self._kill()
            raise TooSlowError from None
        finally:
            first.close()

    def memory_mb(self) -> float:
        return tree_mb(self._process.pid)

    def _kill(self) -> None:
        kill_tree(self._process.pid)
        self._process.wait()

    def _begin_anew(self) -> None:
        """What cannot stop a query is killed, and begins again with its data loaded."""
        self._connection.close()
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def close(self) -> None:
        self._connection.close()
        self._process.communicate()
