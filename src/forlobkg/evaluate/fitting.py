"""Fitting the weights of the arms on the dev split, with cross-validation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from forlobkg.evaluate.arms import score_all
from forlobkg.evaluate.questions import JudgedQuestion
from forlobkg.index import Arm, HybridIndex, Scored

_STEPS = 20
"""Weights are multiples of one over this."""
_FOLDS = 5
_DEPTH = 10
_CLOSE = 0.005
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

    Every arm has a step at least, so that what is told as the reason for a hit has counted. Every kind of question
    counts alike, but everyday ones, which the arms are there for, as three kinds. The mean of the grid's points
    within half a percent of the best is taken, which is steadier than the best.
    """
    scored = score_all(index, questions)
    points = np.array(list(_simplex(len(Arm)))) / _STEPS
    pairs = list(zip(scored, questions, strict=True))
    table = np.stack([_gains(index, points, *pair) for pair in pairs], axis=1)
    importance = _importance(questions)
    folds = np.random.default_rng(_SEED).permutation(len(questions)) % _FOLDS
    left_out = np.zeros(len(questions))
    for fold in range(_FOLDS):
        steady = _steady(points, table @ np.where(folds != fold, importance, 0.0))
        for number in np.flatnonzero(folds == fold):
            left_out[number] = _gains(index, steady[np.newaxis], *pairs[int(number)])[0]
    steady = _steady(points, table @ importance)
    fitted = np.array([_gains(index, steady[np.newaxis], *pair)[0] for pair in pairs])
    weights = {arm: round(float(weight), 3) for arm, weight in zip(Arm, steady, strict=True)}
    total = importance.sum()
    return Fit(weights, float(fitted @ importance / total), float(left_out @ importance / total), len(questions))


def _gains(index: HybridIndex, points: Numbers, scored: Scored, question: JudgedQuestion) -> Numbers:
    """nDCG@10 of one question for each of the weights ``points``, shape (points, arms) in and (points,) out."""
    arms = np.stack([scored.arms[arm] for arm in Arm])
    best = np.argsort(-(points.astype(np.float32) @ arms), axis=1, kind="stable")[:, :_DEPTH]
    gains = np.array([2 ** question.judged.get(index.ids[int(place)], 0) - 1 for place in scored.places], dtype=float)
    ideal = sorted((2**grade - 1 for grade in question.judged.values()), reverse=True)[:_DEPTH]
    discounts = 1 / np.log2(np.arange(_DEPTH) + 2)
    found: Numbers = gains[best] @ discounts[: best.shape[1]] / (np.array(ideal) @ discounts[: len(ideal)])
    return found


def _importance(questions: Sequence[JudgedQuestion]) -> Numbers:
    kinds = [question.kind for question in questions]
    return np.array([(_EVERYDAY if kind == "everyday" else 1.0) / kinds.count(kind) for kind in kinds])


def _simplex(size: int) -> Iterator[tuple[int, ...]]:
    """Every way to share ``_STEPS`` steps among ``size`` arms, at least one each."""
    for cuts in combinations(range(1, _STEPS), size - 1):
        yield tuple(b - a for a, b in pairwise((0, *cuts, _STEPS)))


def _steady(points: Numbers, values: Numbers) -> Numbers:
    steady: Numbers = points[values >= values.max() * (1 - _CLOSE)].mean(axis=0)
    return steady
