"""The vectors of the indexed entries, searched with FAISS."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from forlobkg.errors import BuildError


class VectorIndex:
    """Exact inner-product search over unit vectors, so that scores are cosines."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> VectorIndex:
        """An index over ``vectors``, shape (entries, dimension), whose order is the order of the scores."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index to ``path``."""
        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """The index that ``save`` wrote. Raises ``BuildError`` when the file is no FAISS index."""
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise BuildError(f"{path.name} is no vector index; run: forlobkg build") from error

    @property
    def dimension(self) -> int:
        """The dimension of the vectors."""
        return int(self._index.d)

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of every entry with ``query``, shape (dimension,) in and (entries,) out."""
        size = int(self._index.ntotal)
        cosines, places = self._index.search(query.reshape(1, -1), size)
        scores = np.zeros(size, dtype=np.float32)
        scores[places[0]] = cosines[0]
        return scores
