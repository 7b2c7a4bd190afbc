"""Retrieval side by side with its peers, and with ever more passages.

    python benchmarks/retrieval.py [--growth 1000,10000,100000 --prose FILE] [--out benchmarks/results.json] [--write]

See the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent


def main() -> None:
    """Read the command line, measure, and say what came out."""
    # What a worker imports counts in what it measures, so that all else is left out of its process.
    if sys.argv[1:2] == ["worker"]:
        from worker import work

        work(sys.argv[2], sys.argv[3], Path(sys.argv[4]), Path(sys.argv[5]))
        return
    _measure(_options())


def _options() -> argparse.Namespace:
    from systems import LABELS

    parser = argparse.ArgumentParser(description="Measure retrieval side by side with its peers.")
    parser.add_argument("--only", default=",".join(LABELS), help="peers to compare, divided by commas")
    parser.add_argument("--no-peers", action="store_true", help="leave the comparison over the corpus out")
    parser.add_argument("--growth", default="", help="numbers of passages, divided by commas, for example 1000,10000")
    parser.add_argument("--prose", type=Path, help="prose for --growth, a sentence a line, xz or plain")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of every measurement (default 5)")
    parser.add_argument("--work", type=Path, help="folder for scratch; a temporary one if not given")
    parser.add_argument("--out", type=Path, default=_HERE / "results.json", help="where the results go, as JSON")
    parser.add_argument("--write", action="store_true", help="put the tables into the README")
    options = parser.parse_args()
    options.only = options.only.split(",")
    options.growth = [int(size) for size in options.growth.split(",") if size]
    unknown = set(options.only) - set(LABELS)
    if unknown:
        parser.error(f"no system is called {', '.join(sorted(unknown))}; there are: {', '.join(LABELS)}")
    if options.rounds < 1 or min(options.growth, default=1) < 1:
        parser.error("rounds and sizes are 1 or more")
    return options


def _measure(options: argparse.Namespace) -> None:
    from tempfile import TemporaryDirectory

    from growth import measure_growth, prose_path
    from machine import RETRIEVAL_PACKAGES, described
    from peers import measure_peers
    from readme import README, write_between
    from tables import growth_table, peers_table

    prose = prose_path(options.prose) if options.growth else None
    results: dict[str, Any] = json.loads(options.out.read_text(encoding="utf-8")) if options.out.is_file() else {}
    with TemporaryDirectory(prefix="forlobkg-bench-") as temporary:
        work = options.work if options.work is not None else Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        if not options.no_peers:
            machine = described(RETRIEVAL_PACKAGES)
            results["peers"] = {"machine": machine, **measure_peers(options.only, options.rounds, work, _report)}
        if prose is not None:
            machine = described(RETRIEVAL_PACKAGES)
            found = measure_growth(options.growth, prose, options.rounds, work, _report)
            results["growth"] = {"machine": machine, **found}
    options.out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tables = {"peers": peers_table, "growth": growth_table}
    for name in results:
        table = tables[name](results[name])
        print(table, end="\n\n")
        if options.write:
            write_between(README, name, table)


def _report(step: str) -> None:
    print(f"benchmark: {step}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
