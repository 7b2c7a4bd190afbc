"""Blocks into a document: sentences, section paths, contexts, offsets and names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from forlobkg.corpus.reading.hyphens import Joiner
from forlobkg.corpus.reading.language import guess_language
from forlobkg.corpus.reading.model import Block, Place, Problem, ReadDocument, ReadKind, ReadPage, ReadPassage

if TYPE_CHECKING:
    from forlobkg.danish import Analyser

WHOLE_SECTIONS = re.compile(
    r"(?:litteratur|referencer?|bibliografi)(?:liste|fortegnelse)?|kilde(?:r|liste|fortegnelse)", re.IGNORECASE
)
"""Sections whose paragraphs are entries, each one passage."""
_DEEPEST_ENTRIES = 2
_SPACES = re.compile(r"\s+")


class Splitter(Protocol):
    """Finds sentences, as ``forlobkg.danish.SentenceSplitter`` does."""

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Offsets of the sentences."""
        ...


class Assembler:
    """Makes documents of blocks; holds the sentence splitter, which takes a moment to make."""

    def __init__(self, splitter: Splitter | None = None, analyser: Analyser | None = None) -> None:
        if splitter is None:
            from forlobkg.danish import SentenceSplitter

            splitter = SentenceSplitter()
        self._splitter = splitter
        self._analyser = analyser

    def document(
        self,
        format: str,
        title: str,
        blocks: Iterable[Block],
        pages: tuple[ReadPage, ...] = (),
        problems: Iterable[Problem] = (),
    ) -> ReadDocument:
        """The document of these blocks, in order."""
        blocks = list(blocks)
        joiner = Joiner((piece.text for block in blocks for piece in block.pieces), self._analyser)
        made = _Made({page.number: page.printed for page in pages})
        for block in blocks:
            text, starts = joiner.joined(_clean(piece.text) for piece in block.pieces)
            if text.strip():
                made.add(block, text, starts, self._spans(block, text, made))
        whole = "\n".join(made.texts)
        return ReadDocument(format, title, guess_language(whole), whole, tuple(made.passages), pages, tuple(problems))

    def _spans(self, block: Block, text: str, made: _Made) -> list[tuple[int, int]]:
        if block.kind not in (ReadKind.SENTENCE, ReadKind.NOTE):
            return [(0, len(text))]
        if made.in_entries and block.kind is ReadKind.SENTENCE:
            block.kind = ReadKind.REFERENCE
            return [(0, len(text))]
        return _mended(text, self._splitter.spans(text)) or [(0, len(text))]


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text.replace("\u00a0", " ").replace("\u200b", "")).strip()


_NEVER_LAST = re.compile(
    r"\b(?:jf|ca|nr|stk|bl\.a|f\.eks|pkt|kap|evt|inkl|ekskl|dvs|hhv|tlf|kl|afsn|fx)\.$", re.IGNORECASE
)


# The splitter takes »kapitel 6. Tabellen« for an ordinal; those are followed by small letters.
_AFTER_NUMBER = re.compile(r"(?<=\d)\.\s+(?=[A-ZÆØÅ»“”\"])")


