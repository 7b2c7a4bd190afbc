"""Running heads and footers: what stands at the same height on many pages and is not the text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from forlobkg.corpus.reading.pdf_fonts import Style
from forlobkg.corpus.reading.pdf_page import Line, PageContent

_ROMAN = re.compile(r"(?=[ivxlc])(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}|[ivxlc]{1,7}", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:side|s\.|page)?\s*[-–]?\s*(\d{1,4}|[ivxlc]{1,7})\s*[-–]?(?:\s*(?:/|af|of)\s*\d{1,4})?", re.IGNORECASE
)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BAND = 0.14
"""The share of a page's height, at its top and foot, in which furniture is looked for."""
_FEWEST = 3
_LEAST_SHARE = 0.08
"""A label that stands at the same height on three pages of a hundred does so by chance."""


@dataclass(frozen=True)
class _Found:
    page: PageContent
    line: Line
    top: bool


def take_furniture_out(pages: list[PageContent], body: Style) -> None:
    """Move running heads, footers and page numbers from each page's lines to ``furniture`` and ``printed``."""
    slots: dict[tuple[bool, int, Style], list[_Found]] = defaultdict(list)
    for page in pages:
        for found in _candidates(page):
            slots[(found.top, round(found.line.y / 3), found.line.style)].append(found)
    taken: list[_Found] = []
    for key in list(slots):
        # A line's height may fall on either side of a rounding.
        _, height, _ = key
        both = slots[key] + slots.get((key[0], height + 1, key[2]), [])
        if _is_furniture(both, pages, body):
            taken += both
    _number_pages(taken, len(pages))
    gone: dict[int, set[int]] = defaultdict(set)
    for found in taken:
        gone[found.page.number].add(id(found.line))
    for page in pages:
        chosen = [line for line in page.lines if id(line) in gone[page.number]]
        page.furniture = [line.text for line in sorted(chosen, key=lambda line: (line.y, line.x0))]
        page.lines = [line for line in page.lines if id(line) not in gone[page.number]]
        page.printed = page.printed or page.label


def _candidates(page: PageContent) -> list[_Found]:
    """The lines of the bands, those outside the text first: at most three heights from each edge."""
    made = []
    lines = [line for line in page.lines if not line.angle]
    for top in (True, False):
        band = [
            line for line in lines if (line.y < _BAND * page.height if top else line.y > (1 - _BAND) * page.height)
        ]
        heights = sorted({round(line.y) for line in band}, reverse=not top)[:4]
        made += [_Found(page, line, top) for line in band if round(line.y) in heights]
    return made


def _is_furniture(found: list[_Found], pages: list[PageContent], body: Style) -> bool:
    on = {one.page.number for one in found}
    if len(on) < _FEWEST or found[0].line.size > 1.3 * body.size:
        return False
    texts = [one.line.text for one in found]
    numbers = [text for text in texts if _LABELLED.fullmatch(text.strip())]
    if len(numbers) >= 0.8 * len(texts):
        offsets = [value - one.page.number for one in found if (value := _value(one.line.text)) is not None]
        # Numbers that keep step with the pages are page numbers; others may be figures of a table.
        return bool(offsets) and max(offsets.count(offset) for offset in set(offsets)) >= 0.4 * len(found)
    if len(on) < _LEAST_SHARE * len(pages):
        return False
    plain = [re.sub(r"\d+|\b[ivxlc]+\b", "#", text) for text in texts]
    repeated = sum(plain.count(text) > 1 for text in plain) / len(plain)
    if repeated < 0.5:
        return False
    # The first line of the text stands at the same height everywhere too, but in the text's own letters,
    # and never with the same words.
    outermost = sum(_is_outermost(one) for one in found) / len(found)
    return outermost >= 0.6 and (repeated >= 0.8 or found[0].line.style != body)


def _is_outermost(found: _Found) -> bool:
    others = [line for line in found.page.lines if abs(line.y - found.line.y) > 4 and not line.angle]
    beyond = [line for line in others if (line.y < found.line.y if found.top else line.y > found.line.y)]
    return len(beyond) <= 2


def _number_pages(taken: list[_Found], count: int) -> None:
    steps: dict[tuple[int, bool], list[tuple[_Found, str]]] = defaultdict(list)
    for found in taken:
        words = found.line.text.split()
        whole = _LABELLED.fullmatch(found.line.text.strip())
        # A number may stand alone, or at either end of the running head.
        tokens = [whole[1]] if whole else [words[0], words[-1]] if words else []
        tail = re.search(r"(\d{1,4})\s*(?:/|af|of)\s*\d{1,4}$", found.line.text)
        for token in dict.fromkeys([*([tail[1]] if tail else []), *tokens]):
            value = _value(token)
            if value is not None:
                steps[(value - found.page.number, not token.isdecimal())].append((found, token))
    # The step that most pages share wins where two claim a page: a year keeps no step.
    for _, members in sorted(steps.items(), key=lambda item: -len(item[1])):
        if len(members) < 2 and count > 2:
            continue
        for found, token in members:
            found.page.printed = found.page.printed or token


def _value(text: str) -> int | None:
    match = _LABELLED.fullmatch(text.strip())
    if match is None or not _NUMBER.fullmatch(match[1]):
        return None
    token = match[1].lower()
    if token.isdecimal():
        return int(token)
    if not _ROMAN.fullmatch(token):
        return None
    values = [_ROMAN_VALUES[letter] for letter in token]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
