"""Each limit stops what is over it, says which limit it was, and leaves the engine as good as before."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from forlobkg.errors import BuildError, InputError, QueryLimitError, QueryTimeoutError, TooLongError
from forlobkg.sparql import GRAPH_TYPES, RESULT_TYPES, Limits, SparqlRunner
from forlobkg.sparql.messages import Request
from forlobkg.sparql.processes import WorkerPool

from .conftest import BASE, RUNAWAY, THINGS, MakeRunner


def works(runner: SparqlRunner) -> bool:
    return runner.run("ASK { ?s ?p ?o }", results="csv").content == b"true"


def test_a_runaway_query_is_stopped_at_its_time(make_runner: MakeRunner) -> None:
    runner = make_runner(timeout=1.0)
    assert works(runner)
    started = time.monotonic()
    with pytest.raises(QueryTimeoutError, match="stoppet efter 1 sekunder") as stopped:
        runner.run(RUNAWAY)
    assert 0.9 < time.monotonic() - started < 2
    assert stopped.value.retry_after == 1
    assert works(runner)


@pytest.mark.parametrize("results", RESULT_TYPES)
def test_a_table_has_only_so_many_rows(results: str, make_runner: MakeRunner) -> None:
    runner = make_runner(max_rows=100)
    assert runner.run("SELECT * { ?s ?p ?o } LIMIT 100", results=results).media_type == RESULT_TYPES[results]
    with pytest.raises(QueryLimitError, match=r"mere end 100 rækker.*LIMIT"):
        runner.run("SELECT * { ?s ?p ?o } LIMIT 101", results=results)


@pytest.mark.parametrize("graph", GRAPH_TYPES)
def test_a_graph_has_only_so_many_triples(graph: str, make_runner: MakeRunner) -> None:
    runner = make_runner(max_rows=100)
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT "
    assert runner.run(query + "100", graph=graph).media_type == GRAPH_TYPES[graph]
    with pytest.raises(QueryLimitError, match="mere end 100 rækker"):
        runner.run(query + "101", graph=graph)


def test_a_result_has_only_so_many_bytes(make_runner: MakeRunner) -> None:
    runner = make_runner(max_bytes=5000)
    with pytest.raises(QueryLimitError, match=r"5000 byte.*LIMIT"):
        runner.run("SELECT * { ?s ?p ?o }")
    with pytest.raises(QueryLimitError, match="5000 byte"):
        runner.run("CONSTRUCT WHERE { ?s ?p ?o }")
    assert len(runner.run("SELECT * { ?s ?p ?o } LIMIT 10").content) < 5000


def test_a_query_has_only_so_much_memory(make_runner: MakeRunner) -> None:
    runner = make_runner(max_memory=600_000_000, timeout=60)
    with pytest.raises(QueryLimitError, match=r"600000000 byte.*ORDER BY"):
        runner.run("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?g ?a LIMIT 1")
    assert works(runner)


def test_a_query_has_only_so_many_bytes(make_runner: MakeRunner) -> None:
    with pytest.raises(TooLongError, match="200 byte"):
        make_runner(max_query_bytes=200).run("ASK {} #" + "x" * 200)


@pytest.mark.parametrize(
    "query", ["ASK { FILTER(" + "!" * 60_000 + "true) }", "ASK { ?s " + "^" * 60_000 + "ex:p ?o }"]
)
def test_a_query_that_breaks_the_parser_breaks_nothing_else(query: str, make_runner: MakeRunner) -> None:
    runner = make_runner()
    with pytest.raises((QueryLimitError, InputError)):
        runner.run(query)
    assert works(runner)


def test_a_mistake_is_shown_with_its_place(runner: SparqlRunner) -> None:
    with pytest.raises(InputError, match="linje 2, tegn 7"):
        runner.run("SELECT * {\n ?s ?p")


def test_the_base_and_the_prefixes_are_at_hand(runner: SparqlRunner) -> None:
    found = runner.run("SELECT ?s { ?s ex:number 7 ; <number> ?n }", results="csv")
    assert found.content.decode().split() == ["s", f"{BASE}thing-7"]


def test_a_whole_result_comes_through(runner: SparqlRunner) -> None:
    found = runner.run("SELECT ?n { ?s ?p ?n } ORDER BY ?n", results="tsv").content.decode().split()
    assert found == ["?n", *(str(number) for number in range(THINGS))]


def test_an_engine_without_a_store_says_what_to_do(tmp_path: Path) -> None:
    with (
        SparqlRunner(tmp_path / "none", prefixes={}, base_iri=None, limits=Limits()) as runner,
        pytest.raises(BuildError, match="forlobkg build"),
    ):
        runner.run("ASK {}")


def test_a_worker_cannot_reach_another_machine(store_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(1)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        pool = WorkerPool(store_path, 2_000_000_000)
        worker = pool.take()
        # Past the check of the text: the worker is given what no user's query may hold.
        worker.send(
            Request(
                query=f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
                results="text/csv",
                graph="text/turtle",
                prefixes={},
                base_iri=None,
                default_graphs=None,
                named_graphs=None,
                max_rows=10,
                max_bytes=1000,
                cpu_seconds=10,
            )
        )
        assert worker.receive()[0]["status"] == "failed"
        with pytest.raises(TimeoutError):
            listener.accept()
        pool.close()
