"""Which paragraphs are headings, and of which level: by type, numbers, bookmarks and the table of contents."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from statistics import median

from forlobkg.corpus.reading.pdf_fonts import Style
from forlobkg.corpus.reading.pdf_paragraphs import Paragraph

NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,3}){0,5}|[A-Z](?:\.\d{1,3}){1,4})\.?\s+(?P<text>\S.*)", re.DOTALL)
ALONE = re.compile(
    r"(?:(?:kapitel|bilag|del|appendiks|appendix|afsnit)\s+)?(?:\d{1,2}|[A-Z]|[IVX]{1,5})\.?", re.IGNORECASE
)
_MOST_LETTERS = 180
_MOST_LINES = 3
_LARGER = 1.06


def find_headings(paragraphs: list[Paragraph], body: Style, listed: Mapping[str, int]) -> dict[int, int]:
    """Index in ``paragraphs`` -> level from 1. ``listed`` are titles of bookmarks or contents, with levels or 0."""
    of_style: dict[tuple[float, bool], list[bool]] = defaultdict(list)
    for paragraph in paragraphs:
        of_style[_key(paragraph)].append(_looks(paragraph))
    good = {key for key, looks in of_style.items() if sum(looks) >= 0.6 * len(looks)}
    strong = [
        index
        for index, paragraph in enumerate(paragraphs)
        if _looks(paragraph)
        and (_is_strong(paragraph, body, good) or (_bare(paragraph.text) in listed and _bold(paragraph, body)))
    ]
    if not strong:
        strong = [
            index
            for index, paragraph in enumerate(paragraphs)
            if _looks(paragraph) and paragraph.style.bold and not paragraph.marker and len(paragraph.lines) == 1
        ]
    return _levels(strong, paragraphs, listed)


def with_numbers(paragraphs: list[Paragraph], body: Style) -> list[Paragraph]:
    """The paragraphs with large numbers that stand alone (»1«, »Kapitel 2«) given to the heading below."""
    made: list[Paragraph] = []
    waiting: Paragraph | None = None
    for paragraph in paragraphs:
        if made and waiting is None and _is_second_line(made[-1], paragraph, body):
            made[-1].lines += paragraph.lines
            continue
        if waiting is not None:
            fits = _looks(paragraph) and waiting.page == paragraph.page
            if fits and paragraph.style.size > _LARGER * body.size and not paragraph.marker:
                paragraph.number = waiting.text.rstrip(".")
            else:
                made.append(waiting)
            waiting = None
        if _looks(paragraph) and ALONE.fullmatch(paragraph.text) and paragraph.style.size > 1.15 * body.size:
            waiting = paragraph
        else:
            made.append(paragraph)
    return made if waiting is None else [*made, waiting]


def _is_second_line(first: Paragraph, second: Paragraph, body: Style) -> bool:
    """Whether a heading across columns goes on in a line that is short enough to stand in one."""
    above, below = first.lines[-1], second.lines[0]
    return (
        first.page == second.page
        and above.style == below.style
        and above.size > 1.15 * body.size
        and _looks(first)
        and _looks(second)
        and 0 < below.y - above.y < 1.45 * above.size
        and abs(below.x0 - above.x0) < 3
        and not NUMBERED.fullmatch(second.text)
    )


def split_number(text: str) -> tuple[str, str]:
    """The number of a heading and its words."""
    match = NUMBERED.fullmatch(text)
    return (match["number"], match["text"]) if match else ("", text)


def _key(paragraph: Paragraph) -> tuple[float, bool]:
    style = paragraph.style
    return round(style.size, 1), style.bold


def _looks(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if paragraph.box or paragraph.marker or paragraph.caption or paragraph.contents:
        return False
    if len(paragraph.lines) > _MOST_LINES or len(text) > _MOST_LETTERS or not any(c.isalnum() for c in text):
        return False
    return not text.endswith((".", ",", ";", ":")) or bool(ALONE.fullmatch(text))


def _is_strong(paragraph: Paragraph, body: Style, good: set[tuple[float, bool]]) -> bool:
    style = paragraph.style
    if style.size < 0.98 * body.size or _key(paragraph) not in good:
        return False
    if style.size > _LARGER * body.size:
        return style.bold or style.size > 1.15 * body.size
    return style.bold and not body.bold and bool(NUMBERED.fullmatch(paragraph.text))


def _bold(paragraph: Paragraph, body: Style) -> bool:
    return paragraph.style != body and (paragraph.style.bold or paragraph.style.size > body.size)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", split_number(text)[1]).lower()


def bare(text: str) -> str:
    """A title's letters alone, for comparing it with bookmarks and contents."""
    return _bare(text)


def _levels(chosen: list[int], paragraphs: list[Paragraph], listed: Mapping[str, int]) -> dict[int, int]:
    levels: dict[int, int] = {}
    sizes: dict[int, list[float]] = defaultdict(list)
    by_style: dict[tuple[float, bool], Counter[int]] = defaultdict(Counter)
    for index in chosen:
        number = paragraphs[index].number or split_number(paragraphs[index].text)[0]
        level = number.count(".") + 1 if number else listed.get(_bare(paragraphs[index].text), 0)
        if level:
            levels[index] = level
            sizes[level].append(paragraphs[index].style.size)
            by_style[_key(paragraphs[index])][level] += 1
    usual = {level: median(found) for level, found in sizes.items()}
    ranks = sorted({round(paragraphs[index].style.size) for index in chosen}, reverse=True)
    for index in chosen:
        if index in levels:
            continue
        size = paragraphs[index].style.size
        same = by_style.get(_key(paragraphs[index]))
        if same:
            levels[index] = same.most_common(1)[0][0]
        elif usual:
            fitting = [level for level, typical in sorted(usual.items()) if typical <= size + 0.3]
            levels[index] = fitting[0] if fitting else max(usual) + 1
        else:
            levels[index] = ranks.index(round(size)) + 1
    return levels
