"""BM25 over Danish lemmas."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray


class LexicalIndex:
    """BM25 (Lucene's variant, as bm25s implements it) over lists of lemmas, one list an entry."""

    def __init__(self, bm25: bm25s.BM25, size: int) -> None:
        self._bm25 = bm25
        self._size = size

    @classmethod
    def build(cls, lemma_lists: Sequence[Sequence[str]]) -> LexicalIndex:
        """An index over ``lemma_lists``, whose order is the order of the scores."""
        bm25 = bm25s.BM25(method="lucene")
        bm25.index([list(lemmas) for lemmas in lemma_lists], show_progress=False)
        return cls(bm25, len(lemma_lists))

    def save(self, folder: Path) -> None:
        """Write the index to ``folder``."""
        self._bm25.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """The index that ``save`` wrote."""
        bm25 = bm25s.BM25.load(folder, load_corpus=False, mmap=False)
        return cls(bm25, int(bm25.scores["num_docs"]))

    def scores(self, lemmas: Sequence[str]) -> NDArray[np.float32]:
        """The BM25 score of every entry for ``lemmas``, shape (entries,); zeros when no entry has any of them."""
        known = [lemma for lemma in lemmas if lemma in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)
