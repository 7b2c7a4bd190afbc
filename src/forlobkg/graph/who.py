"""Who does what: the tasks that the sources name, with their actors and with the gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from forlobkg.errors import NotFoundError
from forlobkg.graph.knowledge import KnowledgeGraph

_EVIDENCE = ("passage", "targetPassage", "recommendationPassage")
"""The query's variables for the passages that carry a row's parts."""


@dataclass(frozen=True, slots=True)
class WhoRow:
    """One task. Every field but ``task`` and ``passages`` holds slugs or is empty where no passage says more.

    ``words`` is the task in the source's words where it has some; ``whole`` the intervention or agreement
    that the task is an element of; ``actors`` is empty for a gap.
    """

    task: str
    words: str
    whole: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    phases: tuple[str, ...]
    recommendations: tuple[str, ...]
    passages: tuple[str, ...]


def who_does_what(graph: KnowledgeGraph) -> list[WhoRow]:
    """All rows, those with a named actor first, then in the documents' order."""
    rows: dict[tuple[str, str], WhoRow] = {}
    for solution in graph.rows("who-does-what"):
        slugs = {
            name: graph.names.slug(solution[name]) or ""
            for name in ("task", "whole", "actor", "target", "phase", "recommendation", *_EVIDENCE)
            if name in solution
        }
        key = (slugs["task"], slugs.get("whole", ""))
        row = rows.get(key) or WhoRow(key[0], solution.get("words", ""), key[1], (), (), (), (), ())
        rows[key] = replace(
            row,
            actors=_with(row.actors, slugs.get("actor")),
            targets=_with(row.targets, slugs.get("target")),
            phases=_with(row.phases, slugs.get("phase")),
            recommendations=_with(row.recommendations, slugs.get("recommendation")),
            passages=_with_all(row.passages, (slugs.get(name) for name in _EVIDENCE)),
        )
    return list(rows.values())


def filter_rows(
    rows: Iterable[WhoRow],
    *,
    actor: str | None = None,
    phase: str | None = None,
    target: str | None = None,
    recommendation: str | None = None,
) -> list[WhoRow]:
    """The rows that have each of the given slugs; None does not filter."""
    return [
        row
        for row in rows
        if (actor is None or actor in row.actors)
        and (phase is None or phase in row.phases)
        and (target is None or target in row.targets)
        and (recommendation is None or recommendation in row.recommendations)
    ]


def require_class(graph: KnowledgeGraph, slug: str, class_name: str) -> str:
    """``slug``, if it names a thing of ``class_name``. Raises ``NotFoundError`` naming those that there are."""
    concept = graph.concepts.get(slug)
    if concept is not None and class_name in concept.types:
        return slug
    known = ", ".join(sorted(c.slug for c in graph.concepts.values() if class_name in c.types))
    raise NotFoundError(f"ingen {class_name} hedder {slug!r}; vælg en af: {known}")


def _with_all(values: tuple[str, ...], more: Iterable[str | None]) -> tuple[str, ...]:
    for value in more:
        values = _with(values, value)
    return values


def _with(values: tuple[str, ...], value: str | None) -> tuple[str, ...]:
    return values if not value or value in values else (*values, value)
