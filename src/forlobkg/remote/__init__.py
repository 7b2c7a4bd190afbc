"""The graph on another machine: any SPARQL 1.1 endpoint asked over HTTP, and the dataset written there."""

from forlobkg.remote.addresses import graph_store_of, query_url_of
from forlobkg.remote.endpoint import SparqlEndpoint
from forlobkg.remote.engine import RemoteEngine
from forlobkg.remote.publishing import Published, PublishError, publish, require_published
from forlobkg.remote.store import RemoteStore
from forlobkg.remote.writing import GraphStoreWriter, GraphWriter, UpdateWriter

__all__ = [
    "GraphStoreWriter",
    "GraphWriter",
    "PublishError",
    "Published",
    "RemoteEngine",
    "RemoteStore",
    "SparqlEndpoint",
    "UpdateWriter",
    "graph_store_of",
    "publish",
    "query_url_of",
    "require_published",
]
