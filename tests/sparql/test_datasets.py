"""Which graphs a query asks: the default graph, FROM, and the protocol's parameters."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from forlobkg.errors import InputError
from forlobkg.sparql import SparqlRunner

from .conftest import BASE, THINGS


def count(
    runner: SparqlRunner,
    clauses: str,
    pattern: str = "{ ?s ?p ?o }",
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {clauses} {pattern}"
    found = runner.run(query, results="csv", default_graphs=default_graphs, named_graphs=named_graphs)
    return int(found.content.split()[1])


IN_GRAPHS = "{ GRAPH ?g { ?s ?p ?o } }"


def test_the_default_graph_is_the_store_s_own(runner: SparqlRunner) -> None:
    assert count(runner, "") == THINGS
    assert count(runner, "", IN_GRAPHS) == THINGS + 10


def test_from_asks_that_graph_only(runner: SparqlRunner) -> None:
    assert count(runner, "FROM ex:two") == 10
    assert count(runner, "FROM <two>") == 10
    assert count(runner, "FROM ex:two", IN_GRAPHS) == 0


def test_from_named_leaves_the_default_graph_empty(runner: SparqlRunner) -> None:
    assert count(runner, "FROM NAMED ex:two") == 0
    assert count(runner, "FROM NAMED ex:two", IN_GRAPHS) == 10


def test_graphs_are_merged_as_sets(runner: SparqlRunner) -> None:
    assert count(runner, "FROM ex:one FROM ex:two") == THINGS
    assert count(runner, "FROM ex:two FROM ex:two") == 10
    assert count(runner, "FROM ex:one FROM ex:two FROM NAMED ex:two", IN_GRAPHS) == 10


def test_parameters_count_instead_of_from(runner: SparqlRunner) -> None:
    assert count(runner, "FROM ex:one", default_graphs=[f"{BASE}two"]) == 10
    assert count(runner, "FROM ex:one", named_graphs=[f"{BASE}two"]) == 0
    assert count(runner, "FROM NAMED ex:one", IN_GRAPHS, named_graphs=[f"{BASE}two"]) == 10
    assert count(runner, "", default_graphs=[f"{BASE}one", f"{BASE}two"]) == THINGS
    # What the query names itself does not count, so that it need not be there.
    assert count(runner, "FROM <urn:elsewhere>", default_graphs=[f"{BASE}two"]) == 10


@pytest.mark.parametrize("iri", ["file:///etc/passwd", "http://127.0.0.1:1/", "https://example.org/id/three"])
@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
def test_a_graph_from_elsewhere_is_refused_by_name(clause: str, iri: str, runner: SparqlRunner) -> None:
    with pytest.raises(InputError, match="datasættets egne grafer") as refused:
        count(runner, f"{clause} <{iri}>")
    assert iri in str(refused.value)


@pytest.mark.parametrize("iri", ["urn:elsewhere", "no iri", "", "http://a/\r\nX: y", "\ud800"])
def test_so_is_a_parameter(iri: str, runner: SparqlRunner) -> None:
    with pytest.raises(InputError, match="datasættets egne grafer"):
        count(runner, "", default_graphs=[iri])
    with pytest.raises(InputError, match="datasættets egne grafer"):
        count(runner, "", named_graphs=[f"{BASE}one", iri])
