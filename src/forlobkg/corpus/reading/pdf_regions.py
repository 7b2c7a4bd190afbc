"""What stands apart from a page's running text: figures with their labels, boxes, footnotes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forlobkg.corpus.reading.pdf_fonts import Style
from forlobkg.corpus.reading.pdf_page import MOST_FRAMED, Line, PageContent, Shape
from forlobkg.corpus.reading.pdf_tables import Table

CAPTION = re.compile(
    r"(?:Figur|Fig\.|Tabel|Billede|Boks|Diagram|Skema|Kort)\s+\d+(?:\.\d+)*[a-z]?(?P<stop>[.:])?(?=\s|$)"
)
FIGURE_CAPTION = re.compile(r"(?:Figur|Fig\.|Billede|Diagram|Kort)\s+\d")
_BIGGEST_BOX = 0.75


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of the page and the lines that belong to it; for a figure, a list of lines for each label."""

    x0: float
    y0: float
    x1: float
    y1: float
    groups: tuple[tuple[Line, ...], ...]


def is_caption(line: Line, body: Style) -> bool:
    """Whether a line begins a caption: »Tabel 1.« or, in other type than the text's, »Tabel 1«."""
    match = CAPTION.match(line.text)
    return (
        match is not None
        and (match["stop"] is not None or line.words[0].style != body)
        and (line.words[0].style != body or line.words[0].style.bold)
    )


def find_figures(page: PageContent, body: Style, tables: list[Table], edge: float | None) -> list[Region]:
    """Figures that stand above a caption, taken out of ``page.lines``; their labels in reading order.

    ``edge`` is the left edge of the page's right column: a figure that lies on one side of it keeps to that side.
    """
    made: list[Region] = []
    captions = [line for line in page.lines if FIGURE_CAPTION.match(line.text) and is_caption(line, body)]
    for caption in sorted(captions, key=lambda line: line.y):
        drawn = [shape for shape in page.shapes if _can_be_figure(shape, page, tables)]
        above = [shape for shape in drawn if shape.y1 < caption.y and shape.x1 > caption.x0 - 3]
        region = _above(caption, above, page, body, edge)
        if region is None:
            continue
        x0, y0, x1, y1 = region
        labels = [
            line
            for line in page.lines
            if line.style != body and line.x0 >= x0 - 1 and line.x1 <= x1 + 1 and y0 < line.y <= y1
        ]
        gone = {id(line) for line in labels}
        page.lines = [line for line in page.lines if id(line) not in gone]
        made.append(Region(x0, y0, x1, y1, tuple(_labels(labels, drawn))))
    return made


def _can_be_figure(shape: Shape, page: PageContent, tables: list[Table]) -> bool:
    if shape.width * shape.height > 0.6 * page.width * page.height:
        return False
    if shape.height < 2 and shape.width > 0.6 * page.width:
        return False
    return not any(table.y0 - 2 <= shape.y0 and shape.y1 <= table.y1 + 2 for table in tables)


def _above(
    caption: Line, shapes: list[Shape], page: PageContent, body: Style, edge: float | None
) -> tuple[float, float, float, float] | None:
    """The rectangle between the caption and the nearest text above it, if anything is drawn there."""
    near = sorted(shapes, key=lambda shape: -shape.y1)
    x0, x1, y0 = caption.x0, caption.x1, caption.top
    for shape in near:
        if y0 - shape.y1 <= 40 and shape.x0 < x1 + 20 and shape.x1 > x0 - 20:
            x0, x1, y0 = min(x0, shape.x0), max(x1, shape.x1), min(y0, shape.y0)
    if y0 >= caption.top:
        return None
    text = [
        line.bottom
        for line in page.lines
        if line.y < caption.y
        and line.x0 < x1
        and line.x1 > x0
        and line.size >= 0.97 * body.size
        and not line.angle
        and (line.style == body or line.size > 1.05 * body.size)
    ]
    highest = max([*text, 0.0])
    # Figures of a bar stand above it; labels beside a line stand outside what is drawn.
    y0 = max(highest, y0 - 1.8 * body.size)
    low, high = 0.0, page.width
    if edge is not None and x1 < edge:
        high = edge - 2
    elif edge is not None and x0 > edge - 5:
        low = edge - 5
    others = [
        line
        for line in page.lines
        if y0 < line.y < caption.top
        and line.style != body
        and line.x0 < x1 + 40
        and line.x1 > x0 - 40
        and low <= line.x0
        and line.x1 <= high
    ]
    widest = [line.x1 for line in others]
    return min([x0, *(line.x0 for line in others)]), y0, max([x1, *widest]), caption.y - caption.size


