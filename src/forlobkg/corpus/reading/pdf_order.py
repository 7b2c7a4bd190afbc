"""Reading order: columns, and what lies across them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Item(Protocol):
    """Anything with a rectangle: a line, a table, a box."""

    @property
    def x0(self) -> float:
        """The left edge."""
        ...

    @property
    def x1(self) -> float:
        """The right edge."""
        ...

    @property
    def top(self) -> float:
        """The upper edge."""
        ...

    @property
    def bottom(self) -> float:
        """The lower edge."""
        ...

    @property
    def is_line(self) -> bool:
        """Whether it is a line of text."""
        ...


T = TypeVar("T", bound=Item)


@dataclass(frozen=True)
class Column(Generic[T]):
    """Items one below another, and the edges of the column they stand in."""

    x0: float
    x1: float
    items: list[T]


_LEAST_SHARE = 0.2
"""A column is at least this share of what it divides."""
_GUTTER = 7.0


def columns(items: Sequence[T], known: Sequence[float] = ()) -> list[Column[T]]:
    """The items in reading order, a column (or a stretch across columns) at a time.

    ``known`` are left edges of columns on other pages: there a few lines are enough.
    """
    if not items:
        return []
    x0, x1 = min(item.x0 for item in items), max(item.x1 for item in items)
    edge = column_edge(items, known)
    if edge is None:
        return [Column(x0, x1, sorted(items, key=lambda item: (item.top, item.x0)))]
    across = sorted((item for item in items if _crosses(item, edge)), key=lambda item: item.top)
    rest = [item for item in items if not _crosses(item, edge)]
    made: list[Column[T]] = []
    waiting: list[T] = []

    def give(bound: float) -> None:
        band = [item for item in rest if (item.top + item.bottom) / 2 < bound]
        rest[:] = [item for item in rest if (item.top + item.bottom) / 2 >= bound]
        left = [item for item in band if item.x0 < edge - 3]
        right = [item for item in band if item.x0 >= edge - 3]
        if band and waiting:
            made.append(Column(x0, x1, list(waiting)))
            waiting.clear()
        made.extend(columns(left, known) if left else [])
        made.extend(columns(right, known) if right else [])

    for item in across:
        give((item.top + item.bottom) / 2)
        waiting.append(item)
    give(float("inf"))
    if waiting:
        made.append(Column(x0, x1, list(waiting)))
    return made


def column_edge(items: Sequence[T], known: Sequence[float] = ()) -> float | None:
    """The left edge of the right column of a text in columns, None where the text runs across."""
    lines = [item for item in items if item.is_line]
    x0, x1 = min(item.x0 for item in items), max(item.x1 for item in items)
    width = x1 - x0
    best: tuple[float, float] | None = None
    candidates = {round(item.x0) for item in items if x0 + _LEAST_SHARE * width < item.x0 < x1 - _LEAST_SHARE * width}
    for edge in sorted(candidates):
        right = [item for item in lines if item.x0 >= edge - 3]
        left = [item for item in lines if item.x1 <= edge - _GUTTER + 3 and item.x0 < edge - 3]
        cross = [item for item in lines if _crosses(item, edge)]
        familiar = any(abs(edge - other) <= 3 for other in known)
        needed = 1 if familiar else 4
        if len([item for item in items if item.x0 >= edge - 3]) < needed or len(left) < (1 if familiar else 4):
            continue
        if not familiar:
            wide_right = [item for item in right if item.x1 - item.x0 > 0.6 * (x1 - edge)]
            wide_left = [item for item in left if item.x1 - item.x0 > 0.6 * (edge - x0)]
            if len(right) < 4 or len(wide_right) < 0.4 * len(right) or len(wide_left) < 0.4 * len(left):
                continue
        # Lines on both sides of the edge at the same heights tell columns from an indented paragraph.
        side_by_side = sum(any(abs(a.top - b.top) < 60 for b in left) for a in right)
        at_edge = sum(abs(item.x0 - edge) < 2 for item in right)
        score = min(len(left), max(len(right), 1)) + at_edge + side_by_side - 3.0 * len(cross)
        if (best is None or score > best[0]) and (score > 0 or familiar) and at_edge >= 1 - familiar:
            best = (score, float(edge))
    return best[1] if best else None


def _crosses(item: Item, edge: float) -> bool:
    return item.x0 < edge - 3 and item.x1 > edge - _GUTTER + 3
