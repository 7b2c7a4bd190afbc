"""A map as data: what is on it, and what a visitor can ask to see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.answer import Citation


class View(StrEnum):
    """How the map is laid out: what is linked to one thing, or the actors around a target group in rings."""

    LINKED = "forbindelser"
    ACTORS = "aktoerer"


class Order(StrEnum):
    """What the rows of the table are sorted by."""

    SOURCE = "kilde"
    START = "fra"
    PROPERTY = "forbindelse"
    END = "til"


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class MapThing(_View):
    """A thing on the map; ``open`` where its own links are shown, ``more`` counts its links that are not."""

    slug: str
    label: str
    kind: str
    kind_label: str
    open: bool
    more: int


class MapLink(_View):
    """A link on the map; ``rule`` names what it follows by, and is empty where passages say it themselves."""

    start: str
    end: str
    property: str
    label: str
    rule: str
    citations: list[str]


class MapKind(_View):
    """A kind of things to choose, and how many of them are there to see."""

    name: str
    label: str
    count: int
    chosen: bool


class Ring(_View):
    """The actors that stand equally near the target group; ``unreadable`` is what the figure shows illegibly."""

    property: str
    label: str
    things: list[str]
    unreadable: list[str]


class MapView(_View):
    """A part of the graph. ``links`` are the rows of the table, in its order."""

    start: MapThing
    view: View
    views: list[View]
    depth: int
    inferred: bool
    order: str
    kinds: list[MapKind]
    things: list[MapThing]
    links: list[MapLink]
    rings: list[Ring]
    citations: list[Citation]
    opened: list[str] = Field(description="The slugs of the things that were opened one by one")

    def thing(self, slug: str) -> MapThing:
        """The thing called ``slug``, which is on the map."""
        return next(thing for thing in self.things if thing.slug == slug)

    def citation(self, name: str) -> Citation:
        """The citation called ``name``."""
        return next(citation for citation in self.citations if citation.id == name)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor asks to see; ``order`` is one of ``Order``, with a - before it for the other way round."""

    start: str = ""
    view: str = ""
    depth: int = 1
    kinds: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    inferred: bool = False
    order: str = Order.SOURCE.value
