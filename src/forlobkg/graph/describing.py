"""What the graph holds of one thing, with all that one needs to read it away from the graph.

The description is the concise bounded description (W3C member submission, 2005), with the links that lead to the
thing, the content of the graph that it names, the passages behind each statement, and the names and classes of
everything mentioned. Each statement keeps its graph, whose name is its evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

import pyoxigraph as ox

from forlobkg.errors import OntologyError
from forlobkg.graph.knowledge import KnowledgeGraph, Term

MOST_STATEMENTS = 10_000
"""How many statements of a thing, to it, or in its graph a description holds."""
_MOST_NAMED = 500
"""How many things one query names: endpoints have a limit on the length of a query."""
_Node = ox.NamedNode | ox.BlankNode


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph holds of ``iri``, every statement with the graph that it stands in.

    ``statements`` are of the thing and of what has no name of its own under it, ``links`` lead to it, ``contents``
    stand in the graph that it names, and ``mentioned`` tell of what the others mention. ``evidence`` are the IRIs of
    the passages behind a graph, by the graph's. ``complete`` is false where there were more than a description holds.
    """

    iri: str
    statements: tuple[ox.Quad, ...]
    links: tuple[ox.Quad, ...]
    contents: tuple[ox.Quad, ...]
    mentioned: tuple[ox.Quad, ...]
    evidence: Mapping[str, tuple[str, ...]]
    complete: bool

    @property
    def quads(self) -> set[ox.Quad]:
        """Everything, each statement once."""
        return {*self.statements, *self.links, *self.contents, *self.mentioned}


def is_described(graph: KnowledgeGraph, iri: str) -> bool:
    """Whether ``iri`` is the subject of a statement or a named graph."""
    thing = _thing(iri)
    if thing is None:
        return False
    query = graph.query_text("describe-any")
    return any(graph.select(query, {place: thing}) for place in ("subject", "graph"))


def describe(graph: KnowledgeGraph, iri: str) -> Description | None:
    """The description of ``iri``, or None where there is none, as ``is_described`` tells."""
    thing = _thing(iri)
    if thing is None:
        return None
    reader = _Reader(graph)
    statements = reader.own_statements(thing)
    contents = reader.read("graph", thing)
    if not statements and not contents:
        return None
    links = [quad for quad in reader.read("object", thing) if quad.subject != thing]
    told = [*statements, *links, *contents]
    evidence, documents = reader.evidence(_graphs(told))
    behind = {ox.NamedNode(name) for name in chain(documents, *evidence.values())}
    mentioned = reader.mentioned({*_named(told), *behind} - {thing})
    return Description(
        iri, tuple(statements), tuple(links), tuple(contents), tuple(mentioned), evidence, reader.complete
    )


def _thing(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


@dataclass(slots=True)
class _Reader:
    """Reads statements, and notes whether there were too many."""

    graph: KnowledgeGraph
    complete: bool = field(default=True)

    def read(self, place: str, term: Term) -> list[ox.Quad]:
        """The statements with ``term`` at the ``place``: subject, object or graph."""
        query = self.graph.query_text("describe-statements")
        rows = self.graph.select(query, {place: term})
        self.complete = self.complete and len(rows) <= MOST_STATEMENTS
        return [_quad(row) for row in rows[:MOST_STATEMENTS]]

    def own_statements(self, thing: ox.NamedNode) -> list[ox.Quad]:
        """Of the thing, and of what can be asked for in no other way: blank nodes, and parts behind a #."""
        waiting: list[_Node] = [thing]
        seen: set[_Node] = {thing}
        found: list[ox.Quad] = []
        while waiting and len(found) <= MOST_STATEMENTS:
            for quad in self.read("subject", waiting.pop()):
                found.append(quad)
                value = quad.object
                if isinstance(value, _Node) and value not in seen and _is_part(value, thing):
                    seen.add(value)
                    waiting.append(value)
        self.complete = self.complete and not waiting
        return found

    def evidence(self, graphs: Iterable[ox.NamedNode]) -> tuple[dict[str, tuple[str, ...]], set[str]]:
        """The passages behind each of ``graphs`` that has any, and their documents."""
        found: dict[str, list[str]] = {}
        documents: set[str] = set()
        for row in self._ask("describe-evidence", "graph", graphs):
            found.setdefault(row["graph"].value, []).append(row["passage"].value)
            documents.add(row["document"].value)
        return {name: tuple(sorted(passages)) for name, passages in found.items()}, documents

    def mentioned(self, things: set[ox.NamedNode]) -> list[ox.Quad]:
        """The names and classes of ``things``, and of those classes and properties in turn."""
        found = [_quad(row) for row in self._ask("describe-mentioned", "subject", things)]
        further = _named(found) - things
        return [*found, *(_quad(row) for row in self._ask("describe-mentioned", "subject", further))]

    def _ask(self, name: str, variable: str, things: Iterable[ox.NamedNode]) -> Iterator[dict[str, Term]]:
        """The solutions of the query file ``name`` with ``variable`` one of ``things``."""
        text, gap = self.graph.query_text(name), f"VALUES ?{variable} {{ }}"
        if gap not in text:
            raise OntologyError(f"the query file {name}.rq has no {gap}")
        written = sorted(str(thing) for thing in things)
        for start in range(0, len(written), _MOST_NAMED):
            names = " ".join(written[start : start + _MOST_NAMED])
            yield from self.graph.select(text.replace(gap, f"VALUES ?{variable} {{ {names} }}"))


def _is_part(node: _Node, whole: ox.NamedNode) -> bool:
    return isinstance(node, ox.BlankNode) or node.value.startswith(f"{whole.value}#")


def _graphs(quads: Iterable[ox.Quad]) -> set[ox.NamedNode]:
    return {quad.graph_name for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}


def _named(quads: Iterable[ox.Quad]) -> set[ox.NamedNode]:
    terms = (term for quad in quads for term in (quad.subject, quad.predicate, quad.object, quad.graph_name))
    return {term for term in terms if isinstance(term, ox.NamedNode)}


def _quad(row: Mapping[str, Term]) -> ox.Quad:
    subject, predicate, value, graph = (row[name] for name in ("subject", "predicate", "object", "graph"))
    if (
        isinstance(subject, ox.Literal)
        or not isinstance(predicate, ox.NamedNode)
        or not isinstance(graph, ox.NamedNode)
    ):
        raise OntologyError("a query file of descriptions gives something that is no statement")
    return ox.Quad(subject, predicate, value, graph)
