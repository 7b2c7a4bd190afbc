"""Search by words and by meaning, fused."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forlobkg.danish import Analyser
from forlobkg.errors import BuildError
from forlobkg.files import write_atomic
from forlobkg.index.embedding import Embedder
from forlobkg.index.lexical import LexicalIndex
from forlobkg.index.vectors import VectorIndex

_ENTRIES = "entries.json"
_LEXICAL = "lexical"
_VECTORS = "vectors.faiss"
_OWN_WEIGHT = 2
"""How often an entry's own words count against once for those of its headings."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What is indexed: an id, its text, and the words of its headings, which help to find it."""

    id: str
    text: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A found entry.

    ``score`` is the fused one in [0, 1]; ``lexical`` is BM25 over the best entry's, ``semantic`` the cosine,
    and ``matched`` the query's lemmas that stand in the entry or its headings.
    """

    id: str
    score: float
    lexical: float
    semantic: float
    matched: tuple[str, ...]


class HybridIndex:
    """A lexical and an embedding index over the same entries, fused by a weighted sum of normalised scores."""

    def __init__(
        self,
        ids: Sequence[str],
        lemma_sets: Sequence[frozenset[str]],
        lexical: LexicalIndex,
        vectors: VectorIndex,
        lexical_weight: float = 0.6,
    ) -> None:
        self._ids = list(ids)
        self._lemma_sets = list(lemma_sets)
        self._lexical = lexical
        self._vectors = vectors
        self._lexical_weight = lexical_weight
        self._document_frequency = Counter(lemma for lemmas in lemma_sets for lemma in lemmas)

    @classmethod
    def build(cls, entries: Sequence[IndexEntry], analyser: Analyser, embedder: Embedder) -> HybridIndex:
        """An index over ``entries``."""
        lemma_lists = [
            analyser.lemmas(entry.text) * _OWN_WEIGHT + analyser.lemmas(entry.context) for entry in entries
        ]
        texts = [f"{entry.context} {entry.text}".strip() for entry in entries]
        return cls(
            [entry.id for entry in entries],
            [frozenset(lemmas) for lemmas in lemma_lists],
            LexicalIndex.build(lemma_lists),
            VectorIndex.build(embedder.encode_passages(texts)),
        )

    def save(self, folder: Path) -> None:
        """Write the index to ``folder``, which must exist."""
        entries = [
            {"id": entry, "lemmas": sorted(lemmas)} for entry, lemmas in zip(self._ids, self._lemma_sets, strict=True)
        ]
        write_atomic(folder / _ENTRIES, json.dumps(entries, ensure_ascii=False).encode("utf-8"))
        self._lexical.save(folder / _LEXICAL)
        self._vectors.save(folder / _VECTORS)

    @classmethod
    def load(cls, folder: Path) -> HybridIndex:
        """The index that ``save`` wrote."""
        entries = json.loads((folder / _ENTRIES).read_text(encoding="utf-8"))
        return cls(
            [entry["id"] for entry in entries],
            [frozenset(entry["lemmas"]) for entry in entries],
            LexicalIndex.load(folder / _LEXICAL),
            VectorIndex.load(folder / _VECTORS),
        )

    def check_dimension(self, embedder: Embedder) -> None:
        """Raise ``BuildError`` when ``embedder`` is not the model that the index was made with."""
        if embedder.dimension != self._vectors.dimension:
            raise BuildError(
                f"the model {embedder.name} gives {embedder.dimension} dimensions, the index has "
                f"{self._vectors.dimension}; run: forlobkg build"
            )

    def knows(self, lemma: str) -> bool:
        """Whether any entry or its headings have ``lemma``."""
        return lemma in self._document_frequency

    def idf(self, lemma: str) -> float:
        """The inverse document frequency of ``lemma``, ln(1 + N / df) with df at least 1/2."""
        return log(1 + len(self._ids) / max(self._document_frequency.get(lemma, 0), 0.5))

    def search(self, lemmas: Sequence[str], vector: NDArray[np.float32], limit: int) -> list[Hit]:
        """The best entries for a query's content ``lemmas`` and its ``vector`` of shape (dimension,), best first.

        Entries that neither share a lemma nor point the query's way are left out.
        """
        lexical = _by_maximum(self._lexical.scores(lemmas))
        semantic = self._vectors.scores(vector)
        fused = self._lexical_weight * lexical + (1 - self._lexical_weight) * _by_maximum(semantic)
        order = np.argsort(-fused, kind="stable")[:limit]
        wanted = dict.fromkeys(lemmas)
        return [
            Hit(
                id=self._ids[place],
                score=round(float(fused[place]), 4),
                lexical=round(float(lexical[place]), 4),
                semantic=round(float(semantic[place]), 4),
                matched=tuple(lemma for lemma in wanted if lemma in self._lemma_sets[place]),
            )
            for place in order
            if fused[place] > 0
        ]


def _by_maximum(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    clipped = np.maximum(scores, 0)
    top = float(clipped.max(initial=0.0))
    return (clipped / top).astype(np.float32) if top > 0 else clipped.astype(np.float32)
