"""What a passage is to the rules, and what they make of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from forlobkg.danish import normalise
from forlobkg.files import sha256_bytes

_SPACE = re.compile(r"\s+")
_ID_LENGTH = 20


class CandidateKind(StrEnum):
    """What a candidate proposes."""

    MENTION = "mention"
    ACTOR = "actor"
    INTERVENTION = "intervention"
    TARGET_GROUP = "target-group"
    RECOMMENDATION = "recommendation"
    RESPONSIBILITY = "responsibility"
    ELEMENT = "element"
    DEFINITION = "definition"
    LAW = "law"
    DATE = "date"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """A passage of any document.

    ``kind`` is a word such as sentence, bullet, cell, heading, quote or reference; ``section`` the headings that it
    stands under, from the chapter down; ``context`` what must be read with it, nearest first: the lead-in of a
    bullet, the column's header and the row's first cell of a cell, the title of the box.
    """

    id: str
    text: str
    kind: str = "sentence"
    section: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a candidate: ``text == passage[start:end]``, of ``context[place]`` where ``place`` is a number."""

    name: str
    text: str
    start: int
    end: int
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a rule reads out of a passage, for a person to decide on.

    ``quote == passage[start:end]`` is what it rests on; ``values`` are what the words mean in a form to reckon with
    (``modality``, ``value`` of a date, ``act`` and ``section`` of a law, ``slug`` of a known thing). ``reason`` is a
    Danish sentence. Two candidates that say the same in the same words have the same ``id``, in whatever edition.
    """

    kind: CandidateKind
    passage: str
    quote: str
    start: int
    end: int
    parts: tuple[Part, ...]
    values: tuple[tuple[str, str], ...]
    rule: str
    reason: str
    confidence: float

    @property
    def key(self) -> str:
        """Its content without its words' case and spacing: the same for all places that say the same."""
        said = [(part.name, _plain(part.text)) for part in self.parts]
        return "\n".join([self.kind, *(f"{name}={text}" for name, text in sorted([*said, *self.values]))])

    @property
    def id(self) -> str:
        """A hash of its kind, content and quote, not of where in the document it stands."""
        return sha256_bytes(f"{self.key}\n{_plain(self.quote)}".encode())[:_ID_LENGTH]

    def part(self, name: str) -> str:
        """The words of the part ``name``, several joined by " … "; "" where it has none."""
        return " … ".join(part.text for part in self.parts if part.name == name)

    def value(self, name: str) -> str:
        """The value called ``name``, or ""."""
        return next((value for key, value in self.values if key == name), "")


def part(name: str, text: str, start: int, end: int, place: int | None = None) -> Part:
    """The part ``text[start:end]``."""
    return Part(name, text[start:end], start, end, place)


def in_order(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates of one passage as they stand in it, the longest first of those that begin together."""
    return sorted(candidates, key=lambda one: (one.start, -one.end, one.kind, one.parts[0].start if one.parts else 0))


def _plain(text: str) -> str:
    return _SPACE.sub(" ", normalise(text)).strip()
