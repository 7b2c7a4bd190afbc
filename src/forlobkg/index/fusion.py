"""Fusing the arms: a weighted sum of their scores, each brought to [0, 1] first."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from forlobkg.index.records import Arm

Scores = NDArray[np.float32]
Weights = Mapping[Arm, float]


def default_weights() -> dict[Arm, float]:
    """The weights of the arms, which sum to one, from ``data/fusion.toml``."""
    content = resources.files("forlobkg.index").joinpath("data/fusion.toml").read_text("utf-8")
    return {Arm(name): float(weight) for name, weight in tomllib.loads(content)["weights"].items()}


def by_maximum(scores: Scores) -> Scores:
    """``scores`` without what is below zero, divided by the best; zeros where nothing is above zero."""
    clipped = np.maximum(scores, 0)
    top = float(clipped.max(initial=0.0))
    return (clipped / top).astype(np.float32) if top > 0 else clipped.astype(np.float32)


def by_attainable(scores: Scores, attainable: float) -> Scores:
    """``scores`` as the share of what an entry with all of the query's terms would get, at most 1.

    Dividing by the best would make much of one common word that a long question happens to share with a passage.
    """
    shares: Scores = np.clip(scores / max(attainable, 1e-9), 0, 1).astype(np.float32)
    return shares


def fuse(arms: Mapping[Arm, Scores], weights: Weights) -> Scores:
    """The weighted sum, in [0, 1], of the arms' scores, all in [0, 1] and of one shape.

    An arm that found nothing does not lower the others: its weight is shared out among them.
    """
    found = {arm: scores for arm, scores in arms.items() if weights.get(arm, 0) > 0 and scores.any()}
    total = sum(weights[arm] for arm in found)
    size = next(iter(arms.values())).shape
    fused = np.zeros(size, dtype=np.float32)
    for arm, scores in found.items():
        fused += np.float32(weights[arm] / total) * scores
    return fused
