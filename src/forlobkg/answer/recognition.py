"""Recognising a question among known ones, by its words, their letters and their meaning.

Questions written beforehand for a passage find it where its own words do not (document expansion, Nogueira et al.
2019). Beside how like a question is to each known one, a classifier fitted to them tells which passage it asks for;
questions known to have no answer are a class of their own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from forlobkg.answer.classifier import Classifier
from forlobkg.danish import Analyser, Token, fold
from forlobkg.errors import BuildError
from forlobkg.files import write_atomic
from forlobkg.index import LightEmbedder

Scores = NDArray[np.float32]
Embeds = Callable[[Sequence[str]], Scores]
"""Gives vectors of texts, shape (texts, dimension), each of unit length."""

NONE = "-"
"""The class of questions that nothing answers; alone, or before the slug of the passage that they come near, it is
their target."""

_AND = "+"
_CONTENT = "known-questions.json"
_ARRAYS = "known-questions.npz"
_CLASSIFIER = "known-questions-classifier.npz"
_GRAM = 4
_LETTERS = 0.7
"""What letters count beside words and meaning, which count 1 each."""


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question and its target: the slug of the passage that answers it (a heading's stands for the list under it),
    several with "+" between them that answer it together, ``NONE`` and that of the one it comes near where nothing
    does, or "" where it is only to be compared with."""

    target: str
    text: str

    @property
    def groups(self) -> tuple[str, ...]:
        """What it is classified as, in equal shares: the slugs of its target, or ``NONE``."""
        return (NONE,) if self.target.startswith(NONE) else tuple(filter(None, self.target.split(_AND)))


@dataclass(frozen=True, slots=True)
class Recognised:
    """The likeness to each known question, shape (questions,) in [0, 1], and each group's probability."""

    likeness: Scores
    targets: dict[str, float]


class Recogniser:
    """Known questions as sparse words and letters and dense vectors, with the fitted classifier."""

    def __init__(
        self,
        questions: Sequence[KnownQuestion],
        terms: dict[str, int],
        idf: Scores,
        matrix: csr_matrix,
        vectors: Scores,
        mean: Scores,
        targets: Sequence[str],
        classifier: Classifier | None,
        analyser: Analyser,
        embed: Embeds,
        model: LightEmbedder,
    ) -> None:
        self.questions = list(questions)
        self._terms = terms
        self._idf = idf
        self._matrix = matrix
        self._vectors = vectors
        self._mean = mean
        self._targets = list(targets)
        self._classifier = classifier
        self._analyser = analyser
        self._embed = embed
        self._model = model

    @classmethod
    def build(
        cls, questions: Sequence[KnownQuestion], analyser: Analyser, embed: Embeds, model: LightEmbedder
    ) -> Self:
        """Made of ``questions``; to those with a target the classifier is fitted, from the pieces of ``model``."""
        bags = [_bag(analyser.tokens(question.text), analyser) for question in questions]
        counts = Counter(term for bag in bags for term in bag)
        terms = {term: number for number, term in enumerate(sorted(counts))}
        idf = np.array([log(1 + len(questions) / counts[term]) for term in terms], dtype=np.float32)
        matrix = _matrix(bags, terms, idf)
        raw = embed([question.text for question in questions])
        mean = raw.mean(axis=0).astype(np.float32)
        vectors = _unit(raw - mean)
        targets = sorted({group for question in questions for group in question.groups})
        classifier = _fitted(questions, matrix, targets, model) if targets else None
        return cls(questions, terms, idf, matrix, vectors, mean, targets, classifier, analyser, embed, model)

    def save(self, folder: Path) -> None:
        """Write it to ``folder``, which must exist."""
        content = {
            "questions": [[question.target, question.text] for question in self.questions],
            "terms": list(self._terms),
            "targets": self._targets,
        }
        write_atomic(folder / _CONTENT, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
        np.savez(
            folder / _ARRAYS,
            idf=self._idf,
            data=self._matrix.data,
            indices=self._matrix.indices,
            starts=self._matrix.indptr,
            vectors=self._vectors,
            mean=self._mean,
        )
        if self._classifier is not None:
            self._classifier.save(folder / _CLASSIFIER)

    @classmethod
    def load(cls, folder: Path, analyser: Analyser, embed: Embeds, model: LightEmbedder) -> Self:
        """The one that ``save`` wrote. Raises ``BuildError`` for a missing or foreign file."""
        try:
            content: dict[str, Any] = json.loads((folder / _CONTENT).read_text(encoding="utf-8"))
            with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
                questions = [KnownQuestion(str(target), str(text)) for target, text in content["questions"]]
                terms = {str(term): number for number, term in enumerate(content["terms"])}
                shape = (len(questions), len(terms))
                matrix = csr_matrix((arrays["data"], arrays["indices"], arrays["starts"]), shape=shape)
                idf, vectors, mean = (arrays[name] for name in ("idf", "vectors", "mean"))
                targets = list(content["targets"])
            classifier = Classifier.load(folder / _CLASSIFIER) if targets else None
            fitted = len(classifier.bias) if classifier is not None else 0
            if (len(idf), len(vectors), fitted) != (shape[1], shape[0], len(targets)):
                raise ValueError("of different builds")
        except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError) as error:
            raise BuildError(f"{_CONTENT}, {_ARRAYS} or {_CLASSIFIER} cannot be used; run: forlobkg build") from error
        return cls(questions, terms, idf, matrix, vectors, mean, targets, classifier, analyser, embed, model)

    def __contains__(self, lemma: object) -> bool:
        return lemma in self._terms

    @property
    def written(self) -> list[KnownQuestion]:
        """The known questions that have a target."""
        return [question for question in self.questions if question.target]

    def words(self, numbers: Iterable[int]) -> set[str]:
        """The lemmas of the known questions ``numbers``, with the parts of their compounds."""
        rows = self._matrix[list(numbers)]
        terms = (self._names[number] for number in set(rows.indices.tolist()))
        return {term for term in terms if " " not in term and not term.startswith("~")}

    @cached_property
    def _names(self) -> list[str]:
        return list(self._terms)

    def recognise(self, tokens: Sequence[Token], text: str) -> Recognised:
        """How the question of ``tokens``, read as ``text``, compares with the known ones."""
        bag = _bag(tokens, self._analyser)
        row = _matrix([bag], self._terms, self._idf, len(self.questions))
        vector = _unit(self._embed([text]) - self._mean)[0]
        kernel = np.asarray(self._matrix @ row.toarray()[0], dtype=np.float32) + self._vectors @ vector
        likeness: Scores = np.clip(kernel / (2 + _LETTERS**2), 0, 1).astype(np.float32)
        return Recognised(likeness, self._aims(row, text))

    def aims(self, tokens: Sequence[Token], text: str) -> dict[str, float]:
        """The probability of each group for the question of ``tokens``, read as ``text``."""
        return self._aims(_matrix([_bag(tokens, self._analyser)], self._terms, self._idf, len(self.questions)), text)

    def _aims(self, row: csr_matrix, text: str) -> dict[str, float]:
        if self._classifier is None:
            return {}
        given = self._classifier.probabilities(row, self._model.pieces([text])[0], self._model.rows)
        return {target: float(p) for target, p in zip(self._targets, given, strict=True)}


