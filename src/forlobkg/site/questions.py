"""The questions that pages offer, and the pages that some questions are better answered by; both are data files."""

from __future__ import annotations

import tomllib
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.danish import fold


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Profession(_Table):
    """Who asks, and questions such as they ask."""

    name: str
    questions: tuple[str, ...] = Field(min_length=1)


class _More(_Table):
    questions: tuple[str, ...]


class OfferedQuestions(_Table):
    """Questions that the sources answer."""

    professions: tuple[Profession, ...] = Field(alias="profession")
    more: _More

    @property
    def all(self) -> list[str]:
        """Each question once, those by profession first."""
        of_professions = [question for profession in self.professions for question in profession.questions]
        return list(dict.fromkeys([*of_professions, *self.more.questions]))


class Way(_Table):
    """A page that shows at once what a question asks for; ``words`` are stretches of questions that lead there."""

    path: str
    name: str
    words: tuple[str, ...]


class _Ways(_Table):
    way: tuple[Way, ...]


def offered_questions() -> OfferedQuestions:
    """What the data file offers."""
    return OfferedQuestions.model_validate(_read("questions"))


def ways_for(question: str) -> list[Way]:
    """The pages that ``question`` is led to, in the data file's order."""
    asked = fold(question)
    return [way for way in all_ways() if any(fold(words) in asked for words in way.words)]


def all_ways() -> tuple[Way, ...]:
    """The pages that questions are led to."""
    return _Ways.model_validate(_read("ways")).way


def _read(name: str) -> dict[str, object]:
    return tomllib.loads(resources.files("forlobkg.site").joinpath(f"data/{name}.toml").read_text("utf-8"))
