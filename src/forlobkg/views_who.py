"""Who does what as the doors show it: a table with quotes behind every cell, and a matrix of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.answer import Citation, Citations
from forlobkg.corpus import Corpus
from forlobkg.graph import NONE, KnowledgeGraph, WhoPart, WhoRow

GAP = "ikke angivet i kilden"

Across = Literal["recommendation", "phase", "target"]


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class WhoCell(_View):
    """A thing in the table, with the citations that say that it belongs in the row."""

    slug: str
    label: str
    citations: list[str] = Field(description="Citations of all the passages that it takes to say so")
    derived: bool = Field(description="True where no passage says it by itself; the citations are then its premises")


class WhoWords(_View):
    """The source's own words about a task, with their citations."""

    text: str
    citations: list[str]


class WhoLine(_View):
    """One task.

    ``gaps`` names the parts that the sources leave open, of ``actor``, ``phase``, ``target`` and
    ``recommendation``; ``gap`` is true where the actor is one of them, and ``actor_text`` then says so.
    """

    id: str
    actors: list[WhoCell]
    actor_text: str
    gap: bool
    gaps: list[str]
    task: str
    task_citations: list[str]
    part_of: WhoCell | None
    targets: list[WhoCell]
    phases: list[WhoCell]
    recommendations: list[WhoCell]
    modality: WhoWords | None = Field(description="How binding the task is, in the source's words")
    purpose: WhoWords | None = Field(description="What the task is for, in the source's words")
    citations: list[str] = Field(description="The citations of all cells of the row, each once")


class WhoTable(_View):
    """The who-does-what table and the citations of its rows."""

    rows: list[WhoLine]
    citations: list[Citation]


class WhoHead(_View):
    """A line or column of the matrix; ``slug`` is ``ingen`` for what the sources leave open, as in a filter."""

    slug: str
    label: str


class WhoMatrixLine(_View):
    """An actor with the ids of the rows in each column, in the columns' order."""

    actor: WhoHead
    cells: list[list[str]]


class WhoMatrix(_View):
    """Actors against recommendations, phases or target groups; every row id stands in one cell at least."""

    across: Across
    columns: list[WhoHead]
    lines: list[WhoMatrixLine]


def who_table(rows: Iterable[WhoRow], graph: KnowledgeGraph, corpus: Corpus) -> WhoTable:
    """The table's rows with labels, and with citations for every cell."""
    citations = Citations(corpus, graph.names)
    return WhoTable(rows=[_line(row, graph, citations) for row in rows], citations=citations.all)


def who_matrix(rows: Iterable[WhoLine], across: Across = "recommendation") -> WhoMatrix:
    """The rows of a table by actor and by ``across``, the gaps of either last.

    A row with two actors or two columns stands in each of their cells.
    """
    places: dict[tuple[str, str], list[str]] = {}
    actors: dict[str, WhoHead] = {}
    columns: dict[str, WhoHead] = {}
    for row in rows:
        of_actor, of_column = _heads(row.actors), _heads(_cells(row, across))
        actors.update(of_actor)
        columns.update(of_column)
        for actor in of_actor:
            for column in of_column:
                places.setdefault((actor, column), []).append(row.id)
    order = sorted(columns, key=_reading_order)
    return WhoMatrix(
        across=across,
        columns=[columns[column] for column in order],
        lines=[
            WhoMatrixLine(actor=actors[actor], cells=[places.get((actor, column), []) for column in order])
            for actor in sorted(actors, key=_reading_order)
        ],
    )


def _line(row: WhoRow, graph: KnowledgeGraph, citations: Citations) -> WhoLine:
    task_citations = citations.cite(row.passages)

    def label(slug: str) -> str:
        return graph.label(graph.names.iri(slug))

    def cells(parts: Iterable[WhoPart]) -> list[WhoCell]:
        return [
            WhoCell(
                slug=part.value,
                label=label(part.value),
                citations=citations.cite(part.passages),
                derived=part.derived,
            )
            for part in parts
        ]

    def words(parts: tuple[WhoPart, ...]) -> WhoWords | None:
        if not parts:
            return None
        passages = dict.fromkeys(passage for part in parts for passage in part.passages)
        return WhoWords(text="; ".join(part.value for part in parts), citations=citations.cite(passages))

    actors, targets, phases = cells(row.actors), cells(row.targets), cells(row.phases)
    recommendations = cells(row.recommendations)
    modality, purpose = words(row.modality), words(row.purpose)
    cited = [cell.citations for cell in (*actors, *targets, *phases, *recommendations)]
    cited += [stated.citations for stated in (modality, purpose) if stated is not None]
    return WhoLine(
        id=row.id,
        actors=actors,
        actor_text=", ".join(actor.label for actor in actors) or GAP,
        gap=not actors,
        gaps=list(row.gaps),
        task=row.words or label(row.task),
        task_citations=task_citations,
        part_of=next(iter(cells([WhoPart(row.whole, row.passages)] if row.whole else [])), None),
        targets=targets,
        phases=phases,
        recommendations=recommendations,
        modality=modality,
        purpose=purpose,
        citations=list(dict.fromkeys([*task_citations, *(name for names in cited for name in names)])),
    )


def _cells(row: WhoLine, across: Across) -> list[WhoCell]:
    match across:
        case "recommendation":
            return row.recommendations
        case "phase":
            return row.phases
        case "target":
            return row.targets


def _heads(cells: Iterable[WhoCell]) -> dict[str, WhoHead]:
    heads = {cell.slug: WhoHead(slug=cell.slug, label=cell.label) for cell in cells}
    return heads or {NONE: WhoHead(slug=NONE, label=GAP)}


def _reading_order(slug: str) -> tuple[bool, list[tuple[int, str]]]:
    """Gaps last, and numbers as numbers: anbefaling-9 before anbefaling-10."""
    pieces = re.findall(r"\d+|\D+", slug)
    return slug == NONE, [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces]
