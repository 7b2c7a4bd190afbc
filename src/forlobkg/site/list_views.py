"""What the lists of things show, as data."""

from __future__ import annotations

from typing import Literal

from forlobkg.results import Citation
from forlobkg.site.relations import Heading
from forlobkg.site.thing_views import RelationGroup, Value, View

Division = Literal["rolle", "sektor"]
"""What actors can be divided by."""


class Entry(View):
    """A thing in a list, with what the list tells of it; ``is_named_only`` where the sources do not describe it."""

    iri: str
    label: str
    kinds: list[str]
    sectors: list[str]
    words: Value | None = None
    is_named_only: bool = False
    relations: list[RelationGroup]
    reading_notes: list[str]
    quotes: dict[str, Citation]


class Section(View):
    """Some entries of a list; ``is_open`` tells that the sources leave open where they belong.

    ``common`` is what the sources say of all of them alike; the entries do not repeat it.
    """

    heading: Heading
    common: tuple[RelationGroup, ...] = ()
    is_open: bool = False
    entries: list[Entry]


class ActorList(View):
    """The actors in sections, and what the figure of actors does not let one read."""

    by: Division
    sections: list[Section]
    unreadable: list[str]
    reading_notes: list[str]


class Numbered(View):
    """A recommendation with its number and its parts."""

    number: str
    entry: Entry
    parts: list[Numbered]


class PathwayList(View):
    """A pathway with its recommendations; none where the sources give none."""

    pathway: Entry
    recommendations: list[Numbered]


class Row(View):
    """The elements of one division that only one intervention has, a list for each intervention in order."""

    kind: str
    elements: list[list[Value]]


class SharedElement(View):
    """An element of all interventions: as each of them has it, in their order."""

    label: str
    iri: str
    of: list[Value]


class Comparison(View):
    """The interventions beside each other: what all have, and what each has alone."""

    interventions: list[Entry]
    shared: list[SharedElement]
    rows: list[Row]


class ClassOfThings(View):
    """A class with the number of its things."""

    slug: str
    name: Heading
    definition: str
    count: int


class Topic(View):
    """A named thing in the list of all."""

    iri: str
    label: str
    classes: list[Heading]


class Letter(View):
    """The topics that begin with one letter."""

    letter: str
    topics: list[Topic]


class TopicList(View):
    """All named things from A to Å, or those of one class."""

    chosen: ClassOfThings | None
    classes: list[ClassOfThings]
    letters: list[Letter]
    count: int
