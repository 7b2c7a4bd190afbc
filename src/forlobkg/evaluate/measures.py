"""Measures of a ranking against graded judgements, and their bootstrap intervals.

Grades are 0 to 2: 2 answers the question, 1 helps. Gain is 2^grade - 1 (Burges et al. 2005).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log2
from typing import NamedTuple

import numpy as np

Judgements = Mapping[str, int]
_RESAMPLES = 2000
_SEED = 20220901


class Interval(NamedTuple):
    """A mean with its 95 % percentile-bootstrap interval (Efron & Tibshirani 1993)."""

    mean: float
    low: float
    high: float


def ndcg(ranking: Sequence[str], judged: Judgements, depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first ``depth``, in [0, 1]."""
    gained = sum((2 ** judged.get(item, 0) - 1) / log2(rank + 2) for rank, item in enumerate(ranking[:depth]))
    ideal = sorted(judged.values(), reverse=True)[:depth]
    return float(gained / sum((2**grade - 1) / log2(rank + 2) for rank, grade in enumerate(ideal)))


def recall(ranking: Sequence[str], judged: Judgements, depth: int = 5) -> float:
    """The share of all passages graded 1 or 2 that stand among the first ``depth``, in [0, 1]."""
    relevant = {item for item, grade in judged.items() if grade > 0}
    return len(relevant.intersection(ranking[:depth])) / len(relevant)


def success(ranking: Sequence[str], judged: Judgements, depth: int = 3) -> float:
    """1 where a passage that answers (grade 2) stands among the first ``depth``, else 0."""
    return float(any(judged.get(item, 0) == 2 for item in ranking[:depth]))


def reciprocal_rank(ranking: Sequence[str], judged: Judgements) -> float:
    """One over the rank of the first passage that answers (grade 2); 0 where there is none."""
    return next((1 / rank for rank, item in enumerate(ranking, start=1) if judged.get(item, 0) == 2), 0.0)


MEASURES: Mapping[str, Callable[[Sequence[str], Judgements], float]] = {
    "nDCG@10": ndcg,
    "Recall@5": recall,
    "success@3": success,
    "MRR": reciprocal_rank,
}
"""The measures by the names they are reported under."""


def measure(name: str, rankings: Sequence[Sequence[str]], judged: Sequence[Judgements]) -> list[float]:
    """The measure ``name`` of each ranking."""
    function = MEASURES[name]
    return [function(ranking, judgements) for ranking, judgements in zip(rankings, judged, strict=True)]


def interval(values: Sequence[float]) -> Interval:
    """The mean of ``values``, one a question, with its bootstrap interval over questions."""
    sample = np.asarray(values, dtype=np.float64)
    random = np.random.default_rng(_SEED)
    means = sample[random.integers(0, len(sample), (_RESAMPLES, len(sample)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(sample.mean()), float(low), float(high))


def paired_interval(values: Sequence[float], others: Sequence[float]) -> Interval:
    """The mean of the differences ``values`` - ``others`` on the same questions, with its bootstrap interval."""
    return interval([a - b for a, b in zip(values, others, strict=True)])
