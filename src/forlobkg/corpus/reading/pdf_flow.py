"""A page's regions and columns in reading order, and the running text put together across them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from forlobkg.corpus.reading.model import Block, Piece, Place, ReadKind
from forlobkg.corpus.reading.pdf_fonts import Style
from forlobkg.corpus.reading.pdf_order import Column, column_edge, columns
from forlobkg.corpus.reading.pdf_page import Line, PageContent
from forlobkg.corpus.reading.pdf_paragraphs import Leading, Paragraph, one_row, paragraphs
from forlobkg.corpus.reading.pdf_regions import Region, find_boxes, find_figures, find_footnotes
from forlobkg.corpus.reading.pdf_tables import Table, find_tables

_LEADER = re.compile(r"(?:\s?[.·…_]){4,}\s*(?P<page>[\divxlc]{1,7})?\s*$", re.IGNORECASE)
_LISTED = re.compile(r"\S.*\s(?P<page>\d{1,4}|[ivxlc]{1,7})", re.IGNORECASE)
_MOST_COVER_WORDS = 90


@dataclass(frozen=True, slots=True)
class Thing:
    """A line, table, figure or box where it stands on the page."""

    x0: float
    x1: float
    top: float
    bottom: float
    line: Line | None = None
    table: Table | None = None
    region: Region | None = None
    figure: bool = False

    @property
    def is_line(self) -> bool:
        """Whether it is a line of text."""
        return self.line is not None


@dataclass(slots=True)
class PageFlow:
    """A page taken apart: the columns of its running text with what stands among them, and its footnotes."""

    page: PageContent
    columns: list[Column[Thing]]
    notes: list[tuple[str, tuple[Line, ...]]]


@dataclass(slots=True)
class Unit:
    """A paragraph, a table's cells or a figure's labels, in reading order."""

    page: int
    paragraph: Paragraph | None = None
    blocks: list[Block] = field(default_factory=list)


def take_apart(page: PageContent, body: Style, known: list[float]) -> PageFlow:
    """The regions and columns of a page. The page's lines are used up."""
    tables = find_tables(page)
    lines = [Thing(line.x0, line.x1, line.top, line.bottom, line=line) for line in page.lines if not line.angle]
    edge = column_edge(lines, known) if lines else None
    figures = find_figures(page, body, tables, edge)
    notes = find_footnotes(page, body)
    boxes = find_boxes(page, tables, figures)
    things = [Thing(line.x0, line.x1, line.top, line.bottom, line=line) for line in page.lines]
    things += [Thing(table.x0, table.x1, table.y0, table.y1, table=table) for table in tables]
    things += [Thing(box.x0, box.x1, box.y0, box.y1, region=box) for box in boxes]
    things += [Thing(one.x0, one.x1, one.y0, one.y1, region=one, figure=True) for one in figures if one.groups]
    return PageFlow(page, columns(things, known), notes)


def rows(column: Column[Thing]) -> list[list[Line] | Thing]:
    """A column's items with runs of lines together, each run's lines joined where they share a baseline."""
    made: list[list[Line] | Thing] = []
    run: list[Line] = []
    for thing in column.items:
        if thing.line is not None:
            run.append(thing.line)
            continue
        if run:
            made.append(one_row(run))
            run = []
        made.append(thing)
    if run:
        made.append(one_row(run))
    return made


def column_paragraphs(flow: PageFlow, body: Style, leading: Leading) -> list[Unit]:
    """The page's paragraphs and regions in reading order."""
    made: list[Unit] = []
    number = flow.page.number
    for index, column in enumerate(flow.columns):
        edges = (column.x0, column.x1)
        for position, part in enumerate(rows(column)):
            if isinstance(part, Thing):
                made += _region_units(part, number, f"{number}.{index}.{position}", body, leading)
            else:
                for paragraph in paragraphs(number, part, edges, body, leading):
                    made.append(Unit(paragraph.page, paragraph))
    _mark_contents(made)
    return made


def _region_units(thing: Thing, page: int, key: str, body: Style, leading: Leading) -> list[Unit]:
    if thing.table is not None:
        return [Unit(page, blocks=table_blocks(thing.table, page, key))]
    region = thing.region
    if region is None:
        return []
    if thing.figure:
        blocks = [Block(ReadKind.LABEL, pieces(page, group)) for group in region.groups]
        return [Unit(page, blocks=blocks)]
    inner = [Thing(line.x0, line.x1, line.top, line.bottom, line=line) for line in region.groups[0]]
    units = []
    for column in columns(inner):
        for part in rows(column):
            if not isinstance(part, Thing):
                found = paragraphs(
                    page, part, (column.x0, max(column.x1, region.x1 - (column.x0 - region.x0))), body, leading
                )
                for paragraph in found:
                    paragraph.box = key
                units += [Unit(paragraph.page, paragraph) for paragraph in found]
    return units


def table_blocks(table: Table, page: int, key: str) -> list[Block]:
    """A table's cells as blocks, each with its column's header and its row's first cell as context."""
    made: list[Block] = []
    top = max((cell.row for cell in table.cells if cell.header), default=-1)
    for cell in table.cells:
        context = [] if cell.header or top < 0 else [f"{key}/{top}/{cell.column}"]
        if not cell.header and cell.column:
            context.append(f"{key}/{cell.row}/0")
        kind = ReadKind.HEADER_CELL if cell.header else ReadKind.CELL
        name = f"{key}/{cell.row}/{cell.column}"
        made.append(Block(kind, pieces(page, cell.lines), key=name, context=tuple(context)))
    return made


def pieces(page: int, lines: tuple[Line, ...] | list[Line]) -> list[Piece]:
    """Lines as pieces of a block."""
    return [
        Piece(line.text, Place(page, round(line.x0, 1), round(line.top, 1), round(line.x1, 1), round(line.bottom, 1)))
        for line in lines
    ]


def _mark_contents(units: list[Unit]) -> None:
    """Mark the lines of a table of contents: those with dots before a number, and their like on the same page."""
    found = [unit.paragraph for unit in units if unit.paragraph is not None]
    dotted = [paragraph for paragraph in found if any(_LEADER.search(line.text) for line in paragraph.lines)]
    if len(dotted) < 3:
        return
    rights = Counter(round(line.x1 / 4) for paragraph in dotted for line in paragraph.lines)
    right = rights.most_common(1)[0][0]
    for paragraph in found:
        ends = [
            line for line in paragraph.lines if abs(round(line.x1 / 4) - right) <= 1 and _LISTED.fullmatch(line.text)
        ]
        paragraph.contents = paragraph in dotted or (len(ends) >= 0.5 * len(paragraph.lines))


def contents_titles(units: list[Unit]) -> list[str]:
    """The titles in the tables of contents, as they stand, without dots and page numbers."""
    made = []
    for unit in units:
        if unit.paragraph is not None and unit.paragraph.contents:
            for line in unit.paragraph.lines:
                text = _LEADER.sub("", line.text)
                made.append(re.sub(r"\s(?:\d{1,4}|[ivxlc]{1,7})$", "", text).strip())
    return made


def is_cover(flow: PageFlow, body: Style) -> bool:
    """Whether a first page has few words and no running text."""
    lines = [thing.line for column in flow.columns for thing in column.items if thing.line is not None]
    words = sum(len(line.words) for line in lines)
    running = sum(line.style == body for line in lines)
    large = any(line.size > 1.3 * body.size for line in lines)
    return flow.page.number == 1 and words < _MOST_COVER_WORDS and running < 3 and large
