"""The figures of an evaluation of answers, by hand on a few outcomes."""

from __future__ import annotations

from dataclasses import replace
from math import isnan
from typing import Literal

import pytest

from forlobkg.answer import AskResult
from forlobkg.evaluate import GoldQuestion, Outcome, threshold_for
from forlobkg.evaluate.answer_report import (
    Given,
    area_under_curve,
    coverage_at,
    failure_rows,
    figure_rows,
    figures,
    group_rows,
    risk_coverage,
)
from forlobkg.results import AnswerText

Answer = Literal["in", "near", "far"]


def question(answer: Answer = "in", name: str = "q", *entities: str) -> GoldQuestion:
    needs = (frozenset({"a"}), frozenset({"b"})) if answer == "in" else ()
    return GoldQuestion(
        id=name,
        text=f"Hvem {name}?",
        asker="laege",
        kind="who",
        answer=answer,
        needs=needs,
        entities=frozenset(entities),
    )


def outcomes(*pairs: tuple[float, bool], answer: Answer = "in") -> list[Outcome]:
    return [Outcome(question(answer), confidence, right) for confidence, right in pairs]


def given(
    asked: GoldQuestion, confidence: float, would: bool, cited: tuple[str, ...] | None, *found: str, says: str = "»A«"
) -> Given:
    """What was given; ``cited`` is None where nothing was."""
    silent = cited is None
    result = AskResult(
        question=asked.text,
        answer=AnswerText(text=says, kind="none" if silent else "passages", confidence=confidence),
        abstained=silent,
        notice=None,
        facts=[],
        citations=[],
        entities=[],
        query=None,
        suggestions=[],
    )
    return Given(asked, result, cited or (), frozenset(found), confidence, would)


SOME = outcomes((0.4, True), (0.9, True), (0.7, True), (0.8, False), (0.2, False))
"""From the surest: right, wrong, right, right, wrong."""


@pytest.mark.parametrize(
    ("most_wrong", "threshold"),
    [
        (0.0, 0.9),  # before the first wrong one
        (0.24, 0.9),
        (0.25, 0.4),  # one of the four that are surest is wrong
        (0.4, 0.2),  # two of all five
        (1.0, 0.2),
    ],
)
def test_the_threshold_lets_no_more_than_a_share_of_the_answers_be_wrong(most_wrong: float, threshold: float) -> None:
    assert threshold_for(SOME, most_wrong) == threshold


def test_questions_that_are_silent_anyway_set_no_threshold() -> None:
    some = outcomes((0.9, True), (0.6, False), (0.5, True), (0.0, False), (0.0, False))
    assert threshold_for(some, 0.34) == 0.5
    assert threshold_for(some, 1.0) == 0.5


def test_what_a_kind_of_question_counts_moves_the_threshold() -> None:
    answer = SOME[0].question.answer
    assert threshold_for(SOME, 0.25, {answer: 7.0}) == 0.4  # all alike: as if none were weighted
    rare = [item if item.right else replace(item, question=question("near")) for item in SOME]
    assert threshold_for(rare, 0.1, {"in": 1.0, "near": 1.0}) == 0.9
    assert threshold_for(rare, 0.1, {"in": 1.0, "near": 0.1}) == 0.2


def test_being_certain_of_the_share_takes_many_questions() -> None:
    """None wrong of n is certain to be under 5 % with probability 0.95 from n = 59 on, as 0.95 ** 59 < 0.05."""
    enough, too_few = (outcomes(*[(0.8, True)] * count) for count in (59, 58))
    assert threshold_for(enough, 0.05, certainty=0.95) == 0.8
    assert threshold_for(too_few, 0.05, certainty=0.95) == 1.0
    assert threshold_for(too_few * 2, 0.05, certainty=0.95, rounds=2) == 1.0  # asked twice, they are no more


def test_no_threshold_but_the_highest_where_the_surest_is_wrong() -> None:
    assert threshold_for(outcomes((0.9, False), (0.8, True)), 0.1) == 1.0
    assert threshold_for([], 0.05) == 1.0


