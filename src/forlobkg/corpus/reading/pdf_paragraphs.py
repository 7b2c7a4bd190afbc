"""The lines of a column as paragraphs, list items and captions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from forlobkg.corpus.reading.pdf_fonts import Style
from forlobkg.corpus.reading.pdf_page import Line, Word
from forlobkg.corpus.reading.pdf_regions import is_caption

BULLETS = frozenset("•·▪◦‣∙●○■□–—-*▸►❖➢✓→∗⁃")
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zæøå]|[ivx]{1,4})[.)]")
_END = re.compile(r"[.!?…:][»”\"')\]]*$")
_BIG_GAP = 0.6


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; ``marker`` is a list item's bullet or number, taken out of the first line."""

    page: int
    lines: list[Line]
    column: tuple[float, float]
    marker: str = ""
    caption: bool = False
    first: bool = False
    box: str = ""
    contents: bool = False
    number: str = ""

    @property
    def style(self) -> Style:
        """The style of most of its letters."""
        counts: Counter[Style] = Counter()
        for line in self.lines:
            for word in line.words:
                if not word.raised:
                    counts[word.style] += len(word.text)
        return counts.most_common(1)[0][0] if counts else self.lines[0].style

    @property
    def x0(self) -> float:
        """Where its text stands: the left edge of its longest stretch of lines."""
        return self.lines[-1].x0

    @property
    def text(self) -> str:
        """Its lines with spaces between."""
        return " ".join(line.text for line in self.lines)

    @property
    def ended(self) -> bool:
        """Whether its last line ends as a sentence does."""
        return bool(_END.search(self.lines[-1].text))


class Leading:
    """The usual distance between the baselines of lines of a size, in points."""

    def __init__(self, columns: list[list[Line]]) -> None:
        seen: dict[float, Counter[float]] = defaultdict(Counter)
        for lines in columns:
            for above, below in pairwise(lines):
                size = above.size
                step = below.y - above.y
                if below.size == size and 0.9 * size < step < 2.2 * size:
                    seen[size][round(step, 1)] += 1
        self._usual = {size: _lowest_common(counts) for size, counts in seen.items()}

    def of(self, size: float) -> float:
        """For lines of ``size``; 1.3 times the size where nothing is known."""
        return self._usual.get(size, 1.35 * size)


def _lowest_common(counts: Counter[float]) -> float:
    most = max(counts.values())
    return min(step for step, count in counts.items() if count >= 0.3 * most)


def one_row(lines: list[Line]) -> list[Line]:
    """Lines on one baseline of a column as one: a number and its heading, a marker and its item."""
    made: list[Line] = []
    for line in sorted(lines, key=lambda line: (round(line.y), line.x0)):
        last = made[-1] if made else None
        if last is not None and abs(last.y - line.y) <= 0.2 * line.size and not line.angle and not last.angle:
            words = sorted([*last.words, *line.words], key=lambda word: word.x0)
            made[-1] = Line(last.y, words)
        else:
            made.append(line)
    return made


def paragraphs(
    page: int, lines: list[Line], column: tuple[float, float], body: Style, leading: Leading
) -> list[Paragraph]:
    """The paragraphs of a column, from its lines in order."""
    made: list[Paragraph] = []
    hanging = _hang(lines, column)
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        before = made[-1] if made and made[-1].marker else None
        marker = _marker(line, after, column, body, before)
        if marker and made and _is_inner_number(line, marker, made[-1], column):
            marker = None
        if made and not marker and not _begins(line, made[-1], column, body, leading, hanging):
            made[-1].lines.append(line)
            continue
        paragraph = Paragraph(page, [line], column, first=not made)
        if marker:
            paragraph.marker = marker.text
            line.words = line.words[line.words.index(marker) + 1 :]
        paragraph.caption = is_caption(line, body)
        made.append(paragraph)
    return made


def _is_inner_number(line: Line, marker: Word, paragraph: Paragraph, column: tuple[float, float]) -> bool:
    """Whether what looks like a list number is a number in a sentence: »siden | 1. januar«."""
    last = paragraph.lines[-1]
    full = last.x1 > column[1] - 0.06 * (column[1] - column[0])
    plain = marker.style == line.words[1].style and marker.text not in BULLETS
    return plain and full and not _END.search(last.text) and abs(line.x0 - last.x0) < 2


