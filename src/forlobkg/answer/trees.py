"""Boosted regression trees as plain data: what a fitted model of scikit-learn says, without scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

_LEAF = -1


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of trees; all arrays have the shape (trees, nodes), each tree's root first.

    A node asks whether ``feature`` is at most ``threshold``, and goes on to ``left`` or ``right``; where ``feature``
    is -1 the tree ends with ``value``. ``bias`` is added to the sum.
    """

    feature: Places
    threshold: Numbers
    left: Places
    right: Places
    value: Numbers
    bias: float

    def scores(self, features: Numbers) -> Numbers:
        """The sum for each row of ``features``, shape (rows, features)."""
        rows = np.arange(len(features))[:, np.newaxis]
        trees = np.arange(len(self.feature))
        places = np.zeros((len(features), len(trees)), dtype=np.int64)
        while True:
            asked = self.feature[trees, places]
            going = asked != _LEAF
            if not going.any():
                break
            below = features[rows, asked] <= self.threshold[trees, places]
            following = np.where(below, self.left[trees, places], self.right[trees, places])
            places = np.where(going, following, places)
        found: Numbers = self.value[trees, places].sum(axis=1) + self.bias
        return found

    def as_data(self, names: Sequence[str]) -> dict[str, Any]:
        """The trees as plain data: a node is a feature's name, threshold, left and right, or the value of a leaf."""
        trees = [
            [
                [names[feature], threshold, left, right] if feature != _LEAF else value
                for feature, threshold, left, right, value in zip(*(array.tolist() for array in tree), strict=True)
            ]
            for tree in zip(self.feature, self.threshold, self.left, self.right, self.value, strict=True)
        ]
        return {"bias": self.bias, "trees": [_without_padding(tree) for tree in trees]}

    @classmethod
    def from_data(cls, data: dict[str, Any], names: Sequence[str]) -> Trees:
        """What ``as_data`` gave. Raises ``KeyError`` for a feature that is not among ``names``."""
        numbers = {name: number for number, name in enumerate(names)}
        nodes = [[_node(node, numbers) for node in tree] for tree in data["trees"]]
        return cls.of_nodes(nodes, float(data["bias"]))

    @classmethod
    def of_nodes(cls, trees: Sequence[Sequence[tuple[int, float, int, int, float]]], bias: float) -> Trees:
        """Of ``trees``, each a list of nodes as (feature or -1, threshold, left, right, value)."""
        size = max(len(tree) for tree in trees)
        table = np.array(
            [[*tree, *[(_LEAF, 0.0, 0, 0, 0.0)] * (size - len(tree))] for tree in trees], dtype=np.float64
        )
        feature, left, right = (table[:, :, column].astype(np.int64) for column in (0, 2, 3))
        return cls(feature, table[:, :, 1], left, right, table[:, :, 4], bias)


def _node(node: Any, numbers: dict[str, int]) -> tuple[int, float, int, int, float]:
    if isinstance(node, list):
        name, threshold, left, right = node
        return numbers[name], float(threshold), left, right, 0.0
    return _LEAF, 0.0, 0, 0, float(node)


def _without_padding(tree: list[Any]) -> list[Any]:
    last = max((max(node[2], node[3]) for node in tree if isinstance(node, list)), default=0)
    return tree[: last + 1]
