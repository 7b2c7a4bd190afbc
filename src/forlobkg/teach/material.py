"""Course material before it has a format: what every writer (slides, handout, PDF, web page, text) sets.

A ``Material`` is made from an outline and the sources as they are now. Its lines point to numbered sources; a line
without a source is marked as the trainer's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["same", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as it is cited: ``number`` counts from 1 through the material.

    ``place`` is »side 9« or »afsnittet …«, ``date`` is in Danish words, ``context`` holds the headings above the
    quote, the outermost first; ``address`` is where the service shows it, below the service's root.
    """

    number: int
    passage: str
    iri: str
    publisher: str
    document: str
    title: str
    date: str
    place: str
    quote: str
    context: tuple[str, ...]
    address: str

    @property
    def reference(self) -> str:
        """Publisher, title, date and place in one line."""
        return f"{self.publisher}: {self.title}, {self.date}" + (f", {self.place}" if self.place else "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with the numbers of its sources, or the trainer's ``own`` words without any.

    A ``gap`` has none either: it is the service's own line on what the sources do not say.
    ``state`` tells whether a passage that it rests on has changed or is gone since the line was made. An ``exercise``
    line (a constructed case, a question) claims nothing and has none. One of ``level`` 1 is of the line before.
    """

    text: str
    sources: tuple[int, ...] = ()
    own: bool = False
    state: State = "same"
    gap: bool = False
    exercise: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class MapActor:
    """An actor on the map; ``ring`` is 1 for those the sources call central, 2 for the others of their figure.

    Of the latter nobody can tell from the sources whether they are central or possible others.
    """

    slug: str
    label: str
    ring: Literal[1, 2]
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ActorMap:
    """The actors around ``centre``, as the sources' figure has them; ``unreadable`` counts labels nobody can read,
    which the map does not show.
    """

    centre: str
    actors: tuple[MapActor, ...]
    unreadable: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A task; ``actors`` is empty where the sources name nobody, and so are the others where they say nothing."""

    task: str
    actors: tuple[str, ...]
    phases: tuple[str, ...]
    recommendations: tuple[str, ...]
    part_of: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who does what, row by row; ``left_out`` counts the rows that there was no room for."""

    rows: tuple[MatrixRow, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """A milestone; ``when`` is the sources' date in Danish words, ``year`` None where they give none."""

    year: int | None
    when: str
    label: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The milestones in order of time."""

    events: tuple[TimelineEvent, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be drawn from ``drawing``; ``alt`` says in words all that it shows."""

    title: str
    alt: str
    drawing: ActorMap | Matrix | Timeline


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``text`` is empty where the sources say nothing."""

    text: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row of heads; the first cell of a row heads the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the course; ``note`` is for the speaker.

    Of the ``minutes`` so many as ``discussion`` says go to the exercises.
    """

    id: str
    title: str
    minutes: int
    lines: tuple[Line, ...]
    picture: Picture | None = None
    table: Table | None = None
    note: str = ""
    discussion: int = 0


@dataclass(frozen=True, slots=True)
class Objective:
    """What a participant can do afterwards."""

    text: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """The whole: ``subtitle`` says for whom and how long, ``notice`` of what date the guidance is."""

    title: str
    subtitle: str
    notice: str
    objectives: tuple[Objective, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Poster:
    """One page for a wall: what the sources say that ``actor`` does, and what they leave open.

    ``tasks`` are the actor's own, ``together`` whom the sources say it cooperates with, ``open_tasks`` those that
    no source gives to anybody; each line has its sources.
    """

    actor: str
    title: str
    notice: str
    tasks: tuple[Line, ...]
    together: tuple[Line, ...]
    open_tasks: tuple[Line, ...]
    sources: tuple[Source, ...]
