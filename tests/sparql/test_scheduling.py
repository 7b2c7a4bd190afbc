"""Many queries at once: the small ones are answered, the long ones die in time, and nothing of them stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from forlobkg.errors import BuildError, ForlobkgError, QueryBusyError, QueryTimeoutError
from forlobkg.sparql import SparqlRunner

from .conftest import RUNAWAY, MakeRunner

SMALL = "SELECT ?n { ex:thing-7 ex:number ?n }"
MIDDLING = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c = ?f + 1) }"


def family() -> dict[int, list[int]]:
    """The children of each process, by the system's own account."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended meanwhile
            if fields[0] != "Z":
                children.setdefault(int(fields[1]), []).append(int(folder.name))
    return children


def descendants(pid: int) -> list[int]:
    children = family()
    found, todo = [], [pid]
    while todo:
        found += (new := children.get(todo.pop(), []))
        todo += new
    return found


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def works(pid: int) -> bool:
    """Whether the process is there, and more than the record of one that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def outcome(runner: SparqlRunner, query: str) -> tuple[type[ForlobkgError] | None, float]:
    started = time.monotonic()
    try:
        runner.run(query)
    except ForlobkgError as error:
        return type(error), time.monotonic() - started
    return None, time.monotonic() - started


def test_twenty_runaways_die_in_time_and_small_queries_live(make_runner: MakeRunner) -> None:
    runner = make_runner(timeout=1.5)
    runner.run(SMALL)
    before = set(descendants(os.getpid()))
    with ThreadPoolExecutor(20) as pool:
        runaways = [pool.submit(outcome, runner, RUNAWAY) for _ in range(20)]
        small = []
        while not all(run.done() for run in runaways):
            small.append(outcome(runner, SMALL))
        ends = [run.result() for run in runaways]
    # One that waited may get a place in the very last moment, and then runs out of time.
    assert {error for error, _ in ends} <= {QueryTimeoutError, QueryBusyError}
    assert max(seconds for _, seconds in ends) < 6
    assert {error for error, _ in small} == {None}
    assert sorted(seconds for _, seconds in small)[len(small) // 2] < 0.5
    # A few are made ready for whoever comes next; those that ran away are gone.
    assert eventually(lambda: len(set(descendants(os.getpid())) - before) <= 3)
    assert outcome(runner, SMALL)[0] is None


def test_a_query_of_some_length_gets_its_turn_and_is_answered(make_runner: MakeRunner) -> None:
    runner = make_runner(timeout=30, workers=1)
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: runner.run(MIDDLING, results="csv").content, range(3)))
    assert found == [b"n\r\n999\r\n"] * 3


def test_waiting_counts_as_part_of_a_query_s_time(make_runner: MakeRunner) -> None:
    runner = make_runner(timeout=2.0, workers=1)
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(lambda _: outcome(runner, RUNAWAY), range(2)))
    # One that waited may get a place in the very last moment, and then runs out of time.
    assert {error for error, _ in ends} <= {QueryTimeoutError, QueryBusyError}
    assert max(seconds for _, seconds in ends) < 4


def test_no_more_may_wait_than_the_limit(make_runner: MakeRunner) -> None:
    runner = make_runner(timeout=4.0, workers=1, max_waiting=1)
    runner.run(SMALL)
    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(lambda _: outcome(runner, RUNAWAY), range(4)))
    # One runs, one waits its time out, and two are told at once to come again.
    ends.sort(key=lambda end: end[1])
    assert [error for error, _ in ends[:2]] == [QueryBusyError, QueryBusyError]
    assert [seconds > 3.9 for _, seconds in ends] == [False, False, True, True]


def test_a_long_query_runs_at_the_lowest_priority(make_runner: MakeRunner) -> None:
    runner = make_runner(timeout=3.0)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(outcome, runner, RUNAWAY)
        lowered = eventually(
            lambda: any(os.getpriority(os.PRIO_PROCESS, pid) == 19 for pid in descendants(os.getpid())), 2.5
        )
        running.result()
    assert lowered


def test_killed_processes_are_replaced_without_anyone_noticing(make_runner: MakeRunner) -> None:
    runner = make_runner()
    before = set(descendants(os.getpid()))
    runner.run(SMALL)
    started = set(descendants(os.getpid())) - before
    for pid in started:
        os.kill(pid, signal.SIGKILL)
    # Those that have lost their parent are nobody's descendants, and may be dying yet.
    assert eventually(lambda: not any(works(pid) for pid in started))
    with ThreadPoolExecutor(8) as pool:
        assert [error for error, _ in pool.map(lambda _: outcome(runner, SMALL), range(20))] == [None] * 20


def test_closing_ends_everything_that_runs(make_runner: MakeRunner) -> None:
    runner = make_runner()
    before = set(descendants(os.getpid()))
    failed: list[BuildError] = []

    def long() -> None:
        with pytest.raises(BuildError, match="lukke") as caught:
            runner.run(RUNAWAY)
        failed.append(caught.value)

    thread = threading.Thread(target=long)
    thread.start()
    assert eventually(lambda: len(set(descendants(os.getpid())) - before) >= 2)
    time.sleep(0.3)
    runner.close()
    thread.join(5)
    assert failed
    assert eventually(lambda: set(descendants(os.getpid())) <= before)
    with pytest.raises(BuildError, match="lukke"):
        runner.run(SMALL)


def test_nothing_outlives_a_service_that_is_killed(store_path: Path) -> None:
    program = Path(__file__).parent / "killed_service.py"
    with subprocess.Popen([sys.executable, str(program), str(store_path)], stdout=subprocess.PIPE) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == b"running\n"
        workers = descendants(service.pid)
        assert workers
        service.kill()

    def alive(pid: int) -> bool:
        try:
            return b"forlobkg" in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False

    assert eventually(lambda: not any(alive(pid) for pid in workers), 30)
