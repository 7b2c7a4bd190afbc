"""Fitting the measure on real questions, and keeping it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from forlobkg.answer import Measure, Weighed, load_measure, measure_data, measure_path
from forlobkg.answer.features import FEATURES
from forlobkg.answer.measure import CONFIDENCE_FEATURES
from forlobkg.errors import BuildError
from forlobkg.evaluate import Asked, Split, ask_all, cross_fitted, fit_measure, load_gold, of_split, outcome
from forlobkg.evaluate.calibrating import FOLDS, folds
from forlobkg.resources import evaluation_dir
from forlobkg.service import Forlobkg


@pytest.fixture(scope="module")
def every(service: Forlobkg) -> list[Asked]:
    """Sixty questions of the dev split, of all kinds."""
    dev = of_split(load_gold(evaluation_dir() / "answers.jsonl"), Split.DEV)
    return ask_all(service.answerer, dev[::2][:60])


@pytest.fixture(scope="module")
def asked(every: list[Asked]) -> list[Asked]:
    """Those that are fitted on."""
    return [item for number, item in enumerate(every) if number % 3]


@pytest.fixture(scope="module")
def unseen(every: list[Asked]) -> list[Asked]:
    return every[::3]


@pytest.fixture(scope="module")
def fitted(asked: list[Asked]) -> Measure:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            "forlobkg.evaluate.calibrating._ROUNDS", 1
        )  # more take minutes, and only steady the threshold
        return fit_measure(asked, [])


@pytest.fixture
def kept(fitted: Measure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with the fitted measure, from which measures are loaded."""
    path = tmp_path / "measure.json"
    path.write_text(json.dumps(measure_data(fitted)), encoding="utf-8")
    monkeypatch.setattr("forlobkg.answer.measure.measure_path", lambda: path)
    return path


def first_and_chance(asked: Sequence[Asked], measure: Measure) -> tuple[float, float]:
    """How often a right candidate is first where there is one, and how often one drawn blindly would be right."""
    able = [item for item in asked if item.right.any()]
    scores = [measure.rank.scores(item.weighed.features) for item in able]
    # Of several with the best score one is drawn: the order in which they come is no merit of the measure.
    first = [item.right[own == own.max()].mean() for item, own in zip(able, scores, strict=True)]
    return float(np.mean(first)), float(np.mean([item.right.mean() for item in able]))


def flipped(asked: Sequence[Asked], fold: int) -> list[Asked]:
    """``asked`` with right and wrong exchanged in one fold."""
    return [
        replace(item, right=~item.right) if own == fold else item
        for item, own in zip(asked, folds(len(asked)), strict=True)
    ]


def test_candidates_are_judged_by_what_they_cite_and_say(every: list[Asked]) -> None:
    assert all(item.right.shape == (len(item.weighed.candidates),) for item in every)
    assert not any(item.right.any() for item in every if item.question.answer != "in")
    for item in every:
        for candidate in np.array(item.weighed.candidates, dtype=object)[item.right]:
            assert item.question.recall(candidate.passages) == 1


def test_right_candidates_come_first_for_questions_that_were_not_fitted_on(
    fitted: Measure, unseen: list[Asked]
) -> None:
    first, chance = first_and_chance(unseen, fitted)
    assert chance < 0.2
    assert first > 0.6


def test_right_answers_are_surer_than_wrong_ones(fitted: Measure, unseen: list[Asked]) -> None:
    found = [outcome(item, fitted) for item in unseen]
    right = [item.confidence for item in found if item.right]
    wrong = [item.confidence for item in found if not item.right]
    assert np.mean(right) > np.mean(wrong) + 0.1


