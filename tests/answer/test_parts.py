"""Taking a question apart where it asks two things."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from forlobkg.answer.combining import likely_together, of_each_part
from forlobkg.answer.parts import Splitter
from forlobkg.answer.question import QuestionReader
from forlobkg.service import Forlobkg

CASES = tomllib.loads((Path(__file__).parent / "parts.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def reader(service: Forlobkg) -> QuestionReader:
    return QuestionReader(service.analyser, service.graph.concepts.values())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_question_is_taken_apart(case: dict[str, Any], reader: QuestionReader) -> None:
    assert list(Splitter().parts(reader.read(case["text"]))) == case["parts"]


def test_the_likeliest_of_each_part_are_answered_together() -> None:
    job, money = {"job": 0.9, "penge": 0.05, "-": 0.05}, {"job": 0.1, "penge": 0.3, "-": 0.6}
    assert of_each_part([job, money], {"job", "penge"}) == ("job", "penge")
    assert of_each_part([job, job], {"job", "penge"}) == ()
    assert of_each_part([job, money], {"job"}) == ()


def test_the_likeliest_targets_are_answered_in_twos_and_more() -> None:
    found = likely_together({"a": 0.2, "b": 0.4, "c": 0.3, "-": 0.9, "d": 0.01}, {"a", "b", "c", "d"})
    assert list(found) == [("b", "c"), ("b", "a"), ("c", "a"), ("b", "c", "a")]
    unsure = likely_together({"a": 0.1, "b": 0.4, "c": 0.3}, {"a", "b", "c"})
    assert list(unsure) == [("b", "c"), ("b", "a"), ("c", "a")]
