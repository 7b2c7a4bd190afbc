"""The one object that answers a question, in Python, on the command line and over HTTP."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from forlobkg.results.base import Frozen


class DocumentRef(Frozen):
    """The document that a citation points into."""

    id: str
    title: str
    date: str = Field(description="ISO 8601 date of the document")


class ContextQuote(Frozen):
    """A heading or lead-in that must be read with the quote."""

    passage: str = Field(description="IRI of the passage")
    quote: str


class Citation(Frozen):
    """A verbatim quote; ``start`` and ``end`` are code point offsets into the document's repaired text."""

    id: str
    passage: str = Field(description="IRI of the passage")
    document: DocumentRef
    page: int | None = Field(description="Slide or page number; null for a web page")
    section: str
    quote: str
    start: int
    end: int
    context: list[ContextQuote]


class Term(Frozen):
    """A thing, property or value; ``iri`` is null for a value."""

    iri: str | None
    label: str


class Fact(Frozen):
    """A statement of the graph and the ids of the citations that carry it."""

    subject: Term
    predicate: Term
    object: Term
    citations: list[str]


class EntityRef(Frozen):
    """A thing that the question names; ``matched`` is how the question names it."""

    iri: str
    label: str
    type: str
    matched: str


class AnswerText(Frozen):
    """The answer in Danish; ``kind`` tells whether it comes from the graph, from passages, or is an abstention."""

    text: str
    kind: Literal["facts", "passages", "none"]
    confidence: float = Field(ge=0, le=1)


class AskResult(Frozen):
    """The answer to a question with everything it rests on."""

    question: str
    answer: AnswerText
    abstained: bool
    notice: str | None = Field(
        description="A sentence beside the answer, where the question speaks of acute danger or wants personal advice"
    )
    facts: list[Fact]
    citations: list[Citation]
    entities: list[EntityRef]
    query: str | None = Field(description="The SPARQL that was run")
    suggestions: list[str] = Field(description="Questions that the sources do answer")
