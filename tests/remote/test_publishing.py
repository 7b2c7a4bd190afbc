"""The dataset is written as it is, over nothing but itself, and what stopped half-way says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import httpx
import pyoxigraph as ox
import pytest

from forlobkg.errors import RemoteStoreError
from forlobkg.graph import Names, OxigraphStore
from forlobkg.remote import (
    GraphStoreWriter,
    GraphWriter,
    Published,
    PublishError,
    RemoteStore,
    UpdateWriter,
    publish,
    require_published,
)

NAMES = Names()
TURTLE = {"Content-Type": "text/turtle"}
FOREIGN = "http://elsewhere.example/graph"
Start = Callable[..., str]
Opened = Callable[[str], RemoteStore]
WRITERS: dict[str, Callable[[str], GraphWriter]] = {
    "Graph Store Protocol": lambda server: GraphStoreWriter(f"{server}/store", timeout=30),
    "Update": lambda server: UpdateWriter(f"{server}/update", timeout=30),
}


def quads_at(server: str) -> set[str]:
    dump = httpx.get(f"{server}/store", headers={"Accept": "application/n-quads"}, trust_env=False).content
    return {str(quad) for quad in ox.parse(dump, format=ox.RdfFormat.N_QUADS)}


def quads_of(store: OxigraphStore) -> set[str]:
    graphs: list[tuple[str | None, ox.NamedNode | ox.DefaultGraph]] = [(None, ox.DefaultGraph())]
    graphs += [(name, ox.NamedNode(name)) for name in store.graphs()]
    return {
        str(ox.Quad(triple.subject, triple.predicate, triple.object, graph))
        for name, graph in graphs
        for triple in store.triples(name)
    }


def put(server: str, graph: str, turtle: str) -> None:
    place = {"default": ""} if graph == "default" else {"graph": graph}
    done = httpx.put(f"{server}/store", params=place, content=turtle, headers=TURTLE, trust_env=False)
    done.raise_for_status()


def published(server: str, small: OxigraphStore, remote_store: Opened, *, replace: bool = False) -> Published:
    writer = WRITERS["Graph Store Protocol"](server)
    return publish(small, NAMES, remote_store(f"{server}/query"), writer, replace=replace, report=lambda _: None)


@pytest.mark.parametrize("writer", WRITERS)
def test_the_dataset_is_there_as_it_is(
    writer: str, small: OxigraphStore, start_oxigraph: Start, remote_store: Opened
) -> None:
    server = start_oxigraph()
    store = remote_store(f"{server}/query")
    told: list[str] = []
    with pytest.raises(RemoteStoreError, match="har ikke datasættet; kør: forlobkg publish --to"):
        require_published(small, store, server)
    done = publish(small, NAMES, store, WRITERS[writer](server), replace=False, report=told.append)
    assert done == Published(graphs=3, triples=4, removed=0)
    assert quads_at(server) == quads_of(small)
    assert told[-1] == "tæller efter"
    require_published(small, store, server)


@pytest.mark.parametrize("writer", WRITERS)
def test_a_later_version_takes_the_place_of_an_earlier(
    writer: str, small: OxigraphStore, start_oxigraph: Start, remote_store: Opened
) -> None:
    server = start_oxigraph()
    published(server, small, remote_store)
    gone = NAMES.iri("oplaeg-2023-l9")
    put(server, gone, "<urn:a> <urn:b> <urn:c> .")
    put(server, NAMES.iri("oplaeg-2023-l1"), "<urn:a> <urn:b> <urn:c> .")
    store = remote_store(f"{server}/query")
    done = publish(small, NAMES, store, WRITERS[writer](server), replace=False, report=lambda _: None)
    assert done.removed == 1
    assert quads_at(server) == quads_of(small)


@pytest.mark.parametrize(
    ("graph", "said"),
    [(FOREIGN, FOREIGN), ("default", "1 udsagn"), (NAMES.iri("oplaeg-2023-l1"), "uden vores")],
)
def test_what_is_not_ours_stays_unless_it_is_to_be_replaced(
    graph: str, said: str, small: OxigraphStore, start_oxigraph: Start, remote_store: Opened
) -> None:
    server = start_oxigraph()
    put(server, graph, "<urn:a> <urn:b> <urn:c> .")
    before = quads_at(server)
    with pytest.raises(PublishError, match=r"andet end vores datasæt \(.*--replace") as raised:
        published(server, small, remote_store)
    assert said in str(raised.value)
    assert quads_at(server) == before
    published(server, small, remote_store, replace=True)
    assert quads_at(server) == quads_of(small)


class _Failing(GraphStoreWriter):
    """Writes two graphs, and then the line is cut."""

    left = 2

    def replace(self, graph: str | None, triples: Iterable[ox.Triple]) -> None:
        if not self.left:
            raise RemoteStoreError("forbindelsen blev afbrudt")
        self.left -= 1
        super().replace(graph, triples)


def test_what_stopped_half_way_says_so_and_is_finished_later(
    small: OxigraphStore, start_oxigraph: Start, remote_store: Opened
) -> None:
    server = start_oxigraph()
    store = remote_store(f"{server}/query")
    writer = _Failing(f"{server}/store", timeout=30)
    with pytest.raises(RemoteStoreError, match=r"1 af 4 grafer nåede frem.* kør forlobkg publish igen"):
        publish(small, NAMES, store, writer, replace=False, report=lambda _: None)
    with pytest.raises(RemoteStoreError, match="ufuldstændigt datasæt eller en anden udgave"):
        require_published(small, store, server)
    published(server, small, remote_store)
    assert quads_at(server) == quads_of(small)


def test_a_store_whose_default_graph_is_the_union_is_found_out(
    small: OxigraphStore, start_oxigraph: Start, remote_store: Opened
) -> None:
    with pytest.raises(PublishError, match="foreningen af alle grafer"):
        published(start_oxigraph("--union-default-graph"), small, remote_store)
