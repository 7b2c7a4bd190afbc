"""Where a fault stands: the graph and file that hold a statement, and the line on which its subject is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.curated import Curated
from forlobkg.graph.authoring.facts import FACTS_FILE
from forlobkg.graph.authoring.glossary import GLOSSARY
from forlobkg.graph.authoring.violations import Violation
from forlobkg.graph.names import ALIGNMENTS, SCHEMA, Names
from forlobkg.settings import DEFAULT_BASE_IRI

_NAMES = Names(DEFAULT_BASE_IRI)
_ALIGNMENTS_FILE = "alignments.ttl"
_SCHEMA_FILES = ("schema.ttl", "vocabularies.ttl")
_PREFIX = re.compile(r"^\s*@prefix\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE)
_STATED = re.compile(r"^([\w./-]+), linje (\d+): ")
"""How the readers of files and tables begin a message that tells the line."""


@dataclass(frozen=True, slots=True)
class Source:
    """A named graph as one file holds it.

    ``file`` is None for the schema, which is several files; ``lines`` are those of statements that stand in a table.
    """

    name: str
    file: str | None
    graph: Graph
    lines: Mapping[tuple[Node, Node], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """The graph, file and line of a statement, as far as they are known."""

    graph: str | None = None
    file: str | None = None
    line: int | None = None


def sources(curated: Curated) -> list[Source]:
    """Every named graph of every file, those of the schema's two files as one."""
    rows: dict[tuple[Node, Node], int] = {
        (URIRef(_NAMES.iri(row.concept)), Literal(row.phrase, lang="da")): row.line for row in curated.glossary
    }
    found = []
    for file in curated.files:
        in_table = file.path.name == GLOSSARY
        place = GLOSSARY if in_table else f"curated/{file.path.name}"
        for name in sorted(file.graphs):
            found.append(Source(name, place, file.graphs[name], rows if in_table else {}))
    found += [Source(name, FACTS_FILE, graph) for name, graph in sorted(curated.facts.graphs().items())]
    found.append(Source(_NAMES.iri(SCHEMA), None, curated.schema))
    return [*found, Source(_NAMES.iri(ALIGNMENTS), _ALIGNMENTS_FILE, curated.alignments)]


def find(among: Sequence[Source], subject: Node | None, predicate: Node | None, value: Node | None) -> Place:
    """Where to look: at the statement itself, else at one of the same property, at the thing's class, anywhere."""
    if subject is None:
        return Place()
    patterns: list[tuple[Node, Node | None, Node | None]] = [(subject, RDF.type, None), (subject, None, None)]
    if predicate is not None:
        patterns.insert(0, (subject, predicate, None))
    if value is not None:
        patterns.insert(0, (subject, predicate, value))
    for pattern in patterns:
        for source in among:
            if pattern in source.graph:
                line = source.lines.get((subject, value)) if value is not None else None
                return Place(source.name, source.file, line)
    return Place()


def unreadable(ontology_dir: Path, error: OntologyError, further: str = "") -> Violation:
    """The violation that a file cannot be used, as ``error`` says; ``further`` is said at the end.

    The file is the one whose path stands in the message, in a folder first; else the one whose name begins it.
    """
    said = " ".join(str(error).split()).replace(f"{ontology_dir}/", "").removesuffix(".")
    paths = [path.relative_to(ontology_dir) for path in sorted(ontology_dir.rglob("*")) if path.is_file()]
    named = [path for path in paths if path.as_posix() in said]
    begun = [path for path in paths if said.startswith((f"{path.name}:", f"{path.name},"))]
    file = next(iter([*(path for path in named if len(path.parts) > 1), *begun, *named]), None)
    message = " ".join(part for part in (f"{said}. Ret filen.", further) if part)
    return Violation("unreadable-file", message, file=file.as_posix() if file is not None else None)


class Locator:
    """Finds the lines of violations in the files of one ontology folder."""

    def __init__(self, ontology_dir: Path) -> None:
        self._folder = ontology_dir
        self._texts: dict[str, str] = {}

    def located(self, violation: Violation) -> Violation:
        """``violation`` with its line, and its file where only the schema's files can hold it."""
        if violation.line is not None:
            return violation
        stated = _STATED.match(violation.message)
        if stated is not None and violation.file is not None and violation.file.endswith(stated[1]):
            return replace(violation, line=int(stated[2]))
        for file in [violation.file] if violation.file is not None else _SCHEMA_FILES:
            line = self._line(file, violation.graph, violation.subject)
            if line is not None:
                return replace(violation, file=file, line=line)
        return violation

    def _line(self, file: str, graph: str | None, subject: str | None) -> int | None:
        text = self._text(file)
        prefixes = dict(_PREFIX.findall(text))
        lines = text.splitlines()
        own = _written(graph, prefixes) if graph else None
        inside = _inside(lines, own) if own else []
        if subject is not None:
            forms = _written(subject, prefixes)
            for pattern in (rf"\s*{forms}", rf".*(?<![\w:-]){forms}"):
                line = _first(lines, pattern, inside or range(len(lines)))
                if line is not None:
                    return line
        return _first(lines, rf"\s*(?:GRAPH\s+)?{own}", inside or range(len(lines))) if own else None

    def _text(self, file: str) -> str:
        """The text of the file; empty where there is none, and then nothing is found in it."""
        if file not in self._texts:
            try:
                self._texts[file] = (self._folder / file).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                self._texts[file] = ""
        return self._texts[file]


def _written(iri: str, prefixes: Mapping[str, str]) -> str:
    """A pattern for the ways in which ``iri`` may be written in a file with these prefixes."""
    return f"(?:{'|'.join(_ways(iri, prefixes))})"


def _ways(iri: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    yield re.escape(f"<{iri}>")
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            yield re.escape(f"{prefix}:{iri[len(namespace) :]}") + r"(?![\w-])"


def _first(lines: Sequence[str], pattern: str, among: Sequence[int]) -> int | None:
    """The number, from 1, of the first of the lines that begins with ``pattern`` and is no comment."""
    begins = re.compile(pattern)
    found = (number for number in among if begins.match(lines[number]) and not lines[number].lstrip().startswith("#"))
    return next((number + 1 for number in found), None)


def _inside(lines: Sequence[str], name: str) -> list[int]:
    """The indexes of the lines of the graph's blocks; none where it has no block."""
    opening = re.compile(rf"\s*(?:GRAPH\s+)?{name}\s*\{{")
    inside: list[int] = []
    is_open = False
    for number, line in enumerate(lines):
        is_open = is_open or bool(opening.match(line))
        if is_open:
            inside.append(number)
        is_open = is_open and not line.rstrip().endswith("}")
    return inside
