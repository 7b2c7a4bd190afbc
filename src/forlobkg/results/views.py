"""What search, things and documents give."""

from __future__ import annotations

from pydantic import Field

from forlobkg.results.answers import Citation, DocumentRef, Fact
from forlobkg.results.base import Frozen


class SearchHit(Frozen):
    """A found passage.

    ``why`` says in Danish what made it a hit; ``highlights`` are the stretches [start, end) of ``text`` that were
    searched for, in characters.
    """

    passage: str
    document: DocumentRef
    page: int | None
    section: str
    text: str
    score: float
    why: list[str]
    highlights: list[tuple[int, int]]


class SearchResult(Frozen):
    """The hits of a search, best first."""

    query: str
    hits: list[SearchHit]


class OutsideFact(Frozen):
    """Something known from outside the sources; never evidence for an answer."""

    text: str
    source: str


class EntityView(Frozen):
    """A thing: what the passages say of it, and what they say with it at the other end.

    ``inferred`` follows from such statements by a rule, both ways; ``reading_notes`` says in Danish what cannot be
    read or is not said in the sources; ``outside_facts`` are from elsewhere.
    """

    iri: str
    slug: str
    label: str
    types: list[str]
    source_labels: list[str]
    lay_labels: list[str]
    statements: list[Fact]
    mentioned_in: list[Fact]
    inferred: list[Fact]
    reading_notes: list[str]
    outside_facts: list[OutsideFact]
    citations: list[Citation]


class DocumentSummary(Frozen):
    """A document as the manifest describes it, with its number of passages."""

    id: str
    title: str
    publisher: str
    date: str
    kind: str
    language: str
    licence: str
    origin: str
    sha256: str = Field(description="SHA-256 of the document as received")
    passage_count: int


class DocumentPassage(Frozen):
    """A passage in its document's order."""

    passage: str
    page: int | None
    section: str
    kind: str
    text: str
    received: str
    start: int
    end: int
    context: list[str]


class DocumentDetail(DocumentSummary):
    """A document with its repaired text and its passages in order."""

    text: str
    passages: list[DocumentPassage]
