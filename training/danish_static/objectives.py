"""What is asked of the rows, and the batches that ask it.

Two kinds of objective, both in-batch InfoNCE (van den Oord, Li and Vinyals 2018): a Danish text against what the
teacher says of its English (with a cosine term, after Reimers and Gurevych 2020), and a Danish text against another.
Texts that share a group are not counted as each other's opposites.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from training.danish_static.data import HeldOut, Pair, Sense, Sources
from training.danish_static.forms import Words, inflected
from training.danish_static.settings import Settings
from training.danish_static.teacher import Reduced
from training.danish_static.vocabulary import piece_numbers

Numbers = NDArray[np.int64]


class Texts:
    """Texts cut into pieces once: ``numbers`` of all, and where each text ``begins`` in it (n + 1 places)."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str]) -> None:
        self.numbers, self.begins = piece_numbers(tokenizer, texts)

    def bags(self, chosen: Numbers) -> tuple[torch.Tensor, torch.Tensor]:
        """Give the pieces of the *chosen* texts in one tensor, and the offset of each text (n,) in it."""
        lengths = self.begins[chosen + 1] - self.begins[chosen]
        offsets = np.cumsum(lengths) - lengths
        places = np.arange(int(lengths.sum())) + np.repeat(self.begins[chosen] - offsets, lengths)
        return torch.from_numpy(self.numbers[places]), torch.from_numpy(offsets)


@dataclass(frozen=True)
class Objective:
    """One thing asked of the rows.

    Item i asks that the text ``left[i]`` be near ``right[i]``: the number of a text, or of the teacher's vector
    where ``taught`` is set. ``groups`` (n,) tells opposites apart. ``per_epoch`` batches are drawn an epoch.
    """

    name: str
    left: Numbers
    right: Numbers
    groups: Numbers
    weight: float
    scale: float
    taught: bool
    per_epoch: int
    batch: int

    def batches(self, random: np.random.Generator) -> Iterator[Numbers]:
        """Give an epoch's batches of items, each pass in an order of its own."""
        given = 0
        while given < self.per_epoch:
            order = random.permutation(len(self.left))
            for start in range(0, len(order), self.batch):
                if given < self.per_epoch:
                    yield order[start : start + self.batch]
                    given += 1


@dataclass(frozen=True)
class Lessons:
    """All objectives, the ``texts`` that they speak of, and the teacher's ``vectors`` (m, d)."""

    objectives: tuple[Objective, ...]
    texts: Texts
    vectors: torch.Tensor


