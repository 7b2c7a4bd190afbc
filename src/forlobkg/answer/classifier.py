"""Which target a question asks for: a small network over its words, their letters and the pieces of its text.

One half is deep, the mean of the pieces' vectors through a hidden layer (fastText, Joulin et al. 2017), the other
wide, a weight of every word and every run of letters for each target (Cheng et al. 2016). The pieces' vectors start
as those of the built-in static model and are fitted with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Pieces = Sequence[Sequence[int]]

_SPREAD = 6.0
"""What the pieces' vectors are multiplied by, so that their means are of about unit size."""
_WIDE = 8.0
"""How much faster the wide half learns than its learning rate says."""
_LEAST = 2
"""How many questions have to hold a word for it to get weights of its own."""
_HIDDEN = 384
_ROUNDS, _LEAST_STEPS = 4, 150
_BATCH = 128
_RATE, _SPARSE_RATE = 2e-3, 3e-3
_WARM_UP = 0.1
_SMOOTHING = 0.02
_DROPPED, _PIECES_DROPPED = 0.3, 0.1
_FEW = 2
_SEED = 1


@dataclass(frozen=True, slots=True)
class Classifier:
    """The fitted network.

    ``pieces`` are the numbers of the pieces fitted, rising, and ``rows`` their vectors, shape (pieces, dimension);
    ``words`` are the columns of the words fitted, rising, and ``wide`` their weights, shape (words, targets). The
    rest are the hidden layer, (dimension, hidden) and (hidden,), and what leads from it and from the mean's
    direction to the targets, (hidden, targets), (dimension, targets) and (targets,).
    """

    pieces: Integers
    rows: Floats
    words: Integers
    wide: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    straight: Floats
    bias: Floats

    @classmethod
    def fit(cls, bags: csr_matrix, pieces: Pieces, goals: Sequence[Sequence[int]], vectors: Floats) -> Self:
        """Fitted to questions given as rows of ``bags`` and their ``pieces``, whose targets are ``goals``, each in
        equal shares.

        ``vectors`` has a row for each piece there is. Targets are numbered from 0. Fitting needs torch.
        """
        seen = np.array(sorted(set(chain.from_iterable(pieces))), dtype=np.int64)
        counts = np.bincount(bags.indices, minlength=bags.shape[1])
        words = np.flatnonzero(counts >= _LEAST).astype(np.int64)
        own = [np.searchsorted(seen, np.array(row, dtype=np.int64)) for row in pieces]
        fitted = _train(bags[:, words].tocsr(), own, goals, (vectors[seen] * _SPREAD).astype(np.float32))
        return cls(pieces=seen, words=words, **fitted)

    def save(self, path: Path) -> None:
        """Write it to ``path``, in half precision."""
        arrays = {field.name: getattr(self, field.name) for field in fields(self)}
        np.savez(path, **{name: a.astype(np.float16) if a.dtype == np.float32 else a for name, a in arrays.items()})

    @classmethod
    def load(cls, path: Path) -> Self:
        """The one that ``save`` wrote. Raises ``OSError``, ``BadZipFile``, ``KeyError`` or ``ValueError``."""
        with np.load(path, allow_pickle=False) as arrays:
            given = {field.name: arrays[field.name] for field in fields(cls)}
        return cls(**{name: a.astype(np.float32) if a.dtype == np.float16 else a for name, a in given.items()})

    def probabilities(self, bag: csr_matrix, pieces: Sequence[int], vectors: Floats) -> Floats:
        """The probability of each target, shape (targets,), for a question given as in ``fit``."""
        mean = np.zeros(self.rows.shape[1], dtype=np.float32)
        for piece in pieces:
            place = int(np.searchsorted(self.pieces, piece))
            fitted = place < len(self.pieces) and self.pieces[place] == piece
            mean += self.rows[place] if fitted else vectors[piece] * _SPREAD
        mean /= max(len(pieces), 1) ** 0.5
        length = float(np.linalg.norm(mean))
        scores = np.maximum(mean @ self.hidden + self.hidden_bias, 0) @ self.out + self.bias
        scores += (mean / length if length else mean) @ self.straight
        places = np.searchsorted(self.words, bag.indices)
        held = (places < len(self.words)) & (self.words[np.minimum(places, len(self.words) - 1)] == bag.indices)
        scores += bag.data[held] @ self.wide[places[held]]
        odds = np.exp(scores - scores.max())
        found: Floats = (odds / odds.sum()).astype(np.float32)
        return found


