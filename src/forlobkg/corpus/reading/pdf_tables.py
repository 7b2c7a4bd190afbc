"""Tables of a page, found by the rules and fills that are drawn around their cells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise

from forlobkg.corpus.reading.pdf_page import MOST_FRAMED, Line, PageContent, Shape, Word

_NEAR = 3.5
_THIN = 3.0
_TALLEST_ROW = 400.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: row and column from 0, its rectangle, and its lines."""

    row: int
    column: int
    x0: float
    y0: float
    x1: float
    y1: float
    lines: tuple[Line, ...]
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rectangle and cells, row by row; empty cells are left out."""

    x0: float
    y0: float
    x1: float
    y1: float
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class _Span:
    y: float
    x0: float
    x1: float


def find_tables(page: PageContent) -> list[Table]:
    """The tables of a page; the words in their cells are taken out of ``page.lines``."""
    if len(page.shapes) > MOST_FRAMED:
        return []
    shapes = [shape for shape in page.shapes if not shape.picture and shape.width < 0.98 * page.width]
    made: list[Table] = []
    spans = _spans(shapes)
    for stack in _stacks(spans):
        for part in _parts(page, shapes, stack):
            table = _table(page, shapes, spans, part)
            if table is not None and not any(_overlap(table, other) for other in made):
                made.append(table)
                _take(page, table)
    return sorted(made, key=lambda table: (table.y0, table.x0))


def _spans(shapes: list[Shape]) -> list[_Span]:
    """Horizontal edges, those that touch joined: of rules, and of the upper and lower sides of fills."""
    edges: list[_Span] = []
    for shape in shapes:
        if shape.width < 8:
            continue
        if shape.height <= _THIN:
            edges.append(_Span((shape.y0 + shape.y1) / 2, shape.x0, shape.x1))
        elif shape.simple:
            edges += [_Span(shape.y0, shape.x0, shape.x1), _Span(shape.y1, shape.x0, shape.x1)]
    edges.sort(key=lambda edge: (round(edge.y), edge.x0))
    rows: list[list[_Span]] = []
    for edge in sorted(edges, key=lambda edge: edge.y):
        if rows and edge.y - rows[-1][0].y <= 1.6:
            rows[-1].append(edge)
        else:
            rows.append([edge])
    made: list[_Span] = []
    for row in rows:
        row.sort(key=lambda edge: edge.x0)
        current = _Span(row[0].y, row[0].x0, row[0].x1)
        made.append(current)
        for edge in row[1:]:
            if edge.x0 <= current.x1 + 1.5:
                current.x1 = max(current.x1, edge.x1)
            else:
                current = _Span(edge.y, edge.x0, edge.x1)
                made.append(current)
    return made


def _stacks(spans: list[_Span]) -> list[list[_Span]]:
    """Spans of the same width one below another: at least three."""
    stacks: list[list[_Span]] = []
    for span in sorted(spans, key=lambda span: span.y):
        for stack in stacks:
            last = stack[-1]
            if abs(last.x0 - span.x0) <= _NEAR and abs(last.x1 - span.x1) <= _NEAR and span.y - last.y < _TALLEST_ROW:
                stack.append(span)
                break
        else:
            stacks.append([span])
    return sorted((stack for stack in stacks if len(stack) >= 3), key=lambda stack: stack[0].x0 - stack[0].x1)


def _inside(page: PageContent, frame: tuple[float, float, float, float]) -> list[Line]:
    x0, y0, x1, y1 = frame
    return [
        line
        for line in page.lines
        if not line.angle and y0 < line.y - 0.3 * line.size < y1 and line.x1 > x0 and line.x0 < x1
    ]


def _straddles(line: Line, bound: float) -> bool:
    """Whether a line runs across a column's edge without a gap there."""
    if line.x0 > bound - 3 or line.x1 < bound + 3:
        return False
    return not any(
        left.x1 <= bound + 1 and right.x0 >= bound - 1 and right.x0 - left.x1 > 0.4 * line.size
        for left, right in pairwise(line.words)
    )


def _parts(page: PageContent, shapes: list[Shape], stack: list[_Span]) -> list[list[_Span]]:
    """The stack cut where what stands between two edges is no row: nothing, or text across the columns."""
    x0, x1 = min(span.x0 for span in stack), max(span.x1 for span in stack)
    bounds = _drawn(shapes, (x0, stack[0].y, x1, stack[-1].y))[1:]
    made: list[list[_Span]] = [[stack[0]]]
    for above, below in pairwise(stack):
        lines = _inside(page, (x0, above.y, x1, below.y))
        tall = below.y - above.y > 3
        across = any(_straddles(line, bound) for line in lines for bound in bounds)
        if tall and (not lines or across):
            made.append([below])
        else:
            made[-1].append(below)
    return [part for part in made if len(part) >= 3]


