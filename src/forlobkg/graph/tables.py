"""The graph as tables for a spreadsheet: a CSV file for each query of ``ontology/tables``, described in CSVW.

A query file begins with comments that say what its table is called and what its columns hold::

    # da: Aktører
    # en: Actors
    # file: aktoerer
    # column label: Aktør | Actor
    # column page: Side | Page | integer
    # column sector: Sektor | Sector | list

Each column is a variable of the query. Rows that differ in ``list`` columns only become one row, with the values
of those columns one after the other.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forlobkg.errors import OntologyError
from forlobkg.graph.knowledge import KnowledgeGraph
from forlobkg.resources import ontology_dir

METADATA = "csv-metadata.json"
"""The name that CSVW gives the description of a folder of tables."""

DELIMITER = ";"
LIST_SEPARATOR = " | "
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_KINDS = ("", "integer", "anyURI", "list")
_HEADER = re.compile(r"# (?P<key>da|en|file): (?P<value>\S.*)")
_COLUMN = re.compile(r"# column (?P<name>\w+): (?P<danish>[^|]+) \| (?P<english>[^|]+?)(?: \| (?P<kind>\w+))?")
_FILE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold: the same bytes for the same tables, whenever they are made."""

_GUARD_NOTE = {
    "da": "En celle, der begynder med = + - @ eller et tabulatortegn, har en apostrof foran, så et regneark ikke "
    "læser den som en formel. Der er kun en apostrof foran, når den er sat dér af den grund.",
    "en": "A cell that begins with = + - @ or a tab has an apostrophe before it, so that no spreadsheet reads it "
    "as a formula.",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the query's variable, its headings, and the kind of its values (empty for text)."""

    name: str
    danish: str
    english: str
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be made: ``file`` names it without an ending, ``query`` is the SPARQL that fills it."""

    file: str
    danish: str
    english: str
    columns: tuple[Column, ...]
    query: str


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


def export_tables(graph: KnowledgeGraph, tables_dir: Path | None = None) -> dict[str, bytes]:
    """Every table as a CSV file, and ``csv-metadata.json``, by file name.

    The files are UTF-8 with a byte order mark, cells divided by semicolons, as a Danish spreadsheet expects.
    ``tables_dir`` holds the queries; the ontology's own where it is None. Raises ``OntologyError``.
    """
    tables = load_tables(tables_dir or ontology_dir() / "tables")
    files = {f"{table.file}.csv": _csv(table, table_rows(graph, table)) for table in tables}
    metadata = json.dumps(_metadata(tables), ensure_ascii=False, indent=1)
    files[METADATA] = (metadata + "\n").encode("utf-8")
    return files


def zip_tables(files: Mapping[str, bytes]) -> bytes:
    """``files`` in one zip file; the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def table_rows(graph: KnowledgeGraph, table: Table) -> list[tuple[str, ...]]:
    """The rows of ``table`` as texts, list columns joined, before anything is done for spreadsheets."""
    rows: dict[tuple[str, ...], list[list[str]]] = {}
    for solution in graph.select(table.query):
        values = [solution[column.name].value if column.name in solution else "" for column in table.columns]
        key = tuple(
            "" if column.kind == "list" else value for column, value in zip(table.columns, values, strict=True)
        )
        cells = rows.setdefault(key, [[] for _ in table.columns])
        for cell, value in zip(cells, values, strict=True):
            if value and value not in cell:
                cell.append(value)
    return [tuple(LIST_SEPARATOR.join(cell) for cell in cells) for cells in rows.values()]


def guarded(cell: str) -> str:
    """``cell``, with an apostrophe before it where a spreadsheet would read it as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _csv(table: Table, rows: Iterable[tuple[str, ...]]) -> bytes:
    buffer = io.StringIO(newline="")
    buffer.write(_BOM)
    writer = csv.writer(buffer, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerow(guarded(column.danish) for column in table.columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8")


def _metadata(tables: Iterable[Table]) -> dict[str, Any]:
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "dialect": {"delimiter": DELIMITER, "encoding": "utf-8", "header": True, "lineTerminators": "\r\n"},
        "rdfs:comment": _in_languages(_GUARD_NOTE),
        "tables": [
            {
                "url": f"{table.file}.csv",
                "dc:title": _in_languages({"da": table.danish, "en": table.english}),
                "tableSchema": {"columns": [_described(column) for column in table.columns]},
            }
            for table in tables
        ],
    }


def _described(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": {"da": column.danish, "en": column.english},
        "datatype": column.kind if column.kind in ("integer", "anyURI") else "string",
    }
    if column.kind == "list":
        described["separator"] = LIST_SEPARATOR
    return described


def _in_languages(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in texts.items()]


def _read_table(path: Path) -> Table:
    try:
        query = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"tabellen {path} kan ikke læses: {error}") from error
    header: dict[str, str] = {}
    columns: list[Column] = []
    for number, line in enumerate(query.splitlines(), start=1):
        if not line.startswith("#"):
            break
        if match := _HEADER.fullmatch(line):
            header[match["key"]] = match["value"].strip()
        elif match := _COLUMN.fullmatch(line):
            columns.append(Column(match["name"], match["danish"].strip(), match["english"], match["kind"] or ""))
            if columns[-1].kind not in _KINDS:
                known = ", ".join(_KINDS[1:])
                raise OntologyError(f"{path}, linje {number}: {match['kind']!r} er ingen slags; vælg en af: {known}")
        else:
            raise OntologyError(f"{path}, linje {number}: skriv «# da: …», «# en: …», «# file: …» eller «# column …»")
    missing = [key for key in ("da", "en", "file") if key not in header]
    if missing or not columns:
        raise OntologyError(f"{path}: der mangler «# {missing[0] if missing else 'column'}» øverst i filen")
    if _FILE.fullmatch(header["file"]) is None:
        raise OntologyError(f"{path}: filnavnet {header['file']!r} må kun have a-z, tal og bindestreger")
    return Table(header["file"], header["da"], header["en"], tuple(columns), query)
