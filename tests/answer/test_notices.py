"""The sentence beside what the sources say, where a question speaks of danger or wants personal advice."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import pytest

from forlobkg.service import Forlobkg

QUESTIONS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "notices.toml").read_text("utf-8"))
TEXTS: dict[str, str] = {
    notice["name"]: notice["text"]
    for notice in tomllib.loads(resources.files("forlobkg.answer").joinpath("data/notices.toml").read_text("utf-8"))[
        "notice"
    ]
}


@pytest.mark.parametrize(("name", "question"), [(name, question) for name in TEXTS for question in QUESTIONS[name]])
def test_the_notice_is_given(name: str, question: str, service: Forlobkg) -> None:
    assert service.ask(question).notice == TEXTS[name]


@pytest.mark.parametrize("question", QUESTIONS["professional"])
def test_a_professional_question_gets_no_notice(question: str, service: Forlobkg) -> None:
    assert service.ask(question).notice is None


def test_danger_comes_before_advice(service: Forlobkg) -> None:
    assert service.ask("Hvor mange milligram har hun fået en overdosis af?").notice == TEXTS["danger"]


def test_the_notice_says_where_to_turn() -> None:
    assert "112" in TEXTS["danger"]
    assert "advokat" in TEXTS["legal"]
    assert "læge" in TEXTS["medical"]
