"""The graph as tables for a spreadsheet: a CSV file for each query of ``ontology/tables``, described in CSVW.

Rows that differ in ``list`` columns only become one row, with the values of those columns one after the other.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from forlobkg.graph.knowledge import KnowledgeGraph
from forlobkg.graph.names import Names
from forlobkg.graph.table_files import Column, Property, Table, load_tables
from forlobkg.resources import ontology_dir

__all__ = ["METADATA", "export_tables", "guarded", "load_tables", "table_rows", "zip_tables"]

METADATA = "csv-metadata.json"
"""The name that CSVW gives the description of a folder of tables."""

DELIMITER = ";"
LIST_SEPARATOR = " | "
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold: the same bytes for the same tables, whenever they are made."""

_GUARD_NOTE = {
    "da": "En celle, der begynder med = + - @ eller et tabulatortegn, har en apostrof foran, så et regneark ikke "
    "læser den som en formel. Der er kun en apostrof foran, når den er sat dér af den grund.",
    "en": "A cell that begins with = + - @ or a tab has an apostrophe before it, so that no spreadsheet reads it "
    "as a formula. There is an apostrophe in front only where it was put for that reason.",
}
_RIGHTS = "datasaet-rettigheder"
_LICENCE = "https://spdx.org/licenses/MIT"


def export_tables(graph: KnowledgeGraph, tables_dir: Path | None = None) -> dict[str, bytes]:
    """Every table as a CSV file, and ``csv-metadata.json``, by file name.

    The files are UTF-8 with a byte order mark, cells divided by semicolons, as a Danish spreadsheet expects.
    ``tables_dir`` holds the queries; the ontology's own where it is None. Raises ``OntologyError``.
    """
    tables = load_tables(tables_dir or ontology_dir() / "tables")
    files = {f"{table.file}.csv": _csv(table, table_rows(graph, table)) for table in tables}
    metadata = json.dumps(_metadata(tables, graph.names), ensure_ascii=False, indent=1)
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


def _metadata(tables: Iterable[Table], names: Names) -> dict[str, Any]:
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "dialect": {"delimiter": DELIMITER, "encoding": "utf-8", "header": True, "lineTerminators": "\r\n"},
        "dc:license": {"@id": _LICENCE},
        "dc:rights": {"@id": names.iri(_RIGHTS)},
        "rdfs:comment": _in_languages(_GUARD_NOTE),
        "tables": [
            {
                "url": f"{table.file}.csv",
                "dc:title": _in_languages({"da": table.danish, "en": table.english}),
                "tableSchema": _schema(table, names),
            }
            for table in tables
        ],
    }


def _schema(table: Table, names: Names) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_described(column, table, names) for column in table.columns]}
    if table.about:
        schema["aboutUrl"] = f"{{+{table.about}}}"
    if table.key:
        schema["primaryKey"] = list(table.key)
    return schema


def _described(column: Column, table: Table, names: Names) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": {"da": column.danish, "en": column.english},
        "datatype": column.kind if column.kind in ("integer", "anyURI") else "string",
    }
    if column.kind == "list":
        described["separator"] = LIST_SEPARATOR
    said = table.properties.get(column.name)
    if said is not None:
        described |= _property(said, names)
        if column.kind == "anyURI":
            described["valueUrl"] = f"{{+{column.name}}}"
    elif table.about:
        # Headings for people; as RDF they would be properties that there are not.
        described["suppressOutput"] = True
    return described


def _property(said: Property, names: Names) -> dict[str, str]:
    prefix, _, local = said.term.partition(":")
    described = {"propertyUrl": names.prefixes[prefix] + local if local else f"{{+{said.term.strip('{}')}}}"}
    if said.about:
        described["aboutUrl"] = f"{{+{said.about}}}"
    if said.language:
        described["lang"] = said.language
    return described


def _in_languages(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in texts.items()]
