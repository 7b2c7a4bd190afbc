"""A quiz as a file: read, refused with its place, approved, and held against the sources of today."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from forlobkg.corpus import Corpus
from forlobkg.errors import InputError, TooLongError
from forlobkg.service import Forlobkg
from forlobkg.teach.quiz import MOST_CHARS, Quiz, QuizFormat, approve, read_quiz, stale, withdraw, write_quiz_file

from .quizzes import every_kind

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def quiz() -> Quiz:
    return every_kind()


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_what_is_written_is_read_again(quiz: Quiz, kind: QuizFormat) -> None:
    assert read_quiz(write_quiz_file(quiz, kind)) == quiz
    assert read_quiz("\ufeff\n" + write_quiz_file(quiz, kind)) == quiz


def item(content: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in content["items"] if one["id"] == name)


def newer(content: dict[str, Any]) -> None:
    content["version"] = 2


def older(content: dict[str, Any]) -> None:
    content["version"] = 0


def other(content: dict[str, Any]) -> None:
    content["format"] = "forlobkg-outline"


def nameless(content: dict[str, Any]) -> None:
    del item(content, "ordering-1")["stem"]


def number(content: dict[str, Any]) -> None:
    item(content, "single-1")["options"][1]["text"] = 2007


def invented(content: dict[str, Any]) -> None:
    item(content, "single-1")["points"] = 3


def kind_of_its_own(content: dict[str, Any]) -> None:
    item(content, "single-1")["kind"] = "essay"


def half_a_character(content: dict[str, Any]) -> None:
    item(content, "single-1")["stem"] = "\ud83d"


def twice(content: dict[str, Any]) -> None:
    content["items"].append(item(content, "single-1"))


def nothing(content: dict[str, Any]) -> None:
    content["items"] = []


def two_keys(content: dict[str, Any]) -> None:
    item(content, "single-1")["options"][1]["correct"] = True


def no_key(content: dict[str, Any]) -> None:
    item(content, "multiple-1")["options"] = [{"text": "Et"}, {"text": "To"}]


def gap_in_the_order(content: dict[str, Any]) -> None:
    item(content, "ordering-1")["options"][0]["place"] = 7


def same_left_twice(content: dict[str, Any]) -> None:
    item(content, "matching-1")["pairs"][1]["left"] = item(content, "matching-1")["pairs"][0]["left"]


def belongs_and_does_not(content: dict[str, Any]) -> None:
    item(content, "matching-1")["extra_rights"].append("Regionen #1")


def perhaps(content: dict[str, Any]) -> None:
    item(content, "true-false-1")["options"][0]["text"] = "Måske"


def unanswerable(content: dict[str, Any]) -> None:
    item(content, "short-answer-1")["accepted"] = []


def empty_answer(content: dict[str, Any]) -> None:
    item(content, "short-answer-1")["accepted"].append("  ")


def unsafe_id(content: dict[str, Any]) -> None:
    item(content, "single-1")["id"] = "../single"


def unsupported(content: dict[str, Any]) -> None:
    item(content, "single-1")["feedback"] = []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (newer, "version 2, men kun version 1 kan læses; hent en nyere udgave af forlobkg"),
        (older, "version 0, men kun version 1 kan læses; lav quizzen igen"),
        (other, "format: forlobkg-quiz"),
        (nameless, "items[4].stem mangler"),
        (number, "items[1].options[2].text skal være en tekst"),
        (invented, "items[1].points er et felt, der ikke findes"),
        (kind_of_its_own, "items[1].kind skal være 'single', 'multiple'"),
        (half_a_character, "et halvt tegn"),
        (twice, "id'et single-1 står ved 2 spørgsmål"),
        (nothing, "quizzen har ingen spørgsmål"),
        (two_keys, "spørgsmål 1 (single-1) skal have mindst to svar, og netop ét skal være rigtigt"),
        (no_key, "spørgsmål 2 (multiple-1) skal have mindst to svar, og mellem 1 og 10 skal være rigtige"),
        (gap_in_the_order, "spørgsmål 4 (ordering-1) skal have mindst to led med pladserne"),
        (same_left_twice, "den samme venstre side to gange"),
        (belongs_and_does_not, "både hører til og ikke hører til"),
        (perhaps, "de to svar Sandt og Falsk"),
        (unanswerable, "mangler et rigtigt svar"),
        (empty_answer, "har et tomt svar"),
        (unsafe_id, "har et id, der ikke kan bruges"),
        (unsupported, "items[1].feedback må ikke være tom"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(quiz: Quiz, change: Change, words: str) -> None:
    content = quiz.model_dump(mode="json")
    change(content)
    with pytest.raises(InputError) as refused:
        read_quiz(json.dumps(content))
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "format: forlobkg-quiz"),
        ("[1, 2]", "format: forlobkg-quiz"),
        ('{"format": "forlobkg-quiz",\n "version": }', "ikke gyldig JSON: linje 2"),
        ("format: forlobkg-quiz\n\tversion: 1", "ikke gyldig YAML: linje 2"),
        ("a: &a [1]\nb: *a", "henvisninger"),
        ("format: forlobkg-quiz\nversion: !!python/object/apply:os.getcwd []", "ikke gyldig YAML"),
        ("when: 2023-02-30", "ikke gyldig YAML"),
        ("a: \x00", "ikke gyldig YAML"),
        ('{"format": ' + "[" * 100_000, "for dybt"),
        ("format: " + "[" * 20_000 + "]" * 20_000, "for dybt"),
    ],
)
def test_what_is_no_quiz_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_quiz(text)


def test_a_file_that_is_too_long_is_refused() -> None:
    with pytest.raises(TooLongError, match="del den i flere filer"):
        read_quiz(" " * (MOST_CHARS + 1))


def test_approving_and_taking_back(quiz: Quiz) -> None:
    unapproved = "0-not-approved-and-with-an-id-that-is-longer-than-QTI-holds"
    assert all(one.approved for one in approve(quiz, [unapproved]).items)
    left = withdraw(quiz, ["single-1", "ordering-1"])
    assert {one.id for one in quiz.items if one.approved} - {one.id for one in left.items if one.approved} == {
        "single-1",
        "ordering-1",
    }
    with pytest.raises(InputError, match="intet spørgsmål med id'et findes-ikke"):
        approve(quiz, ["single-1", "findes-ikke"])


def test_passages_that_changed_or_went_are_named_with_their_items(quiz: Quiz, service: Forlobkg) -> None:
    same, changed, *_ = service.corpus.passages.values()
    first, second, third = quiz.items[:3]
    supported = [
        (first, same.id, same.sha256),
        (second, changed.id, changed.sha256),
        (third, "oplaeg-2023-l9999", same.sha256),
    ]
    items = [
        one.model_copy(update={"feedback": [one.feedback[0].model_copy(update={"passage": name, "hash": hashed})]})
        for one, name, hashed in supported
    ]
    of_today = quiz.model_copy(update={"items": items})
    assert [(one.item, one.state) for one in stale(of_today, service.corpus)] == [(third.id, "removed")]

    other_text = dataclasses.replace(changed, text="Noget andet.", sha256="0" * 64)
    passages = [other_text if one.id == changed.id else one for one in service.corpus.passages.values()]
    later = Corpus(list(service.corpus.documents.values()), passages)
    found = stale(of_today, later)
    assert [(one.item, one.passage, one.state, one.now) for one in found] == [
        (second.id, changed.id, "changed", "Noget andet."),
        (third.id, "oplaeg-2023-l9999", "removed", ""),
    ]