def _mended(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences with those joined that were parted after an abbreviation, or before a small letter."""
    made: list[tuple[int, int]] = []
    for start, end in spans:
        if made:
            before, first = text[made[-1][0] : made[-1][1]], text[start]
            small = first.islower() and not before.endswith((":", "?", "!", "…"))
            if (
                start == made[-1][1]
                or small
                or _NEVER_LAST.search(before)
                or not any(c.isalnum() for c in text[start:end])
            ):
                made[-1] = (made[-1][0], end)
                continue
        made.append((start, end))
    return [piece for start, end in made for piece in _parted(text, start, end)]


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    made = []
    for match in _AFTER_NUMBER.finditer(text, start, end):
        if match.end() - start > 6 and not _NEVER_LAST.search(text[start : match.start() + 1]):
            made.append((start, match.start() + 1))
            start = match.end()
    return [*made, (start, end)]


class _Made:
    """The passages made so far, and where in the tree of headings the next will stand."""

    def __init__(self, printed: dict[int, str]) -> None:
        self.texts: list[str] = []
        self.passages: list[ReadPassage] = []
        self._entries = 0
        self._printed = printed
        self._length = 0
        self._path: list[tuple[int, str, str]] = []
        self._keys: dict[str, str] = {}
        self._numbers: dict[int | None, int] = {}
        self._lead = ""

    @property
    def in_entries(self) -> bool:
        """Whether what comes stands in a list of literature."""
        return self._entries > 0

    def add(self, block: Block, text: str, starts: list[int], spans: list[tuple[int, int]]) -> None:
        """Add a block's passages."""
        if block.kind is ReadKind.HEADING:
            self._path = [step for step in self._path if step[0] < block.level]
        context = self._context(block)
        first_page = next((piece.place.page for piece in block.pieces if piece.place), None)
        count = self._numbers[first_page] = self._numbers.get(first_page, 0) + 1
        base = f"s{first_page}-{count}" if first_page is not None else f"b{count}"
        offset = self._length + (1 if self.texts else 0)
        section = tuple(title for _, title, _ in self._path)
        for order, (start, end) in enumerate(spans, 1):
            places = _places(block, starts, start, end)
            pages = tuple(dict.fromkeys(place.page for place in places))
            page = pages[0] if pages else None
            name = base if order == 1 else f"{base}-{order}"
            self.passages.append(
                ReadPassage(
                    name,
                    block.kind,
                    text[start:end],
                    offset + start,
                    offset + end,
                    page,
                    self._printed.get(page, "") if page is not None else "",
                    pages,
                    section,
                    context,
                    places,
                    block.level,
                    block.number,
                    block.box,
                )
            )
        self.texts.append(text)
        self._length = offset + len(text)
        self._remember(block, text)

    def _context(self, block: Block) -> tuple[str, ...]:
        named = tuple(name for key in block.context if (name := self._keys.get(key)))
        if named or block.kind in (ReadKind.HEADING, ReadKind.COVER, ReadKind.CONTENTS):
            return named
        if block.kind is ReadKind.BULLET and self._lead:
            return (self._lead,)
        return (self._path[-1][2],) if self._path else ()

    def _remember(self, block: Block, text: str) -> None:
        last = self.passages[-1]
        if block.key:
            self._keys[block.key] = last.name
        if block.kind is ReadKind.HEADING:
            title = f"{block.number} {text}".strip()
            self._path.append((block.level, title, last.name))
            if self._entries and block.level <= self._entries:
                self._entries = 0
            # »Kilder« deep in a chapter is a subject, not a list.
            if block.level <= _DEEPEST_ENTRIES and WHOLE_SECTIONS.fullmatch(text.strip()):
                self._entries = self._entries or block.level
            self._lead = ""
        elif block.kind is ReadKind.SENTENCE:
            self._lead = last.name if text.endswith(":") else ""


def _places(block: Block, starts: list[int], start: int, end: int) -> tuple[Place, ...]:
    """The rectangles of ``text[start:end]``: the lines of the block that it stands on, joined where they adjoin."""
    made: list[Place] = []
    ends = [*starts[1:], 1 << 60]
    for piece, begin, stop in zip(block.pieces, starts, ends, strict=True):
        place = piece.place
        if place is None or stop <= start or begin >= end:
            continue
        last = made[-1] if made else None
        adjoins = last is not None and last.page == place.page and place.y0 - last.y1 < 12 and place.y1 > last.y0
        if last is not None and adjoins and place.x0 < last.x1 and last.x0 < place.x1:
            made[-1] = Place(
                last.page,
                min(last.x0, place.x0),
                min(last.y0, place.y0),
                max(last.x1, place.x1),
                max(last.y1, place.y1),
            )
        else:
            made.append(place)
    return tuple(made)
