"""The system over a store elsewhere: the same answers, pages, tables, and queries of users within the same limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from forlobkg.errors import InputError, QueryLimitError, QueryTimeoutError, RemoteStoreError, TooLongError
from forlobkg.service import Forlobkg
from forlobkg_api import create_app

QUESTIONS = Path(__file__).parent.joinpath("data", "questions.txt").read_text("utf-8").splitlines()
ACTORS = "SELECT ?a ?label { id:udsatte-gravide fb:centralActor ?a . ?a skos:prefLabel ?label } ORDER BY ?label"
CLAIMS = "CONSTRUCT WHERE { id:udsatte-gravide fb:centralActor ?actor }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i && ?b = ?f) }"


def run(service: Forlobkg, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "forlobkg", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "FORLOBKG_HOME": str(service.settings.home), **environment},
    )


@pytest.fixture(scope="module")
def server(service: Forlobkg, start_oxigraph: Callable[..., str]) -> str:
    """A server that the command has written the dataset to."""
    address = start_oxigraph("--timeout-s", "5")
    done = run(service, "publish", "--to", address, "--json")
    assert done.returncode == 0, done.stderr
    counts = service.build.details["counts"]
    assert json.loads(done.stdout) == {
        "graphs": len(service.graph_store.graphs()),
        "triples": counts["triples"],
        "removed": 0,
    }
    assert "sender grafer" in done.stderr
    return address


@pytest.fixture(scope="module")
def there(service: Forlobkg, server: str) -> Iterator[Forlobkg]:
    """The same build, its graph on the server."""
    with Forlobkg(service.settings.model_copy(update={"sparql_url": server}), service.build) as opened:
        yield opened


def limited(service: Forlobkg, server: str, **limits: float) -> Forlobkg:
    return Forlobkg(service.settings.model_copy(update={"sparql_url": server, **limits}), service.build)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_gets_the_same_answer(question: str, there: Forlobkg, service: Forlobkg) -> None:
    assert there.ask(question) == service.ask(question)


def test_everything_else_is_the_same(there: Forlobkg, service: Forlobkg) -> None:
    assert there.who() == service.who()
    for slug in ("familieambulatoriet", "doegnbehandling", "anbefaling-3a"):
        assert there.show(slug) == service.show(slug)
    why = ("anbefaling-5", "fb:involvesActor", "region")
    assert there.explain(*why) == service.explain(*why)


@pytest.mark.parametrize("results", ["json", "xml", "csv", "tsv"])
def test_a_users_query_gives_the_same_rows_in_every_format(results: str, there: Forlobkg, service: Forlobkg) -> None:
    far, near = (opened.sparql(ACTORS, results=results) for opened in (there, service))
    assert far.media_type == near.media_type
    if results == "json":
        assert json.loads(far.content) == json.loads(near.content)
    else:
        assert far.content == near.content


@pytest.mark.parametrize("graph", ["ttl", "nt", "nq", "trig", "rdf", "jsonld"])
def test_a_users_graph_comes_in_every_format(graph: str, there: Forlobkg) -> None:
    result = there.sparql(CLAIMS, graph=graph)
    assert b"familieambulatoriet" in result.content
    assert there.sparql(CLAIMS, graph=graph).media_type == result.media_type


def test_some_graphs_only_are_asked(there: Forlobkg, service: Forlobkg) -> None:
    passage = service.graph.statements(predicate="https://w3id.org/forlobkg/ontology#centralActor")[0].passages[0]
    named = service.names.iri(passage)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    for query, graphs in ((count, [named]), (count.replace("{", f"FROM <{named}> {{", 1), [])):
        far, near = (opened.sparql(query, results="csv", default_graphs=graphs) for opened in (there, service))
        assert far.content == near.content


@pytest.mark.parametrize(
    ("query", "error", "said"),
    [
        ("SELECT ?s { ?s ?p }", InputError, "error at 1:"),
        ("SELECT ?s {\n  ?s ?p }", InputError, "error at 2:"),
        ("DELETE WHERE { ?s ?p ?o }", InputError, "DELETE er ikke tilladt"),
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", InputError, "SERVICE er ikke tilladt"),
        ("SELECT * FROM <http://x/> { ?s ?p ?o }", InputError, "ingen graf <http://x/>"),
        ("# " + "a" * 200_000, TooLongError, "200002 byte"),
    ],
)
def test_a_query_that_may_not_be_is_refused(query: str, error: type[InputError], said: str, there: Forlobkg) -> None:
    with pytest.raises(error, match=said):
        there.sparql(query)


def test_the_place_of_a_mistake_is_that_of_the_query_as_it_was_asked(there: Forlobkg) -> None:
    with pytest.raises(InputError, match=r"error at 1:2\d: "):
        there.sparql("SELECT ?s { ?s fb:actor }")


def test_the_limits_hold_there_too(there: Forlobkg, service: Forlobkg, server: str) -> None:
    with limited(service, server, sparql_timeout=1.0) as hurried:
        began = time.monotonic()
        with pytest.raises(QueryTimeoutError, match="blev stoppet efter 1 sekunder"):
            hurried.sparql(RUNAWAY)
        assert time.monotonic() - began < 10
    with limited(service, server, sparql_max_rows=5) as narrow:
        for query in ("SELECT * { ?s ?p ?o } LIMIT 6", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 6"):
            with pytest.raises(QueryLimitError, match="mere end 5 rækker"):
                narrow.sparql(query)
            assert narrow.sparql(query.replace("6", "5")).content
    with limited(service, server, sparql_max_bytes=1000) as small, pytest.raises(QueryLimitError, match="1000 byte"):
        small.sparql("SELECT * { ?s ?p ?o } LIMIT 100")


def test_it_is_served_over_http(there: Forlobkg, service: Forlobkg) -> None:
    with TestClient(create_app(there)) as far, TestClient(create_app(service)) as near:
        for client in (far, near):
            assert client.get("/sparql", params={"query": ACTORS}).status_code == 200
        answers = [client.post("/api/ask", json={"question": QUESTIONS[0]}).json() for client in (far, near)]
        assert answers[0] == answers[1]


def test_a_store_without_the_dataset_is_told_of_in_one_line(
    service: Forlobkg, start_oxigraph: Callable[..., str]
) -> None:
    empty = start_oxigraph()
    asked = run(service, "who", FORLOBKG_SPARQL_URL=empty)
    assert asked.returncode == 1
    assert asked.stderr.endswith(f"har ikke datasættet; kør: forlobkg publish --to {empty}/query\n")
    assert "Traceback" not in asked.stderr
    with (
        Forlobkg(service.settings.model_copy(update={"sparql_url": f"{empty}/nowhere"}), service.build) as lost,
        pytest.raises(RemoteStoreError, match="se om adressen er rigtig"),
    ):
        lost.who()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "nonsense"], "er ingen adresse"),
        (["--to", "http://127.0.0.1:9/some/where"], "--graph-store"),
        (
            ["--to", "http://x", "--update", "http://x", "--graph-store", "http://x"],
            "enten --graph-store",
        ),
    ],
)
def test_wrong_use_of_the_command_is_told_in_one_line(arguments: list[str], said: str, service: Forlobkg) -> None:
    done = run(service, "publish", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_the_setting_nothing_speaks_http(service: Forlobkg) -> None:
    code = (
        "import sys, forlobkg\nwith forlobkg.open() as opened:\n    opened.who()\n"
        "assert not {'httpx', 'forlobkg.remote'} & set(sys.modules)"
    )
    environment = {**os.environ, "FORLOBKG_HOME": str(service.settings.home)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
