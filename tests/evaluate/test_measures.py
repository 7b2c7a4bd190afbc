"""Measures by hand on small rankings."""

from __future__ import annotations

from math import log2

import pytest

from forlobkg.evaluate import MEASURES, interval, measure, paired_interval

JUDGED = {"a": 2, "b": 1, "c": 1}


@pytest.mark.parametrize(
    ("name", "ranking", "expected"),
    [
        ("nDCG@10", ("a", "b", "c"), 1.0),
        ("nDCG@10", ("x", "a"), (3 / log2(3)) / (3 + 1 / log2(3) + 1 / 2)),
        ("nDCG@10", ("x",) * 10 + ("a",), 0.0),
        ("nDCG@10", (), 0.0),
        ("Recall@5", ("x", "a", "y", "z", "b", "c"), 2 / 3),
        ("success@3", ("x", "y", "a"), 1.0),
        ("success@3", ("b", "c", "x", "a"), 0.0),
        ("MRR", ("b", "x", "a"), 1 / 3),
        ("MRR", ("b", "c"), 0.0),
    ],
)
def test_a_measure_is_what_its_definition_gives(name: str, ranking: tuple[str, ...], expected: float) -> None:
    assert measure(name, [ranking], [JUDGED]) == [pytest.approx(expected)]


def test_every_measure_is_at_most_one() -> None:
    assert all(measure(name, [("a", "b", "c")], [JUDGED])[0] <= 1 for name in MEASURES)


def test_an_interval_holds_the_mean_and_is_wider_for_few() -> None:
    many, few = interval([0.0, 1.0] * 100), interval([0.0, 1.0] * 5)
    assert many.low < many.mean == few.mean == 0.5 < many.high
    assert few.high - few.low > 2 * (many.high - many.low)


def test_a_paired_interval_sees_a_small_gain_on_every_question() -> None:
    base = [0.0, 0.2, 0.9, 0.4, 0.7] * 4
    gain = paired_interval([value + 0.05 for value in base], base)
    assert gain == pytest.approx((0.05, 0.05, 0.05))
