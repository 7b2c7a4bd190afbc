"""Running judged questions through the index: the hybrid, each arm alone, and the hybrid without each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forlobkg.evaluate.questions import JudgedQuestion
from forlobkg.index import Arm, HybridIndex, Scored, default_weights, fuse

_DEPTH = 100

HYBRID = "hybrid"


@dataclass(frozen=True, slots=True)
class Run:
    """The rankings that one way of searching gives, one a question, best first."""

    name: str
    rankings: tuple[tuple[str, ...], ...]


def score_all(index: HybridIndex, questions: Sequence[JudgedQuestion]) -> list[Scored]:
    """Each question's scores in each arm."""
    return [index.score(question.text) for question in questions]


def ranking(index: HybridIndex, scored: Scored, weights: Mapping[Arm, float]) -> tuple[str, ...]:
    """The ids in the order of the fused scores; what no arm finds is left out."""
    fused = fuse(scored.arms, weights)
    order = np.argsort(-fused, kind="stable")[:_DEPTH]
    return tuple(index.ids[int(scored.places[row])] for row in order if fused[row] > 0)


def ablations(weights: Mapping[Arm, float] | None = None) -> dict[str, dict[Arm, float]]:
    """The weights of each run: the hybrid, each arm alone, and the hybrid without each arm."""
    chosen = dict(weights) if weights is not None else default_weights()
    runs = {HYBRID: chosen}
    runs |= {f"{arm.value} alone": {arm: 1.0} for arm in Arm}
    runs |= {f"hybrid without {arm.value}": {a: w for a, w in chosen.items() if a is not arm} for arm in Arm}
    return runs


def run_arms(
    index: HybridIndex, questions: Sequence[JudgedQuestion], weights: Mapping[Arm, float] | None = None
) -> list[Run]:
    """The runs of ``ablations`` over ``questions``, the hybrid first."""
    scored = score_all(index, questions)
    return [
        Run(name, tuple(ranking(index, each, chosen) for each in scored))
        for name, chosen in ablations(weights).items()
    ]
