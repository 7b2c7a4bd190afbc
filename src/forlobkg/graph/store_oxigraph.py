"""The store in this process: pyoxigraph over a folder that a build wrote, or over one made in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from forlobkg.errors import BuildError
from forlobkg.graph.query_files import unreadable
from forlobkg.graph.store import Solution, Term


class OxigraphStore:
    """A pyoxigraph store; ``prefixes`` are those that queries may use without declaring them."""

    def __init__(self, store: ox.Store, prefixes: Mapping[str, str]) -> None:
        self._store = store
        self._prefixes = dict(prefixes)

    @classmethod
    def open(cls, folder: Path, prefixes: Mapping[str, str]) -> Self:
        """The store in ``folder``, read-only. Raises ``BuildError``."""
        try:
            return cls(ox.Store.read_only(str(folder)), prefixes)
        except OSError as error:
            raise BuildError(f"the graph store cannot be opened ({error}); run: forlobkg build") from error

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[Solution]:
        """The solutions in the query's order, unbound variables left out."""
        with _readable():
            substitutions: dict[ox.Variable, Term | ox.Triple] = {
                ox.Variable(name): term for name, term in (bindings or {}).items()
            }
            solutions = self._store.query(query, prefixes=self._prefixes, substitutions=substitutions)
            if not isinstance(solutions, ox.QuerySolutions):
                raise ValueError("a SELECT query was expected")
            return solutions_of(solutions)

    def ask(self, query: str) -> bool:
        """Whether there is a solution."""
        with _readable():
            answer = self._store.query(query, prefixes=self._prefixes)
            if not isinstance(answer, ox.QueryBoolean):
                raise ValueError("an ASK query was expected")
            return bool(answer)

    def construct(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, in no order."""
        with _readable():
            triples = self._store.query(query, prefixes=self._prefixes)
            if not isinstance(triples, ox.QueryTriples):
                raise ValueError("a CONSTRUCT or DESCRIBE query was expected")
            return list(triples)

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return tuple(sorted(graph.value for graph in self._store.named_graphs() if isinstance(graph, ox.NamedNode)))

    def triples(self, graph: str | None) -> Iterator[ox.Triple]:
        """The triples of a named graph, or of the default graph for None."""
        name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
        return (quad.triple for quad in self._store.quads_for_pattern(None, None, None, name))

    def __len__(self) -> int:
        return len(self._store)

    def close(self) -> None:
        """Nothing: the store is closed when it is let go of."""


def solutions_of(solutions: ox.QuerySolutions) -> list[Solution]:
    """The solutions as dictionaries, unbound variables left out."""
    variables = [variable.value for variable in solutions.variables]
    return [
        {name: term for name in variables if (term := solution[name]) is not None and not isinstance(term, ox.Triple)}
        for solution in solutions
    ]


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise unreadable("lageret", error) from error
