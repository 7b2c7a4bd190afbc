"""Who does what: the tasks that the sources name, part by part with its passages, and with the gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from forlobkg.errors import NotFoundError
from forlobkg.graph.knowledge import KnowledgeGraph, Row
from forlobkg.graph.names import FB

NONE: Final = "ingen"
"""The filter value that finds the gaps: the rows for which the sources leave the part open."""

_Wholes = Mapping[str, tuple[str, ...]]
_PREMISES = ("premise1", "premise2", "premise3", "premise4")


@dataclass(frozen=True, slots=True)
class WhoPart:
    """One thing in one cell of a row, or one stretch of the source's words.

    ``value`` is a slug, or the words; ``passages`` are the slugs of all the passages that it takes to say so, the
    task's own first. ``derived`` is true where no passage says it by itself: the passages are then its premises.
    ``within`` holds the slugs of the wholes that the thing is a part of (recommendation 3 for 3a).
    """

    value: str
    passages: tuple[str, ...]
    derived: bool = False
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhoRow:
    """One task, of the passages ``passages``; a part that the sources leave open is empty.

    ``words`` is the task in the source's words where it has some; ``whole`` the slug of the intervention or
    agreement that the task is an element of, or empty.
    """

    task: str
    words: str
    whole: str
    passages: tuple[str, ...]
    actors: tuple[WhoPart, ...] = ()
    targets: tuple[WhoPart, ...] = ()
    phases: tuple[WhoPart, ...] = ()
    recommendations: tuple[WhoPart, ...] = ()
    modality: tuple[WhoPart, ...] = ()
    purpose: tuple[WhoPart, ...] = ()

    @property
    def id(self) -> str:
        """A name for the row that stays the same between builds."""
        return f"{self.whole}-{self.task}" if self.whole else self.task

    @property
    def gaps(self) -> tuple[str, ...]:
        """What the sources leave open, of actor, phase, target and recommendation."""
        return tuple(name for name, field in _FILTERED.items() if not getattr(self, field))


_FILTERED: Final[Mapping[str, str]] = {
    "actor": "actors",
    "phase": "phases",
    "target": "targets",
    "recommendation": "recommendations",
}
"""The four parts that rows are filtered by, each with its field of a row."""


def who_does_what(graph: KnowledgeGraph) -> list[WhoRow]:
    """All rows, those with a named actor first, then in the documents' order. Raises ``OntologyError``."""
    wholes = _wholes(graph)
    parts: dict[tuple[str, str], dict[str, list[Row]]] = {}
    for solution in graph.rows("who-parts"):
        found = _slugs(graph, solution)
        parts.setdefault((found["task"], found.get("whole", "")), {}).setdefault(found["part"], []).append(found)
    rows: dict[tuple[str, str], WhoRow] = {}
    for solution in graph.rows("who-does-what"):
        found = _slugs(graph, solution)
        key = (found["task"], found.get("whole", ""))
        row = rows.get(key) or WhoRow(key[0], found.get("words", ""), key[1], ())
        rows[key] = replace(row, passages=_together(row.passages, (found["passage"],)))
    return sorted((_filled(row, parts, wholes) for row in rows.values()), key=lambda row: not row.actors)


def filter_rows(
    rows: Iterable[WhoRow],
    *,
    actor: str | None = None,
    phase: str | None = None,
    target: str | None = None,
    recommendation: str | None = None,
) -> list[WhoRow]:
    """The rows that have each of the given slugs; None does not filter.

    A recommendation finds the rows of its parts too: ``anbefaling-3`` those under 3a and 3b. ``NONE`` finds the
    rows for which the sources leave the part open.
    """
    wanted = {"actor": actor, "phase": phase, "target": target, "recommendation": recommendation}
    return [row for row in rows if all(_fits(getattr(row, _FILTERED[name]), wanted[name]) for name in wanted)]


def require_class(graph: KnowledgeGraph, slug: str, class_name: str) -> str:
    """``slug``, if it is ``NONE`` or names a thing of ``class_name``.

    Raises ``NotFoundError`` naming those that there are.
    """
    concept = graph.concepts.get(slug)
    if slug == NONE or (concept is not None and class_name in concept.types):
        return slug
    known = ", ".join(sorted(c.slug for c in graph.concepts.values() if class_name in c.types))
    label = graph.label(FB + class_name).lower()
    raise NotFoundError(f"ingen {label} hedder {slug!r}; vælg en af: {known}, eller {NONE} (kildernes huller)")


def _fits(cell: tuple[WhoPart, ...], wanted: str | None) -> bool:
    if wanted is None:
        return True
    if wanted == NONE:
        return not cell
    return any(wanted == part.value or wanted in part.within for part in cell)


def _slugs(graph: KnowledgeGraph, solution: Row) -> Row:
    """The solution with slugs for the IRIs of ours; words and numbers stay."""
    return {name: graph.names.slug(value) or value for name, value in solution.items()}


def _wholes(graph: KnowledgeGraph) -> _Wholes:
    """The slugs of the wholes, and of their wholes, of everything that passages call a part."""
    direct: dict[str, list[str]] = {}
    for solution in graph.rows("who-wholes"):
        found = _slugs(graph, solution)
        direct.setdefault(found["part"], []).append(found["whole"])
    wholes: dict[str, tuple[str, ...]] = {}
    for part in direct:
        reached = list(direct[part])
        for whole in reached:
            reached.extend(further for further in direct.get(whole, ()) if further not in reached)
        wholes[part] = tuple(reached)
    return wholes


def _filled(row: WhoRow, parts: Mapping[tuple[str, str], Mapping[str, list[Row]]], wholes: _Wholes) -> WhoRow:
    # What holds of the task holds of it as an element too.
    places = [parts.get(key, {}) for key in dict.fromkeys([(row.task, row.whole), (row.task, "")])]

    def cell(part: str) -> tuple[WhoPart, ...]:
        return _nearest([found for place in places for found in place.get(part, ())], wholes)

    return replace(
        row,
        actors=cell("actor"),
        targets=cell("target"),
        phases=cell("phase"),
        recommendations=cell("recommendation"),
        modality=cell("modality"),
        purpose=cell("purpose"),
    )


def _nearest(found: list[Row], wholes: _Wholes) -> tuple[WhoPart, ...]:
    """The cell that the solutions for one part of one row make: what is said nearest to the task counts."""
    if not found:
        return ()
    distance = min(int(solution["distance"]) for solution in found)
    cell: dict[str, WhoPart] = {}
    for solution in found:
        if int(solution["distance"]) == distance:
            value = solution["value"]
            premises = _together((), (solution[name] for name in _PREMISES if name in solution))
            part = cell.get(value) or WhoPart(value, (), True, wholes.get(value, ()))
            # What one passage says by itself is not derived, whatever other ways there are to it.
            derived = part.derived and len(premises) > 1
            cell[value] = replace(part, passages=_together(part.passages, premises), derived=derived)
    return tuple(cell.values())


def _together(passages: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*passages, *more)))
