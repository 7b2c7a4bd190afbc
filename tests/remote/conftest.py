"""A small dataset, stores to write it to, and an endpoint that misbehaves as it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from forlobkg.graph import Names, OxigraphStore
from forlobkg.remote import RemoteStore, SparqlEndpoint

NAMES = Names()
Misbehaving = Callable[[Callable[[BaseHTTPRequestHandler], None]], str]


@pytest.fixture
def small() -> OxigraphStore:
    """The dataset in miniature, as if built."""
    store = ox.Store()
    store.load(path=Path(__file__).parent / "data" / "small.trig", format=ox.RdfFormat.TRIG)
    return OxigraphStore(store, NAMES.prefixes)


@pytest.fixture
def remote_store() -> Iterator[Callable[[str], RemoteStore]]:
    """Opens the store whose endpoint is at an address."""
    opened: list[RemoteStore] = []

    def open_store(url: str, timeout: float = 30.0) -> RemoteStore:
        opened.append(RemoteStore(SparqlEndpoint(url, timeout=timeout, max_bytes=10_000_000), NAMES.prefixes))
        return opened[-1]

    yield open_store
    for store in opened:
        store.close()


@pytest.fixture
def misbehaving() -> Iterator[Misbehaving]:
    """Starts a server that answers every request with what it is given; gives its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Callable[[BaseHTTPRequestHandler], None]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answer(self)

            do_PUT = do_POST  # noqa: N815 - the name is http.server's

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/query"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
