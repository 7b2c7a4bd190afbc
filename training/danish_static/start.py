"""Where the rows start: from the lexicon where it can be, else from the company that a piece keeps.

Each row is a direction of length one times a weight. The weights are those of SIF (Arora, Liang and Ma 2017, "A
simple but tough-to-beat baseline for sentence embeddings"): a / (a + frequency). They are kept while the directions
are trained, and are what makes the plain mean of rows work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped,unused-ignore]
from numpy.typing import NDArray
from rich.progress import track
from tokenizers import Tokenizer
from training.danish_static.data import Sources
from training.danish_static.forms import Words, contracted, inflected
from training.danish_static.settings import Settings
from training.danish_static.teacher import Reduced, Vectors, unit_rows
from training.danish_static.vocabulary import piece_counts, piece_names, piece_numbers


@dataclass(frozen=True)
class Start:
    """What training starts from.

    ``directions`` is (pieces, d), unit rows or zeros; ``weights`` is (pieces,), zero for what says nothing.
    ``aliases`` (pieces,) names the piece whose direction a piece takes: its own, or its word's for an irregular
    form and for the stem that a word takes before an ending.
    """

    directions: Vectors
    weights: Vectors
    aliases: NDArray[np.int64]


def word_vectors(sources: Sources, taught: Reduced, without: frozenset[str] = frozenset()) -> dict[str, Vectors]:
    """Give each word of the lexicon and the wordnet the mean (d,) of its senses' vectors, scaled to length one.

    A sense counts once, whichever dictionary has it; words in *without* are left out.
    """
    texts: dict[str, set[str]] = {}
    for sense in (*sources.senses, *sources.glosses):
        if sense.danish not in without:
            texts.setdefault(sense.danish, set()).update(sense.teacher_texts)
    means = np.stack([taught.of(sorted(senses)).mean(axis=0) for senses in texts.values()])
    return dict(zip(texts, unit_rows(means), strict=True))


def begin(
    sources: Sources,
    words: Words,
    tokenizer: Tokenizer,
    vectors: Mapping[str, Vectors],
    company: Vectors,
    settings: Settings,
) -> Start:
    """Give the rows to start from.

    In order of trust: a piece that is a word of the lexicon has that word's vector (*vectors*, d each); an
    inflected form its word's; a word of the thesaurus the mean of its neighbours'. The rest, and to a share the
    words of the thesaurus too, get what a ridge map makes of the piece's *company* (pieces, c) in the prose.
    """
    names = piece_names(tokenizer)
    place = {name: number for number, name in enumerate(names)}
    dimension = len(next(iter(vectors.values())))
    directions = np.zeros((len(names), dimension), dtype=np.float32)
    for name, number in place.items():
        vector = vectors.get(words.irregular.get(name, name))
        if vector is not None and len(name) > 1:
            directions[number] = vector
    for word, vector in vectors.items():
        for form in inflected(word):
            number = place.get(form, 0)
            if number and not directions[number].any():
                directions[number] = vector
    placed = np.asarray(directions.any(axis=1), dtype=np.bool_)
    near = _neighbours(sources, place, directions)
    mapped = _mapped(company, directions, placed, settings)
    share = settings.thesaurus_share * near.any(axis=1, keepdims=True)
    rest = unit_rows(share * near + (1 - share) * mapped)
    directions[~placed] = rest[~placed]
    return Start(directions, sif_weights(tokenizer, sources, words, settings), _aliases(words, place, vectors))


def _aliases(words: Words, place: Mapping[str, int], vectors: Mapping[str, Vectors]) -> NDArray[np.int64]:
    """Give each piece the number of the piece (pieces,) that it shares its direction with."""
    aliases = np.arange(len(place), dtype=np.int64)
    for word, number in place.items():
        stem = contracted(word)
        if stem is not None and stem in place and word in vectors and stem not in vectors:
            aliases[place[stem]] = number
    for form, word in words.irregular.items():
        aliases[place[form]] = place[word]
    return aliases


def sif_weights(tokenizer: Tokenizer, sources: Sources, words: Words, settings: Settings) -> Vectors:
    """Give each piece its weight (pieces,): small for the frequent, next to nothing for function words.

    Single letters get zero, so that an unknown word, which ends in them, adds little noise.
    """
    counts = np.asarray(piece_counts(tokenizer, sources.prose).sum(axis=0)).ravel() + 1.0
    weights = settings.sif / (settings.sif + counts / counts.sum())
    light = words.function_words | words.endings
    for number, name in enumerate(piece_names(tokenizer)):
        if number == 0 or len(name) < 2:
            weights[number] = 0.0
        elif name in light:
            weights[number] *= settings.function_scale
    return np.asarray(weights, dtype=np.float32)


def contexts(tokenizer: Tokenizer, prose: tuple[str, ...], settings: Settings) -> Vectors:
    """Give each piece a vector (pieces, c) of the company that it keeps in the *prose*.

    Positive pointwise mutual information with smoothed contexts, reduced by a randomised singular value
    decomposition: what skip-gram does implicitly (Levy and Goldberg 2014), in seconds. Pieces not met get zeros.
    """
    numbers, begins = piece_numbers(tokenizer, prose)
    size = tokenizer.get_vocab_size()
    lines = np.repeat(np.arange(len(prose)), np.diff(begins))
    together = sp.csr_matrix((size, size), dtype=np.float32)
    for distance in track(range(1, settings.context_window + 1), description="counting company"):
        same = lines[:-distance] == lines[distance:]
        left, right = numbers[:-distance][same], numbers[distance:][same]
        weight = np.full(len(left), 1.0 / distance, dtype=np.float32)
        together = together + sp.coo_matrix((weight, (left, right)), shape=(size, size)).tocsr()
    together = (together + together.T).tocoo()
    total = np.asarray(together.sum(axis=1)).ravel()
    smoothed = total**0.75
    expected = total[together.row] * smoothed[together.col] / smoothed.sum()
    information = np.log(np.maximum(together.data / np.maximum(expected, 1e-12), 1e-12))
    kept = information > 0
    matrix = sp.csr_matrix(
        (information[kept].astype(np.float32), (together.row[kept], together.col[kept])), shape=(size, size)
    )
    return _reduced(matrix, settings.context_dimension, settings.seed)


def _reduced(matrix: sp.csr_matrix, dimension: int, seed: int) -> Vectors:
    """Give the left singular vectors of *matrix* scaled by the roots of the values (Halko et al. 2011)."""
    dimension = min(dimension, matrix.shape[0] - 1)
    draw = np.random.default_rng(seed).standard_normal((matrix.shape[1], dimension + 16)).astype(np.float32)
    basis = np.linalg.qr(matrix @ draw)[0]
    for _ in track(range(3), description="reducing company"):
        basis = np.linalg.qr(matrix @ np.linalg.qr(matrix.T @ basis)[0])[0]
    left, values, _right = np.linalg.svd(np.asarray((matrix.T @ basis).T), full_matrices=False)
    return np.asarray((basis @ left[:, :dimension]) * np.sqrt(values[:dimension]), dtype=np.float32)


def _neighbours(sources: Sources, place: Mapping[str, int], directions: Vectors) -> Vectors:
    """Give each piece that is a word of the thesaurus the mean direction (pieces, d) of its placed neighbours."""
    sums = np.zeros_like(directions)
    for pairs, weight in ((sources.synonyms, 1.0), (sources.hyponyms, 0.5)):
        for pair in pairs:
            left, right = place.get(pair.left, 0), place.get(pair.right, 0)
            if left and right:
                sums[left] += weight * directions[right]
                sums[right] += weight * directions[left]
    return unit_rows(sums)


def _mapped(company: Vectors, directions: Vectors, placed: NDArray[np.bool_], settings: Settings) -> Vectors:
    """Map *company* (pieces, c) onto directions (pieces, d) by ridge regression on the *placed* pieces."""
    standard = unit_rows(company)
    known = placed & company.any(axis=1)
    inputs, goals = standard[known].astype(np.float64), directions[known].astype(np.float64)
    system = inputs.T @ inputs + settings.context_ridge * np.identity(inputs.shape[1])
    return unit_rows(standard @ np.linalg.solve(system, inputs.T @ goals))
