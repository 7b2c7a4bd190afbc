"""What constructed cases are put together from: ``data/cases.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Say(_Model):
    """How a thing is said of a person: the ``parts`` of a main clause (subject, verb, the rest), or words.

    ``shown`` heads the thing in the table of what the sources name, where that is not what is said.
    """

    parts: tuple[str, str, str] | None = None
    text: str = ""
    shown: str = ""
    fits: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """As a main clause, or as it stands inside a sentence."""
        return " ".join(self.parts) if self.parts else self.text

    @property
    def after(self) -> str:
        """The main clause behind an adverb, where Danish puts the verb first."""
        return f"{self.parts[1]} {self.parts[0]} {self.parts[2]}" if self.parts else self.text


class Scenario(_Model):
    """A kind of case."""

    id: str
    pathway: str
    sentences: tuple[tuple[str, ...], ...]
    names: tuple[str, ...] = ()
    asked: tuple[str, ...]
    more: tuple[str, ...]
    others: int


class Task(_Model):
    """A task to ask about: a row of who does what."""

    thing: str
    text: str
    scenarios: tuple[str, ...]


class PathwayTexts(_Model):
    """A pathway in a title, and which lists of names its people have."""

    about: str
    people: tuple[str, ...]


class Silence(_Model):
    """What the sources do not say, as long as none of the words ``unless`` stands in them."""

    text: str
    unless: tuple[str, ...]


class Minutes(_Model):
    """How long it takes to read a case, to think about one of its questions, and to go through the answer."""

    case: int
    question: int
    answer: int


class CaseTexts(_Model):
    """The whole file."""

    title: str
    subtitle_with_answers: str
    subtitle_without_answers: str
    one: str
    several: str
    mark: str
    case_title: str
    question: str
    answer_title: str
    names_note: str
    gap_note: str
    table_caption: str
    table_heads: tuple[str, str]
    objectives: tuple[str, ...]
    minutes: Minutes
    most: int = Field(description="The most cases of a set")
    women: tuple[str, ...]
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    pronouns: dict[str, dict[str, str]]
    pathways: dict[str, PathwayTexts]
    say: dict[str, Say]
    slots: dict[str, tuple[str, ...]]
    scenario: tuple[Scenario, ...]
    silences: dict[str, Silence]
    questions: dict[str, dict[str, str]]
    task: tuple[Task, ...]

    def people(self, pathway: str) -> list[tuple[str, dict[str, str]]]:
        """The names that people of the pathway may have, with their pronouns."""
        lists = {"women": self.women, "girls": self.girls, "boys": self.boys}
        return [(name, self.pronouns[key]) for key in self.pathways[pathway].people for name in lists[key]]


@cache
def load_case_texts() -> CaseTexts:
    """The texts of the file."""
    text = (files("forlobkg.teach") / "data" / "cases.toml").read_text(encoding="utf-8")
    return CaseTexts.model_validate(tomllib.loads(text))
