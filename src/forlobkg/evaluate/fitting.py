"""Fitting the weights of the arms on the dev split, with cross-validation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from forlobkg.evaluate.arms import ranking, score_all
from forlobkg.evaluate.measures import ndcg
from forlobkg.evaluate.questions import JudgedQuestion
from forlobkg.index import Arm, HybridIndex, Scored

_STEPS = 20
"""Weights are multiples of one over this."""
_FOLDS = 5
_SEED = 20220901
_EVERYDAY = 3.0

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """Fitted weights; nDCG@10 on the questions they were fitted on, and on those left out in turn."""

    weights: dict[Arm, float]
    fitted: float
    cross_validated: float
    questions: int


def fit_weights(index: HybridIndex, questions: Sequence[JudgedQuestion]) -> Fit:
    """The weights, in steps of 1/20, whose mean nDCG@10 over ``questions`` is best.

    Every kind of question counts alike, but everyday ones, which the arms are there for, as three kinds. The mean of
    the grid's points within .002 of the best is taken, which is steadier than the best.
    """
    scored = score_all(index, questions)
    points = [{arm: share / _STEPS for arm, share in zip(Arm, point, strict=True)} for point in _simplex(len(Arm))]
    pairs = list(zip(scored, questions, strict=True))
    table = np.array([[_gain(index, weights, *pair) for pair in pairs] for weights in points])
    importance = _importance(questions)
    folds = np.random.default_rng(_SEED).permutation(len(questions)) % _FOLDS
    left_out = np.zeros(len(questions))
    for fold in range(_FOLDS):
        weights = _steady(points, table @ np.where(folds != fold, importance, 0.0))
        for number, pair in enumerate(pairs):
            if folds[number] == fold:
                left_out[number] = _gain(index, weights, *pair)
    weights = _steady(points, table @ importance)
    fitted = np.array([_gain(index, weights, *pair) for pair in pairs])
    total = importance.sum()
    return Fit(weights, float(fitted @ importance / total), float(left_out @ importance / total), len(questions))


def _gain(index: HybridIndex, weights: Mapping[Arm, float], scored: Scored, question: JudgedQuestion) -> float:
    return ndcg(ranking(index, scored, weights), question.judged)


def _importance(questions: Sequence[JudgedQuestion]) -> Numbers:
    kinds = [question.kind for question in questions]
    return np.array([(_EVERYDAY if kind == "everyday" else 1.0) / kinds.count(kind) for kind in kinds])


def _simplex(size: int) -> list[tuple[int, ...]]:
    """Every way to share ``_STEPS`` steps, two or none at a time, among ``size`` arms, none having over 14."""
    even = range(0, 15, 2)
    return [point for point in product(even, repeat=size) if sum(point) == _STEPS]


def _steady(points: Sequence[Mapping[Arm, float]], values: Numbers) -> dict[Arm, float]:
    close = values >= values.max() * (1 - 0.002)
    near = [point for point, is_close in zip(points, close, strict=True) if is_close]
    return {arm: round(sum(point[arm] for point in near) / len(near), 3) for arm in Arm}
