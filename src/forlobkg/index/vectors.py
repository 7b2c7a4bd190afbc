"""Unit vectors under numbers, searched by cosine with FAISS."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import faiss
import numpy as np
from numpy.typing import NDArray

from forlobkg.errors import BuildError

FLAT_LIMIT = 50_000
"""Up to this many vectors the search is exact."""
WANTED_RECALL = 0.985
"""What the cells searched of an approximate index are chosen for, at ten neighbours of its own vectors.

Queries, which lie farther off, get a little less.
"""
_SAMPLE = 256
_NEIGHBOURS = 10
_POINTS_A_CELL = 39
_SEED = 20220901
_HASHTABLE = 2
"""FAISS's map from numbers to places that lets vectors be removed; its Python stubs lack the name."""


class Found(NamedTuple):
    """Numbers and cosines of the nearest vectors, nearest first, both of shape (found,)."""

    numbers: NDArray[np.int64]
    cosines: NDArray[np.float32]


class VectorIndex:
    """Inner-product search over unit vectors, so that scores are cosines.

    Exact (flat) up to ``FLAT_LIMIT`` vectors; beyond that an inverted file (IVF), of which as many cells are
    searched as give ``WANTED_RECALL`` on a sample of its own vectors. ``recall`` is the one measured then, 1.0
    where the search is exact. Vectors are added and removed by number without a rebuild.
    """

    def __init__(self, index: faiss.Index, recall: float, *, mapped: bool = False) -> None:
        self._index = index
        self._mapped = mapped
        self.recall = recall

    @classmethod
    def build(
        cls,
        vectors: NDArray[np.float32],
        numbers: NDArray[np.int64] | None = None,
        *,
        flat_limit: int = FLAT_LIMIT,
    ) -> VectorIndex:
        """An index over ``vectors``, shape (n, dimension); ``numbers``, shape (n,), are 0 to n - 1 if not given."""
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        chosen = np.arange(len(rows), dtype=np.int64) if numbers is None else np.asarray(numbers, dtype=np.int64)
        dimension = int(rows.shape[1])
        if len(rows) <= flat_limit:
            flat = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
            flat.add_with_ids(rows, chosen)
            return cls(flat, 1.0)
        return cls._build_cells(rows, chosen)

    @classmethod
    def _build_cells(cls, rows: NDArray[np.float32], numbers: NDArray[np.int64]) -> VectorIndex:
        size, dimension = rows.shape
        cells = max(1, min(int(4 * np.sqrt(size)), size // _POINTS_A_CELL))
        quantizer = faiss.IndexFlatIP(dimension)
        index = faiss.IndexIVFFlat(quantizer, dimension, cells, faiss.METRIC_INNER_PRODUCT)
        index.cp.seed = _SEED
        index.cp.spherical = True
        random = np.random.default_rng(_SEED)
        train = min(size, cells * _POINTS_A_CELL)
        index.train(rows[random.choice(size, train, replace=False)])
        index.add_with_ids(rows, numbers)
        index.set_direct_map_type(_HASHTABLE)
        recall = _choose_cells(index, rows[random.choice(size, min(size, _SAMPLE), replace=False)])
        return cls(index, recall)

    def save(self, path: Path) -> None:
        """Write the index to ``path``."""
        faiss.write_index(self._index, str(path))
        path.with_suffix(".recall").write_text(repr(self.recall), encoding="ascii")

    @classmethod
    def load(cls, path: Path, *, mapped: bool = True) -> VectorIndex:
        """The index that ``save`` wrote; a ``mapped`` one stays on disk, to be read from, not added to.

        Raises ``BuildError`` when the file is no FAISS index, or cut short.
        """
        flags = faiss.IO_FLAG_MMAP_IFC | faiss.IO_FLAG_READ_ONLY if mapped else 0
        try:
            index = faiss.read_index(str(path), flags)
            recall = float(path.with_suffix(".recall").read_text(encoding="ascii"))
        except (RuntimeError, OSError, ValueError) as error:
            raise BuildError(f"{path.name} is no vector index; run: forlobkg build") from error
        return cls(index, recall, mapped=mapped)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    @property
    def exact(self) -> bool:
        """Whether every vector is compared."""
        return not isinstance(_inner(self._index), faiss.IndexIVF)

    def add(self, vectors: NDArray[np.float32], numbers: NDArray[np.int64]) -> None:
        """Put in ``vectors``, shape (n, dimension), under ``numbers``, shape (n,). Raises ``BuildError``.

        Numbers that are already there, or rows of another length, are refused, and nothing is added.
        """
        self._check_writable()
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        if rows.ndim != 2 or rows.shape[1] != self.dimension or len(rows) != len(numbers):
            raise BuildError(f"vectors of shape {rows.shape} do not fit {len(numbers)} numbers of {self.dimension}")
        if len(np.unique(numbers)) != len(numbers) or any(self.vector(int(number)) is not None for number in numbers):
            raise BuildError("a vector with one of these numbers is already in the index")
        self._index.add_with_ids(rows, np.asarray(numbers, dtype=np.int64))

    def remove(self, numbers: NDArray[np.int64]) -> int:
        """Take out the vectors under ``numbers``; gives how many there were. Raises ``BuildError``."""
        self._check_writable()
        selector = faiss.IDSelectorArray(np.asarray(numbers, dtype=np.int64))
        return int(self._index.remove_ids(selector))

    def vector(self, number: int) -> NDArray[np.float32] | None:
        """The vector under ``number``, shape (dimension,), or None where there is none."""
        try:
            return np.asarray(self._index.reconstruct(number), dtype=np.float32)
        except RuntimeError:
            return None

    def search(self, query: NDArray[np.float32], count: int, first: int = 0, last: int | None = None) -> Found:
        """The ``count`` vectors nearest to ``query``, shape (dimension,), among the numbers [first, last)."""
        count = min(count, len(self))
        if count < 1:
            return Found(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
        row = np.ascontiguousarray(query, dtype=np.float32).reshape(1, -1)
        if first or last is not None:
            selector = faiss.IDSelectorRange(first, np.iinfo(np.int64).max if last is None else last)
            cosines, numbers = self._index.search(row, count, params=self._parameters(selector))
        else:
            cosines, numbers = self._index.search(row, count)
        found = numbers[0] >= 0
        return Found(numbers[0][found], cosines[0][found])

    def cosines(self, query: NDArray[np.float32], numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosines of ``query``, shape (dimension,), with the vectors under ``numbers``, shape (n,) both ways."""
        return np.asarray(self.vectors(numbers) @ query, dtype=np.float32)

    def vectors(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors under ``numbers``, all of them in the index, shape (n, dimension)."""
        if not len(numbers):
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.asarray(self._index.reconstruct_batch(np.asarray(numbers, dtype=np.int64)), dtype=np.float32)

    def _check_writable(self) -> None:
        # FAISS ends the process when a mapped index is written to.
        if self._mapped:
            raise BuildError("a memory-mapped vector index cannot be changed; load it with mapped=False")

    def _parameters(self, selector: faiss.IDSelector) -> faiss.SearchParameters:
        if self.exact:
            return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        cells = faiss.extract_index_ivf(self._index).nprobe
        return faiss.SearchParametersIVF(sel=selector, nprobe=cells)  # type: ignore[call-arg]


def _inner(index: faiss.Index) -> faiss.Index:
    """The index inside FAISS's numbering wrapper, as its own class."""
    own = faiss.downcast_index(index)
    return faiss.downcast_index(own.index) if isinstance(own, faiss.IndexIDMap) else own


def _choose_cells(index: faiss.IndexIVF, sample: NDArray[np.float32]) -> float:
    """Set how many cells are searched to the fewest that reach the wanted recall; gives the recall measured."""
    index.nprobe = index.nlist
    _, exact = index.search(sample, _NEIGHBOURS)
    cells, recall = 1, 0.0
    while True:
        index.nprobe = min(cells, index.nlist)
        _, found = index.search(sample, _NEIGHBOURS)
        recall = float(np.mean([len(np.intersect1d(a, b)) / _NEIGHBOURS for a, b in zip(found, exact, strict=True)]))
        if recall >= WANTED_RECALL or index.nprobe == index.nlist:
            return recall
        cells *= 2
