"""The RDF dataset that a query asks (SPARQL 1.1, 13.2): the store's own, or some of its graphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox


class UnknownGraphError(Exception):
    """The store has no graph of this IRI, which is the only argument."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A store and the graphs of it that are asked; None where all are, each in its own role."""

    store: ox.Store
    default_graphs: Sequence[ox.NamedNode | ox.DefaultGraph] | None = None
    named_graphs: Sequence[ox.NamedNode] | None = None

    def query(self, text: str, prefixes: dict[str, str], base_iri: str | None) -> object:
        """The result of the query in ``text``, whatever dataset it names itself. Raises ``SyntaxError``."""
        return self.store.query(
            text,
            base_iri=base_iri,
            prefixes=prefixes,
            default_graph=None if self.default_graphs is None else list(self.default_graphs),
            named_graphs=None if self.named_graphs is None else list(self.named_graphs),
        )


def dataset_of(store: ox.Store, default: Sequence[str] | None, named: Sequence[str] | None) -> Dataset:
    """The dataset of these graphs. Raises ``UnknownGraphError`` for one that the store does not have."""
    if default is None and named is None:
        return Dataset(store)
    defaults = _graphs(store, default or ())
    names = _graphs(store, named or ())
    if len(defaults) < 2:
        return Dataset(store, defaults, names)
    # A merge is a set: pyoxigraph would count a triple once for each of the graphs that it stands in.
    merged = ox.Store()
    for graph in defaults:
        merged.extend(ox.Quad(*quad.triple) for quad in store.quads_for_pattern(None, None, None, graph))
    for graph in names:
        merged.add_graph(graph)
        merged.extend(store.quads_for_pattern(None, None, None, graph))
    return Dataset(merged, [ox.DefaultGraph()], names)


def _graphs(store: ox.Store, iris: Sequence[str]) -> list[ox.NamedNode]:
    graphs = []
    for iri in dict.fromkeys(iris):
        try:
            graph = ox.NamedNode(iri)
        except ValueError as error:
            raise UnknownGraphError(iri) from error
        if not store.contains_named_graph(graph):
            raise UnknownGraphError(iri)
        graphs.append(graph)
    return graphs
