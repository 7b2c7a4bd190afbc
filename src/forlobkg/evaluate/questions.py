"""Judged questions: their kinds, the split, and the variants that are made of them."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from forlobkg.errors import InputError

KINDS = ("term", "inflection", "compound", "everyday", "stripped", "typo")
"""How questions are put; ``stripped`` (no æ, ø, å) and ``typo`` are made from the others by rule."""

_DEV_SHARE = 40
_STRIPPED = {"digraph": {"æ": "ae", "ø": "oe", "å": "aa"}, "bare": {"æ": "a", "ø": "o", "å": "a"}}
_SHORTEST_SLIP = 6


class Split(StrEnum):
    """``dev`` is for fitting and for looking at failures; ``test`` is only measured on."""

    DEV = "dev"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question with the grade, 1 or 2, of each passage that is of use; all others are 0."""

    id: str
    kind: str
    text: str
    judged: dict[str, int]

    @property
    def split(self) -> Split:
        """By the hash of the id (of the question it was made from, for a variant), so that it never moves."""
        digest = hashlib.sha256(self.id.partition("~")[0].encode("utf-8")).hexdigest()
        return Split.DEV if int(digest[:8], 16) % 100 < _DEV_SHARE else Split.TEST


def load_questions(path: Path) -> list[JudgedQuestion]:
    """The questions of a JSON-lines file. Raises ``InputError`` with the line that cannot be read."""
    questions = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} kan ikke læses: {error}") from error
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            judged = {str(passage): int(grade) for passage, grade in row["qrels"].items()}
            questions.append(JudgedQuestion(str(row["id"]), str(row["kind"]), str(row["text"]), judged))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{path.name}, linje {number}: ikke et bedømt spørgsmål ({error})") from error
        if questions[-1].kind not in KINDS or 2 not in judged.values() or not set(judged.values()) <= {1, 2}:
            raise InputError(f"{path.name}, linje {number}: slags eller bedømmelser kan ikke bruges")
    return questions


def variants(questions: Sequence[JudgedQuestion], kind: str) -> list[JudgedQuestion]:
    """Each question without æ, ø, å (``stripped``: both ways of leaving them out) or with one slip (``typo``).

    Questions that the rule does not change are left out. The same question gives the same variant always.
    """
    made = []
    for question in questions:
        if kind == "stripped":
            texts = {name: _replaced(question.text, letters) for name, letters in _STRIPPED.items()}
        else:
            texts = {"slip": _slipped(question.text)}
        made += [
            replace(question, id=f"{question.id}~{name}", kind=kind, text=text)
            for name, text in texts.items()
            if text != question.text
        ]
    return made


def _replaced(text: str, letters: dict[str, str]) -> str:
    for letter, substitute in letters.items():
        text = text.replace(letter, substitute).replace(letter.upper(), substitute.capitalize())
    return text


def _slipped(text: str) -> str:
    """``text`` with one slip of the keys inside its longest word; the text itself where all words are short."""
    chance = random.Random(text)  # noqa: S311
    word = max(text.split(), key=len).strip("?.,!»«")
    if len(word) < _SHORTEST_SLIP or not word.isalpha():
        return text
    place = chance.randrange(1, len(word) - 2)
    kind = chance.choice(("missing", "changed about", "doubled"))
    if kind == "missing":
        slip = word[:place] + word[place + 1 :]
    elif kind == "changed about":
        slip = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    else:
        slip = word[:place] + word[place] + word[place:]
    return text.replace(word, slip, 1)
