"""The store elsewhere: any SPARQL 1.1 endpoint, asked over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from forlobkg.errors import InputError, RemoteStoreError
from forlobkg.graph import Solution, Term, read_text, solutions_of, unreadable, written_out
from forlobkg.remote.endpoint import SparqlEndpoint

_RESULTS = ox.QueryResultsFormat.JSON
_TRIPLES = ox.RdfFormat.N_TRIPLES
_Read = TypeVar("_Read")


class RemoteStore:
    """The dataset of an endpoint, as it stands when it is asked: nothing is kept."""

    def __init__(self, endpoint: SparqlEndpoint, prefixes: Mapping[str, str]) -> None:
        self._endpoint = endpoint
        self._prefixes = dict(prefixes)

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[Solution]:
        """The solutions in the query's order, unbound variables left out."""
        found = self._read(_solutions, self._asked(query, bindings, _RESULTS.media_type))
        if found is None:
            raise unreadable(self._endpoint.shown, ValueError("a SELECT query was expected"))
        return found

    def ask(self, query: str) -> bool:
        """Whether there is a solution."""
        found = self._read(_boolean, self._asked(query, None, _RESULTS.media_type))
        if found is None:
            raise unreadable(self._endpoint.shown, ValueError("an ASK query was expected"))
        return found

    def construct(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, in no order."""
        return self._read(_triples, self._asked(query, None, _TRIPLES.media_type))

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

    def _read(self, read: Callable[[bytes], _Read], content: bytes) -> _Read:
        try:
            return read(content)
        except (SyntaxError, ValueError) as error:
            # Its traceback would keep pyoxigraph's reader, which no other thread may let go of.
            raise RemoteStoreError(
                f"svaret fra {self._endpoint.shown} kan ikke læses ({' '.join(str(error).split())}); "
                "se om adressen er et SPARQL 1.1-endepunkt"
            ) from error.with_traceback(None)

    def _asked(self, query: str, bindings: Mapping[str, Term] | None, accept: str) -> bytes:
        try:
            return self._endpoint.query(written_out(query, self._prefixes, bindings), accept)
        except (InputError, ValueError) as error:
            raise unreadable(self._endpoint.shown, error) from error


def _solutions(content: bytes) -> list[Solution] | None:
    results = ox.parse_query_results(content, format=_RESULTS)
    return solutions_of(results) if isinstance(results, ox.QuerySolutions) else None


def _boolean(content: bytes) -> bool | None:
    results = ox.parse_query_results(content, format=_RESULTS)
    return bool(results) if isinstance(results, ox.QueryBoolean) else None


def _triples(content: bytes) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(content, format=_TRIPLES)]


def query_of(name: str) -> str:
    """The query file ``name`` of this room."""
    return read_text(Path(__file__).resolve().parent / "data" / f"{name}.rq")
