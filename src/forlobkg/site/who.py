"""What the page of who does what shows: the tasks by who has them, the matrix over them, and what can be chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.graph import NONE, KnowledgeGraph
from forlobkg.results import Across, WhoHead, WhoLine, WhoMatrix

RowPart = Literal["actor", "phase", "target", "recommendation"]
"""What tasks are filtered by."""
PARTS: Mapping[RowPart, str] = {
    "actor": "Actor",
    "phase": "Phase",
    "target": "TargetGroup",
    "recommendation": "Recommendation",
}
"""The parts, each with the class of its things."""
GroupKind = Literal["actors", "whole", "responsibility", "recommendation"]
Chosen = Mapping[RowPart, str | None]
"""The slug that is asked for of each part; None where all are."""


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class Choice(_View):
    """A thing that tasks can be filtered by; ``count`` is how many have it, with the other filters as they are."""

    slug: str
    label: str
    words: str = Field(description="What a recommendation says; empty for others")
    count: int
    chosen: bool


class WhoCount(_View):
    """A cell of the matrix: how many tasks stand in it, and whether they are the ones shown."""

    column: WhoHead
    count: int
    chosen: bool


class WhoCountLine(_View):
    """The cells of one actor."""

    actor: WhoHead
    cells: list[WhoCount]


class WhoColumn(_View):
    """A column of the matrix; ``parts`` are the labels of its parts, whose tasks it counts too."""

    head: WhoHead
    words: str
    parts: list[str]


class WhoGroup(_View):
    """Tasks that belong together: of the same actors, or, where none is named, of the same whole or kind."""

    kind: GroupKind
    heads: list[WhoHead]
    lines: list[WhoLine]


class WhoPage(_View):
    """The page; ``named`` are the tasks of which the sources say whose they are, ``unnamed`` the others."""

    total: int
    total_named: int
    shown: int
    choices: dict[RowPart, list[Choice]]
    across: Across
    columns: list[WhoColumn]
    lines: list[WhoCountLine]
    named: list[WhoGroup]
    unnamed: list[WhoGroup]


class WhoPages:
    """Makes the pages over one graph."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._parts: dict[str, list[str]] = {}
        for row in graph.rows("who-wholes"):
            whole, part = (graph.names.slug(row[name]) or row[name] for name in ("whole", "part"))
            self._parts.setdefault(whole, []).append(part)
        found = graph.rows("recommendations")
        self._words = {graph.names.slug(row["subject"]) or "": row["object"] for row in found}

    def make(
        self,
        every: Sequence[WhoLine],
        shown: Sequence[WhoLine],
        others: Mapping[RowPart, Sequence[WhoLine]],
        matrix: WhoMatrix,
        chosen: Chosen,
    ) -> WhoPage:
        """The page of the tasks ``shown``, of ``every``.

        ``others`` are the tasks that there would be without the filter by a part, and ``matrix`` is of those that
        there would be without filters by what it shows.
        """
        named = [line for line in shown if not line.gap]
        # As in the list: in the order of the sources, what they leave open last.
        order = [*(cell.slug for line in every for cell in line.actors), NONE]
        return WhoPage(
            total=len(every),
            total_named=sum(not line.gap for line in every),
            shown=len(shown),
            choices={part: self._choices(part, others[part], chosen[part]) for part in PARTS},
            across=matrix.across,
            columns=[
                WhoColumn(
                    head=head,
                    words=self._words.get(head.slug, ""),
                    parts=[
                        column.label for column in matrix.columns if column.slug in self._parts.get(head.slug, ())
                    ],
                )
                for head in matrix.columns
            ],
            lines=self._counts(matrix, chosen, order),
            named=_groups(named),
            unnamed=_groups(line for line in shown if line.gap),
        )

    def label(self, slug: str) -> str:
        """The Danish name of the thing; the slug itself where there is none."""
        concept = self._graph.concepts.get(slug)
        return concept.label if concept is not None else slug

    def _choices(self, part: RowPart, lines: Iterable[WhoLine], chosen: str | None) -> list[Choice]:
        counts = Counter(slug for line in lines for slug in self._found_by(part, line))
        known = [concept for concept in self._graph.concepts.values() if PARTS[part] in concept.types]
        return [
            Choice(
                slug=concept.slug,
                label=concept.label,
                words=self._words.get(concept.slug, ""),
                count=counts[concept.slug],
                chosen=concept.slug == chosen,
            )
            for concept in sorted(known, key=lambda concept: concept.label.casefold())
        ] + [Choice(slug=NONE, label="", words="", count=counts[NONE], chosen=chosen == NONE)]

    def _found_by(self, part: RowPart, line: WhoLine) -> set[str]:
        """The slugs that find ``line``: its own, and those of the wholes that they are parts of."""
        own = {cell.slug for cell in _cells(part, line)}
        return own.union(whole for whole, parts in self._parts.items() if own.intersection(parts)) or {NONE}

    def _counts(self, matrix: WhoMatrix, chosen: Chosen, order: Sequence[str]) -> list[WhoCountLine]:
        slugs = [column.slug for column in matrix.columns]
        lines = []
        for line in sorted(matrix.lines, key=lambda line: order.index(line.actor.slug)):
            ids = dict(zip(slugs, map(set, line.cells), strict=True))
            cells = []
            for column in matrix.columns:
                within = set[str]().union(*(ids.get(part, ()) for part in self._parts.get(column.slug, ())))
                cells.append(
                    WhoCount(
                        column=column,
                        count=len(ids[column.slug] | within),
                        chosen=(chosen["actor"], chosen[matrix.across]) == (line.actor.slug, column.slug),
                    )
                )
            lines.append(WhoCountLine(actor=line.actor, cells=cells))
        return lines


def _cells(part: RowPart, line: WhoLine) -> Sequence[WhoHead]:
    cells = {
        "actor": line.actors,
        "phase": line.phases,
        "target": line.targets,
        "recommendation": line.recommendations,
    }[part]
    return [WhoHead(slug=cell.slug, label=cell.label) for cell in cells]


def _groups(lines: Iterable[WhoLine]) -> list[WhoGroup]:
    """The groups in the order of their first lines."""
    groups: dict[tuple[str, ...], WhoGroup] = {}
    for line in lines:
        heads = _cells("actor", line)
        kind: Literal["actors", "whole", "responsibility", "recommendation"] = "actors"
        if line.gap:
            heads = [WhoHead(slug=line.part_of.slug, label=line.part_of.label)] if line.part_of else []
            kind = (
                "whole" if line.part_of else "recommendation" if line.kind == "recommendation" else "responsibility"
            )
        key = (kind, *(head.slug for head in heads))
        group = groups.setdefault(key, WhoGroup(kind=kind, heads=list(heads), lines=[]))
        group.lines.append(line)
    return list(groups.values())
