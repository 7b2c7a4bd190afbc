"""A page of a PDF as words on lines, and the rectangles, rules and pictures that are drawn on it.

Coordinates are points from the page's upper left corner, as the page is shown.
"""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forlobkg.corpus.reading.pdf_fonts import Fonts, Style

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_HYPHENS = {"\x02": "-", "\ufffe": "-", "\u00ad": "-", "\u2010": "-", "\u2011": "-"}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_STOPS = ".,;:!?"
"""After these a tight line may have so little space that it passes for none."""
_MOST_SHAPES = 20_000
MOST_FRAMED = 3000
"""A page with more shapes is a drawing or a map; no tables or boxes are looked for on it."""
_MOST_RUNS = 3000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ufffd\uffff\ue000-\uf8ff]")
_PRIVATE_BULLETS = {"\uf0b7": "•", "\uf0a7": "•", "\uf02d": "–", "\uf0d8": "•", "\uf0fc": "•"}


@dataclass(slots=True)
class Word:
    """A word, or a part of one where the type changes; ``glued`` tells that no space stands before it."""

    text: str
    x0: float
    x1: float
    style: Style
    raised: bool = False
    glued: bool = False


@dataclass(slots=True)
class Line:
    """Words on one baseline ``y`` with no wide gap between them."""

    y: float
    words: list[Word]
    angle: int = 0
    tall: float = 0.0

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(word.x1 for word in self.words)

    @property
    def size(self) -> float:
        """The size of most of its letters, in points."""
        return self.style.size

    @property
    def top(self) -> float:
        """About the upper edge of its capitals."""
        return self.y - (self.tall or 0.8 * self.size)

    @property
    def bottom(self) -> float:
        """About the lower edge of its descenders."""
        return self.y + (0 if self.tall else 0.22 * self.size)

    @property
    def style(self) -> Style:
        """The style of most of its letters."""
        counts: dict[Style, int] = {}
        for word in self.words:
            if not word.raised:
                counts[word.style] = counts.get(word.style, 0) + len(word.text)
        return max(counts, key=lambda style: counts[style]) if counts else self.words[0].style

    @property
    def text(self) -> str:
        """The words with single spaces, raised numbers left out."""
        return join_words(self.words)


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn path or picture: its rectangle, whether it is filled, and whether it is a picture."""

    x0: float
    y0: float
    x1: float
    y1: float
    filled: bool
    picture: bool = False
    color: int = 0
    simple: bool = True

    @property
    def width(self) -> float:
        """In points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """In points."""
        return self.y1 - self.y0


@dataclass(slots=True)
class PageContent:
    """A page as read: number counted from 1, size, lines in no certain order, shapes."""

    number: int
    width: float
    height: float
    lines: list[Line]
    shapes: list[Shape]
    characters: int = 0
    unreadable: int = 0
    label: str = ""
    furniture: list[str] = field(default_factory=list)
    printed: str = ""


def join_words(words: list[Word], keep_raised: bool = False) -> str:
    """The words of a line as text."""
    made = ""
    for word in words:
        if word.raised and not keep_raised:
            continue
        made += ("" if word.glued or not made else " ") + word.text
    return made.strip()


def read_page(document: pdfium.PdfDocument, index: int, fonts: Fonts) -> PageContent:
    """The page at ``index`` from 0. Raises ``pdfium.PdfiumError`` when it is damaged."""
    page = document[index]
    try:
        frame = _Frame(page)
        text_page = page.get_textpage()
        try:
            runs, count, bad = _runs(text_page, frame, fonts)
        finally:
            text_page.close()
        content = PageContent(index + 1, frame.width, frame.height, [], _shapes(page, frame), count, bad)
        content.lines = _lines(runs)
        return content
    finally:
        page.close()


class _Frame:
    """From the coordinates of the file to those of the page as shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        import pypdfium2.raw as raw

        left, bottom, right, top = page.get_cropbox()
        self.turned = raw.FPDFPage_GetRotation(page.raw) % 4
        self._left, self._bottom, self._right, self._top = left, bottom, right, top
        width, height = right - left, top - bottom
        self.width, self.height = (height, width) if self.turned % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turned == 1:
            return y - self._bottom, x - self._left
        if self.turned == 2:
            return self._right - x, y - self._bottom
        if self.turned == 3:
            return self._top - y, self._right - x
        return x - self._left, self._top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        a, b = self.point(x0, y0)
        c, d = self.point(x1, y1)
        return min(a, c), min(b, d), max(a, c), max(b, d)


def _runs(text_page: Any, frame: _Frame, fonts: Fonts) -> tuple[list[Line], int, int]:
    """Stretches of characters that the file itself sets one after another on one baseline."""
    import pypdfium2.raw as raw

    handle = text_page.raw
    count = raw.FPDFText_CountChars(handle)
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    runs: list[Line] = []
    run: Line | None = None
    letters, bad = 0, 0
    space = False
    before = -1.0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in (10, 13):
            run, space = None, False
            continue
        if code in (32, 160, 9, 0x2009, 0x202F, 0x2003, 0x2002):
            space = True
            continue
        text = _HYPHENS.get(character := chr(code)) or _PRIVATE_BULLETS.get(character) or character
        letters += 1
        if raw.FPDFText_HasUnicodeMapError(handle, index) == 1 or _CONTROL.match(text) or code == 0:
            bad += 1
            if code == 0 or _CONTROL.match(text):
                continue
        style, angle = fonts.of(raw.FPDFText_GetTextObject(handle, index))
        raw.FPDFText_GetCharOrigin(handle, index, x_at, y_at)
        raw.FPDFText_GetLooseCharBox(handle, index, box_at)
        left, top, right, bottom = frame.box(box.left, box.top, box.right, box.bottom)
        _, base = frame.point(x.value, y.value)
        angle = (angle - 90 * frame.turned) % 360
        if angle:
            run = _turned(runs, run, text, (left, top, right, bottom), style, angle, space)
            space = False
            continue
        previous = run.words[-1] if run is not None and not run.angle else None
        # The letters of a ligature all have its box.
        gap = 0.0 if previous is None or left == before else left - previous.x1
        before = left
        high = bool(_RAISED.fullmatch(text))
        text = text.translate(_SUPERSCRIPTS)
        high = high or (text.isdecimal() and _is_high(handle, index, frame, base - 0.2 * style.size))
        em = style.size
        far = (1.1 if space else 0.7) * max(em, previous.style.size if previous else em)
        if run is None or previous is None or abs(run.y - base) > 0.12 * em or gap > far or gap < -0.6 * em:
            run = Line(base, [Word(text, left, right, style, high)])
            runs.append(run)
        elif space or gap > (0.1 if text.isupper() and previous.text[-1] in _STOPS else 0.22) * em:
            run.words.append(Word(text, left, right, style, high))
        elif previous.style != style or previous.raised != high:
            run.words.append(Word(text, left, right, style, high, glued=True))
        else:
            previous.text += text
            previous.x1 = right
        space = False
    return runs, letters, bad


def _is_high(handle: Any, index: int, frame: _Frame, limit: float) -> bool:
    """Whether a character's ink stands above ``limit``: fonts have raised figures of their own."""
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
    return frame.box(left.value, bottom.value, right.value, top.value)[3] < limit


