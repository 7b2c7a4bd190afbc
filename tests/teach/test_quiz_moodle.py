"""Moodle XML: held against what Moodle's importer looks for, and against the quiz."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from forlobkg.teach.quiz import Item, Quiz, write_quiz

from .quizzes import approved, every_kind, only_ours, plain, valid

FRACTIONS = {round(100 / parts, 5) for parts in range(1, 11)} | {0.0}
"""The shares of a point that Moodle knows, of those that equal parts can give."""


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    return every_kind()


@pytest.fixture(scope="module")
def items(quiz: Quiz) -> dict[str, Item]:
    return approved(quiz)


@pytest.fixture(scope="module")
def moodle(quiz: Quiz) -> dict[str, etree._Element]:
    """The questions of the Moodle export by their id numbers."""
    root = etree.fromstring(write_quiz(quiz, "moodle"))
    valid("moodle", root)
    return {question.findtext("idnumber", ""): question for question in root if question.get("type") != "category"}


def test_moodle_has_every_item_once_with_its_texts(moodle: dict[str, etree._Element], items: dict[str, Item]) -> None:
    assert moodle.keys() == items.keys()
    for name, item in items.items():
        question = moodle[name]
        assert plain(question.findtext("questiontext/text", "")) == item.stem
        feedback = question.findtext("generalfeedback/text", "")
        assert feedback.startswith('<p lang="da">')
        told = plain(feedback)
        assert item.explanation in told
        for one in item.feedback:
            assert f"»{one.quote}«" in told
            assert one.reference in told
        for marked in question.iterfind(".//*[@format='html']"):
            only_ours(marked.findtext("text", ""))
        assert [tag.findtext("text") for tag in question.iter("tag")][1] == item.difficulty
        assert 0 < len(question.findtext("name/text", "")) <= 255
        assert not re.search("[<>]", question.findtext("name/text", ""))


def test_moodle_categories_keep_slashes_in_names(quiz: Quiz) -> None:
    root = etree.fromstring(write_quiz(quiz, "moodle"))
    categories = [question.findtext("category/text", "") for question in root.iterfind("question[@type='category']")]
    topics = [re.split("(?<!/)/(?!/)", path)[-1].replace("//", "/") for path in categories]
    assert topics == ["Aktører / ansvar", "Historie", "Indsatser", "Ord"]
    assert all(path.startswith("$course$/top/Øvelse") for path in categories)


def points(question: etree._Element) -> list[tuple[str, float]]:
    return [
        (plain(answer.findtext("text", "")), float(answer.get("fraction", "")))
        for answer in question.iterfind("answer")
    ]


def test_moodle_gives_all_points_to_the_key_and_none_to_all_ticks(
    moodle: dict[str, etree._Element], items: dict[str, Item]
) -> None:
    for name in ("single-1", "multiple-1"):
        given = points(moodle[name])
        assert [text for text, _ in given] == [option.text for option in items[name].options]
        right = {option.text for option in items[name].options if option.correct}
        assert sum(share for text, share in given if text in right) == pytest.approx(100, abs=1e-3)
        assert sum(max(share, -100) for _, share in given) <= (100 if name == "single-1" else 1e-3)
        assert all(abs(share) in FRACTIONS for _, share in given)
    assert moodle["single-1"].findtext("single") == "true"
    assert moodle["multiple-1"].findtext("single") == "false"


def test_moodle_says_in_the_feedback_to_an_answer_where_it_stands(
    moodle: dict[str, etree._Element], items: dict[str, Item]
) -> None:
    for name in ("single-1", "true-false-1", "short-answer-1"):
        for answer in moodle[name].iterfind("answer"):
            told = plain(answer.findtext("feedback/text", ""))
            if float(answer.get("fraction", "")) > 0:
                assert f"»{items[name].feedback[0].quote}«" in told
                assert items[name].feedback[0].reference in told
            else:
                assert told == "Det passer ikke med kilderne."


def test_moodle_true_false_matching_ordering_and_short_answer(moodle: dict[str, etree._Element]) -> None:
    assert points(moodle["true-false-1"]) == [("true", 0), ("false", 100)]
    pairs = [
        (plain(part.findtext("text", "")), part.findtext("answer/text", ""))
        for part in moodle["matching-1"].iterfind("subquestion")
    ]
    assert pairs == [
        ("Koordinere = {alt}", "Kommunen ‹a› & -› ~"),
        ("Behandle", "Regionen #1"),
        ("Visitere", "Regionen #1"),
        ("", "Staten"),
    ]
    assert points(moodle["ordering-1"]) == [("Begyndelsen", 1), ("Aftale: {2011}", 2), ("Ændring <2016> = 2", 3)]
    assert moodle["ordering-1"].findtext("selectcount") == "3"
    # A star that is not escaped would stand for anything.
    assert [answer.findtext("text", "") for answer in moodle["short-answer-1"].iterfind("answer")] == [
        r"Familie\*ambulatoriet {a} = b",
        "fam. amb. <x> -> y",
        "T",
    ]
