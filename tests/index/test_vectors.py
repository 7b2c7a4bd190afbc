"""Vectors under numbers: exact or by cells, mapped or not, added to and removed from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from forlobkg.errors import BuildError
from forlobkg.index import VectorIndex

DIMENSION = 32


def clustered(count: int) -> NDArray[np.float32]:
    random = np.random.default_rng(7)
    centres = random.normal(size=(40, DIMENSION))
    rows = centres[random.integers(0, 40, count)] + 0.7 * random.normal(size=(count, DIMENSION))
    unit: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.fixture(scope="module", params=["exact", "by cells"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def rows() -> NDArray[np.float32]:
    return clustered(3000)


@pytest.fixture(scope="module")
def saved(kind: str, rows: NDArray[np.float32], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vectors") / "vectors.faiss"
    VectorIndex.build(rows, flat_limit=50_000 if kind == "exact" else 1000).save(path)
    return path


def test_the_size_decides_whether_the_search_is_exact(saved: Path, kind: str) -> None:
    index = VectorIndex.load(saved)
    assert index.exact == (kind == "exact")
    assert index.recall == 1.0 if kind == "exact" else 0.95 <= index.recall <= 1.0


def test_the_recall_told_is_the_recall_had(saved: Path, rows: NDArray[np.float32]) -> None:
    index = VectorIndex.load(saved)
    queries = clustered(4000)[3000:3200]
    exact = np.argsort(-(queries @ rows.T), axis=1)[:, :10]
    shared = [
        len(set(index.search(q, 10).numbers.tolist()) & set(e.tolist())) for q, e in zip(queries, exact, strict=True)
    ]
    assert np.mean(shared) / 10 >= min(index.recall, 1.0) - 0.05


def test_the_nearest_come_first_with_their_cosines(saved: Path, rows: NDArray[np.float32]) -> None:
    found = VectorIndex.load(saved).search(rows[5], 4)
    assert found.numbers[0] == 5
    assert found.cosines == pytest.approx(rows[found.numbers] @ rows[5], abs=1e-5)
    assert list(found.cosines) == sorted(found.cosines, reverse=True)


def test_a_search_can_be_kept_to_a_range_of_numbers(saved: Path, rows: NDArray[np.float32]) -> None:
    found = VectorIndex.load(saved).search(rows[5], 10, first=1000, last=2000)
    assert len(found.numbers) > 0
    assert all(1000 <= number < 2000 for number in found.numbers)


def test_cosines_can_be_had_for_chosen_numbers(saved: Path, rows: NDArray[np.float32]) -> None:
    numbers = np.array([3, 2999, 17])
    assert VectorIndex.load(saved).cosines(rows[8], numbers) == pytest.approx(rows[numbers] @ rows[8], abs=1e-5)


def test_vectors_are_removed_and_added_without_a_rebuild(
    saved: Path, rows: NDArray[np.float32], tmp_path: Path
) -> None:
    index = VectorIndex.load(saved, mapped=False)
    assert index.remove(np.array([5, 6, 99_999])) == 2
    assert len(index) == 2998
    assert index.vector(5) is None
    assert 5 not in index.search(rows[5], 10).numbers
    index.add(rows[5:6], np.array([7000]))
    assert index.search(rows[5], 1).numbers[0] == 7000
    index.save(tmp_path / "changed.faiss")
    assert VectorIndex.load(tmp_path / "changed.faiss").search(rows[5], 1).numbers[0] == 7000


def test_what_cannot_be_added_is_refused_and_nothing_changes(saved: Path, rows: NDArray[np.float32]) -> None:
    index = VectorIndex.load(saved, mapped=False)
    with pytest.raises(BuildError, match="already in the index"):
        index.add(rows[:2], np.array([9000, 5]))
    with pytest.raises(BuildError, match="do not fit"):
        index.add(rows[:1, :-1], np.array([9000]))
    assert len(index) == 3000
    assert index.vector(9000) is None


def test_a_mapped_index_is_not_written_to(saved: Path, rows: NDArray[np.float32]) -> None:
    index = VectorIndex.load(saved)
    with pytest.raises(BuildError, match="mapped=False"):
        index.add(rows[:1], np.array([9000]))
    with pytest.raises(BuildError, match="mapped=False"):
        index.remove(np.array([5]))
    assert len(index) == 3000


def test_no_vectors_give_nothing() -> None:
    index = VectorIndex.build(np.zeros((0, DIMENSION), dtype=np.float32))
    assert len(index.search(np.ones(DIMENSION, dtype=np.float32), 3).numbers) == 0