def _table(page: PageContent, shapes: list[Shape], spans: list[_Span], stack: list[_Span]) -> Table | None:
    x0, x1 = min(span.x0 for span in stack), max(span.x1 for span in stack)
    y0, y1 = stack[0].y, stack[-1].y
    inside = _inside(page, (x0, y0 - 1, x1, y1 + 1))
    # Body text that crosses the edges tells that these are rules of the page, not of a table.
    if not inside or any(line.x0 < x0 - 4 or line.x1 > x1 + 6 for line in inside):
        return None
    bounds = _columns(shapes, inside, (x0, y0, x1, y1))
    if len(bounds) < 3:
        return None
    every = [span for span in spans if y0 - 1 <= span.y <= y1 + 1 and span.x1 > x0 and span.x0 < x1]
    words = [(word, line) for line in inside for word in line.words]
    cells: list[Cell] = []
    tops: list[float] = []
    for column, (left, right) in enumerate(pairwise(bounds)):
        middle = (left + right) / 2
        own = sorted({span.y for span in every if span.x0 <= middle <= span.x1})
        for top, bottom in pairwise(own):
            mine = [
                (word, line)
                for word, line in words
                if left - 1 <= (word.x0 + word.x1) / 2 < right + 1 and top < line.y - 0.3 * line.size <= bottom
            ]
            if mine and bottom - top > 4:
                tops.append(top)
                cells.append(Cell(0, column, left, top, right, bottom, tuple(_cell_lines(mine))))
    rows = _row_numbers(tops)
    cells = sorted(
        (Cell(rows[cell.y0], cell.column, cell.x0, cell.y0, cell.x1, cell.y1, cell.lines) for cell in cells),
        key=lambda cell: (cell.row, cell.column),
    )
    if len({cell.row for cell in cells}) < 2 or len({cell.column for cell in cells}) < 2:
        return None
    return Table(x0, y0, x1, y1, tuple(_with_header(cells, shapes)))


def _row_numbers(tops: list[float]) -> dict[float, int]:
    numbers: dict[float, int] = {}
    last, number = -100.0, -1
    for top in sorted(set(tops)):
        if top - last > 3:
            number += 1
        last = top
        numbers[top] = number
    return numbers


def _columns(shapes: list[Shape], lines: list[Line], frame: tuple[float, float, float, float]) -> list[float]:
    """The edges of the columns: drawn ones where there are some, else the gaps that run through all lines."""
    bounds = _drawn(shapes, frame)
    if len(bounds) == 1:
        bounds += _gaps(lines, frame[0], frame[2])
    return [*bounds, frame[2]]


def _drawn(shapes: list[Shape], frame: tuple[float, float, float, float]) -> list[float]:
    """The table's left edge and the drawn edges of columns within it."""
    x0, y0, x1, y1 = frame
    edges: dict[int, int] = defaultdict(int)
    for shape in shapes:
        if shape.y1 <= y0 - 1 or shape.y0 >= y1 + 1 or shape.height < 6:
            continue
        if shape.width <= _THIN:
            edges[round((shape.x0 + shape.x1) / 2)] += 1
        elif shape.simple:
            edges[round(shape.x0)] += 1
            edges[round(shape.x1)] += 1
    bounds = [x0]
    for x in sorted(edges):
        if x0 + _NEAR < x < x1 - _NEAR and x - bounds[-1] > _NEAR:
            bounds.append(float(x))
    return bounds


def _gaps(lines: list[Line], x0: float, x1: float) -> list[float]:
    taken = sorted((line.x0, line.x1) for line in lines)
    made: list[float] = []
    reach = x0
    for left, right in taken:
        if left - reach >= 6 and reach > x0:
            made.append(left - 2)
        reach = max(reach, right)
    return [x for x in made if x0 < x < x1]


def _cell_lines(words: list[tuple[Word, Line]]) -> list[Line]:
    lines: list[Line] = []
    for word, line in sorted(words, key=lambda pair: (round(pair[1].y), pair[0].x0)):
        if lines and abs(lines[-1].y - line.y) <= 2:
            lines[-1].words.append(word)
        else:
            lines.append(Line(line.y, [word]))
    return lines


def _with_header(cells: list[Cell], shapes: list[Shape]) -> list[Cell]:
    """The cells with the header row marked, where its type or its ground differs from the next rows'.

    A first row of one cell across the others is the table's title, and stands above the header.
    """
    alone = sum(cell.row == 0 for cell in cells) == 1
    last = 1 if alone and sum(cell.row == 1 for cell in cells) > 1 else 0
    first = [cell for cell in cells if cell.row == last]
    rest = [cell for cell in cells if cell.row > last]
    if not rest:
        return cells
    bold = all(cell.lines[0].style.bold for cell in first)
    plain = sum(not cell.lines[0].style.bold for cell in rest) >= 0.5 * len(rest)
    grounds = [_ground(cell, shapes) for cell in (*first, *rest)]
    filled = grounds[0] is not None and grounds[0] not in grounds[len(first) :]
    if not ((bold and plain) or (filled and len(first) > 1)):
        return cells
    return [replace(cell, header=cell.row <= last) for cell in cells]


def _ground(cell: Cell, shapes: list[Shape]) -> int | None:
    x, y = (cell.x0 + cell.x1) / 2, (cell.y0 + cell.y1) / 2
    holding = [
        shape
        for shape in shapes
        if shape.filled and shape.height > _THIN and shape.x0 <= x <= shape.x1 and shape.y0 <= y <= shape.y1
    ]
    return holding[-1].color if holding else None


def _overlap(one: Table, other: Table) -> bool:
    return one.x0 < other.x1 - 1 and other.x0 < one.x1 - 1 and one.y0 < other.y1 - 1 and other.y0 < one.y1 - 1


def _take(page: PageContent, table: Table) -> None:
    taken = {id(word) for cell in table.cells for line in cell.lines for word in line.words}
    left = []
    for line in page.lines:
        words = [word for word in line.words if id(word) not in taken]
        if words:
            line.words = words
            left.append(line)
    page.lines = left
