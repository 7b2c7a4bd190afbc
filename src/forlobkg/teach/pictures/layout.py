"""Where the parts of a picture stand: boxes that never meet, in points on a page 960 points wide."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations, groupby, pairwise
from typing import Final

from forlobkg.teach.material import ActorMap, MapActor, Matrix, Picture, Timeline, TimelineEvent
from forlobkg.teach.pictures.seams import with_seams

WIDTH: Final = 960.0
_MAP_HEIGHT = 520.0
_CENTRE_RADIUS = 66.0
# Half axes of the two rings, small enough that the largest box stays on the page.
_RINGS = {1: (192.0, 116.0), 2: (386.0, 224.0)}
# The largest at which the boxes do not meet is taken; the last can still be read on a slide.
_BOXES = ((176.0, 58.0), (156.0, 56.0), (132.0, 50.0), (116.0, 46.0), (104.0, 40.0))
_BETWEEN = 6.0
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


def place_actors(actors: Sequence[MapActor]) -> list[PlacedActor]:
    """The actors in their rings; of more than there is room for the last ones are left out."""
    centre = Box(WIDTH / 2 - _CENTRE_RADIUS, _MAP_HEIGHT / 2 - _CENTRE_RADIUS, 2 * _CENTRE_RADIUS, 2 * _CENTRE_RADIUS)
    kept = list(actors)
    while kept:
        for width, height in _BOXES:
            placed = [
                PlacedActor(with_seams(actor.label), ring == 1, box)
                for ring in (1, 2)
                for actor, box in _around([actor for actor in kept if actor.ring == ring], ring, width, height)
            ]
            boxes = [centre, *(one.box for one in placed)]
            if not any(one.meets(other, _BETWEEN) for one, other in combinations(boxes, 2)):
                return placed
        kept.pop()
    return []


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
    placed = place_actors(drawing.actors)
    return {
        "centre": with_seams(drawing.centre),
        "height": _MAP_HEIGHT,
        "radius": _CENTRE_RADIUS,
        "rings": [list(_RINGS[2]), list(_RINGS[1])],
        "actors": [asdict(one) for one in placed],
        "left_out": len(drawing.actors) - len(placed),
        "unreadable": drawing.unreadable,
    }


def _matrix_data(drawing: Matrix) -> dict[str, object]:
    return {
        "groups": [
            {"part_of": part_of, "rows": [asdict(row) for row in rows]}
            for part_of, rows in groupby(drawing.rows, key=lambda row: row.part_of)
        ],
        "left_out": drawing.left_out,
    }


def _around(actors: Sequence[MapActor], ring: int, width: float, height: float) -> Iterable[tuple[MapActor, Box]]:
    """The actors at equal distances along the ellipse of a ring, from the top; the outer ones half a step on."""
    half_width, half_height = _RINGS[ring]
    steps = 720
    lengths = [0.0]
    points = [_on_ellipse(2 * math.pi * step / steps, half_width, half_height) for step in range(steps + 1)]
    for one, other in pairwise(points):
        lengths.append(lengths[-1] + math.dist(one, other))
    for number, actor in enumerate(actors):
        wanted = lengths[-1] * (number + (0.5 if ring == 2 else 0.0)) / len(actors)
        x, y = points[min(range(steps), key=lambda step: abs(lengths[step] - wanted))]
        yield actor, Box(WIDTH / 2 + x - width / 2, _MAP_HEIGHT / 2 + y - height / 2, width, height)


def _on_ellipse(angle: float, half_width: float, half_height: float) -> tuple[float, float]:
    return half_width * math.sin(angle), -half_height * math.cos(angle)
