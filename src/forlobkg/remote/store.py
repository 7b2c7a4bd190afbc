"""The store elsewhere: any SPARQL 1.1 endpoint, asked over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from forlobkg.errors import InputError, RemoteStoreError
from forlobkg.graph import Solution, Term, read_text, solutions_of, unreadable, written_out
from forlobkg.remote.endpoint import SparqlEndpoint

_RESULTS = ox.QueryResultsFormat.JSON
_TRIPLES = ox.RdfFormat.N_TRIPLES


class RemoteStore:
    """The dataset of an endpoint, as it stands when it is asked: nothing is kept."""

    def __init__(self, endpoint: SparqlEndpoint, prefixes: Mapping[str, str]) -> None:
        self._endpoint = endpoint
        self._prefixes = dict(prefixes)

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[Solution]:
        """The solutions in the query's order, unbound variables left out."""
        results = self._results(query, bindings)
        if not isinstance(results, ox.QuerySolutions):
            raise unreadable(self._endpoint.shown, ValueError("a SELECT query was expected"))
        try:
            return solutions_of(results)
        except (SyntaxError, ValueError) as error:
            # A traceback would keep the solutions, which only this thread may let go of.
            raise self._garbled(error) from error.with_traceback(None)

    def ask(self, query: str) -> bool:
        """Whether there is a solution."""
        results = self._results(query, None)
        if not isinstance(results, ox.QueryBoolean):
            raise unreadable(self._endpoint.shown, ValueError("an ASK query was expected"))
        return bool(results)

    def construct(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, in no order."""
        content = self._asked(query, None, _TRIPLES.media_type)
        try:
            return [quad.triple for quad in ox.parse(content, format=_TRIPLES)]
        except (SyntaxError, ValueError) as error:
            raise self._garbled(error) from error

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs that hold something, sorted."""
        return tuple(sorted(graph for graph in self.sizes() if graph is not None))

    def sizes(self) -> dict[str | None, int]:
        """The number of triples of every graph that holds some, and of the default graph, which is called None."""
        rows = self.select(query_of("sizes"))
        return {row["graph"].value if "graph" in row else None: int(row["count"].value) for row in rows}

    def __len__(self) -> int:
        return sum(self.sizes().values())

    def close(self) -> None:
        """Close the connections."""
        self._endpoint.close()

    def _results(
        self, query: str, bindings: Mapping[str, Term] | None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        content = self._asked(query, bindings, _RESULTS.media_type)
        try:
            return ox.parse_query_results(content, format=_RESULTS)
        except (SyntaxError, ValueError) as error:
            raise self._garbled(error) from error

    def _asked(self, query: str, bindings: Mapping[str, Term] | None, accept: str) -> bytes:
        try:
            return self._endpoint.query(written_out(query, self._prefixes, bindings), accept)
        except (InputError, ValueError) as error:
            raise unreadable(self._endpoint.shown, error) from error

    def _garbled(self, error: Exception) -> RemoteStoreError:
        return RemoteStoreError(
            f"svaret fra {self._endpoint.shown} kan ikke læses ({' '.join(str(error).split())}); "
            "se om adressen er et SPARQL 1.1-endepunkt"
        )


def query_of(name: str) -> str:
    """The query file ``name`` of this room."""
    return read_text(Path(__file__).resolve().parent / "data" / f"{name}.rq")