def test_risk_grows_and_falls_with_every_answer_from_the_surest_on() -> None:
    assert risk_coverage(SOME) == [
        pytest.approx(point) for point in ((0.2, 0), (0.4, 1 / 2), (0.6, 1 / 3), (0.8, 1 / 4), (1, 2 / 5))
    ]


@pytest.mark.parametrize(("accuracy", "coverage"), [(1.0, 0.2), (0.76, 0.2), (0.75, 0.6), (0.5, 0.6)])
def test_coverage_is_the_share_answered_rightly_at_an_accuracy(accuracy: float, coverage: float) -> None:
    assert coverage_at(SOME, accuracy) == pytest.approx(coverage)


def test_coverage_is_of_answerable_questions_and_others_are_wrong_when_answered() -> None:
    near = outcomes((0.95, False), (0.1, False), answer="near")
    assert coverage_at([*SOME, *near], 0.6) == pytest.approx(3 / 5)
    assert coverage_at([*SOME, *near], 0.61) == 0.0
    assert coverage_at(near, 0.95) == 0.0


@pytest.mark.parametrize(
    ("right", "area"),
    [
        ([True, True, False, False], 1.0),
        ([False, False, True, True], 0.0),
        ([True, False, True, False], 3 / 4),
        ([True, True, True, True], 0.5),
        ([False, False, False, False], 0.5),
    ],
)
def test_the_area_is_how_often_a_right_answer_is_surer_than_a_wrong_one(right: list[bool], area: float) -> None:
    assert area_under_curve([0.9, 0.8, 0.7, 0.6], right) == pytest.approx(area)


GIVEN = [
    given(question("in", "ret", "x"), 0.9, True, ("a", "b"), "x", "y"),
    given(question("in", "halv", "z"), 0.6, False, ("a", "økonomi")),
    given(question("in", "tavs"), 0.4, True, None),
    given(question("near", "nær"), 0.5, False, ("økonomi",), says="»En |\nstreg«"),
    given(question("far", "fjern"), 0.0, False, None),
]


def test_the_figures_are_what_their_names_say() -> None:
    found = figures(GIVEN)
    assert found.questions == 5
    assert found.answered_right.mean == pytest.approx(1 / 3)
    assert found.accuracy.mean == pytest.approx(1 / 3)
    # Of the two answerable ones that were answered: all and half of the citations, all and half of the needs.
    assert found.citation_precision.mean == pytest.approx(3 / 4)
    assert found.citation_recall.mean == pytest.approx(3 / 4)
    # One thing met, of two found and two named.
    assert found.entity_f1 == pytest.approx(2 * 1 / (2 + 2))
    # 0.9 is over all three wrong ones, 0.4 over one.
    assert found.auroc == pytest.approx(4 / 6)
    assert found.coverage == pytest.approx(1 / 3)
    assert found.abstention_precision.mean == pytest.approx(1 / 2)
    assert found.silent_far.mean == 1.0
    assert found.silent_near.mean == 0.0


def test_a_figure_of_nothing_is_no_number() -> None:
    found = figures(GIVEN[:1])
    assert isnan(found.silent_far.mean)
    assert isnan(found.abstention_precision.mean)
    assert found.accuracy.mean == 1.0
    assert "| Far-off questions not answered | nan (nan–nan) |" in figure_rows("x", found)


def test_a_group_counts_right_wrong_and_silent() -> None:
    assert group_rows(GIVEN, lambda item: (item.question.answer, "alle"))[2:] == [
        "| alle | 5 | 1 | 2 | 2 |",
        "| far | 1 | 0 | 0 | 1 |",
        "| in | 3 | 1 | 1 | 1 |",
        "| near | 1 | 0 | 1 | 0 |",
    ]


def test_a_failure_is_a_wrong_answer_or_a_silence_that_was_not_called_for() -> None:
    assert failure_rows(GIVEN)[2:] == [
        "| halv | Hvem halv? | »A« | 0.60 |",
        "| tavs | Hvem tavs? | silence | 0.40 |",
        "| nær | Hvem nær? | »En / streg« | 0.50 |",
    ]
