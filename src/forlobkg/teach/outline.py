"""The outline of a course: a small file that a trainer keeps, changes, shares and runs again.

An outline names what was chosen, the objectives, and the parts with their lines; every line that is not the
trainer's own says which passages it rests on, with the hash of each as it was when the line was made.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT: Final = "forlobkg-outline"
VERSION: Final = 1
MOST_OWN_CHARS: Final = 2_000
"""The longest text of one's own in one place; what is longer belongs in a document of its own."""
MOST_NOTE_CHARS: Final = 6_000
"""The longest note for the speaker; the answers to a case stand there."""

Minutes = Literal[15, 45, 90]
Level = Literal["introduktion", "fordybelse"]
PictureKind = Literal["actor-map", "matrix", "timeline"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Choice(_Model):
    """What a trainer picks; slugs of things of the graph. An empty list takes all that the pathway has."""

    pathway: str = Field(description="Slug of the pathway", examples=["udsatte-gravide-forloeb"])
    profession: str = Field(default="", description="Slug of the actor that the course is for, or empty for all")
    target: str = Field(default="", description="Slug of the target group, or empty for the pathway's own")
    actors: list[str] = Field(default_factory=list, description="Slugs of the actors to tell of")
    recommendations: list[str] = Field(default_factory=list, description="Slugs of the recommendations")
    phase: str = Field(default="", description="Slug of the phase, or empty for all")
    minutes: Minutes = 45
    level: Level = "introduktion"


class Basis(_Model):
    """A passage that a line rests on, by its slug, with its words and their hash (SHA-256) when the line was made."""

    passage: str
    hash: str
    quote: str = ""


class OutlineLine(_Model):
    """One line of a part: a claim of the sources, or, where ``own``, the trainer's own words with no basis.

    ``claim`` is the id of the claim, which stays the same between builds; empty for own words. A ``gap`` is the
    service's own line on what the sources do not say: it has a claim, but no passages. An ``exercise`` is a question
    or a constructed case of the service's: it claims nothing and has neither. ``level`` is 1 for a line that belongs
    under the one before it.
    """

    text: str = Field(min_length=1, max_length=MOST_OWN_CHARS)
    own: bool = False
    gap: bool = False
    exercise: bool = False
    level: int = Field(default=0, ge=0, le=2)
    claim: str = ""
    rests_on: list[Basis] = Field(default_factory=list)


class Objective(_Model):
    """What a participant can do afterwards; ``part`` is the id of the part that it belongs to."""

    text: str = Field(min_length=1, max_length=MOST_OWN_CHARS)
    own: bool = False
    part: str = ""


class OutlinePart(_Model):
    """A part of the course: a topic with its lines; ``minutes`` is the time that it gets, ``discussion`` how
    much of it goes to its exercises.
    """

    id: str
    title: str = Field(min_length=1, max_length=200)
    minutes: int = Field(ge=0, le=600)
    discussion: int = Field(default=0, ge=0, le=600)
    lines: list[OutlineLine] = Field(default_factory=list)
    picture: PictureKind | None = None
    note: str = Field(default="", max_length=MOST_NOTE_CHARS, description="A note for the speaker")


class Outline(_Model):
    """A whole course."""

    format: Literal["forlobkg-outline"] = FORMAT
    version: Literal[1] = VERSION
    title: str = Field(min_length=1, max_length=200)
    language: Literal["da"] = "da"
    choice: Choice
    objectives: list[Objective] = Field(default_factory=list)
    parts: list[OutlinePart] = Field(min_length=1)
