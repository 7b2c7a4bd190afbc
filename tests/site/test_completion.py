"""What is offered while one types."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from forlobkg.service import Forlobkg

CASES = tomllib.loads(Path(__file__).with_name("completions.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["typed"] for case in CASES])
def test_what_one_begins_to_type_is_offered(case: dict[str, str], service: Forlobkg) -> None:
    offered = {(one.text, one.slug) for one in service.site.completions(case["typed"])}
    assert (case["text"], case["slug"]) in offered


def test_a_thing_found_by_another_name_says_by_which(service: Forlobkg) -> None:
    found = next(one for one in service.site.completions("almen praksis") if one.slug == "praktiserende-laege")
    assert (found.kind, found.also) == ("Aktør", "almen praksis")


@pytest.mark.parametrize("typed", ["", "  ", "?!", "xyzzy", "hvad", "x" * 100_000])
def test_what_says_too_little_brings_few_offers_or_none(typed: str, service: Forlobkg) -> None:
    offered = service.site.completions(typed)
    assert len(offered) <= 9
    assert not [one for one in offered if one.role == "thing"]


def test_every_offered_question_is_answered(service: Forlobkg) -> None:
    silent = [question for question in service.site.questions.all if service.ask(question).abstained]
    assert silent == []


def test_every_profession_has_questions_of_its_own(service: Forlobkg) -> None:
    asked = [question for profession in service.site.questions.professions for question in profession.questions]
    assert len(asked) == len(set(asked))
