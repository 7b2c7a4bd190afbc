"""Who does what, as a table with quotes behind every cell, and as a matrix of its rows."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from forlobkg.results.answers import Citation
from forlobkg.results.base import Frozen

Kind = Literal["responsibility", "element", "recommendation"]
Across = Literal["recommendation", "phase", "target"]


class WhoCell(Frozen):
    """A thing in the table, with the citations that say that it belongs in the row."""

    slug: str
    label: str
    citations: list[str] = Field(description="Citations of all the passages that it takes to say so")
    derived: bool = Field(description="True where no passage says it by itself; the citations are then its premises")


class WhoWords(Frozen):
    """The source's own words about a task, with their citations."""

    text: str
    citations: list[str]


class WhoLine(Frozen):
    """One task, of one of three kinds.

    A *responsibility* is a task that the sources give somebody, or say that somebody has (``fb:Responsibility``); an
    *element* is a part of an intervention or agreement, and a *recommendation* one under which no responsibility
    stands: both are to be done, and the sources mostly leave open by whom.
    ``gaps`` names the parts that the sources leave open, of ``actor``, ``phase``, ``target`` and
    ``recommendation``; ``gap`` is true where the actor is one of them, and ``actor_text`` then says so.
    """

    id: str
    kind: Kind
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


class WhoTable(Frozen):
    """The who-does-what table and the citations of its rows."""

    rows: list[WhoLine]
    citations: list[Citation]


class WhoHead(Frozen):
    """A line or column of the matrix; ``slug`` is ``ingen`` for what the sources leave open, as in a filter."""

    slug: str
    label: str


class WhoMatrixLine(Frozen):
    """An actor with the ids of the rows in each column, in the columns' order."""

    actor: WhoHead
    cells: list[list[str]]


class WhoMatrix(Frozen):
    """Actors against recommendations, phases or target groups; every row id stands in one cell at least."""

    across: Across
    columns: list[WhoHead]
    lines: list[WhoMatrixLine]
