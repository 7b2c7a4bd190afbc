"""What the reference is made of: the terms of the ontology with all that is shown of them, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forlobkg.graph import QueryFile

LANGUAGES = ("da", "en")

Words = Mapping[str, str]
"""A text in each language that it has, by language."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a definition comes from: a passage with its words and place, or a page on the web (``quote`` empty)."""

    iri: str
    quote: str
    document: str
    page: str


@dataclass(frozen=True, slots=True)
class Term:
    """What every class and property has. ``anchor`` is its place in the page; ``own`` whether it is our own term."""

    iri: str
    curie: str
    anchor: str
    own: bool
    label: Words
    definition: Words
    example: Words
    sources: tuple[Source, ...]
    status: str
    supers: tuple[str, ...]
    subs: tuple[str, ...]
    uses: int
    """Things of a class (and of its subclasses), or statements with a property, in the graph."""


@dataclass(frozen=True, slots=True)
class ClassTerm(Term):
    """A class; ``outgoing`` and ``incoming`` are the properties whose subjects and objects are of it."""

    outgoing: tuple[str, ...]
    incoming: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PropertyTerm(Term):
    """A property. ``kind`` is object, datatype, annotation or other.

    ``characteristics`` are names such as ``symmetric``; ``from_shapes`` tells that the schema leaves the domain
    or range open and that the shapes narrow it.
    """

    kind: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    from_shapes: bool
    characteristics: tuple[str, ...]
    inverses: tuple[str, ...]
    evidence_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a scheme with the concepts under it; ``lay`` are our everyday words for it, in Danish."""

    iri: str
    anchor: str
    label: Words
    definition: Words
    lay: tuple[str, ...]
    narrower: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A concept scheme with its topmost concepts and the number of all of them."""

    iri: str
    anchor: str
    label: Words
    top: tuple[Concept, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A rule that SHACL checks: its name, what it is of, and the message to the one who breaks it, in Danish."""

    name: str
    target: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class ShapeFile:
    """The shapes of one file, and the comment that the file begins with."""

    name: str
    comment: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """That a term of ours lies to one of another vocabulary as ``relation`` says."""

    term: str
    relation: str
    other: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage in the picture of evidence: its slug, its words, its document's title and date, its page."""

    slug: str
    text: str
    document: str
    date: str
    page: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement of the real graph with the passage that says it and what that is read under."""

    subject: str
    predicate: str
    object: str
    passage: Quote
    context: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """All that the pages show."""

    iri: str
    title: Words
    description: Words
    version: str
    version_iri: str
    status: str
    licence: str
    """The IRI of the licence of what is ours, empty where the ontology names none."""

    dataset_version: str
    """The version of the dataset, which is the program's; empty where the dataset is not described."""

    rights: Words
    """What may be done with the dataset and with the words of the sources in it."""

    prefixes: tuple[tuple[str, str], ...]
    classes: tuple[ClassTerm, ...]
    properties: tuple[PropertyTerm, ...]
    schemes: tuple[Scheme, ...]
    shape_files: tuple[ShapeFile, ...]
    rules: tuple[QueryFile, ...]
    questions: tuple[QueryFile, ...]
    alignments: tuple[Alignment, ...]
    documents: tuple[Quote, ...]
    evidence: Evidence | None
    labels: Mapping[str, Words]
    """The label of everything that has one, by IRI."""

    curies: Mapping[str, str]
    """The short form of every IRI that the pages name, by IRI."""

    triples: int
    """Distinct statements, those that describe the dataset left out, as in its own count (void:triples)."""
