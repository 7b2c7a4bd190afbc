"""The W3C's tests of SPARQL 1.1, and a real server over data that is theirs."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import uvicorn
from fastapi import FastAPI

from forlobkg.sparql import Limits, QueryEngine, SparqlRunner
from forlobkg_api.application import furnish

BASE = "http://example.org/base/"
SETTING = "FORLOBKG_RDF_TESTS"


@dataclass(frozen=True)
class ForeignDataset:
    """A dataset that is not ours, served as ours is."""

    engine: QueryEngine
    dataset_hash: str = "w3c"
    prefixes: Mapping[str, str] = field(default_factory=dict)
    base_iri: str = BASE
    max_query_bytes: int = 100_000
    iri: None = None
    description_graph: None = None
    default_is_union: bool = False


@pytest.fixture(scope="session")
def rdf_tests(checkout: Path) -> Path:
    """The folder ``sparql11`` of the W3C's RDF tests: ``FORLOBKG_RDF_TESTS``, or beside the checkout."""
    folder = Path(os.environ.get(SETTING) or checkout.parent / "shared" / "rdf-tests" / "sparql11")
    if not (folder / "manifest-all.ttl").is_file():
        pytest.skip(f"the W3C SPARQL 1.1 tests are not at {folder}; set {SETTING} to their folder sparql11")
    return folder


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """A real server over ``app`` on loopback; its address without a slash at the end."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    listener = config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@contextmanager
def served(store_path: Path) -> Iterator[httpx.Client]:
    """A client of a server over the store at that path, through the routes and the engine that we serve with."""
    foreign = ForeignDataset(SparqlRunner(store_path, prefixes={}, base_iri=BASE, limits=Limits(timeout=30)))
    app = FastAPI()
    furnish(app, foreign)
    try:
        with listening(app) as url, httpx.Client(base_url=url, timeout=60) as client:
            yield client
    finally:
        foreign.engine.close()


def load(store: ox.Store, path: Path, graph: str, base: str) -> None:
    """Put a file into the store as the graph called ``graph``, read with ``base``; an empty one too."""
    formats = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML}
    store.add_graph(ox.NamedNode(graph))
    store.load(path.read_bytes(), format=formats[path.suffix], base_iri=base, to_graph=ox.NamedNode(graph))
