"""Runaway queries fired at once at our server: when they end, who waits for them, and what memory they take.

    python benchmarks/runaway.py [--fired 20] [--limit 10] [--storms 3] [--out FILE] [--write]

See the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import cycle, islice
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import memory
import numpy as np
from keeping import RESULTS, keep
from machine import SPARQL_PACKAGES, described
from serving import served
from sparql_tables import runaway_table

_HERE = Path(__file__).resolve().parent
_PAUSE = 0.05
_IDLE_SECONDS = 8
_LOOK_SECONDS = 0.5
_LATER_SECONDS = 10
_QUESTIONS = 20


class _Call(NamedTuple):
    """A request that a probe sends."""

    method: str
    path: str
    body: str | None = None
    media_type: str = "application/json"


class _Ended(NamedTuple):
    """How a runaway query ended."""

    seconds: float
    status: str


def main() -> None:
    """Read the command line, measure, and say what came out."""
    parser = argparse.ArgumentParser(description="Fire runaway queries at our server.")
    parser.add_argument("--fired", type=int, default=20, help="runaway queries at once (default 20)")
    parser.add_argument("--limit", type=float, default=10, help="seconds that a query may take (default 10)")
    parser.add_argument("--storms", type=int, default=3, help="how often they are fired (default 3)")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the results go, as JSON")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    options = parser.parse_args()
    if min(options.fired, options.limit, options.storms) <= 0:
        parser.error("numbers are more than 0")
    machine = described(SPARQL_PACKAGES)
    with served({"FORLOBKG_SPARQL_TIMEOUT": f"{options.limit:g}"}) as (pid, url):
        found = _measure(pid, urlsplit(url).netloc, options)
    keep("runaway", {"machine": machine, **found}, runaway_table, options.out, write=options.write)


def _measure(pid: int, address: str, options: argparse.Namespace) -> dict[str, Any]:
    queries = [path.read_text(encoding="utf-8") for path in sorted((_HERE / "runaways").glob("*.rq"))]
    probes = _probes()
    for calls in probes.values():
        for call in calls:
            _probe_once(HTTPConnection(address), call)
    ended: list[_Ended] = []
    idle: dict[str, list[float]] = {name: [] for name in probes}
    storm: dict[str, list[float]] = {name: [] for name in probes}
    held: dict[str, list[float]] = {"before": [], "most": [], "just_after": [], "later": []}
    processes: dict[str, int] = {}

    def look(when: str) -> None:
        held[when].append(memory.tree_mb(pid))
        processes[when] = max(processes.get(when, 0), memory.count(pid))

    for number in range(options.storms):
        _report(f"storm {number + 1} of {options.storms}: idle")
        with _probing(address, probes, idle):
            time.sleep(_IDLE_SECONDS)
        look("before")
        _report(f"storm {number + 1} of {options.storms}: {options.fired} runaway queries")
        with ThreadPoolExecutor(options.fired) as threads:
            fired = [
                threads.submit(_fire, address, query, options.limit)
                for query in islice(cycle(queries), options.fired)
            ]
            with _probing(address, probes, storm):
                while not all(future.done() for future in fired):
                    look("most")
                    time.sleep(_LOOK_SECONDS)
        look("just_after")
        ended += [future.result() for future in fired]
        time.sleep(_LATER_SECONDS)
        look("later")
    late = np.array([end.seconds - options.limit for end in ended])
    return {
        "fired": options.fired,
        "storms": options.storms,
        "limit_s": options.limit,
        "statuses": dict(Counter(end.status for end in ended)),
        "late_s": {
            "least": float(late.min()),
            "median": float(np.median(late)),
            "p95": float(np.percentile(late, 95)),
            "most": float(late.max()),
            "each": [round(float(seconds), 3) for seconds in late],
        },
        "probes": {name: _compared(idle[name], storm[name]) for name in probes},
        "memory_mb": {when: max(values) for when, values in held.items()},
        "processes": processes,
    }


def _probes() -> dict[str, list[_Call]]:
    """What others do meanwhile. Questions are asked in turn, so that no one answer is always the same."""
    from forlobkg.evaluate import load_questions
    from forlobkg.resources import evaluation_dir

    questions = load_questions(evaluation_dir() / "questions.jsonl")[:_QUESTIONS]
    small = (_HERE / "queries" / "1-point.rq").read_text(encoding="utf-8")
    return {
        "`GET /healthz`": [_Call("GET", "/healthz")],
        "`POST /api/ask`": [_Call("POST", "/api/ask", json.dumps({"question": q.text})) for q in questions],
        "small query, `GET /sparql`": [_Call("GET", f"/sparql?{urlencode({'query': small})}")],
    }


@contextmanager
def _probing(address: str, probes: Mapping[str, list[_Call]], seconds: dict[str, list[float]]) -> Iterator[None]:
    """Send each probe again and again in a thread of its own; its seconds go to ``seconds``, inf if failed."""
    enough = Event()

    def probe(name: str) -> None:
        connection = HTTPConnection(address, timeout=120)
        for call in cycle(probes[name]):
            if enough.is_set():
                break
            seconds[name].append(_probe_once(connection, call))
            time.sleep(_PAUSE)
        connection.close()

    threads = [Thread(target=probe, args=(name,)) for name in probes]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        enough.set()
        for thread in threads:
            thread.join()


def _probe_once(connection: HTTPConnection, call: _Call) -> float:
    """The seconds to the whole answer; infinite when it is an error or there is none."""
    start = perf_counter()
    try:
        connection.request(call.method, call.path, call.body, {"Content-Type": call.media_type})
        response = connection.getresponse()
        response.read()
    except (OSError, HTTPException):
        connection.close()
        return float("inf")
    return perf_counter() - start if response.status == 200 else float("inf")


def _fire(address: str, query: str, limit: float) -> _Ended:
    connection = HTTPConnection(address, timeout=limit + 120)
    start = perf_counter()
    try:
        connection.request("POST", "/sparql", query, {"Content-Type": "application/sparql-query"})
        response = connection.getresponse()
        response.read()
        status = str(response.status)
    except (OSError, HTTPException) as error:
        status = type(error).__name__
    finally:
        connection.close()
    return _Ended(perf_counter() - start, status)


def _compared(idle: list[float], storm: list[float]) -> dict[str, Any]:
    before, meanwhile = _times(idle), _times(storm)
    return {"idle": before, "storm": meanwhile, "ratio": meanwhile["p95_ms"] / before["p95_ms"]}


def _times(seconds: list[float]) -> dict[str, Any]:
    answered = np.array([second for second in seconds if second != float("inf")])
    return {
        "asked": len(seconds),
        "failed": len(seconds) - len(answered),
        "p50_ms": float(np.percentile(answered, 50) * 1000),
        "p95_ms": float(np.percentile(answered, 95) * 1000),
        "most_ms": float(answered.max() * 1000),
    }


def _report(step: str) -> None:
    print(f"benchmark: {step}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
