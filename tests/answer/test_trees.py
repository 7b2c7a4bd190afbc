"""Boosted trees as data say what the model they come from says."""

from __future__ import annotations

import json

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from forlobkg.answer import Trees
from forlobkg.evaluate import trees_of

NAMES = ("likeness", "length", "noise")


@pytest.fixture(scope="module")
def features() -> NDArray[np.float64]:
    return np.random.default_rng(7).normal(size=(400, 3))


@pytest.fixture(scope="module")
def model(features: NDArray[np.float64]) -> HistGradientBoostingClassifier:
    """Of rows that are right where the first feature is high, more so where the second is low."""
    right = features[:, 0] - 0.5 * features[:, 1] + 0.3 * features[:, 2] ** 2 > 0.2
    return HistGradientBoostingClassifier(max_iter=30, max_leaf_nodes=6, random_state=1).fit(features, right)


def test_the_scores_are_the_log_odds_of_the_model(
    model: HistGradientBoostingClassifier, features: NDArray[np.float64]
) -> None:
    unseen = np.random.default_rng(8).normal(size=(50, 3))
    for rows in (features, unseen):
        assert trees_of(model).scores(rows) == pytest.approx(model.decision_function(rows), abs=1e-9)


def test_written_and_read_again_they_say_the_same(
    model: HistGradientBoostingClassifier, features: NDArray[np.float64]
) -> None:
    trees = trees_of(model)
    read = Trees.from_data(json.loads(json.dumps(trees.as_data(NAMES))), NAMES)
    assert np.array_equal(read.scores(features), trees.scores(features))


def test_features_are_known_by_name_and_may_change_places(
    model: HistGradientBoostingClassifier, features: NDArray[np.float64]
) -> None:
    trees = trees_of(model)
    turned = Trees.from_data(trees.as_data(NAMES), NAMES[::-1])
    assert np.array_equal(turned.scores(features[:, ::-1]), trees.scores(features))
    with pytest.raises(KeyError):
        Trees.from_data(trees.as_data(NAMES), ("likeness", "length"))


def test_a_tree_that_asks_nothing_gives_its_value() -> None:
    trees = Trees.of_nodes(
        [[(-1, 0.0, 0, 0, 0.25)], [(0, 1.0, 1, 2, 0.0), (-1, 0, 0, 0, -1.0), (-1, 0, 0, 0, 2.0)]], 0.5
    )
    assert trees.scores(np.array([[1.0], [1.5]])).tolist() == [-0.25, 2.75]
