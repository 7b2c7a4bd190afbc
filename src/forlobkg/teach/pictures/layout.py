"""Where the parts of a picture stand: boxes that never meet, in points on a page 960 points wide."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import accumulate, combinations, groupby, pairwise, product
from typing import Final

from forlobkg.teach.material import ActorMap, MapActor, Matrix, Picture, Timeline, TimelineEvent
from forlobkg.teach.pictures.seams import with_seams

WIDTH: Final = 960.0
_MAP_HEIGHT = 430.0
# The half axes of the outer ring leave room on the page for half a box of the largest size.
_OUTER = (388.0, 183.0)
# The radius of the middle and the half axes of the inner ring, the roomiest for the middle first.
_INNER = ((62.0, 232.0, 100.0), (54.0, 214.0, 98.0), (46.0, 200.0, 92.0))
# The largest boxes that do not meet are taken; the smallest can still be read on a slide.
_BOXES = ((196.0, 64.0), (176.0, 58.0), (156.0, 56.0), (132.0, 50.0), (116.0, 46.0), (104.0, 40.0), (94.0, 36.0))
_BETWEEN = 6.0
# More boxes of the smallest size never go in.
_MOST_ACTORS = 36
_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner, width and height."""

    x: float
    y: float
    w: float
    h: float

    def meets(self, other: Box, margin: float = 0.0) -> bool:
        """Whether the two share a point, or come closer than ``margin``."""
        return (
            self.x < other.x + other.w + margin
            and other.x < self.x + self.w + margin
            and self.y < other.y + other.h + margin
            and other.y < self.y + self.h + margin
        )


@dataclass(frozen=True, slots=True)
class PlacedActor:
    """An actor in its box; ``central`` tells the rings apart."""

    label: str
    central: bool
    box: Box


def picture_data(picture: Picture) -> dict[str, object]:
    """What the templates of ``pictures.typ`` draw: kind, title, alternative text, and the parts in their places."""
    drawing = picture.drawing
    match drawing:
        case ActorMap():
            parts = _map_data(drawing)
        case Matrix():
            parts = _matrix_data(drawing)
        case Timeline():
            parts = {"rows": timeline_rows(drawing.events)}
    return {"title": picture.title, "alt": picture.alt, **parts, "kind": type(drawing).__name__}


@dataclass(frozen=True, slots=True)
class MapLayout:
    """The radius of the middle, the half axes of the two rings (the outer one first), and the actors in place."""

    radius: float
    rings: tuple[tuple[float, float], tuple[float, float]]
    actors: tuple[PlacedActor, ...]


def place_actors(actors: Sequence[MapActor]) -> MapLayout:
    """The actors in their rings; of more than there is room for the last ones are left out, the outer ones first."""
    kept = sorted(actors, key=lambda actor: actor.ring)[:_MOST_ACTORS]
    while True:
        for (width, height), (radius, *inner) in product(_BOXES, _INNER):
            rings = (_OUTER, (inner[0], inner[1]))
            placed = tuple(
                PlacedActor(with_seams(actor.label), actor.ring == 1, box)
                for ring, half_axes in ((1, rings[1]), (2, rings[0]))
                for actor, box in _around(
                    [one for one in kept if one.ring == ring], half_axes, width, height, ring == 2
                )
            )
            middle = Box(WIDTH / 2 - radius, _MAP_HEIGHT / 2 - radius, 2 * radius, 2 * radius)
            boxes = [middle, *(one.box for one in placed)]
            if not any(one.meets(other, _BETWEEN) for one, other in combinations(boxes, 2)):
                return MapLayout(radius, rings, placed)
        kept.pop()


def timeline_rows(events: Iterable[TimelineEvent]) -> list[list[dict[str, object]]]:
    """The years with their events, at most six years in a row; events without a year come last.

    ``when`` is empty where it says no more than the year does.
    """
    years: list[dict[str, object]] = []
    ordered = sorted(events, key=lambda event: (event.year is None, event.year or 0))
    for year, group in groupby(ordered, key=lambda event: event.year):
        years.append(
            {
                "year": "" if year is None else str(year),
                "events": [
                    {"when": "" if event.when == str(year) else event.when, "label": with_seams(event.label)}
                    for event in group
                ],
            }
        )
    rows = max(1, math.ceil(len(years) / _COLUMNS))
    columns = math.ceil(len(years) / rows)
    return [years[start : start + columns] for start in range(0, len(years), columns or 1)]


def _map_data(drawing: ActorMap) -> dict[str, object]:
    layout = place_actors(drawing.actors)
    return {
        "centre": with_seams(drawing.centre),
        "height": _MAP_HEIGHT,
        **asdict(layout),
        "left_out": len(drawing.actors) - len(layout.actors),
    }


def _matrix_data(drawing: Matrix) -> dict[str, object]:
    return {
        "groups": [
            {"part_of": part_of, "rows": [asdict(row) for row in rows]}
            for part_of, rows in groupby(drawing.rows, key=lambda row: row.part_of)
        ],
        "left_out": drawing.left_out,
    }


def _around(
    actors: Sequence[MapActor], half_axes: tuple[float, float], width: float, height: float, half_a_step: bool
) -> Iterable[tuple[MapActor, Box]]:
    """The actors at equal distances along an ellipse, clockwise from its top or half a step further on."""
    points, lengths = _along(*half_axes)
    for number, actor in enumerate(actors):
        x, y = points[bisect_left(lengths, lengths[-1] * (number + 0.5 * half_a_step) / len(actors))]
        yield actor, Box(WIDTH / 2 + x - width / 2, _MAP_HEIGHT / 2 + y - height / 2, width, height)


@cache
def _along(half_width: float, half_height: float) -> tuple[list[tuple[float, float]], list[float]]:
    """Points along an ellipse, clockwise from its top, and how far each is along it."""
    angles = [2 * math.pi * step / 720 for step in range(721)]
    points = [(half_width * math.sin(angle), -half_height * math.cos(angle)) for angle in angles]
    return points, [0.0, *accumulate(math.dist(one, other) for one, other in pairwise(points))]