class _Collector:
    """Numbers texts and groups as objectives name them."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        self._groups: dict[str, int] = {}

    def text(self, texts: Sequence[str]) -> Numbers:
        return np.array([self.texts.setdefault(text, len(self.texts)) for text in texts], dtype=np.int64)

    def group(self, groups: Sequence[str]) -> Numbers:
        return np.array([self._groups.setdefault(group, len(self._groups)) for group in groups], dtype=np.int64)


def lessons(
    sources: Sources,
    words: Words,
    tokenizer: Tokenizer,
    taught: Reduced,
    settings: Settings,
    held: HeldOut,
) -> Lessons:
    """Make the objectives from *sources*, without what is *held* out."""
    collector = _Collector()
    senses = [sense for sense in (*sources.senses, *sources.glosses) if sense.danish not in held.words]
    sentences = [pair for pair in sources.sentences if pair.right not in held.english]
    objectives = [
        _lexicon(collector, senses, words, taught, settings),
        _sentences(collector, sentences, taught, settings),
        _links(collector, "synonyms", sources.synonyms, 1.0, settings),
        _links(collector, "hyponyms", sources.hyponyms, settings.hyponym_share, settings),
        _prose(collector, sources.prose, settings),
        _glossary(collector, [pair for pair in sources.glossary if pair.left not in held.phrases], settings),
    ]
    return Lessons(
        tuple(one for one in objectives if one.per_epoch and one.weight),
        Texts(tokenizer, list(collector.texts)),
        torch.from_numpy(taught.vectors),
    )


def _lexicon(
    collector: _Collector, senses: Sequence[Sense], words: Words, taught: Reduced, settings: Settings
) -> Objective:
    """A word is what the teacher says of each of its senses; and so is one of its regular forms."""
    left, right, groups = [], [], []
    random = np.random.default_rng(settings.seed)
    for sense in senses:
        if sense.danish in words.function_words:
            continue
        regular = inflected(sense.danish)
        chosen = [sense.danish]
        if regular:
            chosen.append(regular[int(random.integers(len(regular)))])
        for danish in chosen:
            # One reading a form keeps the count of pairs down: the plain word has both, its form the gloss.
            for text in sense.teacher_texts if danish == sense.danish else sense.teacher_texts[-1:]:
                left.append(danish)
                right.append(text)
                groups.append(sense.danish)
    return Objective(
        "lexicon", collector.text(left), taught.places(right), collector.group(groups), settings.lexicon_weight,
        settings.teacher_scale, True, -(-len(left) // settings.batch), settings.batch,
    )  # fmt: skip


def _sentences(collector: _Collector, pairs: Sequence[Pair], taught: Reduced, settings: Settings) -> Objective:
    """A Danish sentence is what the teacher says of its English."""
    return Objective(
        "sentences",
        collector.text([pair.left for pair in pairs]),
        taught.places([pair.right for pair in pairs]),
        collector.group([pair.group for pair in pairs]),
        settings.sentence_weight,
        settings.teacher_scale,
        True,
        settings.sentence_repeats * -(-len(pairs) // settings.batch),
        settings.batch,
    )


def _links(collector: _Collector, name: str, pairs: Sequence[Pair], share: float, settings: Settings) -> Objective:
    """Words that the thesaurus links are near each other."""
    return Objective(
        name,
        collector.text([pair.left for pair in pairs]),
        collector.text([pair.right for pair in pairs]),
        collector.group([pair.group for pair in pairs]),
        settings.thesaurus_weight * share,
        settings.thesaurus_scale,
        False,
        -(-len(pairs) // settings.batch),
        settings.batch,
    )


def _prose(collector: _Collector, prose: Sequence[str], settings: Settings) -> Objective:
    """Sentences that stand near each other are near each other; short ones say too little."""
    numbers = collector.text(prose)
    long = np.array([len(line) >= 40 for line in prose], dtype=np.bool_)
    left, right = [], []
    for distance in range(1, settings.prose_window + 1):
        both = np.flatnonzero(long[:-distance] & long[distance:])
        left.append(both)
        right.append(both + distance)
    places, others = np.concatenate(left), np.concatenate(right)
    # Sentences of one stretch of debate are no opposites.
    return Objective(
        "prose", numbers[places], numbers[others], -1 - places // 20, settings.prose_weight,
        settings.prose_scale, False, min(settings.prose_batches, -(-len(places) // settings.batch)), settings.batch,
    )  # fmt: skip


def _glossary(collector: _Collector, pairs: Sequence[Pair], settings: Settings) -> Objective:
    """An everyday phrase is near the professional term."""
    batch = min(settings.batch, 128)
    return Objective(
        "glossary",
        collector.text([pair.left for pair in pairs]),
        collector.text([pair.right for pair in pairs]),
        collector.group([pair.group for pair in pairs]),
        settings.glossary_weight,
        settings.thesaurus_scale,
        False,
        settings.glossary_repeats * -(-len(pairs) // batch),
        batch,
    )


def contrast(
    left: torch.Tensor, right: torch.Tensor, same: torch.Tensor, scale: float, cosine_weight: float
) -> torch.Tensor:
    """Give the loss of a batch: symmetric InfoNCE of unit rows *left* and *right* (n, d), plus a cosine term.

    *same* (n, n) marks what are not opposites.
    """
    cosines = left @ right.T
    scores = (scale * cosines).masked_fill(same & ~torch.eye(len(left), dtype=torch.bool), -1e4)
    goal = torch.arange(len(left))
    loss = torch.nn.functional.cross_entropy(scores, goal) + torch.nn.functional.cross_entropy(scores.T, goal)
    return loss / 2 + cosine_weight * (1 - cosines.diagonal()).mean()
