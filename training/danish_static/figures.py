"""What the model can do, in figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from training.danish_static.data import HeldOut, Pair, Sources
from training.danish_static.forms import Words
from training.danish_static.ship import Shipped
from training.danish_static.teacher import Reduced, Vectors, unit_rows
from training.danish_static.vocabulary import count_words, piece_counts

Figures = dict[str, float]


@dataclass(frozen=True)
class Question:
    """A question of ``kind``, and how well each passage answers it (0 where it is not named)."""

    kind: str
    text: str
    grades: Mapping[str, int]


def hold_out(sources: Sources, words: Words, count: int, seed: int) -> HeldOut:
    """Choose *count* plain words that have a gloss, a tenth of the glossary's phrases, and paraphrased sentences."""
    glossed = sorted(
        {sense.danish for sense in sources.glosses if sense.danish.isalpha() and len(sense.danish) > 2}
        - words.function_words
    )
    phrases = sorted({pair.left for pair in sources.glossary})
    random = np.random.default_rng(seed)
    return HeldOut(
        frozenset(glossed[i] for i in random.permutation(len(glossed))[:count]),
        frozenset(_paraphrased(sources.sentences)),
        frozenset(phrases[i] for i in random.permutation(len(phrases))[: len(phrases) // 10]),
    )


def general_figures(shipped: Shipped, sources: Sources, taught: Reduced) -> Figures:
    """Size, pieces per running word, and sentences of FLORES found by their Danish, which nothing is trained on."""
    counts = count_words(sources.prose)
    pieces = np.asarray(piece_counts(shipped.tokenizer, list(counts)).sum(axis=1)).ravel()
    times = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
    found = shipped.encode([pair.left for pair in sources.testing])
    aim = unit_rows(taught.of([pair.right for pair in sources.testing]) @ shipped.axes)
    return {
        "megabytes of the table": shipped.rows.nbytes / 1e6,
        "pieces": float(shipped.rows.shape[0]),
        "dimensions": float(shipped.rows.shape[1]),
        "pieces per running word": float((pieces * times).sum() / times.sum()),
        "share of variance kept in the teacher's reduced vectors": taught.kept,
        "FLORES, English by Danish: recall@1": _recall(found @ aim.T, 1),
        "FLORES, English by Danish: recall@10": _recall(found @ aim.T, 10),
    }


def held_out_figures(shipped: Shipped, sources: Sources, taught: Reduced, held: HeldOut) -> Figures:
    """How a run that was not taught *held* places it: words by glosses, and Danish sentences by paraphrases."""
    glosses = sorted({(sense.danish, sense.gloss) for sense in sources.glosses})
    texts = sorted({gloss for _word, gloss in glosses})
    place = {gloss: number for number, gloss in enumerate(texts)}
    aim = unit_rows(taught.of(texts) @ shipped.axes)
    asked = sorted(held.words)
    row = {word: number for number, word in enumerate(asked)}
    right = np.zeros((len(asked), len(texts)), dtype=np.bool_)
    for word, gloss in glosses:
        if word in row:
            right[row[word], place[gloss]] = True
    ranks = _first_ranks(shipped.encode(asked) @ aim.T, right)
    measured = {
        "words without their English, gloss among all glosses: recall@1": float((ranks < 1).mean()),
        "words without their English, gloss among all glosses: recall@10": float((ranks < 10).mean()),
        "words without their English, gloss among all glosses: MRR": float((1 / (1 + ranks)).mean()),
    }
    if held.phrases:
        measured |= _glossary_figures(shipped, sources, held)
    groups = [pair for pair in sources.sentences if pair.right in held.english]
    if groups:
        vectors = shipped.encode([pair.left for pair in groups])
        english = np.array([pair.right for pair in groups])
        scores = vectors @ vectors.T
        np.fill_diagonal(scores, -2)
        same = english[:, None] == english[None, :]
        np.fill_diagonal(same, False)
        ranks = _first_ranks(scores, same)
        measured["Tatoeba, Danish paraphrase by Danish: recall@1"] = float((ranks < 1).mean())
        measured["Tatoeba, Danish paraphrase by Danish: recall@10"] = float((ranks < 10).mean())
    return measured


def _glossary_figures(shipped: Shipped, sources: Sources, held: HeldOut) -> Figures:
    """Phrases of the glossary that the run was not taught, by the terms that it gives them among all terms."""
    terms = sorted({pair.right for pair in sources.glossary})
    phrases = sorted(held.phrases)
    right = np.zeros((len(phrases), len(terms)), dtype=np.bool_)
    for pair in sources.glossary:
        if pair.left in held.phrases:
            right[phrases.index(pair.left), terms.index(pair.right)] = True
    ranks = _first_ranks(shipped.encode(phrases) @ shipped.encode(terms).T, right)
    name = f"{len(phrases)} glossary phrases not taught, a term of theirs among {len(terms)}"
    return {
        f"{name}: recall@1": float((ranks < 1).mean()),
        f"{name}: recall@10": float((ranks < 10).mean()),
    }


def question_figures(encode: Callable[[list[str]], Vectors], folder: Path) -> Figures:
    """nDCG@10 by cosine alone over ``questions.jsonl`` and ``passages.jsonl`` in *folder*, in all and by kind.

    The gain of a passage of grade g is 2^g - 1 (Burges et al. 2005).
    """
    passages = _lines(folder / "passages.jsonl")
    names = [str(passage["id"]) for passage in passages]
    vectors = encode([str(passage["text"]) for passage in passages])
    questions = [
        Question(str(line["kind"]), str(line["text"]), {str(k): int(v) for k, v in line["qrels"].items()})
        for line in _lines(folder / "questions.jsonl")
    ]
    scores = encode([question.text for question in questions]) @ vectors.T
    values: dict[str, list[float]] = {}
    for question, row in zip(questions, scores, strict=True):
        ranked = [names[i] for i in np.argsort(-row, kind="stable")[:10]]
        values.setdefault(question.kind, []).append(_ndcg(ranked, question.grades))
    every = [value for kind in values.values() for value in kind]
    measured = {f"questions, all {len(every)}: nDCG@10": float(np.mean(every))}
    for kind, some in sorted(values.items()):
        measured[f"questions of kind {kind} ({len(some)}): nDCG@10"] = float(np.mean(some))
    return measured


def _ndcg(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    gains = [2.0 ** grades.get(name, 0) - 1 for name in ranked]
    ideal = sorted((2.0**grade - 1 for grade in grades.values()), reverse=True)[: len(gains)]
    discounts = 1 / np.log2(np.arange(2, 12))
    best = float(np.dot(ideal, discounts[: len(ideal)]))
    return float(np.dot(gains, discounts[: len(gains)])) / best if best else 0.0


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _paraphrased(sentences: Sequence[Pair]) -> set[str]:
    danish: dict[str, set[str]] = {}
    for pair in sentences:
        danish.setdefault(pair.right, set()).add(pair.left)
    return {english for english, texts in danish.items() if len(texts) > 1}


def _recall(scores: Vectors, at: int) -> float:
    """Give the share of rows whose own column is among the *at* best of *scores* (n, n)."""
    ranks = (scores > np.diag(scores)[:, None]).sum(axis=1)
    return float((ranks < at).mean())


def _first_ranks(scores: Vectors, right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Give how many columns of *scores* (n, m) come before the best of the *right* ones, for each row."""
    best = np.where(right, scores, -np.inf).max(axis=1)
    return np.asarray((scores > best[:, None]).sum(axis=1), dtype=np.float64)
