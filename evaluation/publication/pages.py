"""The PDF's own text against the gold: what of each passage stands on each page, and that nothing else does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pypdfium2 as pdfium
from evaluation.publication.inline import SourceError
from evaluation.publication.model import Passage, Publication
from evaluation.publication.typeset import Furniture, Typeset

# A line's last hyphen comes out of pdfium as U+FFFE or U+0002.
_IGNORED = re.compile("[\\s\u00a0\u00ad\ufffe\x02-]+")
MOST_PIECES: Final = 3
"""A passage may be broken by a column and a page, and no more often."""


def squeezed(text: str) -> str:
    """The text without whitespace and hyphens, for comparing what is broken differently."""
    return _IGNORED.sub("", text)


@dataclass(frozen=True)
class Page:
    """A page as it should read: the pieces of passages in reading order, its notes, and what stands around them."""

    number: int
    furniture: Furniture
    body: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """Of the body, in reading order: floating blocks at the top first, those at the bottom last."""
        return [word for piece in self.body for word in piece.split()]

    @property
    def note_words(self) -> list[str]:
        """Of the footnotes."""
        return [word for piece in self.notes for word in piece.split()]


@dataclass(frozen=True)
class Pages:
    """The whole PDF beside its gold."""

    publication: Publication
    typeset: Typeset

    @cached_property
    def texts(self) -> dict[int, str]:
        """Counted page -> its text as pdfium reads it."""
        with pdfium.PdfDocument(self.typeset.pdf) as document:
            return {number: page.get_textpage().get_text_range() for number, page in enumerate(document, 1)}

    @cached_property
    def _squeezed(self) -> dict[int, str]:
        return {number: squeezed(text) for number, text in self.texts.items()}

    def pieces(self, passage: Passage) -> list[tuple[int, str]]:
        """What of the passage stands on which page. Raises SourceError when the PDF says otherwise."""
        pages = self.typeset.pages[passage.id]
        if passage.kind == "header-cell":
            for page in pages:
                self._lengths(passage, (page,))
            return [(page, passage.text) for page in self.typeset.shown[passage.id]]
        made, begin = [], 0
        for page, length in self._lengths(passage, pages).items():
            end = _at(passage.text, begin, length)
            broken = 0 < end < len(passage.text) and passage.text[end - 1].isalpha() and passage.text[end].isalpha()
            made.append((page, passage.text[begin:end].strip() + ("-" if broken else "")))
            begin = end
        return made

    def _lengths(self, passage: Passage, pages: tuple[int, ...]) -> dict[int, int]:
        """How many characters, as squeezed, stand on each page: the longest beginning that a page holds, and on."""
        rest = squeezed(passage.text)
        lengths = dict.fromkeys(pages, 0)
        pieces = 0
        for page in pages:
            while rest:
                length = _longest(rest, self._squeezed[page])
                # What little of the next page's text a page holds by chance is no piece.
                if length < min(len(rest), 2) or (page != pages[-1] and lengths[page] and length < 8):
                    break
                if page != pages[-1] and rest[length:] and _longest(rest[length:], self._squeezed[pages[-1]]) == 0:
                    break
                lengths[page] += length
                rest = rest[length:]
                pieces += 1
        if rest or pieces > MOST_PIECES or not all(lengths.values()):
            raise SourceError(f"not on pages {pages} of the PDF: »{passage.text}«")
        return lengths

    def read(self) -> Iterator[Page]:
        """The pages in order. Raises SourceError where gold and PDF do not have the same letters on a page."""
        body: dict[int, list[tuple[tuple[float, float], str]]] = {page: [] for page in self.texts}
        notes: dict[int, list[str]] = {page: [] for page in self.texts}
        for order, passage in enumerate(self.publication.passages.values()):
            for page, piece in self.pieces(passage):
                if passage.kind == "footnote":
                    notes[page].append(piece)
                else:
                    number = passage.place.get("number", "")
                    body[page].append((self._place(passage, order), f"{number} {piece}".strip()))
        for order, heading in enumerate(self.publication.headings):
            if heading.id in self.typeset.contents:
                line = f"{heading.number} {heading.title} {self.printed(heading.id)}".strip()
                # Below the heading of the table of contents, which is the first of all.
                body[self.typeset.contents[heading.id]].append(((0.5, order), line))
        for page in self.texts:
            made = Page(
                page,
                self.typeset.furniture.get(page, Furniture("", "", "")),
                tuple(piece for _, piece in sorted(body[page], key=lambda one: one[0])),
                tuple(notes[page]),
            )
            self._compare(made)
            yield made

    def printed(self, id: str) -> str:
        """The printed number of the page on which a passage begins; "" where none is printed."""
        furniture = self.typeset.furniture.get(self.typeset.pages[id][0])
        return furniture.printed if furniture else ""

    def _place(self, passage: Passage, order: int) -> tuple[float, float]:
        top = passage.floating == "top" or (passage.kind == "heading" and passage.place["level"] == 1)
        if not top:
            return (2 if passage.floating == "bottom" else 1, order)
        # Blocks that float to the top of one page keep their own order inside.
        return (0, order)

    def _compare(self, page: Page) -> None:
        furniture = page.furniture
        gold = " ".join((*page.body, *page.notes, furniture.head, furniture.foot, furniture.printed))
        here, there = _letters(gold), _letters(self.texts[page.number])
        if here != there:
            raise SourceError(f"page {page.number}: only in the gold {here - there}, only in the PDF {there - here}")


def _letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalpha())


def _longest(text: str, within: str) -> int:
    """The length of the longest beginning of ``text`` that occurs in ``within``."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[:middle] in within else (low, middle - 1)
    return low


def _at(text: str, begin: int, length: int) -> int:
    """Where ``text`` has come to, ``length`` characters, as squeezed, after ``begin``."""
    at = begin
    while length:
        if not _IGNORED.match(text[at]):
            length -= 1
        at += 1
    return at
