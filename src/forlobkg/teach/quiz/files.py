"""A quiz as a file that a trainer keeps: reading, writing, approving, and what has changed under it since."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, cast

from pydantic import ValidationError

from forlobkg.corpus import Corpus
from forlobkg.errors import InputError, TooLongError
from forlobkg.teach.quiz.items import QUIZ_FORMAT, QUIZ_VERSION, Item, Quiz
from forlobkg.teach.quiz.soundness import faults

QuizFormat = Literal["json", "yaml"]
MOST_CHARS: Final = 4_000_000
"""The longest file that is read; a quiz of 1,000 items takes a third of it."""

_DEEPEST: Final = 50
_TOO_DEEP: Final = "quizzen kan ikke læses: felterne ligger for dybt inde i hinanden"
_KINDS_OF_FAULT: Final = {
    "missing": "mangler",
    "extra_forbidden": "er et felt, der ikke findes",
    "string_type": "skal være en tekst",
    "bool_parsing": "skal være true eller false",
    "bool_type": "skal være true eller false",
    "int_parsing": "skal være et helt tal",
    "int_type": "skal være et helt tal",
    "int_from_float": "skal være et helt tal",
    "list_type": "skal være en liste",
    "too_short": "må ikke være tom",
    "model_type": "skal have felter",
    "model_attributes_type": "skal have felter",
}


@dataclass(frozen=True, slots=True)
class Stale:
    """A passage under an item that is no longer what it was: ``quote`` then, ``now`` its text today, if any."""

    item: str
    stem: str
    passage: str
    quote: str
    now: str
    state: Literal["changed", "removed"]


def read_quiz(text: str) -> Quiz:
    """The quiz that a JSON or YAML file holds.

    Raises ``TooLongError`` for more than ``MOST_CHARS`` characters, and ``InputError``, which names the place, for
    what is no quiz, is of another version, has an id twice or lacks what a question of its kind needs.
    """
    if len(text) > MOST_CHARS:
        raise TooLongError(
            f"quizzen har mere end {MOST_CHARS} tegn, og så meget kan ikke læses; del den i flere filer"
        )
    content = _parsed(text)
    if not isinstance(content, dict) or content.get("format") != QUIZ_FORMAT:
        raise InputError(f"filen er ikke en quiz: den skal have feltet format: {QUIZ_FORMAT}")
    version = content.get("version")
    if version != QUIZ_VERSION or isinstance(version, bool):
        newer = isinstance(version, int) and version > QUIZ_VERSION
        advice = "hent en nyere udgave af forlobkg" if newer else "lav quizzen igen med: forlobkg course quiz make"
        raise InputError(f"quizzen har version {version!r}, men kun version {QUIZ_VERSION} kan læses; {advice}")
    try:
        quiz = Quiz.model_validate(content)
    except ValidationError as error:
        raise InputError(f"quizzen kan ikke læses: {_first_fault(error)}") from error
    for fault in faults(quiz):
        raise InputError(f"quizzen kan ikke bruges: {fault}")
    try:
        write_quiz_file(quiz).encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError("quizzen kan ikke læses: en tekst har et halvt tegn (\\ud800 til \\udfff)") from error
    return quiz


def _parsed(text: str) -> object:
    """What the text holds as JSON or, where it does not begin like that, YAML. Raises ``InputError``."""
    stripped = text.lstrip("\ufeff \t\r\n")
    try:
        return json.loads(stripped) if stripped.startswith("{") else _yaml(stripped)
    except json.JSONDecodeError as error:
        raise InputError(f"quizzen er ikke gyldig JSON: linje {error.lineno}, tegn {error.colno}") from error
    except RecursionError as error:
        raise InputError(_TOO_DEEP) from error


def _yaml(text: str) -> object:
    import yaml

    # The C parser is ten times as quick; where PyYAML was built without it, the other reads the same.
    loader = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            # References make a file of a few lines as large as one likes when it is looked through.
            if isinstance(event, yaml.AliasEvent):
                raise InputError("quizzen kan ikke læses: YAML-henvisninger (*navn) er ikke tilladt")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            # The C parser recurses without a limit of its own.
            if depth > _DEEPEST:
                raise InputError(_TOO_DEEP)
        content: object = yaml.load(text, Loader=loader)  # noqa: S506  # both are safe loaders
    except yaml.MarkedYAMLError as error:
        place = f": linje {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InputError(f"quizzen er ikke gyldig YAML{place}") from error
    except (yaml.YAMLError, ValueError) as error:
        # A date such as 2023-02-30 is a ValueError, a character that may not stand in a file a ReaderError.
        raise InputError("quizzen er ikke gyldig YAML") from error
    return content


def _first_fault(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    allowed = first.get("ctx", {}).get("expected")
    what = _KINDS_OF_FAULT.get(first["type"])
    if what is None:
        what = (
            f"skal være {str(allowed).replace(' or ', ' eller ')}" if allowed else "har en værdi, der ikke kan bruges"
        )
    return f"{place} {what}"


def write_quiz_file(quiz: Quiz, kind: QuizFormat = "json") -> str:
    """The quiz as a text that ``read_quiz`` gives back the same."""
    content = quiz.model_dump(mode="json")
    if kind == "json":
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    import yaml

    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)


def approve(quiz: Quiz, ids: Iterable[str]) -> Quiz:
    """The quiz with the items of ``ids`` approved. Raises ``InputError`` for an id that it does not have."""
    return _marked(quiz, ids, approved=True)


def withdraw(quiz: Quiz, ids: Iterable[str]) -> Quiz:
    """The quiz with the approval of ``ids`` taken back. Raises ``InputError`` for an id that it does not have."""
    return _marked(quiz, ids, approved=False)


def _marked(quiz: Quiz, ids: Iterable[str], *, approved: bool) -> Quiz:
    chosen = set(ids)
    if unknown := sorted(chosen - {item.id for item in quiz.items}):
        raise InputError(f"quizzen har intet spørgsmål med id'et {', '.join(unknown)}")
    items = [item.model_copy(update={"approved": approved}) if item.id in chosen else item for item in quiz.items]
    return quiz.model_copy(update={"items": items})


def approved_items(quiz: Quiz, *, include_unapproved: bool = False) -> list[Item]:
    """The items that may be handed out. Raises ``InputError`` where there is none yet."""
    items = [item for item in quiz.items if item.approved or include_unapproved]
    if not items:
        raise InputError(
            "ingen spørgsmål er godkendt endnu; gennemgå dem med: forlobkg course quiz approve FIL "
            "(eller tag dem alle med ved at vælge --include-unapproved)"
        )
    return items


def stale(quiz: Quiz, corpus: Corpus) -> list[Stale]:
    """The passages behind items whose text has changed, or that are gone, since the items were made."""
    found = []
    for item in quiz.items:
        for feedback in item.feedback:
            passage = corpus.passages.get(feedback.passage)
            if passage is None:
                found.append(Stale(item.id, item.stem, feedback.passage, feedback.quote, "", "removed"))
            elif passage.sha256 != feedback.hash:
                found.append(Stale(item.id, item.stem, feedback.passage, feedback.quote, passage.text, "changed"))
    return found