def test_from_the_threshold_on_few_answers_are_wrong(asked: list[Asked], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forlobkg.evaluate.calibrating._CERTAINTY", None)
    monkeypatch.setattr("forlobkg.evaluate.calibrating._ROUNDS", 1)
    threshold = fit_measure(asked, []).threshold
    answered = [item for item in cross_fitted(asked, []) if item.confidence >= threshold]
    assert answered
    assert sum(not item.right for item in answered) <= 0.05 * len(answered)


def test_forty_questions_are_too_few_to_be_certain(fitted: Measure) -> None:
    assert fitted.threshold == 1.0


def test_questions_are_spread_evenly_over_the_folds_the_same_way_always() -> None:
    counts = np.bincount(folds(42), minlength=FOLDS)
    assert sorted(counts) == [8, 8, 8, 9, 9]
    assert (folds(42) == folds(42)).all()
    assert (folds(42) != folds(42, seed=1)).any()


@pytest.mark.parametrize("fold", [0, FOLDS - 1])
def test_what_a_question_comes_to_does_not_hang_on_the_labels_of_its_fold(fold: int, asked: list[Asked]) -> None:
    before, after = cross_fitted(asked, []), cross_fitted(flipped(asked, fold), [])
    own = folds(len(asked)) == fold
    changed = np.array([a.confidence != b.confidence for a, b in zip(before, after, strict=True)])
    assert not changed[own].any()
    # All other questions are by measures that were fitted on the labels of this fold.
    spoken = np.array([item.confidence > 0 for item in before])
    assert changed[~own & spoken].mean() > 0.9
    # The same candidates are chosen, and judged by the exchanged labels.
    judged = [(a.right, b.right) for a, b, o, s in zip(before, after, own, spoken, strict=True) if o and s]
    assert judged
    assert all(a != b for a, b in judged)


def test_outcomes_are_in_the_order_of_the_questions(asked: list[Asked]) -> None:
    assert [item.question.id for item in cross_fitted(asked, [])] == [item.question.id for item in asked]


def test_further_questions_are_fitted_on_but_not_measured(asked: list[Asked], unseen: list[Asked]) -> None:
    alone, together = cross_fitted(asked, []), cross_fitted(asked, unseen)
    assert len(together) == len(asked)
    assert any(a.confidence != b.confidence for a, b in zip(alone, together, strict=True))


def test_a_question_known_to_have_no_answer_or_without_candidates_has_no_confidence(
    asked: list[Asked], fitted: Measure
) -> None:
    item = max(asked, key=lambda item: outcome(item, fitted).confidence)
    assert outcome(item, fitted).right
    silent = replace(item, considered=replace(item.considered, silence="Det ved kilderne ikke."))
    nothing = Weighed((), np.zeros((0, len(FEATURES))))
    empty = replace(item, considered=replace(item.considered, weighed=nothing), right=np.zeros(0, dtype=np.bool_))
    for none in (silent, empty):
        assert (outcome(none, fitted).confidence, outcome(none, fitted).right) == (0.0, False)


def test_a_kept_measure_chooses_as_the_fitted_one(kept: Path, fitted: Measure, every: list[Asked]) -> None:
    loaded = load_measure()
    assert loaded.threshold == pytest.approx(fitted.threshold, rel=1e-3)
    assert measure_data(loaded) == json.loads(kept.read_text(encoding="utf-8"))
    for item in every:
        one, other = fitted.choose(item.weighed), loaded.choose(item.weighed)
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert other.confidence == pytest.approx(one.confidence, abs=0.01)
            assert other.score == pytest.approx(one.score, abs=0.01)


def test_the_shipped_measure_is_of_these_features() -> None:
    data = json.loads(measure_path().read_text(encoding="utf-8"))
    assert measure_data(load_measure()) == data
    split_on = {node[0] for tree in data["rank"]["trees"] for node in tree if isinstance(node, list)}
    assert {"target", "mass"} <= split_on <= set(FEATURES)
    assert set(data["confidence"]["features"]) == set(CONFIDENCE_FEATURES)
    assert 0 < data["threshold"] < 1


@pytest.mark.parametrize(
    "path",
    [("rank", "trees"), ("confidence", "features", "lead"), ("threshold",), ("rank", "bias")],
    ids=".".join,
)
def test_a_measure_without_a_part_says_what_to_run(path: tuple[str, ...], kept: Path) -> None:
    data: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    inner = data
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]
    kept.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(BuildError, match=rf"'{path[-1]}'.*run: forlobkg eval answers --fit"):
        load_measure()


def test_a_measure_of_a_feature_that_is_no_more_says_what_to_run(kept: Path) -> None:
    data: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    next(node for tree in data["rank"]["trees"] for node in tree if isinstance(node, list))[0] = "moon"
    kept.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(BuildError, match=r"'moon'.*run: forlobkg eval answers --fit"):
        load_measure()