def _labels(lines: list[Line], shapes: list[Shape]) -> list[tuple[Line, ...]]:
    """The lines of a figure as labels: those in one small shape together, else those set close below each other."""
    groups: list[tuple[Shape | None, list[Line]]] = []
    for line in sorted(lines, key=lambda line: (line.y, line.x0)):
        x, y = (line.x0 + line.x1) / 2, line.y - 0.3 * line.size
        holding = [
            shape
            for shape in shapes
            if shape.filled
            and shape.x0 <= x <= shape.x1
            and shape.y0 <= y <= shape.y1
            and shape.height < 7 * line.size
        ]
        home = min(holding, key=lambda shape: shape.width * shape.height) if holding else None
        for shape, group in groups:
            last = group[-1]
            if line.angle or last.angle or last.style != line.style:
                continue
            lies_below = 0 < line.y - last.y < 1.6 * line.size and line.x0 < last.x1 and line.x1 > last.x0
            # A new name begins with a capital; what goes on seldom does.
            if lies_below and shape is home and (home is not None or not line.text[:1].isupper() or _hangs(last)):
                group.append(line)
                break
        else:
            groups.append((home, [line]))
    return [tuple(group) for _, group in groups]


def _hangs(line: Line) -> bool:
    return line.text.endswith(("-", ",")) or line.text.rsplit(" ", 1)[-1] in {
        "for",
        "og",
        "af",
        "til",
        "i",
        "på",
        "med",
    }


def find_boxes(page: PageContent, tables: list[Table], figures: list[Region]) -> list[Region]:
    """Frames and coloured grounds with text on them, taken out of ``page.lines``."""
    if len(page.shapes) > MOST_FRAMED:
        return []
    frames: list[Shape] = []
    area = page.width * page.height
    for shape in sorted([*page.shapes, *_ruled(page)], key=lambda shape: -shape.width * shape.height):
        if shape.picture or not shape.simple or shape.width < 90 or shape.height < 20:
            continue
        if shape.width * shape.height > _BIGGEST_BOX * area:
            continue
        taken: list[Shape | Table | Region] = [*frames, *tables, *figures]
        if any(_within(shape, region) for region in taken):
            continue
        frames.append(shape)
    made: list[Region] = []
    for frame in frames:
        lines = [
            line
            for line in page.lines
            if line.x0 >= frame.x0 - 2 and line.x1 <= frame.x1 + 6 and frame.y0 - 1 <= line.y <= frame.y1 + 1
        ]
        if lines:
            gone = {id(line) for line in lines}
            page.lines = [line for line in page.lines if id(line) not in gone]
            made.append(Region(frame.x0, frame.y0, frame.x1, frame.y1, (tuple(lines),)))
    return made


def _ruled(page: PageContent) -> list[Shape]:
    """Frames drawn as four rules."""
    flat = sorted((shape for shape in page.shapes if shape.height <= 2.5 and shape.width >= 90), key=lambda s: s.y0)
    upright = [shape for shape in page.shapes if shape.width <= 2.5 and shape.height >= 20]
    made = []
    for top in flat:
        sides = [
            shape
            for shape in upright
            if abs(shape.y0 - top.y0) < 3 and (abs(shape.x0 - top.x0) < 3 or abs(shape.x1 - top.x1) < 3)
        ]
        if len(sides) < 2 or max(s.x1 for s in sides) - min(s.x0 for s in sides) < 0.9 * top.width:
            continue
        low = min(shape.y1 for shape in sides)
        if any(abs(bottom.y0 - low) < 3 and abs(bottom.width - top.width) < 4 for bottom in flat):
            made.append(Shape(top.x0, top.y0, top.x1, low, False))
    return made


def _within(shape: Shape, region: Shape | Table | Region) -> bool:
    x, y = (shape.x0 + shape.x1) / 2, (shape.y0 + shape.y1) / 2
    return region.x0 - 3 <= x <= region.x1 + 3 and region.y0 - 3 <= y <= region.y1 + 3


def find_footnotes(page: PageContent, body: Style) -> list[tuple[str, tuple[Line, ...]]]:
    """Footnotes with their numbers, taken out of ``page.lines``: small lines, the first with a raised number."""
    small = [line for line in page.lines if line.size <= 0.93 * body.size and not line.angle]
    starts = [
        line
        for line in small
        if line.words[0].raised
        and len(line.words) > 1
        and line.words[0].text.isdecimal()
        and line.y > 0.3 * page.height
    ]
    made: list[tuple[str, tuple[Line, ...]]] = []
    for start in sorted(starts, key=lambda line: (round(line.x0 / 40), line.y)):
        lines = [start]
        below = sorted((line for line in small if line.y > start.y), key=lambda line: line.y)
        for line in below:
            last = lines[-1]
            if line in starts and abs(line.x0 - start.x0) < 3 * start.size:
                break
            if line.y - last.y > 1.7 * last.size:
                break
            if abs(line.size - start.size) < 0.6 and abs(line.x0 - start.x0) < 3.5 * start.size:
                lines.append(line)
        made.append((start.words[0].text, tuple(lines)))
        gone = {id(line) for line in lines}
        page.lines = [line for line in page.lines if id(line) not in gone]
    return made