def _turned(
    runs: list[Line],
    run: Line | None,
    text: str,
    box: tuple[float, float, float, float],
    style: Style,
    angle: int,
    space: bool,
) -> Line:
    x0, y0, x1, y1 = box
    if run is not None and run.angle == angle and abs(run.words[0].x0 - x0) < style.size:
        run.words.append(Word(text, x0, x1, style, glued=not space))
        low = max(run.y, y1)
        run.tall = low - min(run.y - run.tall, y0)
        run.y = low
        return run
    made = Line(y1, [Word(text, x0, x1, style)], angle, y1 - y0)
    runs.append(made)
    return made


def _lines(runs: list[Line]) -> list[Line]:
    """Runs on one baseline joined where no wide gap parts them, raised numbers put where they stand."""
    runs = [run for run in runs if any(word.text.strip() for word in run.words)]
    turned = [run for run in runs if run.angle]
    plain = sorted((run for run in runs if not run.angle), key=lambda run: (round(run.y, 1), run.x0))
    made: list[Line] = []
    raised: list[Line] = []
    for run in plain:
        short = len(run.words) == 1 and len(run.words[0].text) <= 3
        if short and len(plain) <= _MOST_RUNS and _has_host(run, plain):
            run.words[0].raised = True
            raised.append(run)
            continue
        made.append(run)
    made = _merge(sorted([*made, *_on_hosts(raised, made)], key=lambda run: (run.y, run.x0)))
    return made + turned


def _has_host(run: Line, runs: list[Line]) -> bool:
    return _host(run, runs) is not None


def _host(run: Line, runs: list[Line]) -> Line | None:
    """The line that ``run`` stands raised on: larger type beside it, its baseline a little lower."""
    size = run.size
    for other in runs:
        big = other.size
        if other is run or size > 0.82 * big or not 0.1 * big < other.y - run.y < 0.75 * big:
            continue
        if -0.3 * big <= run.x0 - other.x1 <= 0.35 * big or -0.3 * big <= other.x0 - run.x1 <= 0.35 * big:
            return other
    return None


def _on_hosts(raised: list[Line], runs: list[Line]) -> list[Line]:
    made = []
    for run in raised:
        host = _host(run, runs)
        made.append(Line(host.y if host else run.y, run.words))
    return made


def _merge(runs: list[Line]) -> list[Line]:
    rows: list[list[Line]] = []
    for run in runs:
        # Rows come downwards, so that only the last few can hold the run.
        row = next((row for row in rows[-4:] if abs(row[0].y - run.y) <= 0.1 * run.size), None)
        if row is None:
            rows.append([run])
        else:
            row.append(run)
    made: list[Line] = []
    for row in rows:
        row.sort(key=lambda run: run.x0)
        current = row[0]
        made.append(current)
        for run in row[1:]:
            gap = run.x0 - current.x1
            em = max(current.size, run.size)
            if gap < 0.95 * em:
                first = run.words[0]
                first.glued = first.glued or gap < 0.12 * em
                current.words += run.words
            else:
                current = run
                made.append(current)
    return made


def _shapes(page: pdfium.PdfPage, frame: _Frame) -> list[Shape]:
    import pypdfium2.raw as raw

    made: list[Shape] = []
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    for thing in page.get_objects(max_depth=3):
        if thing.type not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            continue
        x0, y0, x1, y1 = frame.box(*thing.get_bounds())
        if not all(math.isfinite(value) for value in (x0, y0, x1, y1)):
            continue
        if thing.type != raw.FPDF_PAGEOBJ_PATH:
            made.append(Shape(x0, y0, x1, y1, True, True))
        else:
            raw.FPDFPath_GetDrawMode(thing.raw, mode, stroke)
            raw.FPDFPageObj_GetFillColor(thing.raw, red, green, blue, alpha)
            color = red.value << 16 | green.value << 8 | blue.value
            segments = raw.FPDFPath_CountSegments(thing.raw)
            made.append(Shape(x0, y0, x1, y1, mode.value != 0, False, color, segments <= 20))
        if len(made) >= _MOST_SHAPES:
            break
    return made
