"""The W3C's tests of the SPARQL 1.1 Protocol, against a real server.

Every test of a query passes. The updates are refused, as they are to be: the data can be read, not changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from .conftest import load, served
from .manifests import Exchange, ProtocolTest, protocol_tests

UNDESCRIBED = "http://kasei.us/2009/09/sparql/data/data0.rdf"
"""A graph that the tests ask for and say nothing of: here it is one without triples."""
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"application/rdf+xml", "text/turtle", "application/n-triples"},
}
QUERIES = {
    "query_post_form",
    "query_dataset_default_graphs_get",
    "query_dataset_default_graphs_post",
    "query_dataset_named_graphs_post",
    "query_dataset_named_graphs_get",
    "query_dataset_full",
    "query_multiple_dataset",
    "query_get",
    "query_content_type_select",
    "query_content_type_ask",
    "query_content_type_describe",
    "query_content_type_construct",
    "query_post_direct",
    "bad_query_method",
    "bad_multiple_queries",
    "bad_query_wrong_media_type",
    "bad_query_missing_form_type",
    "bad_query_missing_direct_type",
    "bad_query_non_utf8",
    "bad_query_syntax",
}
UPDATES = {
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
    "bad_update_get",
    "bad_multiple_updates",
    "bad_update_wrong_media_type",
    "bad_update_missing_form_type",
    "bad_update_non_utf8",
    "bad_update_syntax",
    "bad_update_dataset_conflict",
}


@pytest.fixture(scope="module")
def tests(rdf_tests: Path) -> dict[str, ProtocolTest]:
    return {test.name: test for test in protocol_tests(rdf_tests)}


@pytest.fixture(scope="module")
def client(tests: dict[str, ProtocolTest], tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("protocol") / "store"
    store = ox.Store(str(folder))
    graphs = {name: path for test in tests.values() for name, path in test.graphs.items()}
    for name, path in graphs.items():
        load(store, path, name, name)
    store.add_graph(ox.NamedNode(UNDESCRIBED))
    store.flush()
    del store
    with served(folder) as opened:
        yield opened


def send(client: httpx.Client, exchange: Exchange) -> httpx.Response:
    assert exchange.target.startswith("/sparql/")
    target = "/sparql" + exchange.target.removeprefix("/sparql/")
    return client.request(exchange.method, target, content=exchange.body, headers=exchange.headers)


def is_true(response: httpx.Response) -> bool:
    media_type = response.headers["content-type"].partition(";")[0]
    results_format = ox.QueryResultsFormat.from_media_type(media_type)
    return bool(ox.parse_query_results(response.content, format=results_format))


def test_the_manifest_holds_the_tests_that_are_known(tests: dict[str, ProtocolTest]) -> None:
    assert set(tests) == QUERIES | UPDATES
    assert len(tests) == 34


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_is_answered_as_the_protocol_has_it(
    name: str, tests: dict[str, ProtocolTest], client: httpx.Client
) -> None:
    assert tests[name].exchanges
    for exchange in tests[name].exchanges:
        response = send(client, exchange)
        assert f"{response.status_code // 100}xx" in exchange.statuses, response.text
        if exchange.boolean is not None:
            assert is_true(response) == exchange.boolean
        if exchange.format is not None:
            assert response.headers["content-type"].partition(";")[0] in FORMATS[exchange.format]


@pytest.mark.parametrize("name", sorted(UPDATES))
def test_an_update_is_refused(name: str, tests: dict[str, ProtocolTest], client: httpx.Client) -> None:
    before = client.get("/graphs", params={"default": ""}).content
    response = send(client, tests[name].exchanges[0])
    assert 400 <= response.status_code < 500
    assert response.headers["content-type"] == "application/problem+json"
    if name not in ("bad_update_wrong_media_type", "bad_update_missing_form_type"):
        # These two say nowhere that they are updates.
        assert "Update" in response.json()["detail"]
    assert client.get("/graphs", params={"default": ""}).content == before
