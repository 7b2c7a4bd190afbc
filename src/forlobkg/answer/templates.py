"""The templates of answers from the graph and the known silences, read from their data files."""

from __future__ import annotations

import tomllib
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """One sentence of a template with the query that gives its facts; the data file says what each field means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str = "statements"
    bind: str = "subject"
    predicate: str = ""
    item: str = "{object}"
    sentence: str
    cites: tuple[str, ...] = ()


class Template(BaseModel):
    """One template; the data file says what each field means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    types: frozenset[str]
    relations: frozenset[str]
    classes: frozenset[str]
    things: tuple[str, ...] = ()
    except_: frozenset[str] = Field(default=frozenset(), alias="except")
    named: bool = False
    asked: bool = False
    countable: bool = False
    asks: tuple[str, ...]
    offered: bool = True
    parts: tuple[Part, ...] = Field(min_length=1)


class Silence(BaseModel):
    """A kind of question of which we know that the sources do not answer it; see the data file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    relations: frozenset[str]
    types: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    unless_things: frozenset[str] = frozenset()
    unless_classes: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    answered_by: frozenset[str] = frozenset()
    text: str


def load_templates() -> tuple[Template, ...]:
    """All templates in the data file's order."""
    return tuple(Template.model_validate(entry) for entry in _table("templates")["template"])


def load_silences() -> tuple[Silence, ...]:
    """All known silences in the data file's order."""
    return tuple(Silence.model_validate(entry) for entry in _table("silences")["silence"])


def _table(name: str) -> dict[str, list[dict[str, object]]]:
    content = resources.files("forlobkg.answer").joinpath(f"data/{name}.toml").read_text("utf-8")
    return tomllib.loads(content)
