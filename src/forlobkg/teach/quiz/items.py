"""The items of a quiz: questions with key, distractors, explanation and quotes; every format is made from these."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

QUIZ_FORMAT: Final = "forlobkg-quiz"
QUIZ_VERSION: Final = 1

Kind = Literal["single", "multiple", "matching", "ordering", "true-false", "short-answer"]
Difficulty = Literal["let", "middel", "svær"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Triple(_Model):
    """A statement of the graph that makes a key right, or that it must not make of a distractor (full IRIs)."""

    subject: str
    predicate: str
    object: str


class Feedback(_Model):
    """A passage that carries the key: ``quote`` verbatim, ``reference`` publisher, title, date and place in Danish.

    ``hash`` is that of the passage's text; ``context`` holds the headings above it, the outermost first.
    """

    passage: str = Field(description="Slug of the passage")
    hash: str
    quote: str
    reference: str
    context: list[str]


class Option(_Model):
    """An answer to choose; a correct one has a ``triple`` that the graph asserts, a distractor one that it does not.

    For ordering ``place`` is the option's place, from 1.
    """

    text: str
    correct: bool = False
    triple: Triple | None = None
    place: int | None = None


class Pair(_Model):
    """Two things that belong together, for matching."""

    left: str
    right: str
    triple: Triple


class Item(_Model):
    """One question.

    ``id`` stays the same as long as the fact does. ``options`` serve single, multiple, ordering and true-false (two:
    Sandt, Falsk); ``pairs`` and ``extra_rights`` (right sides that belong to none) serve matching; ``accepted`` are
    the right answers to a short-answer item, the first of them the model. ``approved`` is the trainer's word.
    """

    id: str
    kind: Kind
    topic: str
    difficulty: Difficulty
    stem: str
    options: list[Option] = Field(default_factory=list)
    pairs: list[Pair] = Field(default_factory=list)
    extra_rights: list[str] = Field(default_factory=list)
    accepted: list[str] = Field(default_factory=list)
    explanation: str
    feedback: list[Feedback] = Field(min_length=1)
    approved: bool = False


class Quiz(_Model):
    """A set of items; ``seed`` and ``title`` with the same graph give the same quiz again."""

    format: Literal["forlobkg-quiz"] = QUIZ_FORMAT
    version: Literal[1] = QUIZ_VERSION
    title: str
    language: Literal["da"] = "da"
    seed: int
    items: list[Item]
