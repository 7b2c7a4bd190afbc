"""Fitting the measure by which answers are chosen and withheld, with cross-fitting."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from forlobkg.answer import Logistic, Measure, best_candidate, confidence_features
from forlobkg.evaluate.answering import Asked, Outcome, outcome, threshold_for

FOLDS = 5
_SEED = 20220901
_MOST_WRONG = 0.05
"""The share of questions that may get a wrong answer."""
_ROUNDS = 4
"""How many ways of folding the threshold is chosen over: with so few questions, one way is chance."""
_RANK_STRENGTH = 3e-4
_CONFIDENCE_STRENGTH = 0.1
"""The inverse of the regularisation, as scikit-learn counts it."""
_MOST_PAIRS = 400
"""Pairs of a right and a wrong candidate taken from one question."""

Numbers = NDArray[np.float64]


def folds(size: int, seed: int = 0) -> NDArray[np.int64]:
    """The fold, 0 to ``FOLDS`` - 1, of each of ``size`` questions, shape (size,); the same for the same ``seed``."""
    numbers: NDArray[np.int64] = np.random.default_rng(_SEED + seed).permutation(size) % FOLDS
    return numbers


def fit_measure(asked: Sequence[Asked], also: Sequence[Asked]) -> Measure:
    """The measure fitted on ``asked`` and on ``also``; the threshold is chosen on ``asked`` alone.

    Right candidates are to rank before wrong ones of the same question; the confidence is fitted on the best
    candidates of rankings that did not see their question; the threshold is the lowest from which, cross-fitted
    again, at most 5 % of the questions get a wrong answer.
    """
    measure = _fit([*asked, *also])
    held_out = [item for number in range(_ROUNDS) for item in cross_fitted(asked, also, number)]
    return Measure(measure.rank, measure.confidence, threshold_for(held_out, _MOST_WRONG))


def cross_fitted(asked: Sequence[Asked], also: Sequence[Asked], seed: int = 0) -> list[Outcome]:
    """What each of ``asked`` comes to by a measure fitted on the other folds of them and on ``also``.

    Each ``seed`` is another way of folding.
    """
    fold = folds(len(asked), seed)
    outcomes: dict[int, Outcome] = {}
    for number in range(FOLDS):
        measure = _fit([*(item for item, own in zip(asked, fold, strict=True) if own != number), *also])
        for place in np.flatnonzero(fold == number):
            outcomes[int(place)] = outcome(asked[int(place)], measure)
    return [outcomes[place] for place in range(len(asked))]


def _fit(asked: Sequence[Asked]) -> Measure:
    rank = _fit_rank(asked)
    fold = folds(len(asked))
    rows, right = [], []
    for number in range(FOLDS):
        others = _fit_rank([item for item, own in zip(asked, fold, strict=True) if own != number])
        for place in np.flatnonzero(fold == number):
            item = asked[int(place)]
            if not item.weighed.candidates or item.considered.silence:
                continue
            row, score, lead = best_candidate(others.scores(item.weighed.features), item.weighed)
            rows.append(confidence_features(score, lead, item.weighed.features[row]))
            right.append(bool(item.right[row]))
    return Measure(rank, _fit_confidence(np.array(rows), np.array(right)), 0.5)


def _fit_rank(asked: Sequence[Asked]) -> Logistic:
    """A model whose scores put right candidates before wrong ones (pairwise logistic loss, Burges et al. 2005)."""
    from sklearn.linear_model import LogisticRegression

    every = np.concatenate([item.weighed.features for item in asked])
    mean, scale = every.mean(axis=0), every.std(axis=0) + 1e-6
    differences, weights = [], []
    random = np.random.default_rng(_SEED)
    for item in asked:
        features = (item.weighed.features - mean) / scale
        pairs = features[item.right][:, np.newaxis] - features[~item.right][np.newaxis]
        rows = pairs.reshape(-1, features.shape[1])
        if len(rows):
            rows = rows[random.permutation(len(rows))[:_MOST_PAIRS]]
            differences.append(rows)
            weights.append(np.full(len(rows), 1 / len(rows)))
    stacked, weight = np.concatenate(differences), np.concatenate(weights)
    weight *= len(weight) / weight.sum()
    model = LogisticRegression(C=_RANK_STRENGTH, max_iter=3000, fit_intercept=False)
    model.fit(
        np.concatenate([stacked, -stacked]),
        np.repeat([1, 0], len(stacked)),
        sample_weight=np.concatenate([weight, weight]),
    )
    return Logistic(mean, scale, model.coef_[0], 0.0)


def _fit_confidence(features: Numbers, right: NDArray[np.bool_]) -> Logistic:
    from sklearn.linear_model import LogisticRegression

    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    model = LogisticRegression(C=_CONFIDENCE_STRENGTH, max_iter=3000).fit((features - mean) / scale, right)
    return Logistic(mean, scale, model.coef_[0], float(model.intercept_[0]))
