"""The knowledge graph as the other rooms see it: named queries, labels, concepts, statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from forlobkg.errors import OntologyError
from forlobkg.graph.names import FB, Names
from forlobkg.graph.store import GraphStore, Solution, Term

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing with its classes and its Danish names.

    ``source_labels`` are the wordings of the sources, ``lay_labels`` everyday words that are ours.
    """

    iri: str
    slug: str
    types: tuple[str, ...]
    label: str
    source_labels: tuple[str, ...]
    lay_labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim and the slugs of the passages that make it; ``is_iri`` tells whether ``object`` is a thing."""

    subject: str
    predicate: str
    object: str
    is_iri: bool
    passages: tuple[str, ...]


class KnowledgeGraph:
    """The served graph, read-only, with SPARQL queries kept in files."""

    def __init__(self, store: GraphStore, names: Names, queries_dir: Path) -> None:
        self.store = store
        self.names = names
        self._queries_dir = queries_dir
        self._query_texts: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self.store)

    def query_text(self, name: str) -> str:
        """The SPARQL of the query file ``name``. Raises ``OntologyError``."""
        text = self._query_texts.get(name)
        if text is None:
            path = self._queries_dir / f"{name}.rq"
            try:
                text = self._query_texts[name] = path.read_text(encoding="utf-8")
            except OSError as error:
                raise OntologyError(f"the query file {path} cannot be read: {error.strerror}") from error
        return text

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[Solution]:
        """The solutions of a SELECT query, unbound variables left out; ``bindings`` fixes projected variables.

        Raises ``OntologyError`` for a malformed query, ``ForlobkgError`` where the store cannot answer.
        """
        return self.store.select(query, bindings)

    def rows(self, name: str, bindings: Mapping[str, Term] | None = None) -> list[Row]:
        """The solutions of the query file ``name`` as plain strings."""
        return [
            {variable: _plain(term) for variable, term in solution.items()}
            for solution in self.select(self.query_text(name), bindings)
        ]

    @cached_property
    def labels(self) -> dict[str, str]:
        """The Danish label of everything that has one, by IRI."""
        return {row["thing"]: row["label"] for row in self.rows("labels")}

    @cached_property
    def proper_names(self) -> frozenset[str]:
        """The IRIs of the things whose label is a name, with its capital letter inside a sentence too."""
        return frozenset(row["thing"] for row in self.rows("proper-names"))

    def label(self, iri: str) -> str:
        """The Danish label of ``iri``, or the IRI itself where there is none."""
        return self.labels.get(iri, iri)

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        """Every thing of the graph that can be named, by slug."""
        grouped: dict[str, dict[str, list[str]]] = {}
        for row in self.rows("concepts"):
            entry = grouped.setdefault(row["thing"], {"type": [], "preferred": [], "source": [], "lay": []})
            for key, value in (("type", row["type"].removeprefix(FB)), (row["kind"], row["label"])):
                if value not in entry[key]:
                    entry[key].append(value)
        concepts: dict[str, Concept] = {}
        for iri, entry in grouped.items():
            slug = self.names.slug(iri)
            if slug is not None and entry["preferred"]:
                concepts[slug] = Concept(
                    iri,
                    slug,
                    tuple(entry["type"]),
                    entry["preferred"][0],
                    tuple(entry["source"]),
                    tuple(entry["lay"]),
                )
        return concepts

    def statements(
        self, *, subject: str | None = None, object_: str | None = None, predicate: str | None = None
    ) -> list[Statement]:
        """The claims about ``subject`` or with ``object_`` at the other end (IRIs), each with its passages."""
        bindings: dict[str, Term] = {}
        for name, iri in (("subject", subject), ("object", object_), ("predicate", predicate)):
            if iri is not None:
                bindings[name] = ox.NamedNode(iri)
        return self.as_statements(self.select(self.query_text("statements"), bindings))

    def inferred(self, iri: str) -> list[Statement]:
        """What follows by a rule with ``iri`` at either end, each with every passage that it rests on."""
        query = self.query_text("inferred")
        about, of = (self.select(query, {end: ox.NamedNode(iri)}) for end in ("subject", "object"))
        return self.as_statements([*about, *of])

    def rows_about(self, name: str, iri: str) -> list[Row]:
        """The solutions of the query file ``name`` with ?thing bound to ``iri``."""
        return self.rows(name, {"thing": ox.NamedNode(iri)})

    def as_statements(self, solutions: Sequence[Mapping[str, Term]]) -> list[Statement]:
        """Solutions with subject, predicate, object and passage as claims, in the order of their first passage."""
        grouped: dict[tuple[str, str, str, bool], list[str]] = {}
        for row in solutions:
            is_iri = isinstance(row["object"], ox.NamedNode)
            key = (_plain(row["subject"]), _plain(row["predicate"]), _plain(row["object"]), is_iri)
            passage = self.names.slug(_plain(row["passage"]))
            if passage is not None and passage not in grouped.setdefault(key, []):
                grouped[key].append(passage)
        return [Statement(*key, tuple(passages)) for key, passages in grouped.items()]


def _plain(term: Term) -> str:
    return term.value
