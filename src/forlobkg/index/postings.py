"""A BM25 field: which entries hold which terms, and how much each counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forlobkg.errors import BuildError
from forlobkg.files import write_atomic

Scores = NDArray[np.float32]

_VOCABULARY = "terms.json"
_ARRAYS = ("weights", "places", "starts")
_ATTAINED = 0.6
"""BM25's weight of a term that stands once in an entry of middling length, over the term's idf; chosen on dev."""


class Postings:
    """For each term the entries that hold it with their BM25 weights.

    ``starts[t]:starts[t + 1]`` is the stretch of ``places`` (entries, ascending) and ``weights`` of term ``t``.
    bm25s makes the weights; they are read here by numpy alone, memory-mapped, so that a search neither imports
    bm25s nor scores every entry for every term, and terms can carry weights.
    """

    def __init__(
        self,
        terms: Mapping[str, int],
        weights: NDArray[np.float32],
        places: NDArray[np.int32],
        starts: NDArray[np.int64],
        size: int,
    ) -> None:
        self._terms = terms
        # Plain views of the mapped files: numpy's own class for them makes every slice an object of its own.
        self._weights = np.asarray(weights)
        self._places = np.asarray(places)
        self._starts = np.asarray(starts)
        self.size = size
        self._rarest = log(1 + size / 0.5)
        self._idfs: list[float] = np.log1p(size / np.maximum(np.diff(self._starts), 0.5)).tolist()

    @classmethod
    def build(cls, term_lists: Sequence[Sequence[str]], *, k1: float = 1.5, b: float = 0.75) -> Postings:
        """The field of ``term_lists``, one an entry, weighted by BM25 in Lucene's variant (Lù 2024)."""
        # Late: its import costs half a second, and only a build needs it.
        import bm25s

        size = len(term_lists)
        if not any(term_lists):
            empty = np.zeros(0, dtype=np.float32)
            return cls({}, empty, empty.astype(np.int32), np.zeros(1, dtype=np.int64), size)
        bm25 = bm25s.BM25(method="lucene", k1=k1, b=b)
        bm25.index([list(terms) for terms in term_lists], show_progress=False)
        starts = np.asarray(bm25.scores["indptr"], dtype=np.int64)
        places = np.asarray(bm25.scores["indices"], dtype=np.int32)
        weights = np.asarray(bm25.scores["data"], dtype=np.float32)
        columns = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        order = np.lexsort((places, columns))
        terms = {term: number for term, number in bm25.vocab_dict.items() if term and number < len(starts) - 1}
        return cls(terms, weights[order], places[order], starts, size)

    def save(self, folder: Path) -> None:
        """Write the field to ``folder``, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        content = json.dumps({"size": self.size, "terms": self._terms}, ensure_ascii=False, separators=(",", ":"))
        write_atomic(folder / _VOCABULARY, content.encode("utf-8"))
        np.save(folder / "weights.npy", self._weights, allow_pickle=False)
        np.save(folder / "places.npy", self._places, allow_pickle=False)
        np.save(folder / "starts.npy", self._starts, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """The field that ``save`` wrote, memory-mapped. Raises ``BuildError`` for a missing or foreign file."""
        try:
            content = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))
            weights, places, starts = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS)
            terms, size = content["terms"], int(content["size"])
            sound = (
                len(weights) == len(places) == int(starts[-1]) and len(starts) > max(terms.values(), default=-1) + 1
            )
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise BuildError(f"{folder.name} is no word index; run: forlobkg build") from error
        if not sound:
            raise BuildError(f"{folder.name} is cut short; run: forlobkg build")
        return cls(terms, weights, places, starts, size)

    def __contains__(self, term: object) -> bool:
        return term in self._terms

    @property
    def terms(self) -> Mapping[str, int]:
        """The terms with their numbers."""
        return self._terms

    def idf(self, term: str) -> float:
        """The inverse document frequency of ``term``, ln(1 + N / df) with df at least 1/2."""
        number = self._terms.get(term)
        return self._idfs[number] if number is not None else self._rarest

    def attainable(self, terms: Iterable[str]) -> float:
        """About what an entry with all of ``terms`` would score; a term that no entry has counts as the rarest."""
        return _ATTAINED * sum(self.idf(term) for term in terms)

    def scores(self, wanted: Mapping[str, float]) -> Scores:
        """The score of every entry, shape (entries,), for weighted terms; zeros when no entry has any of them."""
        rows, places, weights = self._gathered(wanted)
        factors = np.fromiter(wanted.values(), dtype=np.float32, count=len(wanted))
        return np.bincount(places, weights * factors[rows], minlength=self.size).astype(np.float32)

    def weights(self, terms: Sequence[str], places: NDArray[np.int64]) -> Scores:
        """What each of ``terms`` counts in each of the entries at ``places``, shape (terms, places)."""
        table = np.zeros((len(terms), len(places)), dtype=np.float32)
        rows, found, weights = self._gathered(terms)
        columns = np.full(self.size, -1, dtype=np.int64)
        columns[places] = np.arange(len(places))
        held = columns[found]
        wanted = held >= 0
        table[rows[wanted], held[wanted]] = weights[wanted]
        return table

    def _gathered(self, terms: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.int32], Scores]:
        """Every place of every term: the term's number among ``terms``, the place, and the weight."""
        rows, stretches = [], []
        for row, term in enumerate(terms):
            number = self._terms.get(term)
            if number is not None:
                rows.append(row)
                stretches.append(slice(int(self._starts[number]), int(self._starts[number + 1])))
        if not stretches:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
        places = np.concatenate([self._places[stretch] for stretch in stretches])
        weights = np.concatenate([self._weights[stretch] for stretch in stretches])
        lengths = [stretch.stop - stretch.start for stretch in stretches]
        return np.repeat(np.array(rows, dtype=np.int64), lengths), places, weights
