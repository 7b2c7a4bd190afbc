"""What there is to teach, and in which words: the topics of ``data/topics.toml``, with actors and frame."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from forlobkg.teach.outline import Level, Minutes, PictureKind

CLAIMS: Final = "teach/claims"
"""The query that a group of lines is made from where it names no other."""
_FILES: Final = ("topics", "actors", "frame")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wording(_Model):
    """The line that a thing gets, and passages (slugs) that it rests on beside those that the graph gives."""

    text: str
    also: tuple[str, ...] = ()
    indent: int = Field(default=0, description="1 for a line that belongs under the one before it")

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        return {"text": data} if isinstance(data, str) else data


class Group(_Model):
    """Lines that are taken together or not at all: a list of the sources is never cut short.

    Bound ``subject``, ``property`` and ``object`` choose rows of ``query``; the lines are named after the other end
    (``by``). ``text`` may hold {label}, {quote} and {subject}; ``texts`` has the lines of single things, by slug;
    ``only`` and ``leave_out`` are slugs. With ``gap`` the group is one line of the service's own, which stands as
    long as the query has no row: what the sources do not say; it goes to the part that gathers these unless it
    ``stays``. Lines of a group with ``after`` follow the line of that thing; those of a ``note`` are told to the
    speaker only.
    """

    id: str = ""
    query: str = CLAIMS
    subject: str = ""
    property: str = ""
    object: str = ""
    by: Literal["subject", "object", "passage"] = "object"
    text: str = "{label}"
    texts: dict[str, Wording] = Field(default_factory=dict)
    only: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    gap: str = ""
    while_noted: str = Field("", description="Slug of the thing with a reading note, for a gap that rests on that")
    together: str = Field("", description="One line for all that the query gives: {count}, {listing}, {example}")
    least: Minutes = 15
    level: Level = "introduktion"
    after: str = Field("", description="Slug of the thing whose line in the topic these lines belong under")
    indent: int = 0
    stays: bool = False
    note: bool = False


class Objectives(_Model):
    """What a participant can do afterwards, by level."""

    introduktion: str
    fordybelse: str


class Narrowed(_Model):
    """What a part is called when only some of its recommendations are chosen."""

    title: str
    objectives: Objectives


class InPathway(_Model):
    """What is otherwise for a topic in one of its pathways."""

    least: Minutes | None = None
    rank: int | None = None


class Topic(_Model):
    """A part of a course; topics stand in the order in which they are best taught.

    ``least`` is the shortest course that has room for it. A topic with ``recommendations``, ``phases`` or
    ``targets`` belongs to these; one without belongs to all. ``opening`` says whom it is all about. The lines of
    one ``of_actors`` can be narrowed to chosen actors. One is moved forward for the actors that it is ``near``, which
    is our choice and nothing that the sources say. ``discuss`` are questions for the participants.
    """

    id: str
    title: str
    pathways: tuple[str, ...]
    least: Minutes
    rank: int = Field(description="What goes first when there is room for few: 1 before 2")
    in_pathway: dict[str, InPathway] = Field(default_factory=dict)
    opening: bool = False
    of_actors: bool = False
    recommendations: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    picture: PictureKind | None = None
    objectives: Objectives
    narrowed: Narrowed | None = None
    note: str = ""
    discuss: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    groups: tuple[Group, ...]

    def rank_in(self, pathway: str) -> int:
        """``rank`` in a pathway (slug)."""
        found = self.in_pathway.get(pathway)
        return self.rank if found is None or found.rank is None else found.rank

    def least_in(self, pathway: str) -> Minutes:
        """``least`` in a pathway (slug)."""
        found = self.in_pathway.get(pathway)
        return self.least if found is None or found.least is None else found.least


class ActorForms(_Model):
    """How an actor is spoken of: ``about`` inside a sentence (sundhedsplejersken), ``audience`` for a course.

    What is said of those whom it has ``also`` belongs to its part of a course: its own representatives.
    """

    about: str
    audience: str
    also: tuple[str, ...] = ()


class ActorLine(_Model):
    """A line on one actor, for each claim with the actor at the end that ``actor`` names.

    ``text`` may hold {Actor} and {actor}, {other} for the thing at the other end, {task} for the line of a task.
    With ``gap`` the line stands where no such claim is, and where there is one of the property ``where``; ``once``
    makes one line of all the claims, and one ``aside`` is not enough to make a course for the actor. ``leave_out``
    are actors (slugs) of whom another line says it already.
    """

    id: str
    property: str
    actor: Literal["subject", "object"]
    text: str
    gap: bool = False
    once: bool = False
    aside: bool = False
    where: str = ""
    pathways: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()


class AboutActor(_Model):
    """The part on one actor; the texts may hold {actor}. It stands before the first of the topics ``before``."""

    title: str
    objectives: Objectives
    discuss: tuple[str, ...]
    before: tuple[str, ...]


class Ending(_Model):
    """A part of every course that holds no claims, or only what the sources leave open."""

    title: str
    minutes: dict[str, int] = Field(description="By the minutes of the course")
    lines: tuple[str, ...] = ()
    objective: str = ""
    note: str = ""


class Frame(_Model):
    """What stands around the topics: how a course opens and ends, what is gathered before the end, and its case.

    ``little`` says, by pathway, that the sources carry less than a course of more than a quarter of an hour is long.
    """

    little: dict[str, str]

    opening: Ending
    gaps: Ending
    closing: Ending
    case: Ending


class Topics(_Model):
    """All that the files hold; ``tasks`` are the lines of responsibilities, ``event`` names of events, by slug.

    ``same_task`` leads from a task to the one whose line tells of both, ``task_words`` says how tables word a task.
    """

    topic: tuple[Topic, ...]
    tasks: dict[str, Wording]
    same_task: dict[str, str]
    task_words: dict[str, str]
    actor: dict[str, ActorForms]
    actor_line: tuple[ActorLine, ...]
    about_actor: AboutActor
    event: dict[str, str]
    frame: Frame


@cache
def load_topics() -> Topics:
    """The topics that come with the code."""
    folder = files("forlobkg.teach") / "data"
    parts = [tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")) for name in _FILES]
    return Topics.model_validate({name: value for part in parts for name, value in part.items()})
