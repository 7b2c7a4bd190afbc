"""What the reader finds in a question: what it asks for, what it names, and for whom its pronouns stand."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from forlobkg.service import Forlobkg

QUESTIONS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "understanding.toml").read_text("utf-8"))[
    "question"
]
PARTS = ("types", "relations", "wanted", "forms", "names", "excepted")


def found(text: str, service: Forlobkg) -> dict[str, set[str]]:
    question = service.answerer.consider(text).question
    parts = (question.types, question.relations, question.wanted, question.forms, question.slugs, question.excepted)
    return {name: set(values) for name, values in zip(PARTS, parts, strict=True)}


@pytest.mark.parametrize("case", QUESTIONS, ids=lambda case: case["text"])
def test_the_question_is_understood(case: dict[str, Any], service: Forlobkg) -> None:
    understood = found(case["text"], service)
    for part in PARTS:
        assert set(case.get(part, ())) <= understood[part], part
        assert not set(case.get(f"not-{part}", ())) & understood[part], part


def test_every_type_is_asked_for_at_least_twice() -> None:
    patterns = tomllib.loads(resources.files("forlobkg.answer").joinpath("data/patterns.toml").read_text("utf-8"))
    asked = [name for case in QUESTIONS for name in case.get("types", ())]
    assert {name for name in [*patterns["type"], "yes-no", "open"] if asked.count(name) < 2} == set()


def test_every_name_in_the_cases_exists(service: Forlobkg) -> None:
    """A slip in what must not be found would make its case hold whatever is found."""
    patterns = tomllib.loads(resources.files("forlobkg.answer").joinpath("data/patterns.toml").read_text("utf-8"))
    known = {
        "types": {*patterns["type"], "yes-no", "open"},
        "relations": set(patterns["relation"]),
        "wanted": set(patterns["wanted"]),
        "forms": {*patterns["form"], "denied"},
        "names": set(service.graph.concepts),
        "excepted": set(service.graph.concepts),
    }
    for case in QUESTIONS:
        assert set(case) <= {"text", "why", *PARTS, *(f"not-{part}" for part in PARTS)}, case["text"]
        for part in PARTS:
            assert {*case.get(part, ()), *case.get(f"not-{part}", ())} <= known[part], case["text"]


def test_a_pronoun_covers_no_words_that_an_answer_would_have_to_repeat(service: Forlobkg) -> None:
    question = service.answerer.consider("Hvilke problemer har hun?").question
    assert [(mention.text, mention.first == mention.last) for mention in question.mentions] == [("hun", True)]
    assert question.places_of(["udsatte-gravide"]) == set()
