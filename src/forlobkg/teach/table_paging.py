"""Tables divided into pages by measuring their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from forlobkg.teach import slide_design as design
from forlobkg.teach.citing import numbers_label
from forlobkg.teach.material import Cell, Table
from forlobkg.teach.measuring import face
from forlobkg.teach.paging import dotted, even_pages, label_width, text_in_parts
from forlobkg.teach.wording import printable, words

_WHOLE: Final = 14
"""A cell with no more characters than these is not broken, as »Anbefaling 3a«."""
_HEADS: Final = 0.8
"""The part of a table's width that heads in one line each may ask for."""
_FEWEST_COLUMN: Final = 0.12
"""No column is narrower than this part of the table."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table page: its words, and the numbers of its sources as a label after them."""

    text: str
    label: str = ""
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TablePage:
    """The rows of a table that one slide has room for; ``heights`` begins with that of the heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def pages_of_rows(table: Table, box: design.Box, size: float) -> list[TablePage]:
    """The pages of a table; each repeats the heads, and a row that no page has room for goes on under its head."""
    heads = tuple(printable(head) for head in table.heads)
    rows = [tuple(_cell(cell) for cell in row) for row in table.rows]
    widths = column_widths(heads, rows, box.width, size)
    head = _row_height(tuple(TableCell(text) for text in heads), widths, size, bold=True)
    room = box.height - head
    parts = [part for row in rows for part in _divided_row(row, widths, size, room)]
    heights = [_row_height(row, widths, size) for row in parts]
    return [
        TablePage(heads, tuple(parts[start:end]), widths, (head, *heights[start:end]))
        for start, end in even_pages(heights, 0, room, None)
    ]


def _divided_row(
    row: tuple[TableCell, ...], widths: Sequence[float], size: float, room: float
) -> list[tuple[TableCell, ...]]:
    if _row_height(row, widths, size) <= room:
        return [row]
    columns = []
    for column, (cell, width) in enumerate(zip(row, widths, strict=True)):

        def fits(text: str, label: str = cell.label, width: float = width, bold: bool = column == 0) -> bool:
            return _cell_height(TableCell(f"… {text} …", label), width, size, bold=bold) <= room

        columns.append([replace(cell, text=text) for text in dotted(text_in_parts(cell.text, fits))])
    again = TableCell(f"{row[0].text} {words('slides')['continued']}", row[0].label, row[0].sources)
    if _cell_height(again, widths[0], size, bold=True) > room:
        again = replace(again, text=words("slides")["continued"])
    parts = []
    for index in range(max(map(len, columns))):
        cells = [texts[index] if index < len(texts) else TableCell("") for texts in columns]
        if index and len(columns[0]) == 1:
            cells[0] = again
        parts.append(tuple(cells))
    return parts


def _cell(cell: Cell) -> TableCell:
    return TableCell(printable(cell.text) or words("slides")["nothing"], numbers_label(cell.sources), cell.sources)


def _cell_height(cell: TableCell, width: float, size: float, *, bold: bool = False) -> float:
    room = width - 2 * design.CELL_PADDING
    lines = face(bold=bold).lines(cell.text, size, room, tail=label_width(cell.label))
    return lines * size * design.LEADING + 2 * design.CELL_LEADING


def _row_height(row: Sequence[TableCell], widths: Sequence[float], size: float, *, bold: bool = False) -> float:
    # The first cell of a row heads it.
    return max(
        _cell_height(cell, width, size, bold=bold or column == 0)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    )


def column_widths(
    heads: Sequence[str], rows: Sequence[Sequence[TableCell]], width: float, size: float
) -> tuple[float, ...]:
    """Columns as wide as their words ask for, between the longest word and an even share of what is left."""
    padding = 2 * design.CELL_PADDING
    in_one_line = [face(bold=True).width(head, size) + padding + 1 for head in heads]
    # Heads take one line each where that leaves room for what is below them.
    least = in_one_line if sum(in_one_line) <= _HEADS * width else [0.0] * len(heads)
    wanted, needed = [], []
    for column, head in enumerate(heads):
        cells = [row[column] for row in rows]
        texts = [(face(bold=True), head, ""), *((face(bold=column == 0), cell.text, cell.label) for cell in cells)]
        whole = [measure.width(text, size) + label_width(label) + padding for measure, text, label in texts]
        words_of = [
            measure.width(word, size) + padding + 1
            for measure, text, _ in texts
            for word in ([text] if len(text) <= _WHOLE else text.split())
        ]
        wanted.append(max(sum(whole) / len(whole), max(whole) / 3))
        needed.append(max(min(max(*words_of, _FEWEST_COLUMN * width), width / len(heads)), least[column]))
        if max(whole) + 1 <= width * _FEWEST_COLUMN:
            needed[-1] = wanted[-1] = max(whole) + 1
    if sum(needed) > width:
        needed = [need * width / sum(needed) for need in needed]
    spare = width - sum(needed)
    more = [max(want - need, 0.0) for want, need in zip(wanted, needed, strict=True)]
    total = sum(more)
    if not total:
        widest = wanted.index(max(wanted))
        return tuple(need + (spare if column == widest else 0) for column, need in enumerate(needed))
    return tuple(need + spare * part / total for need, part in zip(needed, more, strict=True))
