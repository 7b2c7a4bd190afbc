"""A picture in parts that can each be read on a slide, and the sources that a picture rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final, Literal

from forlobkg.teach.material import ActorMap, Matrix, MatrixRow, Picture, Timeline

_MOST_ROWS: Final = 7
"""More rows of »who does what« than these cannot be read from the back of a room."""


def numbers_in(picture: Picture) -> list[int]:
    """The numbers of the sources that a picture rests on, once each, by number."""
    return sorted(set(_numbers(picture.drawing)))


def kind_of(picture: Picture) -> Literal["actor-map", "matrix", "timeline"]:
    """What the picture is, as outlines call it."""
    if isinstance(picture.drawing, ActorMap):
        return "actor-map"
    return "matrix" if isinstance(picture.drawing, Matrix) else "timeline"


def parts_of(picture: Picture) -> tuple[Picture, ...]:
    """``picture`` as it is, or a long matrix as several with a few rows each."""
    drawing = picture.drawing
    if not isinstance(drawing, Matrix) or len(drawing.rows) <= _MOST_ROWS:
        return (picture,)
    # Rows with an actor and rows without share no slide, so that each begins with what it tells.
    pages: list[tuple[MatrixRow, ...]] = []
    for _, group in groupby(drawing.rows, key=lambda row: bool(row.actors)):
        rows = tuple(group)
        count = -(-len(rows) // _MOST_ROWS)
        size = -(-len(rows) // count)
        pages.extend(rows[start : start + size] for start in range(0, len(rows), size))
    return tuple(
        replace(picture, drawing=Matrix(rows, drawing.left_out if rows is pages[-1] else 0)) for rows in pages
    )


def _numbers(drawing: ActorMap | Matrix | Timeline) -> Iterator[int]:
    if isinstance(drawing, ActorMap):
        for actor in drawing.actors:
            yield from actor.sources
    elif isinstance(drawing, Matrix):
        for row in drawing.rows:
            yield from row.sources
    else:
        for event in drawing.events:
            yield from event.sources
