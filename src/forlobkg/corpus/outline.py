"""The outline: what each passage of a document is, on which page, and under which headings.

A TSV file with the columns ``passage``, ``page``, ``kind`` and ``context``, a row a passage in reading
order. A passage's name is its line in the received text (``l204``); further passages that begin on the
same line carry a suffix (``l204-2``) that stays theirs when the line is later divided differently.
``context`` names the passages a reader must see with this one (its heading or lead-in), nearest only.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from enum import StrEnum

from forlobkg.errors import CorpusError

COLUMNS = ("passage", "page", "kind", "context")
_NAME = re.compile(r"l(?P<line>[1-9][0-9]*)(-[1-9][0-9]*)?")


class PassageKind(StrEnum):
    """What a passage is in its document."""

    HEADING = "heading"
    LEAD_IN = "lead-in"
    SENTENCE = "sentence"
    BULLET = "bullet"
    LABEL = "label"
    CAPTION = "caption"
    CELL = "cell"
    LINK = "link"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One passage in the outline; ``line`` is the received line on which it begins."""

    name: str
    line: int
    page: int | None
    kind: PassageKind
    context: tuple[str, ...]


def read_outline(content: str, name: str) -> list[OutlineRow]:
    """The rows of an outline; ``name`` is used in messages. Raises ``CorpusError``."""
    reader = csv.reader(io.StringIO(content), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(reader, None)
    if header is None or tuple(header) != COLUMNS:
        raise CorpusError(f"{name}: the first line must be the column names {', '.join(COLUMNS)}")
    rows: list[OutlineRow] = []
    for cells in reader:
        place = f"{name}, line {reader.line_num}"
        if len(cells) != len(COLUMNS):
            raise CorpusError(f"{place}: {len(cells)} columns, {len(COLUMNS)} are needed")
        passage, page, kind, context = cells
        match = _NAME.fullmatch(passage)
        if match is None:
            raise CorpusError(f"{place}: {passage!r} is no passage name such as l204 or l204-2")
        if page and not page.isdecimal():
            raise CorpusError(f"{place}: the page {page!r} is no number")
        if kind not in set(PassageKind):
            raise CorpusError(f"{place}: unknown kind {kind!r}")
        rows.append(
            OutlineRow(
                passage,
                int(match["line"]),
                int(page) if page else None,
                PassageKind(kind),
                tuple(context.split()),
            )
        )
    _check_names(rows, name)
    return rows


def _check_names(rows: list[OutlineRow], name: str) -> None:
    by_name = {row.name: row for row in rows}
    if len(by_name) != len(rows):
        twice = sorted({row.name for row in rows if sum(other.name == row.name for other in rows) > 1})
        raise CorpusError(f"{name}: {', '.join(twice)} stands more than once")
    for row in rows:
        chain = {row.name}
        waiting = list(row.context)
        while waiting:
            parent = waiting.pop()
            if parent not in by_name:
                raise CorpusError(f"{name}: {row.name} has the context {parent}, which is no passage")
            if parent == row.name:
                raise CorpusError(f"{name}: {row.name} is its own context")
            if parent not in chain:
                chain.add(parent)
                waiting.extend(by_name[parent].context)
