"""The SPARQL endpoint, first version."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from forlobkg.builds import Build
from forlobkg.service import Forlobkg
from forlobkg.settings import Settings
from forlobkg_api import create_app

SELECT = "SELECT ?actor WHERE { id:udsatte-gravide fb:centralActor ?actor } ORDER BY ?actor"
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i && ?b = ?f) }"


def values(response: object, variable: str) -> list[str]:
    bindings = response.json()["results"]["bindings"]  # type: ignore[attr-defined]
    return [row[variable]["value"] for row in bindings]


def test_the_same_answer_by_get_form_and_direct_post(client: TestClient) -> None:
    direct = {"content-type": "application/sparql-query"}
    responses = [
        client.get("/sparql", params={"query": SELECT}),
        client.post("/sparql", data={"query": SELECT}),
        client.post("/sparql", content=SELECT.encode(), headers=direct),
    ]
    for response in responses:
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/sparql-results+json"
        assert [value.rsplit("/", 1)[1] for value in values(response, "actor")] == [
            "familieafdelingen",
            "familieambulatoriet",
            "rusmiddelbehandlingen",
        ]


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "application/sparql-results+xml;q=0.9, text/csv;q=0.1", "application/sparql-results+xml"),
        (SELECT, "text/html, */*;q=0.8", "application/sparql-results+json"),
        ("ASK { ?s ?p ?o }", "application/json", "application/sparql-results+json"),
        ("DESCRIBE id:kl", "*/*", "text/turtle"),
        ("CONSTRUCT WHERE { id:kl ?p ?o }", "application/n-triples", "application/n-triples"),
        ("DESCRIBE id:kl", "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE id:kl", "application/ld+json", "application/ld+json"),
    ],
)
def test_the_format_is_negotiated(query: str, accept: str, media_type: str, client: TestClient) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert response.headers["vary"].startswith("Accept")


def test_evidence_is_plain_sparql(client: TestClient) -> None:
    query = "SELECT ?passage WHERE { GRAPH ?passage { id:doegnbehandling fb:hasElement id:psykologhjaelp } }"
    response = client.get("/sparql", params={"query": query})
    assert values(response, "passage") == ["https://w3id.org/forlobkg/id/oplaeg-2023-l210"]


@pytest.mark.parametrize(
    ("query", "status", "detail"),
    [
        ("", 400, "tom"),
        ("SELECT * {\n ?s ?p", 400, "linje 2"),
        ("PREFIX a: <urn:a#>\nSELECT * { ?s a:b ov:c ; fb:d _:e }", 400, "præfikset ov: er ikke erklæret"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400, "SERVICE"),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400, "SERVICE"),
        ("PREFIX : <http://127.0.0.1:1/> SELECT * { SERVICE:x { ?s ?p ?o } }", 400, "SERVICE"),
        ("SELECT * { { ?s id:b\\#x ?o } UNION { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }", 400, "SERVICE"),
        ('ASK { BIND("\\u0022" AS ?x) SERVICE <http://127.0.0.1:1/> {} BIND("\\u0022" AS ?y) }', 400, "SERVICE"),
        ("LOAD <http://127.0.0.1:1/>", 400, "LOAD"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", 400, "INSERT"),
        ("DELETE WHERE { ?s ?p ?o }", 400, "DELETE"),
        ("SELECT * { ?s ?p ?o } #" + "x" * 100_000, 413, "grænsen"),
    ],
)
def test_bad_queries_are_refused_with_a_reason(query: str, status: int, detail: str, client: TestClient) -> None:
    response = client.post("/sparql", data={"query": query})
    assert response.status_code == status
    assert detail in response.json()["detail"]


def test_words_of_the_language_in_names_and_text_are_no_offence(client: TestClient) -> None:
    query = 'PREFIX load: <urn:service:> SELECT ?service { ?service load:insert "SERVICE" } # DELETE'
    assert client.get("/sparql", params={"query": query}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        ({"content-type": "text/plain"}, b"SELECT * {}", 415),
        ({"content-type": "application/sparql-update"}, b"CLEAR ALL", 415),
        ({"content-type": "application/x-www-form-urlencoded"}, b"update=CLEAR+ALL", 400),
        ({"content-type": "application/x-www-form-urlencoded"}, b"query=ASK{}&query=ASK{}", 400),
        ({"content-type": "application/sparql-query"}, b"\xff\xfe", 400),
        ({"content-type": "application/sparql-query", "accept": "image/png"}, b"ASK {}", 406),
        ({"content-type": "application/sparql-query", "accept": "text/turtle"}, b"ASK {}", 406),
    ],
)
def test_protocol_faults_have_their_status(
    headers: dict[str, str], content: bytes, status: int, client: TestClient
) -> None:
    assert client.post("/sparql", content=content, headers=headers).status_code == status


@pytest.fixture
def tight_client(service: Forlobkg, settings: Settings) -> Iterator[TestClient]:
    tight = settings.model_copy(
        update={
            "sparql_timeout": 1.0,
            "sparql_max_bytes": 10_000,
            "sparql_workers": 1,
            "sparql_max_memory": 600_000_000,
        }
    )
    with TestClient(create_app(Forlobkg(tight, Build(service.build.path)))) as opened:
        yield opened


def test_a_runaway_query_is_stopped_and_the_next_one_runs(tight_client: TestClient) -> None:
    stopped = tight_client.get("/sparql", params={"query": RUNAWAY})
    assert stopped.status_code == 503
    assert "stoppet efter 1 sekunder" in stopped.json()["detail"]
    assert tight_client.get("/sparql", params={"query": SELECT}).status_code == 200


def test_a_huge_result_is_stopped_and_says_how_to_stay_under(tight_client: TestClient) -> None:
    response = tight_client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    assert response.status_code == 400
    assert "10000 byte" in response.json()["detail"]
    assert "LIMIT" in response.json()["detail"]


def test_a_query_that_eats_memory_is_stopped_and_the_next_one_runs(tight_client: TestClient) -> None:
    query = "SELECT (COUNT(*) AS ?n) { SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?g ?a }"
    response = tight_client.get("/sparql", params={"query": query})
    # Whichever limit it meets first, it is stopped with a reason.
    assert response.status_code in (400, 503)
    assert "stoppet" in response.json()["detail"]
    assert tight_client.get("/sparql", params={"query": SELECT}).status_code == 200


def test_a_query_that_waited_gets_its_whole_time(tight_client: TestClient) -> None:
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(tight_client.get, "/sparql", params={"query": RUNAWAY})
        time.sleep(0.2)
        quick = pool.submit(tight_client.get, "/sparql", params={"query": SELECT})
        assert slow.result().status_code == 503
        assert quick.result().status_code == 200


def test_other_requests_are_answered_while_queries_wait(tight_client: TestClient) -> None:
    with ThreadPoolExecutor(max_workers=60) as pool:
        slow = [pool.submit(tight_client.get, "/sparql", params={"query": RUNAWAY}) for _ in range(45)]
        time.sleep(0.3)
        started = time.monotonic()
        assert tight_client.get("/api/documents").status_code == 200
        waited = time.monotonic() - started
        statuses = {future.result().status_code for future in slow}
    assert waited < 5 < len(slow)
    assert statuses == {503}


def test_dataset_parameters_are_refused_and_not_ignored(client: TestClient) -> None:
    parameters = {"query": "ASK {}", "default-graph-uri": "urn:none"}
    assert client.get("/sparql", params=parameters).status_code == 400
    assert client.post("/sparql", data=parameters).status_code == 400
