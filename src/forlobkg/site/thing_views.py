"""What the page of one thing shows, as data."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.results import Citation, Term
from forlobkg.site.relations import Heading


class View(BaseModel):
    """Part of a page; it does not change once it is made."""

    model_config = ConfigDict(frozen=True)


class Kind(StrEnum):
    """What a statement rests on."""

    SAID = "said"
    INFERRED = "inferred"
    OUTSIDE = "outside"
    DESCRIBED = "described"


class Value(View):
    """One end of a statement: a thing with its IRI, or a text; ``why`` names a rule, or a source from outside.

    ``citations`` are ids of the page's citations, in the order of the sources.
    """

    text: str
    iri: str | None
    language: str | None
    kind: Kind
    citations: list[str]
    why: str


class Group(View):
    """A property and its values."""

    property: Term
    values: list[Value]


class RelationGroup(View):
    """What a thing has to do with others in one way: its values in the order of the sources, the inferred last."""

    heading: Heading
    values: list[Value]


class Content(View):
    """What a graph says of one thing."""

    subject: Value
    relations: list[RelationGroup]


class PlaceView(View):
    """Where a passage stands: the words above it, outermost first, and its neighbours' IRIs."""

    text: str
    document: Term
    document_id: str
    date: str
    page: int | None
    section: str
    context: list[Term]
    before: Term | None
    after: Term | None


class ThingPage(View):
    """A thing as its page shows it.

    ``relations`` are what the sources say of the thing, both ways, with what follows from it and how we divide
    things. ``outside`` are notes from elsewhere, ``technical`` and ``technical_links`` what is left. ``contents``
    stand in the graph that the thing names. ``more`` tells whether there is more than is shown.
    """

    iri: str
    slug: str
    label: str
    classes: list[Term]
    definition: str
    wordings: list[str] = Field(description="Other wordings of the sources")
    lay_words: list[str] = Field(description="Everyday words, which are ours")
    reading_notes: list[str] = Field(description="What cannot be read in the sources, or is not said")
    relations: list[RelationGroup]
    outside: list[Value]
    technical: list[Group]
    technical_links: list[Group]
    contents: list[Content]
    place: PlaceView | None
    passages: list[Term] = Field(description="The passages of a document, in order")
    places: tuple[int, ...] = Field(description="The numbers of the passages that speak of it, in order")
    citations: list[Citation]
    more: bool
