"""What runs a user's query, wherever the data is: the one face that HTTP, the command line and Python see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

RESULT_TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""The formats of SELECT and ASK results, by name."""
GRAPH_TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
"""The formats of CONSTRUCT and DESCRIBE results, by name."""


@dataclass(frozen=True, slots=True)
class SparqlResult:
    """A serialised result and its media type."""

    content: bytes
    media_type: str


class QueryEngine(Protocol):
    """Runs queries within limits; safe to be called from many threads at once."""

    def run(
        self,
        query: str,
        *,
        results: str = "json",
        graph: str = "ttl",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> SparqlResult:
        """The result of a SELECT, ASK, CONSTRUCT or DESCRIBE query.

        ``results`` and ``graph`` are keys of ``RESULT_TYPES`` and ``GRAPH_TYPES``: which of them counts, the
        query decides. ``default_graphs`` and ``named_graphs`` are absolute IRIs and, where either is given,
        count instead of the query's own FROM and FROM NAMED (SPARQL 1.1 Protocol, 2.1.4).

        Raises ``InputError`` for a query that is malformed (with line and column) or not allowed, or names a
        graph that the dataset does not have; ``TooLongError`` for one too long; ``QueryTimeoutError`` and
        ``QueryLimitError`` when a limit stopped it.
        """
        ...

    def close(self) -> None:
        """Stop what was started; an engine that is closed runs nothing more."""
        ...
