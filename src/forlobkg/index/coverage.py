"""How much of each name a query covers, word by word, by likeness of the words' vectors."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from forlobkg.danish import Analyser
from forlobkg.errors import BuildError
from forlobkg.files import write_atomic
from forlobkg.index.embedding import Embedder

Scores = NDArray[np.float32]

_WORDS = "name-words.json"
_VECTORS = "name-words.npy"
_FLOOR = 0.4
"""Words no more alike than this (0 is two words picked at random, 1 the same word) cover nothing of each other."""
_MINOR = 0.75
"""What a function word of a name counts against a content word as rare: *holdt op* is more than *holde*."""
_BASELINE_PAIRS = 2000
_REMEMBERED = 2048
"""Words whose likeness is kept: some 10 kB each with the product's glossary."""
_SEED = 20220901


class Coverage:
    """Late interaction (Khattab & Zaharia 2020) from the names' side, with static word vectors.

    A name is covered by the share, weighted by rarity among names, of its words that the query has or comes near.
    A short name inside a long question is seen that way, where the question's own vector is drawn off by the rest.
    """

    def __init__(
        self,
        lemmas: Sequence[str],
        name_words: Sequence[Sequence[int]],
        minor: Sequence[bool],
        vectors: NDArray[np.float32],
        baseline: float,
        embedder: Embedder,
    ) -> None:
        self._embedder = embedder
        # People use the same words again and again; the cache is the instance's own, and bounded.
        self._likeness = lru_cache(_REMEMBERED)(self._find_likeness)
        self._lemmas = list(lemmas)
        self._minor = np.array(minor, dtype=np.bool_)
        self._numbers: dict[str, list[int]] = {}
        for number, lemma in enumerate(self._lemmas):
            self._numbers.setdefault(lemma, []).append(number)
        self._name_words = [list(words) for words in name_words]
        self._vectors = np.asarray(vectors)
        self.baseline = baseline
        counts = Counter(self._lemmas[number] for words in self._name_words for number in set(words))
        size = len(self._name_words)
        weights = np.array([log(1 + size / max(counts[lemma], 1)) for lemma in self._lemmas], dtype=np.float32)
        weights[self._minor] *= _MINOR
        self._flat = np.array([number for words in self._name_words for number in words], dtype=np.int64)
        lengths = [len(words) for words in self._name_words]
        self._starts = np.cumsum([0, *lengths[:-1]]).astype(np.int64) if lengths else np.zeros(0, dtype=np.int64)
        self._weights = weights[self._flat]
        self._totals = np.add.reduceat(self._weights, self._starts) if lengths else np.zeros(0, dtype=np.float32)

    @classmethod
    def build(cls, names: Sequence[str], analyser: Analyser, embedder: Embedder) -> Self:
        """The coverage of ``names``, each of which has a word."""
        numbers: dict[str, int] = {}
        lemmas: list[str] = []
        minor: list[bool] = []
        name_words = []
        for name in names:
            tokens = analyser.tokens(name)
            for token in tokens:
                if token.form not in numbers:
                    numbers[token.form] = len(lemmas)
                    lemmas.append(token.lemma)
                    minor.append(analyser.is_function_word(token))
            name_words.append([numbers[token.form] for token in tokens])
        vectors = embedder.encode_queries(list(numbers))
        content = ~np.array(minor, dtype=np.bool_)
        return cls(lemmas, name_words, minor, vectors, _baseline(vectors[content]), embedder)

    def save(self, folder: Path) -> None:
        """Write it to ``folder``."""
        content = {
            "lemmas": self._lemmas,
            "names": self._name_words,
            "minor": np.flatnonzero(self._minor).tolist(),
            "baseline": self.baseline,
        }
        write_atomic(folder / _WORDS, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
        np.save(folder / _VECTORS, self._vectors, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, embedder: Embedder) -> Self:
        """The coverage that ``save`` wrote, for queries by ``embedder``. Raises ``BuildError``."""
        try:
            content = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
            vectors = np.load(folder / _VECTORS, mmap_mode="r")
            if len(vectors) != len(content["lemmas"]):
                raise ValueError("of different builds")
            minor = np.zeros(len(vectors), dtype=np.bool_)
            minor[content["minor"]] = True
            baseline = float(content["baseline"])
            return cls(content["lemmas"], content["names"], minor.tolist(), vectors, baseline, embedder)
        except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError) as error:
            raise BuildError(f"{_WORDS} or {_VECTORS} cannot be used; run: forlobkg build") from error

    def rescaled(self, cosines: Scores) -> Scores:
        """``cosines`` stretched so that words picked at random have 0: models differ much in that."""
        scaled: Scores = np.maximum((cosines - self.baseline) / (1 - self.baseline), 0).astype(np.float32)
        return scaled

    def scores(self, lemmas: Collection[str], forms: Sequence[str]) -> Scores:
        """How much of each name is covered, shape (names,) in [0, 1].

        ``lemmas`` are the query's, function words and compound parts among them; ``forms`` its content words.
        """
        if not len(self._starts):
            return np.zeros(0, dtype=np.float32)
        likeness = np.zeros(len(self._lemmas), dtype=np.float32)
        for form in forms:
            np.maximum(likeness, self._likeness(form), out=likeness)
        for lemma in lemmas:
            for number in self._numbers.get(lemma, ()):
                likeness[number] = 1.0
        covered = np.add.reduceat(likeness[self._flat] * self._weights, self._starts)
        return (covered / self._totals).astype(np.float32)

    def _find_likeness(self, form: str) -> Scores:
        """How like each word of the names ``form`` is, shape (words,) in [0, 1]."""
        likeness: Scores = self._vectors @ self._embedder.encode_queries([form])[0]
        # In place: rescaled, what is over the floor as a share of what can be, and squared.
        stretch = 1 / ((1 - self.baseline) * (1 - _FLOOR))
        likeness *= np.float32(stretch)
        likeness -= np.float32(stretch * (self.baseline + _FLOOR * (1 - self.baseline)))
        np.maximum(likeness, 0, out=likeness)
        likeness *= likeness
        # The vectors of function words say nothing: they count where they stand, and little.
        likeness[self._minor] = 0.0
        return likeness


def _baseline(vectors: NDArray[np.float32]) -> float:
    """The mean cosine of two words picked at random."""
    if len(vectors) < 2:
        return 0.0
    random = np.random.default_rng(_SEED)
    first, second = random.integers(0, len(vectors), (2, _BASELINE_PAIRS))
    different = first != second
    return float(np.clip((vectors[first[different]] * vectors[second[different]]).sum(axis=1).mean(), 0.0, 0.95))
