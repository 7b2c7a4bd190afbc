"""What the publication is made of: passages with what is gold in them, and the blocks that the template sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from evaluation.publication.inline import Line

Kind = Literal[
    "heading",
    "sentence",
    "bullet",
    "cell",
    "header-cell",
    "caption",
    "label",
    "footnote",
    "box-title",
    "definition",
    "reference",
    "quote",
    "cover",
    "colophon",
]
"""``label`` is a text within a figure; ``box-title`` also the line »Anbefaling 3« above a recommendation."""

QUOTABLE = frozenset(
    {"sentence", "bullet", "cell", "caption", "label", "footnote", "definition", "reference", "quote"}
)
"""The kinds that a reader should give as passages; the others are headings, or stand around the text."""

Block = dict[str, Any]
"""A block as the template takes it: plain values for JSON."""


@dataclass(frozen=True)
class Mention:
    """An actor named in a passage: ``text[start:end]``."""

    actor: str
    start: int
    end: int


@dataclass(frozen=True)
class Duty:
    """Who must, should or can do what, in the words of the passage or of its lead-in.

    ``lead`` names the fields whose words stand in the lead-in. A task of several pieces has them joined by " … ".
    """

    actor: str
    modal: str
    task: str
    whom: str
    when: str
    lead: tuple[str, ...]
    key: str


@dataclass
class Passage:
    """The smallest unit that one would quote, as it stands in the source."""

    id: str
    kind: Kind
    line: Line
    section: tuple[str, ...]
    context: tuple[str, ...] = ()
    floating: str = ""
    place: dict[str, Any] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    no_duty: bool = False
    """The source says that, in spite of how it looks, the passage gives nobody a duty."""

    @property
    def text(self) -> str:
        """Its words, without marks and without its footnotes."""
        return self.line.text


@dataclass(frozen=True)
class Heading:
    """A heading of the tree: ``number`` is empty where none is printed."""

    id: str
    number: str
    title: str
    level: int


@dataclass(frozen=True)
class Recommendation:
    """A numbered recommendation in its box: its own line, what else the box says, and its modal."""

    id: str
    number: str
    modal: str
    line: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Element:
    """A part that a list gives to a whole."""

    whole: str
    relation: str
    lead: str
    passage: str
    order: int
    numbered: bool


@dataclass(frozen=True)
class Footnote:
    """A numbered note, and the passage that it is called from."""

    number: int
    passage: str
    anchor: str


@dataclass
class Publication:
    """The whole, in the order of the source. ``chapters`` are what the template sets."""

    meta: dict[str, Any]
    chapters: list[Block] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
