"""What is wrong with the graph, as plain records, and the words that messages about it use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rdflib import RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from forlobkg.graph.names import Names
from forlobkg.settings import DEFAULT_BASE_IRI

Triple = tuple[Node, Node, Node]
_PREFIXES = Names(DEFAULT_BASE_IRI).prefixes


class Level(StrEnum):
    """How much a violation matters: an error must be put right, a warning looked at."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing to put right. ``message`` is Danish and says what to do; ``rule`` is a stable identifier.

    ``subject`` and ``graph`` are IRIs under the default base, ``file`` a path relative to the ontology
    folder, ``line`` counts from 1 in it; each is None where the fault has no such place.
    """

    rule: str
    message: str
    subject: str | None = None
    graph: str | None = None
    file: str | None = None
    level: Level = Level.ERROR
    line: int | None = None

    @property
    def place(self) -> str:
        """The file and line as an editor understands them; empty where there is none."""
        if self.file is None:
            return ""
        return self.file if self.line is None else f"{self.file}:{self.line}"


class Wording:
    """Writes things, terms and statements with their Danish labels, or short names where there are none."""

    def __init__(self, graphs: Iterable[Graph]) -> None:
        self._labels: dict[Node, str] = {}
        for graph in graphs:
            for predicate in (RDFS.label, SKOS.prefLabel):
                for subject, label in sorted(graph.subject_objects(predicate)):
                    if isinstance(label, Literal) and label.language == "da":
                        self._labels.setdefault(subject, str(label))

    def label(self, node: Node) -> str:
        """The Danish label of ``node`` in guillemets; a literal gives its own text."""
        if isinstance(node, Literal):
            return f"»{node}«"
        return f"»{self._labels[node]}«" if node in self._labels else short_name(node)

    def statement(self, statement: Triple) -> str:
        """``statement`` in words: subject, property, object."""
        return " – ".join(self.label(node) for node in statement)

    def statements(self, statements: Iterable[Triple]) -> str:
        """``statements`` in words and in order."""
        return "; ".join(sorted(self.statement(statement) for statement in statements))


def short_name(node: Node) -> str:
    """``node`` as it is written in the files: ``id:kommune``, ``fb:number``."""
    text = str(node)
    if not isinstance(node, URIRef):
        return text
    for prefix, namespace in _PREFIXES.items():
        if text.startswith(namespace) and len(text) > len(namespace):
            return f"{prefix}:{text[len(namespace) :]}"
    return f"<{text}>"
