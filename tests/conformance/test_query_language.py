"""The W3C's tests of the SPARQL 1.1 query language, over HTTP.

Every file of data is a graph of one served dataset, and each test asks of those that it names, by
``default-graph-uri`` and ``named-graph-uri``. A query is sent with the base that it has as a file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from .conftest import load, served
from .manifests import QueryTest, query_tests
from .results import expects_table, is_expected_graph, is_expected_table

HERE = Path(__file__).resolve().parent
LEAST_PASSING = 318


@pytest.fixture(scope="module")
def tests(rdf_tests: Path) -> list[QueryTest]:
    return list(query_tests(rdf_tests))


@pytest.fixture(scope="module")
def client(tests: list[QueryTest], tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("query-language") / "store"
    store = ox.Store(str(folder))
    for path in sorted({path for test in tests for path in (*test.data, *test.named)}):
        load(store, path, path.as_uri(), path.as_uri())
    store.flush()
    del store
    with served(folder) as opened:
        yield opened


def ask(client: httpx.Client, test: QueryTest) -> httpx.Response:
    form = {
        "query": f"BASE <{test.query.as_uri()}> {test.query.read_text('utf-8')}",
        "default-graph-uri": [path.as_uri() for path in test.data],
        "named-graph-uri": [path.as_uri() for path in test.named],
    }
    return client.post("/sparql", data=form)


def passes(client: httpx.Client, test: QueryTest) -> bool:
    response = ask(client, test)
    if test.kind == "NegativeSyntaxTest11":
        return response.status_code == 400
    if response.status_code != 200 or test.result is None:
        return response.status_code == 200
    if expects_table(test.result):
        return is_expected_table(response.content, test.result)
    return is_expected_graph(response.content, test.result, test.query.as_uri())


def test_every_test_passes_but_those_that_are_listed_with_a_reason(
    tests: list[QueryTest], client: httpx.Client
) -> None:
    listed: dict[str, str] = tomllib.loads((HERE / "not-passing.toml").read_text("utf-8"))["tests"]
    failing = {test.name for test in tests if not passes(client, test)}
    assert len(tests) == 328
    assert failing == set(listed)
    assert len(tests) - len(failing) >= LEAST_PASSING
    assert all(reason.strip() for reason in listed.values())
