"""What a reader gives: a document as passages, with pages, section paths, places and problems.

``ReadDocument.text`` is the whole document as read, and each passage stands in it at its offsets; in a PDF a passage
has its boxes on the pages as well. Nothing here knows where the text came from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Progress = Callable[[int, int], None]
"""Called with how many pages (or parts) are read, and of how many; what it raises stops the reading."""


class ReadKind(StrEnum):
    """What a passage is in its document."""

    HEADING = "heading"
    SENTENCE = "sentence"
    BULLET = "bullet"
    CELL = "cell"
    HEADER_CELL = "header-cell"
    CAPTION = "caption"
    LABEL = "label"
    FOOTNOTE = "footnote"
    REFERENCE = "reference"
    BOX_TITLE = "box-title"
    CONTENTS = "contents"
    COVER = "cover"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a reader takes on: pages, bytes of the file, bytes once unpacked, seconds of reading."""

    pages: int = 2000
    bytes: int = 200_000_000
    unpacked_bytes: int = 500_000_000
    seconds: float = 600.0


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page, in points from the upper left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """The smallest unit that one would quote; ``document.text[start:end] == text``.

    ``page`` is counted from 1 and is None in formats that have no pages; ``printed`` is what stands on the page, ""
    where nothing does. ``pages`` are all pages it stands on. ``section`` is the headings above it, outermost first,
    with their numbers. ``context`` names the passages a reader must see with this one (heading or lead-in, for a
    cell its column's header and its row's first cell), nearest only, as in an outline. ``level`` is a heading's,
    from 1; ``number`` is a heading's or a footnote's number, or a list's, apart from the text.
    """

    name: str
    kind: ReadKind
    text: str
    start: int
    end: int
    page: int | None = None
    printed: str = ""
    pages: tuple[int, ...] = ()
    section: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    level: int = 0
    number: str = ""
    box: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, in a Danish sentence; ``page`` is None where it concerns the whole document."""

    page: int | None
    message: str


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page: its number counted from 1, the number printed on it, and what was taken out as furniture."""

    number: int
    printed: str = ""
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as read. ``language`` is "da", "sv", "nb", "en", "de" or "" where the text does not tell."""

    format: str
    title: str
    language: str
    text: str
    passages: tuple[ReadPassage, ...]
    pages: tuple[ReadPage, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def headings(self) -> tuple[ReadPassage, ...]:
        """The headings in order; their levels make the tree."""
        return tuple(passage for passage in self.passages if passage.kind is ReadKind.HEADING)


@dataclass(slots=True)
class Piece:
    """A line or other stretch of a block's text, and where it stands."""

    text: str
    place: Place | None = None


@dataclass(slots=True)
class Block:
    """A paragraph, heading, bullet, cell or the like, as a reader finds it before it becomes passages.

    ``key`` names it within the document, and ``context`` the keys of blocks to be seen with it: a cell's headers.
    """

    kind: ReadKind
    pieces: list[Piece]
    level: int = 0
    number: str = ""
    box: str = ""
    key: str = ""
    context: tuple[str, ...] = ()
