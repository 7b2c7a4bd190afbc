"""Repair of a received text by a curated table: what the table says, and nothing else.

The table is a TSV file with the columns ``place``, ``received``, ``repaired``, ``kind``, ``to`` and
``note``. ``place`` is a line number in the received text, with ``:column`` where the line holds the
received words more than once (both counted from 1, columns in code points). In the two text columns
``⏎`` stands for a line break and ``␣`` for a space that would otherwise be lost at a cell's edge.
A row with ``to`` takes its words away from ``place`` and puts the repaired ones at ``to``; rows with
the same ``to`` keep the table's order.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from forlobkg.errors import CorpusError

COLUMNS = ("place", "received", "repaired", "kind", "to", "note")


class RepairKind(StrEnum):
    """Why a row changes the text."""

    LETTERS = "letters"
    JOIN = "join"
    MOVE = "move"
    NOISE = "noise"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class RepairRow:
    """One row of a repair table; ``line_no`` is its own line in the table file."""

    line_no: int
    place: str
    received: str
    repaired: str
    kind: RepairKind
    to: str
    note: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of repaired text and the received range ``[received_start, received_end)`` behind it.

    ``exact`` is true where the piece stands in the received text letter for letter, so that offsets
    inside it map one to one; otherwise the whole received range is behind each of its characters.
    """

    start: int
    end: int
    received_start: int
    received_end: int
    exact: bool


