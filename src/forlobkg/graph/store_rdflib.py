"""An rdflib Dataset as the store, for those who have one in their program already."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox
from rdflib import Dataset
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from forlobkg.graph.query_files import unreadable
from forlobkg.graph.store import Solution, Term, written_out
from forlobkg.graph.store_oxigraph import solutions_of

_RESULTS = ox.QueryResultsFormat.JSON
_TRIPLES = ox.RdfFormat.N_TRIPLES


class RdflibStore:
    """The dataset of an rdflib ``Dataset`` without union default graph: its default graph is the one written to.

    rdflib writes numbers and dates in their canonical form when it loads them.
    """

    def __init__(self, dataset: Dataset, prefixes: Mapping[str, str]) -> None:
        if dataset.default_union:
            raise ValueError("a dataset whose default graph is the union counts a statement once for each graph")
        self._dataset = dataset
        self._prefixes = dict(prefixes)

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[Solution]:
        """The solutions in the query's order, unbound variables left out."""
        results = ox.parse_query_results(self._asked(ox.QuerySolutions, query, bindings, "json"), format=_RESULTS)
        return solutions_of(results) if isinstance(results, ox.QuerySolutions) else []

    def ask(self, query: str) -> bool:
        """Whether there is a solution."""
        return bool(ox.parse_query_results(self._asked(ox.QueryBoolean, query, None, "json"), format=_RESULTS))

    def construct(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, in no order."""
        return [quad.triple for quad in ox.parse(self._asked(ox.QueryTriples, query, None, "nt11"), format=_TRIPLES)]

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        graphs = (graph for graph in self._dataset.graphs() if len(graph))
        return tuple(sorted(str(g.identifier) for g in graphs if g.identifier != DATASET_DEFAULT_GRAPH_ID))

    def __len__(self) -> int:
        return sum(1 for _ in self._dataset.quads())

    def close(self) -> None:
        """Nothing: the dataset is its owner's."""

    def _asked(self, kind: type, query: str, bindings: Mapping[str, Term] | None, form: str) -> bytes:
        try:
            text = written_out(query, self._prefixes, bindings)
            # Of faults in a query rdflib tells in many ways, and some of them late.
            if not isinstance(ox.Store().query(text), kind):
                raise ValueError("a query of another form was expected")
            content = self._dataset.query(text).serialize(format=form, encoding="utf-8")
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise unreadable("rdflib", error) from error
        return content or b""
