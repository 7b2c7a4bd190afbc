"""GIFT: read by a parser that is not ours."""

from __future__ import annotations

import pytest

from forlobkg.teach.quiz import Item, Quiz, write_quiz

from .gift_reading import Parsed, read_gift
from .quizzes import approved, every_kind, only_ours, plain


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    return every_kind()


@pytest.fixture(scope="module")
def items(quiz: Quiz) -> dict[str, Item]:
    return approved(quiz)


@pytest.fixture(scope="module")
def gift(quiz: Quiz) -> dict[str, Parsed]:
    """The questions of the GIFT export by their ids."""
    return {one["id"]: one for one in read_gift(write_quiz(quiz, "gift")) if one["type"] != "Category"}


def test_gift_has_every_item_once_with_its_texts(gift: dict[str, Parsed], items: dict[str, Item]) -> None:
    assert gift.keys() == items.keys()
    for name, item in items.items():
        stem, told = gift[name]["stem"], gift[name]["globalFeedback"]
        assert (stem["format"], plain(stem["text"])) == ("html", item.stem)
        only_ours(stem["text"])
        only_ours(told["text"])
        assert item.explanation in plain(told["text"])
        for one in item.feedback:
            assert f"»{one.quote}«" in plain(told["text"])
            assert one.reference in plain(told["text"])


def test_gift_kinds_and_keys(gift: dict[str, Parsed], items: dict[str, Item]) -> None:
    assert {name: one["type"] for name, one in gift.items()} == {
        "single-1": "MC",
        "multiple-1": "MC",
        "matching-1": "Matching",
        "ordering-1": "Matching",
        "true-false-1": "TF",
        "short-answer-1": "Short",
    }
    choices = [(plain(one["text"]["text"]), one["isCorrect"]) for one in gift["single-1"]["choices"]]
    assert choices == [(option.text, option.correct) for option in items["single-1"].options]
    assert [one["weight"] for one in gift["multiple-1"]["choices"]] == [33.33333, 33.33333, 33.33333, -50, -50]
    assert gift["true-false-1"]["isTrue"] is False
    accepted = [one["text"]["text"] for one in gift["short-answer-1"]["choices"]]
    assert accepted == [r"Familie\*ambulatoriet {a} = b", "fam. amb. <x> → y", "T"]
    assert all(one["weight"] == 100 for one in gift["short-answer-1"]["choices"])
    pairs = [(plain(one["subquestion"]["text"]), one["subanswer"]) for one in gift["matching-1"]["matchPairs"]]
    # The parser leaves its own placeholders for escaped signs in right sides.
    shown = [(left, right.replace("&&126;", "~").replace("&&035;", "#")) for left, right in pairs]
    assert shown == [
        ("Koordinere = {alt}", "Kommunen ‹a› & -› ~"),
        ("Behandle", "Regionen #1"),
        ("Visitere", "Regionen #1"),
        ("", "Staten"),
    ]


def test_gift_says_that_an_order_is_asked_as_pairs(quiz: Quiz, gift: dict[str, Parsed]) -> None:
    pairs = [(plain(one["subquestion"]["text"]), one["subanswer"]) for one in gift["ordering-1"]["matchPairs"]]
    assert pairs == [("Begyndelsen", "1. plads"), ("Aftale: {2011}", "2. plads"), ("Ændring <2016> = 2", "3. plads")]
    assert "// GIFT har ingen rækkefølge" in write_quiz(quiz, "gift").decode("utf-8")
