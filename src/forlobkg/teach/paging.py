"""Lines divided into pages by measuring them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from forlobkg.teach import slide_design as design
from forlobkg.teach.measuring import face

Style = Literal["claim", "own", "gap", "plain", "heading", "exercise"]

_SENTENCE: Final = re.compile(r"(?<=[.!?:;])\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """What a slide shows of a line: its words and the small label after them; ``line`` is the line's place.

    ``changed`` where a source of it has changed or is gone; one of ``level`` 1 belongs under the piece before.
    """

    text: str
    label: str
    style: Style
    line: int = 0
    changed: bool = False
    level: int = 0


def label_width(label: str) -> float:
    """The room that a label takes after its line, in points."""
    return face().width(f" {label}", design.LABEL_SIZE) if label else 0.0


def height_of(piece: Piece, size: float, width: float) -> float:
    """The height of a piece in points, without the gap before it."""
    room = width if piece.style == "heading" else width - design.INDENT * (1 + piece.level)
    broken = face(bold=piece.style == "heading").broken(piece.text, size, room, tail=label_width(piece.label))
    return len(broken) * size * design.LEADING


def pages_of_lines(
    pieces: Sequence[Piece], size: float, box: design.Box, *, most: int | None
) -> list[tuple[Piece, ...]]:
    """``pieces`` in as few pages as ``box`` and ``most`` lines a page allow, evenly filled.

    A piece that no page has room for is divided after a sentence, else after a word.
    """
    room = box.height
    whole = [part for piece in pieces for part in _divided(piece, size, box.width, room)]
    heights = [height_of(piece, size, box.width) for piece in whole]
    below = [piece.level > 0 for piece in whole]
    return [tuple(whole[start:end]) for start, end in even_pages(heights, design.GAP, room, most, below=below)]


def pages_under_heads(
    groups: Sequence[tuple[Piece, Sequence[Piece]]], size: float, box: design.Box
) -> list[tuple[Piece, ...]]:
    """The pieces of each group under its head, page after page; a group that goes on has its head there again."""
    pages: list[list[Piece]] = [[]]
    taken = 0.0
    for head, pieces in groups:
        pending = [head]
        for piece in pieces:
            more = sum(height_of(part, size, box.width) + design.SOURCE_GAP for part in (*pending, piece))
            if pages[-1] and taken + more > box.height:
                pages.append([])
                pending, taken = [head], 0.0
                more = sum(height_of(part, size, box.width) + design.SOURCE_GAP for part in (head, piece))
            pages[-1].extend((*pending, piece))
            taken += more
            pending = []
    return [tuple(page) for page in pages if page]


def even_pages(
    heights: Sequence[float], gap: float, room: float, most: int | None, *, below: Sequence[bool] = ()
) -> list[tuple[int, int]]:
    """Where the pages begin and end: as few as possible, and among those the ones with the least waste squared.

    A page does not begin with what stands ``below`` another where it can be helped.
    """
    count = len(heights)
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, count + 1):
        choices = []
        taken = -gap
        for start in range(end - 1, -1, -1):
            taken += heights[start] + gap
            if end - start > 1 and (taken > room or (most is not None and end - start > most)):
                break
            pages, waste, _ = best[start]
            spare = max(room - taken, 0) ** 2
            if start and below and below[start]:
                spare += room**2 * count
            choices.append((pages + 1, waste + spare, start))
        best.append(min(choices))
    spans, end = [], count
    while end:
        start = best[end][2]
        spans.append((start, end))
        end = start
    return spans[::-1]


def _divided(piece: Piece, size: float, width: float, room: float) -> list[Piece]:
    if height_of(piece, size, width) <= room:
        return [piece]
    texts = text_in_parts(piece.text, lambda text: height_of(replace(piece, text=f"… {text} …"), size, width) <= room)
    return [replace(piece, text=text) for text in dotted(texts)]


def text_in_parts(text: str, fits: Callable[[str], bool]) -> list[str]:
    """``text`` in pieces that fit, each ending with a sentence, else with a word, else within a word."""
    if not text or fits(text):
        return [text]
    for parted in (_SENTENCE.split(text), text.split(" ")):
        if len(parted) > 1 and fits(parted[0]):
            end = 1
            while end < len(parted) and fits(" ".join(parted[: end + 1])):
                end += 1
            return [" ".join(parted[:end]), *text_in_parts(" ".join(parted[end:]), fits)]
    end = len(text)
    while end > 1 and not fits(text[:end]):
        end = end * 3 // 4
    return [text[:end], *text_in_parts(text[end:], fits)] if end < len(text) else [text]


def dotted(texts: list[str]) -> list[str]:
    """The parts of a text with »…« where it was divided."""
    last = len(texts) - 1
    return [f"{'… ' if index else ''}{text}{' …' if index < last else ''}" for index, text in enumerate(texts)]
