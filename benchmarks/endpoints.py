"""A SPARQL endpoint in a process of its own: ours, or one of its peers.

    python benchmarks/endpoints.py NAME FILE-OR-STORE

The data is loaded once, and the endpoint runs in a fork, so that one that is lost in a query can be begun anew
without loading again: a line on standard input does that, and its end stops it all. Standard output gets the port
as a line of JSON once the data is loaded.
"""

from __future__ import annotations

import gc
import json
import logging
import multiprocessing
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

OURS, MEMORY, OXIGRAPH = "forlobkg", "rdflib-memory", "rdflib-oxigraph"
PATH = "/sparql"
_STOP_SECONDS = 10
_IDLE_SECONDS = 3600
"""The client keeps its connection while others are asked."""

MakeApp = Callable[[ExitStack], ASGIApp]


@dataclass(frozen=True)
class _GrownDataset:
    """The grown graph, served with what serves the build."""

    engine: Any
    prefixes: Mapping[str, str]
    base_iri: str
    dataset_hash: str = "grown"
    max_query_bytes: int = 100_000
    iri: None = None
    description_graph: None = None
    default_is_union: bool = True


def _ours(path: Path) -> MakeApp:
    """Our routes, with all that a response passes through and the default limits."""
    from fastapi import FastAPI

    from forlobkg.graph import Names
    from forlobkg.sparql import Limits, SparqlRunner
    from forlobkg_api.application import furnish

    def make(stack: ExitStack) -> ASGIApp:
        names = Names()
        engine = stack.enter_context(
            SparqlRunner(path, prefixes=names.prefixes, base_iri=names.base, limits=Limits())
        )
        app = FastAPI()
        furnish(app, _GrownDataset(engine, names.prefixes, names.base))
        return app

    return make


def _memory(path: Path) -> MakeApp:
    """rdflib-endpoint over rdflib's own store, filled by its own parser."""
    from rdflib import Dataset

    dataset = Dataset()
    dataset.parse(path, format="nquads")

    def make(_: ExitStack) -> ASGIApp:
        return _peer(dataset)

    return make


def _oxigraph(path: Path) -> MakeApp:
    """rdflib-endpoint over oxrdflib, which opens the same store as ours."""
    import pyoxigraph as ox
    from oxrdflib import OxigraphStore
    from rdflib import Dataset

    def make(_: ExitStack) -> ASGIApp:
        # In the fork: an open store has threads, which do not go with it.
        return _peer(Dataset(store=OxigraphStore(store=ox.Store.read_only(str(path)))))

    return make


def _peer(dataset: Any) -> ASGIApp:
    from rdflib_endpoint import SparqlEndpoint

    app: ASGIApp = SparqlEndpoint(graph=dataset, path=PATH)
    return app


_LOADERS: dict[str, Callable[[Path], MakeApp]] = {OURS: _ours, MEMORY: _memory, OXIGRAPH: _oxigraph}


def _serve(make_app: MakeApp, listener: socket.socket) -> None:
    logging.disable(logging.ERROR)
    with ExitStack() as stack:
        config = uvicorn.Config(
            make_app(stack), log_level="critical", access_log=False, timeout_keep_alive=_IDLE_SECONDS
        )
        uvicorn.Server(config).run(sockets=[listener])


def main() -> None:
    """Load, serve, begin anew on every line of standard input, end with it."""
    make_app = _LOADERS[sys.argv[1]](Path(sys.argv[2]))
    gc.freeze()  # so that the collector of a fork does not copy what it shares
    # With the protocol named, as servers bind it: asyncio turns Nagle's algorithm off for no other socket.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    fork = multiprocessing.get_context("fork")

    def begin() -> multiprocessing.process.BaseProcess:
        process = fork.Process(target=_serve, args=(make_app, listener))
        process.start()
        return process

    serving = begin()
    sys.stdout.write(json.dumps({"port": listener.getsockname()[1]}) + "\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        serving.kill()
        serving.join()
        serving = begin()
    serving.terminate()
    serving.join(_STOP_SECONDS)
    if serving.is_alive():
        serving.kill()


if __name__ == "__main__":
    main()
