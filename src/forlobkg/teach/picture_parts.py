"""A picture in parts that can each be read on a slide, and the sources that a picture rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal

from forlobkg.teach.material import ActorMap, Matrix, Picture, Timeline

_MOST_ROWS: Final = 5
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
    count = -(-len(drawing.rows) // _MOST_ROWS)
    size = -(-len(drawing.rows) // count)
    starts = range(0, len(drawing.rows), size)
    return tuple(
        replace(
            picture,
            drawing=Matrix(drawing.rows[start : start + size], drawing.left_out if start == starts[-1] else 0),
        )
        for start in starts
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
