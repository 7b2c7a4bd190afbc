"""What the SPARQL routes promise beyond the W3C's tests: formats, copies that may be kept, refusals, descriptions."""

from __future__ import annotations

import gzip
import json
import tomllib
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from forlobkg.graph import DATASET
from forlobkg.service import Forlobkg
from forlobkg.sparql import GRAPH_TYPES, SparqlResult

SELECT = "SELECT ?actor WHERE { id:udsatte-gravide fb:centralActor ?actor } ORDER BY ?actor"
ASK = "ASK { id:doegnbehandling fb:hasElement id:psykologhjaelp }"
PASSAGE = "https://w3id.org/forlobkg/id/oplaeg-2023-l210"
ELSEWHERE = "https://example.org/graf"
CASES = tomllib.loads(Path(__file__).with_name("negotiation.toml").read_text("utf-8"))
DIRECT = {"content-type": "application/sparql-query"}


def media_type(response: Any) -> str:
    return str(response.headers["content-type"]).partition(";")[0]


@pytest.mark.parametrize("case", CASES["accepted"], ids=lambda case: case["accept"])
def test_the_best_liked_format_is_sent(case: dict[str, str], client: TestClient) -> None:
    query = {"SELECT": SELECT, "DESCRIBE": "DESCRIBE id:kl"}[case["form"]]
    response = client.get("/sparql", params={"query": query}, headers={"accept": case["accept"]})
    assert response.status_code == 200
    assert media_type(response) == case["type"]
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["accept"])
def test_a_format_that_cannot_be_had_is_refused_with_what_can(case: dict[str, str], client: TestClient) -> None:
    query = {"SELECT": SELECT, "DESCRIBE": "DESCRIBE id:kl"}[case["form"]]
    response = client.get("/sparql", params={"query": query}, headers={"accept": case["accept"]})
    assert response.status_code == 406
    assert case["named"] in response.json()["detail"]


def test_a_repeated_query_is_answered_without_being_run(
    client: TestClient, service: Forlobkg, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get("/sparql", params={"query": SELECT})
    assert first.headers["etag"].startswith('W/"')

    def not_to_be_called(*_: object, **__: object) -> SparqlResult:
        raise AssertionError("the query was run")

    monkeypatch.setattr(service.engine, "run", not_to_be_called)
    again = client.get("/sparql", params={"query": SELECT}, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]


def test_each_answer_has_a_tag_of_its_own(client: TestClient) -> None:
    def tag(query: str, accept: str, **parameters: str) -> str | None:
        response = client.get("/sparql", params={"query": query, **parameters}, headers={"accept": accept})
        assert response.status_code == 200
        return response.headers.get("etag")

    tags = [
        tag(SELECT, "text/csv"),
        tag(SELECT, "application/json"),
        tag(ASK, "application/json"),
        tag(ASK, "application/json", **{"default-graph-uri": PASSAGE}),
        tag(ASK, "application/json", **{"named-graph-uri": PASSAGE}),
    ]
    assert None not in tags
    assert len(set(tags)) == len(tags)
    assert tag("SELECT (RAND() AS ?x) {}", "text/csv") is None
    assert client.get("/sparql", params={"query": "SELECT (NOW() AS ?x) {}"}).headers["cache-control"] == "no-store"


def test_the_graphs_of_the_protocol_are_the_dataset(client: TestClient) -> None:
    def holds(query: str, **parameters: str | list[str]) -> bool:
        response = client.post("/sparql", params=parameters, content=query.encode(), headers=DIRECT)
        assert response.status_code == 200, response.text
        return bool(response.json()["boolean"])

    editorial = "https://w3id.org/forlobkg/id/graf/redaktion"
    assert holds(ASK)
    assert holds(ASK, **{"default-graph-uri": PASSAGE})
    assert not holds(ASK, **{"default-graph-uri": editorial})
    assert holds(ASK, **{"default-graph-uri": [editorial, PASSAGE]})
    assert not holds(ASK, **{"named-graph-uri": PASSAGE})
    assert holds(f"ASK {{ GRAPH ?g {ASK.removeprefix('ASK')} }}", **{"named-graph-uri": PASSAGE})
    # Those of the protocol count, not those of the query.
    assert not holds(ASK.replace("ASK", f"ASK FROM <{PASSAGE}>"), **{"default-graph-uri": editorial})


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (ASK, {"default-graph-uri": ELSEWHERE}),
        (ASK, {"named-graph-uri": ELSEWHERE}),
        (f"ASK FROM <{ELSEWHERE}> {{ }}", {}),
        (f"ASK FROM NAMED <{ELSEWHERE}> {{ }}", {}),
        ("ASK FROM <file:///etc/passwd> { ?s ?p ?o }", {}),
    ],
)
def test_graphs_of_others_are_refused_by_name(query: str, parameters: dict[str, str], client: TestClient) -> None:
    for response in (
        client.get("/sparql", params={"query": query, **parameters}),
        client.post("/sparql", data={"query": query, **parameters}),
    ):
        assert response.status_code == 400
        assert ("file:///etc/passwd" if "passwd" in query else ELSEWHERE) in response.json()["detail"]


@pytest.mark.parametrize("case", CASES["faults"], ids=lambda case: case["name"])
def test_a_faulty_request_is_told_what_is_wrong(case: dict[str, Any], client: TestClient) -> None:
    content = bytes.fromhex(case["hex"]) if "hex" in case else case.get("body", "").encode()
    response = client.request(
        case["method"], case["target"], content=content, headers=case.get("headers", {}), follow_redirects=False
    )
    assert response.status_code == case["status"], response.text
    assert media_type(response) == "application/problem+json"
    assert case["detail"] in response.json()["detail"]
    if case["status"] == 405:
        assert "GET" in response.headers["allow"]


