"""Running gold questions through the answerer, and judging what each candidate would have been as the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from forlobkg.answer import Answerer, Considered, Measure, Weighed
from forlobkg.evaluate.gold import GoldQuestion


@dataclass(frozen=True, slots=True)
class Asked:
    """A gold question, what was considered for it, and which candidates would be right, shape (candidates,)."""

    question: GoldQuestion
    considered: Considered
    right: NDArray[np.bool_]

    @property
    def weighed(self) -> Weighed:
        """The candidates and their features."""
        return self.considered.weighed


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a measure makes of a question: the confidence of its best candidate, and whether that one is right.

    A question that is known to have no answer has confidence 0, and nothing of it is right.
    """

    question: GoldQuestion
    confidence: float
    right: bool


def ask_all(answerer: Answerer, questions: Iterable[GoldQuestion]) -> list[Asked]:
    """Each question with its candidates judged."""
    asked = []
    for question in questions:
        considered = answerer.consider(question.text)
        right = [
            question.is_right(candidate.passages, "\n".join(claim.text for claim in candidate.claims))
            for candidate in considered.weighed.candidates
        ]
        asked.append(Asked(question, considered, np.array(right, dtype=np.bool_)))
    return asked


def outcome(asked: Asked, measure: Measure) -> Outcome:
    """What ``measure`` makes of a question."""
    choice = measure.choose(asked.weighed)
    if choice is None or asked.considered.silence:
        return Outcome(asked.question, 0.0, False)
    return Outcome(asked.question, choice.confidence, bool(asked.right[choice.row]))


UNWEIGHTED: Mapping[str, float] = MappingProxyType({"in": 1.0, "near": 1.0, "far": 1.0})


def threshold_for(
    outcomes: Sequence[Outcome],
    most_wrong: float,
    weights: Mapping[str, float] = UNWEIGHTED,
    *,
    certainty: float | None = None,
    rounds: int = 1,
) -> float:
    """The lowest confidence from which on at most the share ``most_wrong`` of the answers given is wrong.

    ``weights`` say what a question counts, by whether its answer is "in", "near" or "far". With ``certainty``, a
    probability, the share is to hold for further questions of the same kind: its upper bound (one-sided, Clopper and
    Pearson 1934) is compared, as in selective classification with guaranteed risk (Geifman and El-Yaniv 2017).
    ``rounds`` says how many times each question is among ``outcomes``.
    """
    lowest = 1.0
    given = wrong = 0.0
    # Those of one confidence are answered together or not at all.
    for confidence, alike in groupby(sorted(outcomes, key=_surest_first), key=lambda item: item.confidence):
        if confidence <= 0:
            break
        for item in alike:
            weight = weights[item.question.answer]
            given += weight
            wrong += 0.0 if item.right else weight
        share = wrong / given if certainty is None else _at_most(wrong / rounds, given / rounds, certainty)
        if share <= most_wrong:
            lowest = confidence
    return lowest


def _at_most(wrong: float, given: float, certainty: float) -> float:
    """What the share of wrong answers is at most, with ``certainty``, where ``wrong`` of ``given`` were seen."""
    return float(beta.ppf(certainty, wrong + 1, given - wrong)) if wrong < given else 1.0


def _surest_first(item: Outcome) -> float:
    return -item.confidence
