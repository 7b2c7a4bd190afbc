"""What is worth asking: the families of questions that ``data/quiz-relations.toml`` describes, read and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

End = Literal["subject", "object"]
OptionOrder = Literal["alphabetical", "number"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Selection(_Model):
    """Claims of the graph: a predicate as a CURIE, and slugs that an end must be among (an empty list is any).

    ``take`` is the end that is asked for, or that a pool offers; ``without`` holds slugs that it never is.
    """

    predicate: str
    subject: list[str] = Field(default_factory=list)
    object: list[str] = Field(default_factory=list)
    take: End = "object"
    without: list[str] = Field(default_factory=list)


class Pool(Selection):
    """Where distractors come from; ``because`` says in Danish what the sources do say of one of them.

    ``lies`` tells whether a false statement may be made of one.
    """

    because: str = ""
    lies: bool = True


class Family(_Model):
    """Questions about one relation: its facts, Danish stems per kind, and what its distractors are.

    ``form`` names the wording that options have; ``shift`` makes the difficulty harder or easier than the distractors
    alone tell. ``accepted`` are the right short answers where the thing's own names do not answer the stem.
    """

    id: str
    topic: str
    pathways: list[str] = Field(min_length=1)
    why: str
    facts: Selection
    form: str = "option"
    order: OptionOrder = "alphabetical"
    shift: float = 0.0
    single: list[str] = Field(default_factory=list)
    multiple: list[str] = Field(default_factory=list)
    statements: list[str] = Field(default_factory=list)
    short: list[str] = Field(default_factory=list)
    accepted: list[str] = Field(default_factory=list)
    explanation: str
    truth: str = ""
    also: list[Selection] = Field(default_factory=list)
    pools: list[Pool] = Field(default_factory=list)


class Slot(Selection):
    """One row of a matching item: a claim, and what stands on either side (a text, or the claim's words)."""

    left: str
    right: str


class Matching(_Model):
    """Things that belong together: one claim of each slot, or ``size`` claims of the only slot."""

    id: str
    topic: str
    pathways: list[str] = Field(min_length=1)
    why: str
    stems: list[str] = Field(min_length=1)
    explanation: str
    slots: list[Slot] = Field(min_length=1)
    size: int = 0
    most: int = 8
    shift: float = 0.0


class Ordering(_Model):
    """Events to be put in order of time."""

    id: str
    topic: str
    pathways: list[str] = Field(min_length=1)
    why: str
    stems: list[str] = Field(min_length=1)
    explanation: str
    events: list[str] = Field(min_length=3)
    sizes: list[int]


class Closeness(_Model):
    """How much each sign of likeness counts, and where the levels of difficulty begin (0 far, 1 alike)."""

    words: float
    classes: float
    place: float
    neighbours: float
    medium: float
    hard: float


class Relations(_Model):
    """The whole file. ``near`` holds groups of things that an expert could take for each other."""

    near: list[list[str]]
    closeness: Closeness
    family: list[Family]
    matching: list[Matching]
    ordering: list[Ordering]


@cache
def load_relations() -> Relations:
    """The relations as they come with the code."""
    text = resources.files("forlobkg.teach").joinpath("data/quiz-relations.toml").read_text("utf-8")
    return Relations.model_validate(tomllib.loads(text))