def _hang(lines: list[Line], column: tuple[float, float]) -> bool:
    """Whether the paragraphs of a column have their first lines outdented, as lists of literature and words do."""
    first, further = 0, 0
    for above, line in pairwise(lines):
        size = line.size
        if above.words[0].text in BULLETS or _NUMBER.fullmatch(above.words[0].text):
            continue
        if not 0.7 * size < line.x0 - column[0] < 4 * size or above.x0 - column[0] > 0.3 * size:
            continue
        if bool(_END.search(above.text)) or above.x1 < column[1] - 0.2 * (column[1] - column[0]):
            first += 1
        else:
            further += 1
    return further >= 2 and further > first


def _marker(
    line: Line, after: Line | None, column: tuple[float, float], body: Style, item: Paragraph | None
) -> Word | None:
    if len(line.words) < 2 or line.angle:
        return None
    first, second = line.words[0], line.words[1]
    if first.raised:
        return None
    gap = second.x0 - first.x1
    if len(first.text) == 1 and first.text in BULLETS:
        return first if first.text not in "-–—*" or gap > 0.35 * line.size or first.x0 > column[0] + 3 else None
    if not _NUMBER.fullmatch(first.text):
        return None
    differs = first.style.font != second.style.font or first.style.size != second.style.size
    # In a list, the next line hangs below the words, or the item before has its words at the same edge.
    hangs = after is not None and abs(after.x0 - second.x0) < 2.5
    aligned = item is not None and abs(item.lines[0].x0 - second.x0) < 2.5
    if after is not None and len(after.words) > 1 and _NUMBER.fullmatch(after.words[0].text):
        aligned = aligned or abs(after.words[1].x0 - second.x0) < 2.5
    if not differs and gap <= _BIG_GAP * second.style.size and not ((hangs or aligned) and gap > 0.3 * line.size):
        return None
    if line.style.bold and not body.bold and all(word.style.bold for word in line.words):
        # A heading's number stands wide of its words too.
        return first if line.size <= 1.04 * body.size and (hangs or item is not None) else None
    return first


def _begins(
    line: Line, paragraph: Paragraph, column: tuple[float, float], body: Style, leading: Leading, hanging: bool
) -> bool:
    """Whether ``line`` begins a new paragraph after ``paragraph``."""
    last = paragraph.lines[-1]
    size = last.size
    step = line.y - last.y
    usual = leading.of(size)
    if is_caption(line, body) or line.angle or last.angle:
        return True
    if not _alike(line, last, bool(paragraph.marker)) or step > 1.22 * usual or step < 0:
        # A heading over two lines has its own leading, which few lines tell.
        return not (line.style == last.style and size > 1.2 * body.size and 0 < step < 1.5 * size)
    width = column[1] - column[0]
    short = last.x1 < column[1] - 0.12 * width
    if (
        short
        and _whole(last).bold != _whole(line).bold
        and _uniform(last)
        and (len(paragraph.lines) == 1 or _uniform(line))
    ):
        return paragraph.marker == "" or line.x0 < paragraph.lines[0].x0 - 2
    if (
        last.style.font != line.style.font
        and _uniform(last)
        and _uniform(line)
        and last.style.bold == line.style.bold
        and last.style.italic != line.style.italic
        and short
    ):
        return True
    if paragraph.marker:
        # What goes on in a list item hangs below its words.
        return line.x0 < paragraph.lines[0].x0 - 0.6 * size
    indent = line.x0 - column[0]
    previous = last.x0 - column[0]
    if hanging:
        return indent < 0.3 * size and (previous > 0.7 * size or bool(_END.search(last.text)))
    if indent > 0.7 * size and previous < 0.3 * size:
        return short or bool(_END.search(last.text))
    if indent < 0.3 * size and previous > 0.7 * size and len(paragraph.lines) > 1:
        return True
    return last.x1 < column[1] - 0.25 * width and bool(_END.search(last.text))


def _alike(line: Line, last: Line, in_item: bool) -> bool:
    """Whether the lines have letters of the same size, be it only a few."""
    # Typefaces are set in slightly different sizes so as to look alike.
    most = 0.07 * line.size if in_item else 0.35
    sizes = {word.style.size for word in last.words if not word.raised}
    return any(abs(word.style.size - size) <= most for word in line.words for size in sizes if not word.raised)


def _whole(line: Line) -> Style:
    return line.style


def _uniform(line: Line) -> bool:
    return len({(word.style.bold, word.style.italic) for word in line.words if not word.raised}) <= 1
