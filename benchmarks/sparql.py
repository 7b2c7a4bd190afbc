"""SPARQL side by side: pyoxigraph in process, our endpoint, and rdflib-endpoint over both of its stores.

    python benchmarks/sparql.py [--triples 1000000] [--rounds 5] [--out FILE] [--write]

See the README beside this file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from contestants import (
    Contestant,
    Endpoint,
    FailedError,
    InProcess,
    Query,
    TooSlowError,
    count_rows,
    read_queries,
)
from endpoints import MEMORY, OURS, OXIGRAPH
from grown import Grown, grow
from keeping import RESULTS, keep
from machine import SPARQL_PACKAGES, described
from sparql_tables import sparql_table

IN_PROCESS = "pyoxigraph"
_HERE = Path(__file__).resolve().parent
_SECONDS_A_ROUND = 0.5
_MOST_REPEATS = 20
_SLOW_SECONDS = 5.0
"""What takes longer the first time is not asked again."""


@dataclass
class _Trips:
    """What one contestant needed for one query: the seconds of each round, or why there are none."""

    rounds: list[list[float]] = field(default_factory=list)
    rows: int | None = None
    repeats: int = 1
    trouble: str | None = None


def main() -> None:
    """Read the command line, measure, and say what came out."""
    parser = argparse.ArgumentParser(description="Measure SPARQL side by side with its peers.")
    parser.add_argument("--triples", type=int, default=1_000_000, help="least size of the graph (default 1000000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of every query (default 5)")
    parser.add_argument("--limit", type=float, default=60, help="seconds that a query may take (default 60)")
    parser.add_argument("--load-limit", type=float, default=1200, help="seconds that loading may take (default 1200)")
    parser.add_argument("--work", type=Path, help="folder for scratch; a temporary one if not given")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the results go, as JSON")
    parser.add_argument("--write", action="store_true", help="put the tables into the README")
    options = parser.parse_args()
    if min(options.triples, options.rounds, options.limit, options.load_limit) <= 0:
        parser.error("sizes, rounds and limits are more than 0")
    with TemporaryDirectory(prefix="forlobkg-bench-", dir=options.work) as temporary:
        machine = described(SPARQL_PACKAGES)
        found = _measure(options, Path(temporary))
    keep("sparql", {"machine": machine, **found}, sparql_table, options.out, write=options.write)


def _measure(options: argparse.Namespace, work: Path) -> dict[str, Any]:
    from forlobkg.service import open_service

    with open_service(report=_report) as service:
        _report(f"growing the graph to {options.triples:,} triples")
        grown = grow(service.build.store, service.names, options.triples, work)
    contestants: dict[str, Contestant] = {IN_PROCESS: InProcess(grown.store_path)}
    starts: dict[str, dict[str, Any]] = {}
    try:
        for name in (OURS, OXIGRAPH, MEMORY):
            _report(f"starting {name}")
            _start(name, grown, options, contestants, starts)
        found = _ask_all(read_queries(_HERE / "queries"), contestants, options.rounds, options.limit)
        for name, contestant in contestants.items():
            starts.setdefault(name, {})["after_mb"] = contestant.memory_mb()
    finally:
        for contestant in contestants.values():
            contestant.close()
    sizes = {name: value for name, value in grown._asdict().items() if not isinstance(value, Path)}
    return {"graph": sizes, "rounds": options.rounds, "limit_s": options.limit, "starts": starts, "queries": found}


def _start(
    name: str,
    grown: Grown,
    options: argparse.Namespace,
    contestants: dict[str, Contestant],
    starts: dict[str, dict[str, Any]],
) -> None:
    data = grown.quads_path if name == MEMORY else grown.store_path
    try:
        endpoint = Endpoint(name, data, load_limit=options.load_limit, limit=options.limit)
    except TooSlowError:
        starts[name] = {"trouble": f"over {options.load_limit:g} s"}
        return
    contestants[name] = endpoint
    starts[name] = {"ready_s": endpoint.ready_s, "loaded_mb": endpoint.loaded_mb}


def _ask_all(
    queries: Sequence[Query], contestants: Mapping[str, Contestant], rounds: int, limit: float
) -> dict[str, Any]:
    trips = {query.name: {name: _Trips() for name in contestants} for query in queries}
    for query in queries:
        _report(f"first time: {query.title}")
        for name, contestant in contestants.items():
            _warm_up(query, contestant, trips[query.name][name], limit)
    names = list(contestants)
    for number in range(rounds):
        _report(f"round {number + 1} of {rounds}")
        for place, query in enumerate(queries):
            # Another order each time, so that no one always comes after the same.
            turn = (number + place) % len(names)
            for name in [*names[turn:], *names[:turn]]:
                _ask(query, contestants[name], trips[query.name][name], limit)
    return {query.name: {"title": query.title, **_summary(trips[query.name])} for query in queries}


def _warm_up(query: Query, contestant: Contestant, trips: _Trips, limit: float) -> None:
    """The first answer tells the rows and how often a round may ask; only a very slow one is measured."""
    try:
        seconds, content = contestant.ask(query)
    except TooSlowError:
        trips.trouble = f"over {limit:g} s"
    except FailedError as error:
        trips.trouble = f"failed with {error}"
    else:
        trips.rows = count_rows(query, content)
        trips.repeats = max(1, min(_MOST_REPEATS, int(_SECONDS_A_ROUND / seconds)))
        if seconds > _SLOW_SECONDS:
            trips.rounds, trips.repeats = [[seconds]], 0


def _ask(query: Query, contestant: Contestant, trips: _Trips, limit: float) -> None:
    if trips.trouble is not None or not trips.repeats:
        return
    try:
        trips.rounds.append([contestant.ask(query)[0] for _ in range(trips.repeats)])
    except TooSlowError:
        trips.trouble = f"over {limit:g} s"
    except FailedError as error:
        trips.trouble = f"failed with {error}"


def _summary(trips: Mapping[str, _Trips]) -> dict[str, Any]:
    limit = trips[IN_PROCESS]
    contestants: dict[str, Any] = {}
    for name, own in trips.items():
        if own.trouble is not None:
            contestants[name] = {"trouble": own.trouble}
            continue
        seconds = np.array([second for times in own.rounds for second in times])
        contestants[name] = {
            "rows": own.rows,
            "asked": len(seconds),
            "p50_ms": float(np.percentile(seconds, 50) * 1000),
            "p95_ms": float(np.percentile(seconds, 95) * 1000),
            # Of one round with the same round, so that what slows the machine down slows both.
            "ratio": median(median(a) / median(b) for a, b in zip(own.rounds, limit.rounds, strict=False)),
        }
    rows = {found["rows"] for found in contestants.values() if "rows" in found}
    return {"rows": limit.rows, "equal_rows": len(rows) == 1, "contestants": contestants}


def _report(step: str) -> None:
    print(f"benchmark: {step}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