def _train(
    bags: csr_matrix, pieces: Sequence[Integers], goals: Sequence[Sequence[int]], rows: Floats
) -> dict[str, Floats]:
    """The fitted arrays, by their names, for ``bags`` with the fitted words as columns and ``pieces`` as rows."""
    import torch
    from torch import nn

    targets, dimension = max(map(max, goals)) + 1, rows.shape[1]
    random = np.random.default_rng(_SEED)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(_SEED)
        deep = nn.EmbeddingBag.from_pretrained(torch.from_numpy(rows), freeze=False, mode="sum", sparse=True)
        wide = nn.EmbeddingBag(bags.shape[1], targets, mode="sum", sparse=True)
        nn.init.zeros_(wide.weight)
        hidden, out = nn.Linear(dimension, _HIDDEN), nn.Linear(_HIDDEN, targets)
        straight = nn.Linear(dimension, targets, bias=False)
        layers = nn.Sequential(nn.Dropout(_DROPPED), hidden, nn.ReLU(), nn.Dropout(_DROPPED), out)
        optimisers: list[torch.optim.Optimizer] = [
            torch.optim.SparseAdam([deep.weight, wide.weight], lr=_SPARSE_RATE),
            torch.optim.AdamW([*layers.parameters(), *straight.parameters()], lr=_RATE),
        ]
        a_round = -(-len(goals) // _BATCH)
        rounds = max(_ROUNDS, -(-_LEAST_STEPS // a_round))
        steps = rounds * a_round
        schedules = [torch.optim.lr_scheduler.LambdaLR(optimiser, _course(steps)) for optimiser in optimisers]
        loss_of = nn.CrossEntropyLoss(label_smoothing=_SMOOTHING)
        for chosen in _batches(len(goals), rounds, random):
            kept = [_thinned(pieces[number], random) for number in chosen]
            ends = np.cumsum([len(row) for row in kept])
            scales = np.concatenate([np.full(len(row), max(len(row), 1) ** -0.5, np.float32) for row in kept])
            part = bags[chosen]
            mean = deep(
                torch.from_numpy(np.concatenate(kept)),
                torch.from_numpy(np.concatenate([[0], ends[:-1]])),
                per_sample_weights=torch.from_numpy(scales),
            )
            told = wide(
                torch.from_numpy(part.indices.astype(np.int64)),
                torch.from_numpy(part.indptr[:-1].astype(np.int64)),
                per_sample_weights=torch.from_numpy(part.data),
            )
            scores = layers(mean) + straight(nn.functional.normalize(mean, dim=1)) + told * _WIDE
            for optimiser in optimisers:
                optimiser.zero_grad()
            loss_of(scores, torch.from_numpy(_shares([goals[number] for number in chosen], targets))).backward()
            for optimiser, schedule in zip(optimisers, schedules, strict=True):
                optimiser.step()
                schedule.step()
    fitted = {
        "rows": deep.weight,
        "wide": wide.weight * _WIDE,
        "hidden": hidden.weight.T,
        "hidden_bias": hidden.bias,
        "out": out.weight.T,
        "straight": straight.weight.T,
        "bias": out.bias,
    }
    return {name: np.ascontiguousarray(array.detach().numpy()) for name, array in fitted.items()}


def _shares(goals: Sequence[Sequence[int]], targets: int) -> Floats:
    """What part each target has in each of ``goals``, shape (goals, targets)."""
    shares = np.zeros((len(goals), targets), dtype=np.float32)
    for row, goal in zip(shares, goals, strict=True):
        row[list(goal)] = 1 / len(goal)
    return shares


def _course(steps: int) -> Callable[[int], float]:
    """The share of the learning rate at each step: a short rise and a long fall."""
    return lambda step: min(1.0, (step + 1) / (steps * _WARM_UP)) * max(0.01, 1 - step / steps)


def _batches(size: int, rounds: int, random: np.random.Generator) -> Iterator[Integers]:
    """The numbers below ``size`` in random order, so many at a time, all of them in each round."""
    for _ in range(rounds):
        order = random.permutation(size)
        yield from (order[start : start + _BATCH] for start in range(0, size, _BATCH))


def _thinned(pieces: Integers, random: np.random.Generator) -> Integers:
    """``pieces`` without some, so that no question hangs on one of them."""
    kept = pieces[random.random(len(pieces)) >= _PIECES_DROPPED]
    return kept if len(kept) and len(pieces) > _FEW else pieces
