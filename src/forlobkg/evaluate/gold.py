"""The gold set of questions with what a right answer must rest on, and the judging of answers by it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from forlobkg.errors import InputError
from forlobkg.evaluate.questions import Split

_DEV_SHARE = 50
_RELEVANT_SHARE = 0.5
"""An answer more than half of whose citations have nothing to do with the question is not a right one."""


class GoldQuestion(BaseModel):
    """A question as a user would put it, judged by hand.

    ``answer`` is "in" where the sources carry an answer; "near" where they speak of the subject, but do not say what
    is asked; "far" where they have nothing to do with it. ``needs`` are groups of passages, of each of which one must
    be cited; ``also`` are passages that may be; ``says`` are groups of wordings, of each of which the answer must
    hold one; ``yes_no`` is what a passage settles; ``entities`` are the slugs of the things that the question names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    asker: str
    kind: str
    traits: frozenset[str] = frozenset()
    answer: Literal["in", "near", "far"]
    needs: tuple[frozenset[str], ...] = ()
    also: frozenset[str] = frozenset()
    says: tuple[tuple[str, ...], ...] = ()
    yes_no: Literal["ja", "nej"] | None = None
    entities: frozenset[str] = frozenset()
    why: str = ""

    @property
    def split(self) -> Split:
        """By the hash of the id, so that it never moves."""
        digest = hashlib.sha256(self.id.encode("utf-8")).hexdigest()
        return Split.DEV if int(digest[:8], 16) % 100 < _DEV_SHARE else Split.TEST

    @property
    def relevant(self) -> frozenset[str]:
        """The passages that may be cited."""
        return self.also.union(*self.needs)

    def precision(self, passages: Collection[str]) -> float:
        """The share of the cited ``passages`` that bear on the question; 1 where none is cited."""
        return sum(slug in self.relevant for slug in passages) / len(passages) if passages else 1.0

    def recall(self, passages: Collection[str]) -> float:
        """The share of the groups in ``needs`` of which one is among the cited ``passages``."""
        return sum(not group.isdisjoint(passages) for group in self.needs) / len(self.needs) if self.needs else 0.0

    def is_right(self, passages: Collection[str], text: str) -> bool:
        """Whether an answer with ``text`` that cites ``passages`` is right."""
        if self.answer != "in" or self.recall(passages) < 1 or self.precision(passages) < _RELEVANT_SHARE:
            return False
        words = text.casefold()
        affirmed = words.startswith("ja.")
        return not (self.yes_no == "nej" and affirmed) and all(
            any(wording.casefold() in words for wording in group) for group in self.says
        )


def load_gold(path: Path) -> list[GoldQuestion]:
    """The questions of a JSON-lines file. Raises ``InputError`` with the line that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} kan ikke læses: {error}") from error
    questions = []
    for number, line in enumerate(lines, start=1):
        try:
            questions.append(GoldQuestion.model_validate_json(line))
        except ValidationError as error:
            fault = error.errors()[0]["msg"]
            raise InputError(f"{path.name}, linje {number}: ikke et bedømt spørgsmål ({fault})") from error
        if (questions[-1].answer == "in") != bool(questions[-1].needs):
            raise InputError(f"{path.name}, linje {number}: needs hører til netop de spørgsmål, der kan besvares")
    return questions


def of_split(questions: Sequence[GoldQuestion], split: Split) -> list[GoldQuestion]:
    """Those of ``questions`` that are of ``split``."""
    return [question for question in questions if question.split is split]
