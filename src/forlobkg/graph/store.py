"""The port to the store that holds the graph: what every adapter gives, and what is written into a query for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Solution = dict[str, Term]

_PREFIX = re.compile(r"\bPREFIX\s+([^\s:<>]*)\s*:", re.IGNORECASE)


class GraphStore(Protocol):
    """A dataset that is asked in SPARQL 1.1; its default graph holds what no GRAPH is written round.

    Queries may use the prefixes that the store was made with; those that they declare themselves win. Every
    operation raises ``OntologyError`` for a query that is malformed or of another form than the operation's, and
    ``RemoteStoreError``, ``QueryTimeoutError`` or ``QueryLimitError`` where the store is elsewhere.
    """

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[Solution]:
        """The solutions in the query's order, unbound variables left out.

        ``bindings`` fixes projected variables of the query to IRIs or literals.
        """

    def ask(self, query: str) -> bool:
        """Whether there is a solution."""

    def construct(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, in no order."""

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""

    def __len__(self) -> int:
        """The number of quads, those of the default graph included."""

    def close(self) -> None:
        """Let go of what the store holds open."""


def written_out(query: str, prefixes: Mapping[str, str], bindings: Mapping[str, Term] | None = None) -> str:
    """``query`` as one text for a store that is given nothing but text.

    The bindings become a VALUES clause after the query, which is joined with its pattern before its solutions are
    ordered and cut off (SPARQL 1.1 Query, 18.2.4.3). Raises ``ValueError`` for a name or a term that cannot stand
    there.
    """
    declared = set(_PREFIX.findall(query))
    prologue = "".join(f"PREFIX {name}: <{space}> " for name, space in prefixes.items() if name not in declared)
    text = prologue + query
    if not bindings:
        return text
    if any(isinstance(term, ox.BlankNode) for term in bindings.values()):
        raise ValueError("a blank node of one store means nothing to another")
    # pyoxigraph checks names, IRIs and texts when it makes them, and writes them with what must be escaped.
    variables = " ".join(str(ox.Variable(name)) for name in bindings)
    terms = " ".join(map(str, bindings.values()))
    return f"{text}\nVALUES ({variables}) {{ ({terms}) }}"