def test_what_is_too_much_is_refused(client: TestClient) -> None:
    huge = b"SELECT * { ?s ?p ?o } #" + b"x" * 5_000_000
    assert client.post("/sparql", content=huge, headers=DIRECT).status_code == 413
    deep = "SELECT * " + "{" * 5000 + "}" * 5000
    assert client.post("/sparql", data={"query": deep}).status_code == 400
    cookies = "; ".join(f"c{number}=x" for number in range(2000))
    assert client.get("/sparql", params={"query": SELECT}, headers={"cookie": cookies}).status_code == 200


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/sparql", "/graphs?default", "/healthz", "/api/who"])
def test_head_is_get_without_the_content(path: str, client: TestClient) -> None:
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.headers["content-length"] == got.headers["content-length"]


@pytest.mark.parametrize("path", ["/sparql", "/graphs"])
def test_options_tell_what_may_be_done(path: str, client: TestClient) -> None:
    response = client.options(path)
    assert response.status_code == 204
    assert {"GET", "HEAD", "OPTIONS"} <= set(response.headers["allow"].split(", "))
    assert "PUT" not in response.headers["allow"]


@pytest.mark.parametrize("path", ["/sparql", "/graphs", "/data/kl.ttl", "/id/kl", "/api/who", "/.well-known/void"])
def test_pages_of_other_sites_may_read_the_data(path: str, client: TestClient) -> None:
    asked = {"origin": "https://example.org", "access-control-request-method": "POST"}
    preflight = client.options(path, headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    response = client.get(path, headers={"origin": "https://example.org"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers


def test_pages_for_people_are_not_open_to_other_sites(client: TestClient) -> None:
    response = client.get("/", headers={"origin": "https://example.org"})
    assert "access-control-allow-origin" not in response.headers


def test_a_large_result_is_compressed_for_those_who_take_it(client: TestClient) -> None:
    query = {"query": "SELECT * { ?s ?p ?o } LIMIT 200"}
    plain = client.get("/sparql", params=query, headers={"accept-encoding": "identity"})
    refused = client.get("/sparql", params=query, headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in refused.headers
    with client.stream("GET", "/sparql", params=query, headers={"accept-encoding": "gzip"}) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["vary"]
        content = b"".join(packed.iter_raw())
    assert len(content) < len(plain.content) / 2
    assert sorted(map(str, json.loads(gzip.decompress(content))["results"]["bindings"])) == sorted(
        map(str, plain.json()["results"]["bindings"])
    )


def test_a_browser_is_shown_the_editor_and_a_program_the_description(client: TestClient) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    shown = client.get("/sparql", headers={"accept": browser}, follow_redirects=False)
    assert (shown.status_code, shown.headers["location"]) == (303, "/udvikler")
    assert media_type(client.get("/sparql", headers={"accept": "text/turtle"})) == "text/turtle"
    assert client.get("/sparql", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("name", GRAPH_TYPES)
def test_the_dataset_describes_itself_in_every_format(name: str, client: TestClient, service: Forlobkg) -> None:
    response = client.get("/.well-known/void", headers={"accept": GRAPH_TYPES[name]})
    assert media_type(response) == GRAPH_TYPES[name]
    found = {
        quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.from_media_type(GRAPH_TYPES[name]))
    }
    dataset = ox.NamedNode(service.names.iri("datasaet"))
    void = "http://rdfs.org/ns/void#"
    address = ox.NamedNode("http://testserver/sparql")
    assert ox.Triple(dataset, ox.NamedNode(f"{void}sparqlEndpoint"), address) in found
    predicates = {triple.predicate.value for triple in found if triple.subject == dataset}
    assert {f"{void}{part}" for part in ("triples", "classPartition", "propertyPartition", "dataDump")} <= predicates


def test_the_service_names_its_dataset_and_graphs(client: TestClient, service: Forlobkg) -> None:
    triples = {quad.triple for quad in ox.parse(client.get("/sparql").content, format=ox.RdfFormat.TURTLE)}
    objects = {triple.object for triple in triples}
    assert {ox.NamedNode(service.names.iri(slug)) for slug in ("datasaet", DATASET, "oplaeg-2023-l210")} <= objects


def test_a_description_may_be_kept(client: TestClient) -> None:
    for path in ("/sparql", "/.well-known/void", "/graphs?default"):
        tag = client.get(path).headers["etag"]
        assert client.get(path, headers={"if-none-match": f'"x", {tag}'}).status_code == 304


def test_a_graph_can_be_got_whole(client: TestClient) -> None:
    response = client.get("/graphs", params={"graph": PASSAGE}, headers={"accept": "application/n-triples"})
    assert response.status_code == 200
    rows = client.get(
        "/sparql",
        params={"query": f"SELECT * {{ GRAPH <{PASSAGE}> {{ ?s ?p ?o }} }}"},
        headers={"accept": "text/csv"},
    )
    assert len(response.text.splitlines()) == len(rows.text.splitlines()) - 1 > 0
    assert client.head("/graphs", params={"graph": PASSAGE}).status_code == 200
    assert client.head("/graphs", params={"graph": ELSEWHERE}).status_code == 404
