"""The rows of a SELECT query with values of Python's types, from SPARQL 1.1 Query Results JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, overload

from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Identifier

from forlobkg.client.frames import data_frame

if TYPE_CHECKING:
    import pandas as pd

Value = URIRef | BNode | Literal | str | bool | int | float | Decimal | date | datetime | None
"""IRIs and blank nodes are rdflib's, as are literals of a language or of a type that Python lacks."""
Row = Mapping[str, Value]

_PLAIN = {
    XSD[name]
    for name in (
        *("string", "boolean", "decimal", "float", "double", "date", "dateTime"),
        *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
}
"""The types whose values are handed out as Python's."""


@dataclass(frozen=True, slots=True)
class Table(Sequence[Row]):
    """The result of a SELECT query: its rows in order, each with every one of ``columns``; None is unbound."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        return self.rows[index]

    def column(self, name: str) -> list[Value]:
        """The values of one column, row by row. Raises ``KeyError`` for a column that there is not."""
        if name not in self.columns:
            raise KeyError(name)
        return [row[name] for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a data frame; IRIs are texts in it. Raises ``MissingPackageError`` without pandas."""
        return data_frame(
            [
                {name: str(value) if isinstance(value, Identifier) else value for name, value in row.items()}
                for row in self.rows
            ],
            self.columns,
        )


def read_table(document: Mapping[str, Any]) -> Table:
    """The table in SPARQL 1.1 Query Results JSON (W3C recommendation, 2013, section 3).

    Raises ``KeyError`` or ``TypeError`` for another kind of document.
    """
    columns = tuple(document["head"]["vars"])
    return Table(
        columns,
        tuple(
            {name: _value(binding[name]) if name in binding else None for name in columns}
            for binding in document["results"]["bindings"]
        ),
    )


def _value(term: Mapping[str, str]) -> Value:
    text = term["value"]
    match term["type"]:
        case "uri":
            return URIRef(text)
        case "bnode":
            return BNode(text)
    if "xml:lang" in term:
        return Literal(text, lang=term["xml:lang"])
    datatype = URIRef(term.get("datatype", XSD.string))
    literal = Literal(text, datatype=datatype)
    if datatype not in _PLAIN or literal.ill_typed:
        return literal
    value: Value = literal.toPython()
    return value
