"""Which candidate answers best, and how surely: two fitted models, kept as data.

Boosted trees rank a question's candidates; a logistic model gives the probability that the best one is right, from
its features, its score and the lead that it has over the best candidate on other passages (selective answering with
a calibrator, Kamath et al. 2020). ``evaluate`` fits both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forlobkg.answer.candidates import Candidate
from forlobkg.answer.features import FEATURES, Weighed
from forlobkg.answer.trees import Trees
from forlobkg.errors import BuildError

Numbers = NDArray[np.float64]

CONFIDENCE_FEATURES = ("score", "lead", *FEATURES)
_WORST = -10.0
_AS_GOOD = 1.3
"""How far below the best a reading of the same passages may score, and is chosen as it says what they mean."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model over standardised features: ``mean``, ``scale`` and ``weights`` of shape (features,)."""

    mean: Numbers
    scale: Numbers
    weights: Numbers
    bias: float

    def scores(self, features: Numbers) -> Numbers:
        """The log-odds of each row of ``features``, shape (rows, features)."""
        found: Numbers = (features - self.mean) / self.scale @ self.weights + self.bias
        return found

    def as_data(self, names: tuple[str, ...]) -> dict[str, Any]:
        """The model as plain data, a row for each of the features ``names``."""
        rows = zip(names, self.mean, self.scale, self.weights, strict=True)
        features = {name: [float(f"{value:.5g}") for value in values] for name, *values in rows}
        return {"bias": float(f"{self.bias:.5g}"), "features": features}

    @classmethod
    def from_data(cls, data: dict[str, Any], names: tuple[str, ...]) -> Logistic:
        """The model that ``as_data`` gave. Raises ``KeyError`` where a feature is missing."""
        table = np.array([data["features"][name] for name in names], dtype=np.float64)
        return cls(table[:, 0], table[:, 1], table[:, 2], float(data["bias"]))


@dataclass(frozen=True, slots=True)
class Choice:
    """The best candidate with the log-odds that it was chosen by, its lead, and its confidence in [0, 1]."""

    candidate: Candidate
    row: int
    score: float
    lead: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Measure:
    """The fitted models, and the confidence from which a question is answered."""

    rank: Trees
    confidence: Logistic
    threshold: float

    def choose(self, weighed: Weighed) -> Choice | None:
        """The best of the candidates, the first of equals; None where there are none."""
        if not weighed.candidates:
            return None
        row, score, lead = best_candidate(self.rank.scores(weighed.features), weighed)
        features = confidence_features(score, lead, weighed.features[row])
        confidence = float(1 / (1 + np.exp(-float(self.confidence.scores(features[np.newaxis])[0]))))
        return Choice(weighed.candidates[row], row, score, lead, confidence)


def best_candidate(scores: Numbers, weighed: Weighed) -> tuple[int, float, float]:
    """The row of the best candidate, its score, and its lead over the best on other passages."""
    row = int(scores.argmax())
    passages = set(weighed.candidates[row].passages)
    if not weighed.candidates[row].readings:
        same = [
            number
            for number, candidate in enumerate(weighed.candidates)
            if candidate.readings and set(candidate.passages) == passages and scores[number] >= scores[row] - _AS_GOOD
        ]
        row = max(same, key=lambda number: float(scores[number]), default=row)
    others = [
        float(score)
        for score, candidate in zip(scores, weighed.candidates, strict=True)
        if passages.isdisjoint(candidate.passages)
    ]
    score = float(scores[row])
    return row, score, score - max(others, default=_WORST)


def confidence_features(score: float, lead: float, features: Numbers) -> Numbers:
    """One row of ``CONFIDENCE_FEATURES``."""
    return np.concatenate([[score, lead], features])


def measure_path() -> Path:
    """Where the fitted measure is kept."""
    return Path(__file__).resolve().parent / "data" / "measure.json"


def load_measure() -> Measure:
    """The measure of the data file. Raises ``BuildError`` where it was fitted for other features."""
    try:
        data = json.loads(measure_path().read_text("utf-8"))
        rank = Trees.from_data(data["rank"], FEATURES)
        confidence = Logistic.from_data(data["confidence"], CONFIDENCE_FEATURES)
        return Measure(rank, confidence, float(data["threshold"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BuildError(
            f"data/measure.json is not fitted for these features ({error}); run: forlobkg eval answers --fit"
        ) from error


def measure_data(measure: Measure) -> dict[str, Any]:
    """``measure`` as the plain data that ``load_measure`` reads."""
    return {
        "threshold": float(f"{measure.threshold:.4g}"),
        "rank": measure.rank.as_data(FEATURES),
        "confidence": measure.confidence.as_data(CONFIDENCE_FEATURES),
    }
