"""The files of ``ontology/tables``: each a query, and above it what its table is called and what its columns hold.

A file begins with comments::

    # da: Ansvar: hvem gør hvad
    # en: Responsibilities: who does what
    # file: ansvar
    # about: responsibility
    # key: responsibility passage
    # column task: Opgave | Task
    # column target: Målgruppe | Target group | list
    # column responsibility: Ansvar (IRI) | Responsibility (IRI) | anyURI
    # column passage: Tekststed (IRI) | Passage (IRI) | anyURI
    # column quote: Ordlyd i kilden | Quote
    # property task: fb:task in da
    # property quote: fb:text of passage in da

Each column is a variable of the query. ``about`` is the column that names what a row is about, ``key`` the columns
that tell rows apart. ``property`` says which property of that thing (or of the one that the column after ``of``
names) a column gives, and the language of its texts; ``{column}`` stands for the property that a column names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from forlobkg.errors import OntologyError
from forlobkg.graph.names import Names
from forlobkg.graph.query_files import HeaderForm, HeaderLine, read_query_file

_KINDS = ("", "integer", "anyURI", "list")
_HEADER = HeaderForm(
    required=frozenset({"da", "en", "file", "column"}),
    optional=frozenset({"about", "key", "property"}),
    named=frozenset({"column", "property"}),
)
_COLUMN = re.compile(r"(?P<danish>[^|]+) \| (?P<english>[^|]+?)(?: \| (?P<kind>\w+))?")
_PROPERTY = re.compile(r"(?P<term>[\w-]+:[\w-]+|\{\w+\})(?: of (?P<about>\w+))?(?: in (?P<language>[a-z]+))?")
_FILE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the query's variable, its headings, and the kind of its values (empty for text)."""

    name: str
    danish: str
    english: str
    kind: str


@dataclass(frozen=True, slots=True)
class Property:
    """The property that a column gives: its prefixed name, or the column in braces that names it.

    ``about`` is the column that names what has the property, empty where it is what the row is about;
    ``language`` that of the texts, empty where they are in none.
    """

    term: str
    about: str
    language: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be made: ``file`` names it without an ending, ``query`` is the SPARQL that fills it.

    ``about`` and ``key`` are names of columns, empty where the file says nothing of it; ``properties`` are by column.
    """

    file: str
    danish: str
    english: str
    columns: tuple[Column, ...]
    query: str
    about: str = ""
    key: tuple[str, ...] = ()
    properties: Mapping[str, Property] = field(default_factory=dict)


def load_tables(folder: Path) -> tuple[Table, ...]:
    """The tables of ``folder`` in the order of their files' names.

    Raises ``OntologyError`` for a file that cannot be read, or whose header is not as it should be.
    """
    tables = tuple(_read_table(path) for path in sorted(folder.glob("*.rq")))
    files = [table.file for table in tables]
    twice = sorted({file for file in files if files.count(file) > 1})
    if twice:
        raise OntologyError(f"{folder}: to tabeller hedder {twice[0]}; giv den ene et andet navn i «# file:»")
    return tables


def _read_table(path: Path) -> Table:
    file = read_query_file(path, _HEADER)
    columns = tuple(_column(path, line) for line in file.lines("column"))
    properties = {line.name: _property(path, line) for line in file.lines("property")}
    if _FILE.fullmatch(file.value("file")) is None:
        raise OntologyError(
            f"{file.place('file')}: filnavnet {file.value('file')!r} må kun have a-z, tal og bindestreger"
        )
    about, key = file.value("about"), tuple(file.value("key").split())
    _check_names(path, columns, about, key, properties)
    return Table(file.value("file"), file.value("da"), file.value("en"), columns, file.text, about, key, properties)


def _column(path: Path, line: HeaderLine) -> Column:
    match = _COLUMN.fullmatch(line.value)
    if match is None:
        raise OntologyError(
            f"{path}, linje {line.line}: skriv «# column {line.name}: dansk | engelsk», eventuelt med «| slags» efter"
        )
    kind = match["kind"] or ""
    if kind not in _KINDS:
        known = ", ".join(_KINDS[1:])
        raise OntologyError(f"{path}, linje {line.line}: {kind!r} er ingen slags; vælg en af: {known}")
    return Column(line.name, match["danish"].strip(), match["english"], kind)


def _property(path: Path, line: HeaderLine) -> Property:
    match = _PROPERTY.fullmatch(line.value)
    if match is None:
        raise OntologyError(
            f"{path}, linje {line.line}: skriv «# property {line.name}: fb:egenskab», "
            "eventuelt med «of kolonne» og «in sprog» efter"
        )
    return Property(match["term"], match["about"] or "", match["language"] or "")


def _check_names(
    path: Path, columns: tuple[Column, ...], about: str, key: tuple[str, ...], properties: Mapping[str, Property]
) -> None:
    named = {about, *key, *properties}
    for said in properties.values():
        named |= {said.about, said.term.strip("{}") if said.term.startswith("{") else ""}
        if not (said.about or about):
            raise OntologyError(f"{path}: skriv «# about: …», eller skriv «of …» ved hver «# property»")
        prefix, colon, _ = said.term.partition(":")
        if colon and prefix not in Names().prefixes:
            raise OntologyError(f"{path}: præfikset {prefix}: findes ikke")
    unknown = sorted(named - {column.name for column in columns} - {""})
    if unknown:
        raise OntologyError(f"{path}: der er ingen «# column {unknown[0]}»")
