"""Lines and rows divided into pages by measuring them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from forlobkg.teach import slide_design as design
from forlobkg.teach.citing import numbers_label
from forlobkg.teach.material import Cell, Table
from forlobkg.teach.measuring import face
from forlobkg.teach.wording import printable, words

Style = Literal["claim", "own", "gap", "plain", "heading"]

_SENTENCE: Final = re.compile(r"(?<=[.!?:;])\s+")
_WHOLE: Final = 14
"""A cell with no more characters than these is not broken, as »Anbefaling 3a«."""
_FEWEST_COLUMN: Final = 0.12
"""No column is narrower than this part of the table."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a slide shows of a line: its words and the small label after them; ``line`` is the line's place.

    ``changed`` where a source of it has changed or is gone.
    """

    text: str
    label: str
    style: Style
    line: int = 0
    changed: bool = False


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


def label_width(label: str) -> float:
    """The room that a label takes after its line, in points."""
    return face().width(f" {label}", design.LABEL_SIZE) if label else 0.0


def height_of(piece: Piece, size: float, width: float) -> float:
    """The height of a piece in points, without the gap before it."""
    room = width if piece.style == "heading" else width - design.INDENT
    broken = face(bold=piece.style == "heading").broken(piece.text, size, room, tail=label_width(piece.label))
    return len(broken) * size * design.LEADING


def pages_of_lines(pieces: Sequence[Piece], size: float, box: design.Box, *, most: int) -> list[tuple[Piece, ...]]:
    """``pieces`` in as few pages as ``box`` and ``most`` lines a page allow, evenly filled.

    A piece that no page has room for is divided after a sentence, else after a word.
    """
    room = box.height
    whole = [part for piece in pieces for part in _divided(piece, size, box.width, room)]
    heights = [height_of(piece, size, box.width) for piece in whole]
    return [tuple(whole[start:end]) for start, end in _even(heights, design.GAP, room, most)]


def pages_under_heads(
    groups: Sequence[tuple[Piece, Sequence[Piece]]], size: float, box: design.Box
) -> list[tuple[Piece, ...]]:
    """The pieces of each group under its head, page after page; a group that goes on has its head there again."""
    pages: list[list[Piece]] = [[]]
    taken = 0.0
    for head, pieces in groups:
        pending = [head]
        for piece in pieces:
            more = sum(height_of(part, size, box.width) + design.SOURCE_GAP for part in (*pending, piece))
            if pages[-1] and taken + more > box.height:
                pages.append([])
                pending, taken = [head], 0.0
                more = sum(height_of(part, size, box.width) + design.SOURCE_GAP for part in (head, piece))
            pages[-1].extend((*pending, piece))
            taken += more
            pending = []
    return [tuple(page) for page in pages if page]


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
        for start, end in _even(heights, 0, room, None, greedy=True)
    ]


def _even(
    heights: Sequence[float], gap: float, room: float, most: int | None, *, greedy: bool = False
) -> list[tuple[int, int]]:
    """Where the pages begin and end: as few as possible, and among those the ones with the least waste squared."""
    count = len(heights)
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, count + 1):
        choices = []
        taken = -gap
        for start in range(end - 1, -1, -1):
            taken += heights[start] + gap
            if end - start > 1 and (taken > room or (most is not None and end - start > most)):
                break
            pages, waste, _ = best[start]
            spare = 0.0 if greedy and end == count else max(room - taken, 0) ** 2
            choices.append((pages + 1, waste + spare, start))
        best.append(min(choices))
    spans, end = [], count
    while end:
        start = best[end][2]
        spans.append((start, end))
        end = start
    return spans[::-1]


def _divided(piece: Piece, size: float, width: float, room: float) -> list[Piece]:
    if height_of(piece, size, width) <= room:
        return [piece]
    texts = _texts(piece.text, lambda text: height_of(replace(piece, text=f"… {text} …"), size, width) <= room)
    return [replace(piece, text=text) for text in _dotted(texts)]


def _divided_row(
    row: tuple[TableCell, ...], widths: Sequence[float], size: float, room: float
) -> list[tuple[TableCell, ...]]:
    if _row_height(row, widths, size) <= room:
        return [row]
    columns = []
    for cell, width in zip(row, widths, strict=True):

        def fits(text: str, label: str = cell.label, width: float = width) -> bool:
            return _cell_height(TableCell(f"… {text} …", label), width, size) <= room

        columns.append([replace(cell, text=text) for text in _dotted(_texts(cell.text, fits))])
    first = row[0].text if len(columns[0]) == 1 else ""
    again = f"{first} {words('slides')['continued']}" if first else ""
    parts = []
    for index in range(max(len(column) for column in columns)):
        cells = [column[index] if index < len(column) else TableCell("") for column in columns]
        if index and first:
            cells[0] = replace(row[0], text=again)
        parts.append(tuple(cells))
    return parts


def _texts(text: str, fits: Callable[[str], bool]) -> list[str]:
    """``text`` in pieces that fit, each ending with a sentence, else with a word, else within a word."""
    if not text or fits(text):
        return [text]
    for parted in (_SENTENCE.split(text), text.split(" ")):
        if len(parted) > 1 and fits(parted[0]):
            end = 1
            while end < len(parted) and fits(" ".join(parted[: end + 1])):
                end += 1
            return [" ".join(parted[:end]), *_texts(" ".join(parted[end:]), fits)]
    end = len(text)
    while end > 1 and not fits(text[:end]):
        end = end * 3 // 4
    return [text[:end], *_texts(text[end:], fits)] if end < len(text) else [text]


def _dotted(texts: list[str]) -> list[str]:
    last = len(texts) - 1
    return [f"{'… ' if index else ''}{text}{' …' if index < last else ''}" for index, text in enumerate(texts)]


def _cell(cell: Cell) -> TableCell:
    return TableCell(printable(cell.text), numbers_label(cell.sources), cell.sources)


def _cell_height(cell: TableCell, width: float, size: float, *, bold: bool = False) -> float:
    room = width - 2 * design.CELL_PADDING
    lines = face(bold=bold).lines(cell.text, size, room, tail=label_width(cell.label))
    return lines * size * design.LEADING + 2 * design.CELL_PADDING


def _row_height(row: Sequence[TableCell], widths: Sequence[float], size: float, *, bold: bool = False) -> float:
    return max(_cell_height(cell, width, size, bold=bold) for cell, width in zip(row, widths, strict=True))


def column_widths(
    heads: Sequence[str], rows: Sequence[Sequence[TableCell]], width: float, size: float
) -> tuple[float, ...]:
    """Columns as wide as their words ask for, between the longest word and an even share of what is left."""
    padding = 2 * design.CELL_PADDING
    wanted, needed = [], []
    for column, head in enumerate(heads):
        cells = [row[column] for row in rows]
        texts = [(face(bold=True), head, ""), *((face(), cell.text, cell.label) for cell in cells)]
        whole = [measure.width(text, size) + label_width(label) + padding for measure, text, label in texts]
        words_of = [
            measure.width(word, size) + padding + 1
            for measure, text, _ in texts
            for word in ([text] if len(text) <= _WHOLE else text.split())
        ]
        wanted.append(max(sum(whole) / len(whole), max(whole) / 3))
        needed.append(min(max(*words_of, _FEWEST_COLUMN * width), width / len(heads)))
        if max(whole) + 1 <= width * _FEWEST_COLUMN:
            needed[-1] = wanted[-1] = max(whole) + 1
    spare = width - sum(needed)
    more = [max(want - need, 0.0) for want, need in zip(wanted, needed, strict=True)]
    total = sum(more)
    if not total:
        return tuple(need + spare / len(needed) for need in needed)
    return tuple(need + spare * part / total for need, part in zip(needed, more, strict=True))
