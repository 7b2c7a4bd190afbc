"""A small store of our shape, and engines over it with limits to the test's liking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from forlobkg.sparql import Limits, SparqlRunner

BASE = "https://example.org/id/"
PREFIXES = {"ex": BASE}
THINGS = 1000
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a = ?i && ?b = ?l) }"

MakeRunner = Callable[..., SparqlRunner]


def name(slug: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + slug)


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Graph ``one`` numbers things, graph ``two`` says part of it again; the default graph has each triple once."""
    folder = tmp_path_factory.mktemp("sparql") / "store"
    store = ox.Store(str(folder))
    triples = [ox.Triple(name(f"thing-{n}"), name("number"), ox.Literal(n)) for n in range(THINGS)]
    graphs: dict[ox.NamedNode | ox.DefaultGraph, int] = {
        ox.DefaultGraph(): THINGS,
        name("one"): THINGS,
        name("two"): 10,
    }
    for graph, most in graphs.items():
        store.extend(ox.Quad(said.subject, said.predicate, said.object, graph) for said in triples[:most])
    store.optimize()
    return folder


@pytest.fixture
def make_runner(store_path: Path) -> Iterator[MakeRunner]:
    """Makes an engine whose limits are the usual ones but for those given."""
    with ExitStack() as stack:

        def make(**limits: float) -> SparqlRunner:
            chosen = replace(Limits(), **limits)  # type: ignore[arg-type]
            runner = SparqlRunner(store_path, prefixes=PREFIXES, base_iri=BASE, limits=chosen)
            return stack.enter_context(runner)

        yield make


@pytest.fixture(scope="module")
def runner(store_path: Path) -> Iterator[SparqlRunner]:
    """An engine with the usual limits."""
    with SparqlRunner(store_path, prefixes=PREFIXES, base_iri=BASE, limits=Limits()) as opened:
        yield opened
