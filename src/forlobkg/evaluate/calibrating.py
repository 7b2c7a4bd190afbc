"""Fitting the measure by which answers are chosen and withheld, with cross-fitting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forlobkg.answer import FEATURES, Logistic, Measure, Trees, best_candidate, confidence_features
from forlobkg.evaluate.answering import Asked, Outcome, outcome, threshold_for

FOLDS = 5
_SEED = 20220901
_MOST_WRONG = 0.05
"""The share of the answers given that may be wrong."""
_CERTAINTY = 0.95
"""How certain it is to be that no more are wrong of the answers to other questions of the kind."""
_ROUNDS = 4
"""How many ways of folding the threshold is chosen over: with so few questions, one way is chance."""
_TREES, _LEAVES, _RATE, _BINS, _FEATURES_TRIED = 120, 8, 0.08, 32, 0.4
_LIKELIEST = 20
"""How many candidates of a question are ranked against the right ones: the others teach little, and take long."""
_BESIDE = 2
"""How many passages more than the leanest right answer one may cite that is to be ranked before the others."""
_SHRINKING, _LEAST_IN_LEAF = 5.0, 15
_NEVER_LOWERS = frozenset({"target", "target-lead", "mass", "phrase", "asked", "wholly", "parts-met"})
_CONFIDENCE_STRENGTH = 0.1
"""The inverse of the regularisation, as scikit-learn counts it."""

Numbers = NDArray[np.float64]


def folds(size: int, seed: int = 0) -> NDArray[np.int64]:
    """The fold, 0 to ``FOLDS`` - 1, of each of ``size`` questions, shape (size,); the same for the same ``seed``."""
    numbers: NDArray[np.int64] = np.random.default_rng(_SEED + seed).permutation(size) % FOLDS
    return numbers


def fit_measure(asked: Sequence[Asked], also: Sequence[Asked]) -> Measure:
    """The measure fitted on ``asked`` and on ``also``.

    Right candidates are to rank before wrong ones of the same question; the confidence is fitted on the best
    candidates of rankings that did not see their question; the threshold is the lowest from which, cross-fitted
    again, one can be 95 % certain that at most 5 % of the answers given are wrong, where questions that the sources
    answer, come near and know nothing of are as frequent as in ``asked``.
    """
    every = [*asked, *also]
    measure = _fit(every)
    held_out = [item for number in range(_ROUNDS) for item in cross_fitted(every, [], number)]
    threshold = threshold_for(held_out, _MOST_WRONG, _weights(asked, every), certainty=_CERTAINTY, rounds=_ROUNDS)
    return Measure(measure.rank, measure.confidence, threshold)


def _weights(asked: Sequence[Asked], every: Sequence[Asked]) -> dict[str, float]:
    """What makes each kind of answer as frequent in ``every`` as in ``asked`` (Saerens et al. 2002)."""
    own, whole = (Counter(item.question.answer for item in items) for items in (asked, every))
    return {kind: own[kind] / len(asked) / (count / len(every)) for kind, count in whole.items()}


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


def _fit_rank(asked: Sequence[Asked]) -> Trees:
    """Trees whose scores put right candidates before wrong ones (gradient boosting, Friedman 2001).

    Every question that can be answered counts the same. More of what speaks for a candidate never lowers its score.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    taken = [item for item in asked if item.right.any()]
    kept = [np.flatnonzero(item.right | (np.arange(len(item.right)) < _LIKELIEST)) for item in taken]
    weights = np.concatenate([np.full(len(rows), 1 / len(rows)) for rows in kept])
    model = HistGradientBoostingClassifier(
        max_leaf_nodes=_LEAVES,
        max_iter=_TREES,
        learning_rate=_RATE,
        max_bins=_BINS,
        max_features=_FEATURES_TRIED,
        l2_regularization=_SHRINKING,
        min_samples_leaf=_LEAST_IN_LEAF,
        monotonic_cst=[int(name in _NEVER_LOWERS) for name in FEATURES],
        early_stopping=False,
        random_state=_SEED,
    )
    features = np.concatenate([item.weighed.features[rows] for item, rows in zip(taken, kept, strict=True)])
    right = np.concatenate([_lean(item)[rows] for item, rows in zip(taken, kept, strict=True)])
    # So little is slower with several threads, which wait for one another.
    with threadpool_limits(1):
        model.fit(features, right, sample_weight=weights * len(weights) / weights.sum())
    return trees_of(model)


def _lean(asked: Asked) -> NDArray[np.bool_]:
    """Which candidates are right and cite little beside what the answer needs."""
    needed = set().union(*asked.question.needs)
    beside = np.array([len(set(candidate.passages) - needed) for candidate in asked.weighed.candidates])
    found: NDArray[np.bool_] = asked.right & (beside <= beside[asked.right].min() + _BESIDE)
    return found


def trees_of(model: Any) -> Trees:
    """A fitted ``HistGradientBoostingClassifier`` of two classes as plain trees, which give its log-odds."""
    trees = [[_node(node) for node in predictor.nodes] for (predictor,) in model._predictors]
    return Trees.of_nodes(trees, float(model._baseline_prediction.item()))


def _node(node: Any) -> tuple[int, float, int, int, float]:
    if node["is_leaf"]:
        return -1, 0.0, 0, 0, float(node["value"])
    return int(node["feature_idx"]), float(node["num_threshold"]), int(node["left"]), int(node["right"]), 0.0


def _fit_confidence(features: Numbers, right: NDArray[np.bool_]) -> Logistic:
    from sklearn.linear_model import LogisticRegression

    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    model = LogisticRegression(C=_CONFIDENCE_STRENGTH, max_iter=3000).fit((features - mean) / scale, right)
    return Logistic(mean, scale, model.coef_[0], float(model.intercept_[0]))