class RepairedText:
    """A repaired text that knows, for each of its characters, where in the received text it came from."""

    def __init__(self, text: str, pieces: list[Piece], received: str) -> None:
        self.text = text
        self.received = received
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]

    def received_ranges(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The received ranges, in code points and reading order, behind ``text[start:end]``.

        Neighbouring ranges are merged; columns that interleave give several.
        """
        ranges: list[tuple[int, int]] = []
        index = max(bisect_right(self._starts, start) - 1, 0)
        for piece in self._pieces[index:]:
            if piece.start >= end:
                break
            if piece.end <= start:
                continue
            low, high = piece.received_start, piece.received_end
            if piece.exact:
                low += max(start - piece.start, 0)
                high -= max(piece.end - end, 0)
            if ranges and ranges[-1][1] == low:
                ranges[-1] = (ranges[-1][0], high)
            else:
                ranges.append((low, high))
        return tuple(ranges)


def read_table(content: str, name: str) -> list[RepairRow]:
    """The rows of a repair table; ``name`` is used in messages. Raises ``CorpusError``."""
    reader = csv.reader(io.StringIO(content), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(reader, None)
    if header is None or tuple(header) != COLUMNS:
        raise CorpusError(f"{name}: the first line must be the column names {', '.join(COLUMNS)}")
    rows: list[RepairRow] = []
    for cells in reader:
        if len(cells) != len(COLUMNS):
            raise CorpusError(f"{name}, line {reader.line_num}: {len(cells)} columns, {len(COLUMNS)} are needed")
        place, received, repaired, kind, to, note = cells
        if kind not in set(RepairKind):
            raise CorpusError(f"{name}, line {reader.line_num}: unknown kind {kind!r}")
        if (kind == RepairKind.MOVE) != bool(to):
            raise CorpusError(f"{name}, line {reader.line_num}: 'to' is filled for kind move, and only there")
        rows.append(
            RepairRow(reader.line_num, place, _unescape(received), _unescape(repaired), RepairKind(kind), to, note)
        )
    return rows


def apply_repairs(received: str, rows: list[RepairRow], name: str) -> RepairedText:
    """The repaired text that ``rows`` make of ``received``.

    Raises ``CorpusError``, with the table's line, when a row no longer matches the received text, matches
    twice on its line, overlaps another row, or moves words into a stretch that another row replaces.
    """
    line_starts = _line_starts(received)
    removed: list[tuple[int, int, RepairRow]] = []
    inserted: dict[int, list[tuple[int, int, RepairRow]]] = {}
    for row in rows:
        start = _locate(received, line_starts, row, name)
        end = start + len(row.received)
        removed.append((start, end, row))
        if row.to:
            target = _position(line_starts, received, row.to, row, name)
            inserted.setdefault(target, []).append((start, end, row))
    removed.sort(key=lambda item: (item[0], item[1]))
    for (_, first_end, first), (second_start, _, second) in pairwise(removed):
        if second_start < first_end:
            raise CorpusError(f"{name}: lines {first.line_no} and {second.line_no} change the same words")
    for target, moves in inserted.items():
        if any(start < target < end for start, end, _ in removed):
            raise CorpusError(f"{name}, line {moves[0][2].line_no}: 'to' points into words another row changes")
    return _assemble(received, removed, inserted)


def _assemble(
    received: str,
    removed: list[tuple[int, int, RepairRow]],
    inserted: dict[int, list[tuple[int, int, RepairRow]]],
) -> RepairedText:
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0

    def emit(text: str, low: int, high: int, *, exact: bool) -> None:
        nonlocal length
        if text:
            pieces.append(Piece(length, length + len(text), low, high, exact))
            parts.append(text)
            length += len(text)

    def copy(low: int, high: int) -> None:
        for target in sorted(t for t in inserted if low <= t <= high and t not in done):
            emit(received[low:target], low, target, exact=True)
            insert(target)
            low = target
        emit(received[low:high], low, high, exact=True)

    def insert(target: int) -> None:
        done.add(target)
        for start, end, row in inserted[target]:
            emit(row.repaired, start, end, exact=False)

    done: set[int] = set()
    cursor = 0
    for start, end, row in removed:
        copy(cursor, start)
        if not row.to:
            emit(row.repaired, start, end, exact=False)
        cursor = end
    copy(cursor, len(received))
    return RepairedText("".join(parts), pieces, received)


def _unescape(cell: str) -> str:
    return cell.replace("⏎", "\n").replace("␣", " ")


def _line_starts(text: str) -> list[int]:
    starts = [0]
    starts.extend(index + 1 for index, char in enumerate(text) if char == "\n")
    return starts


def _position(line_starts: list[int], text: str, place: str, row: RepairRow, name: str) -> int:
    """The code point offset of ``line``, ``line:column`` or ``line:end``."""
    line_text, _, column_text = place.partition(":")
    if not line_text.isdecimal() or not 1 <= int(line_text) <= len(line_starts):
        raise CorpusError(f"{name}, line {row.line_no}: no line {line_text!r} in the received text")
    line = int(line_text)
    start = line_starts[line - 1]
    end = line_starts[line] - 1 if line < len(line_starts) else len(text)
    if column_text in ("", "end"):
        return end if column_text else start
    if not column_text.isdecimal() or not start <= start + int(column_text) - 1 <= end:
        raise CorpusError(f"{name}, line {row.line_no}: no column {column_text!r} on line {line}")
    return start + int(column_text) - 1


def _locate(text: str, line_starts: list[int], row: RepairRow, name: str) -> int:
    if not row.received:
        raise CorpusError(f"{name}, line {row.line_no}: the received words are missing")
    if ":" in row.place:
        start = _position(line_starts, text, row.place, row, name)
        if text.startswith(row.received, start):
            return start
        raise CorpusError(
            f"{name}, line {row.line_no}: {row.received!r} does not stand at {row.place} in the received text"
        )
    start = _position(line_starts, text, row.place, row, name)
    end = _position(line_starts, text, f"{row.place}:end", row, name)
    first = text.find(row.received, start)
    if first == -1 or first > end:
        raise CorpusError(
            f"{name}, line {row.line_no}: {row.received!r} does not stand on line {row.place} of the received text"
        )
    second = text.find(row.received, first + 1)
    if second != -1 and second <= end:
        raise CorpusError(
            f"{name}, line {row.line_no}: {row.received!r} stands more than once on line {row.place}; "
            "give line:column"
        )
    return first
