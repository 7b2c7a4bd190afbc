"""What is worth asking: the families of questions that ``data/quiz-*.toml`` describe, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

End = Literal["subject", "object"]
OptionOrder = Literal["alphabetical", "number"]
Value = Literal["core", "background"]
_FILES: Final[dict[str, Value]] = {
    "quiz-relations.toml": "background",
    "quiz-core.toml": "core",
    "quiz-statements.toml": "core",
}


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
    """Where distractors come from; ``because`` says in Danish what the sources do say of them.

    What the sources are only silent about is no wrong answer, so there is no pool without it. ``against`` is the
    thing that the wrong answer is not true of, where that is not the one that the question names.
    """

    because: str = Field(min_length=1)
    against: str = ""


class _Relation(_Model):
    """What all relations say of themselves.

    ``value`` is whether any professional should be asked. A quiz takes one item at most of all those that have a
    group in common: mirrors of one fact, and what would give it away. The groups are the relation's id where there
    are none, and those of ``split`` for the claims it names by an end.
    """

    id: str
    topic: str
    pathways: list[str] = Field(min_length=1)
    why: str
    value: Value = "background"
    groups: list[str] = Field(default_factory=list)
    split: dict[str, list[str]] = Field(default_factory=dict)

    def groups_of(self, names: Collection[str]) -> frozenset[str]:
        """The groups of an item about the things or texts of these names."""
        split = [group for name in names for group in self.split.get(name, ())]
        return frozenset([*split, *self.groups] or [self.id])


class Family(_Relation):
    """Questions about one relation: its facts, Danish stems per kind, and what its distractors are.

    ``form`` names the wording that options have; ``shift`` makes the difficulty harder or easier than the distractors
    alone tell. ``accepted`` are the right short answers where the thing's own names do not answer the stem.
    ``situations`` are constructed examples by an end of the claim; ``cites`` are claims that the explanation rests on
    too.
    """

    facts: Selection
    form: str = "option"
    order: OptionOrder = "alphabetical"
    shift: float = 0.0
    single: list[str] = Field(default_factory=list)
    multiple: list[str] = Field(default_factory=list)
    short: list[str] = Field(default_factory=list)
    accepted: list[str] = Field(default_factory=list)
    situations: dict[str, list[str]] = Field(default_factory=dict)
    explanation: str
    cites: list[Selection] = Field(default_factory=list)
    also: list[Selection] = Field(default_factory=list)
    pools: list[Pool] = Field(default_factory=list)


class Slot(Selection):
    """One row of a matching item: a claim, and what stands on either side (a text, or the claim's words)."""

    left: str
    right: str


class Matching(_Relation):
    """Things that belong together: one claim of each slot, or ``size`` claims of the only slot or of as many slots.

    Where it ``sorts``, several things belong to the same.
    """

    stems: list[str] = Field(min_length=1)
    explanation: str
    slots: list[Slot] = Field(min_length=1)
    size: int = 0
    most: int = 8
    sorts: bool = False
    shift: float = 0.0


class Statement(_Relation):
    """A sentence that is true or false where many believe the opposite; ``tempting`` says in Danish why.

    The first of ``claims`` is what makes it so; ``denied`` is the statement (subject, predicate, object) that a false
    one makes and the graph does not.
    """

    text: str
    tempting: str = Field(min_length=1)
    explanation: str
    claims: list[Selection] = Field(min_length=1)
    denied: tuple[str, str, str] | None = None


class Ordering(_Relation):
    """Events to be put in order of time."""

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
    statement: list[Statement]


@cache
def load_relations() -> Relations:
    """The relations as they come with the code."""
    merged: dict[str, Any] = {"ordering": [], "matching": [], "family": [], "statement": []}
    for name, value in _FILES.items():
        text = resources.files("forlobkg.teach").joinpath(f"data/{name}").read_text("utf-8")
        for part, content in tomllib.loads(text).items():
            if part in merged:
                merged[part] += [{"value": value, **one} for one in content]
            else:
                merged[part] = content
    return Relations.model_validate(merged)