def _bag(tokens: Sequence[Token], analyser: Analyser) -> dict[str, float]:
    """A question's words, their parts, pairs of neighbours, and the letters of its content words ("~" before)."""
    counts: Counter[str] = Counter(analyser.index_terms(tokens))
    counts.update(f"{first.lemma} {second.lemma}" for first, second in pairwise(tokens))
    for token in tokens:
        if not analyser.is_function_word(token):
            marked = f"#{fold(token.form)}#"
            counts.update(f"~{marked[at : at + _GRAM]}" for at in range(max(1, len(marked) - _GRAM + 1)))
    return {term: 1 + log(count) for term, count in counts.items()}


def _matrix(
    bags: Sequence[dict[str, float]], terms: dict[str, int], idf: Scores, size: int | None = None
) -> csr_matrix:
    """The bags as rows; words and letters are each of unit length, in which unknown ones are counted too."""
    rarest = log(1 + (size if size is not None else len(bags)))
    data, indices, starts = [], [], [0]
    for bag in bags:
        lengths = {True: 0.0, False: 0.0}
        held = []
        for term, count in bag.items():
            number = terms.get(term)
            weight = count * (float(idf[number]) if number is not None else rarest)
            lengths[term.startswith("~")] += weight * weight
            if number is not None:
                held.append((number, weight, term.startswith("~")))
        for number, weight, letters in sorted(held):
            indices.append(number)
            data.append(weight / lengths[letters] ** 0.5 * (_LETTERS if letters else 1.0))
        starts.append(len(indices))
    return csr_matrix(
        (np.array(data, dtype=np.float32), np.array(indices, dtype=np.int32), np.array(starts, dtype=np.int64)),
        shape=(len(bags), len(terms)),
    )


def _unit(vectors: Scores) -> Scores:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Scores = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit


def _fitted(
    questions: Sequence[KnownQuestion], matrix: csr_matrix, targets: Sequence[str], model: LightEmbedder
) -> Classifier:
    numbers = {target: number for number, target in enumerate(targets)}
    labelled = [number for number, question in enumerate(questions) if question.target]
    pieces = model.pieces([questions[number].text for number in labelled])
    goals = [[numbers[group] for group in questions[number].groups] for number in labelled]
    return Classifier.fit(matrix[labelled], pieces, goals, model.rows)
