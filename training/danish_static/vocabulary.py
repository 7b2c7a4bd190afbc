"""Which pieces of words the model has a row for, and the tokenizer that cuts text into them.

A Unigram model (Kudo 2018) without word-boundary marks, so that a word and the same word inside a compound share
a row: *fosterskader* is *foster* + *skader*. Its pieces are chosen by meaning and not by likelihood: a word gets
a row of its own where its parts do not give its meaning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log1p

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped,unused-ignore]
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from training.danish_static.data import Sources
from training.danish_static.forms import Words, contracted, inflected
from training.danish_static.settings import Settings
from training.danish_static.teacher import Vectors

UNKNOWN = "[UNK]"

_LETTERS = "abcdefghijklmnopqrstuvwxyzæøåéöäü0123456789"
_WORD = re.compile(r"[^\W\d_]{2,}")


def count_words(prose: Iterable[str]) -> Counter[str]:
    """Count the words of *prose*, in lower case."""
    counts: Counter[str] = Counter()
    for line in prose:
        counts.update(_WORD.findall(line.lower()))
    return counts


def choose_pieces(sources: Sources, words: Words, vectors: Mapping[str, Vectors], settings: Settings) -> Tokenizer:
    """Choose the pieces and give the tokenizer.

    *vectors* has a unit vector (d,) for each word of the lexicon. In order of claim: function words, endings,
    irregular forms and letters; words of the lexicon that their parts do not explain; then words of the thesaurus
    and the prose that are not made of two known words or a known word and an ending, the frequent first.
    """
    counts = count_words(sources.prose)
    common = {sense.danish for sense in sources.senses if sense.common}
    lexical = {word: vector for word, vector in vectors.items() if word.isalpha() and len(word) > 1}
    # *til* in *tilbud* is no part of its meaning, so function words explain nothing.
    parts = {word: vector for word, vector in lexical.items() if word not in words.function_words}
    scores = dict.fromkeys(_LETTERS, -16.0)
    for word in sorted(words.function_words | set(words.irregular) | set(words.irregular.values())):
        scores[word] = _score(word, counts[word])
    known = set(parts) | set(words.irregular) | set(words.irregular.values())
    regular = {form for word in known for form in inflected(word)} - known
    claims = [
        (_explained(word, vector, parts, words.endings) - settings.common_bonus * (word in common), word)
        for word, vector in lexical.items()
    ]
    chosen = [
        word
        for explained, word in sorted(claims)
        if explained < settings.explained_above or counts[word] > settings.whole_above
    ]
    chosen += _others(sources, counts, known, regular, words, settings)
    for word in chosen:
        if len(scores) >= settings.pieces - len(words.endings) - 1:
            break
        scores.setdefault(word, _score(word, counts[word]))
        stem = contracted(word)
        if stem is not None and any(counts[stem + ending] for ending in ("en", "er", "et", "e", "erne")):
            scores.setdefault(stem, _score(stem, 0) - 1.0)
    scores.update(dict.fromkeys(words.endings, -6.0))
    return _tokenizer(scores)


def _others(
    sources: Sources,
    counts: Counter[str],
    known: set[str],
    regular: set[str],
    words: Words,
    settings: Settings,
) -> list[str]:
    """Give the words outside the lexicon that need a row, the most frequent first."""
    linked = Counter(
        text for pair in (*sources.synonyms, *sources.hyponyms) for text in (pair.left, pair.right) if text.isalpha()
    )
    frequent = {word for word, count in counts.items() if count >= settings.prose_at_least}
    candidates = sorted(
        (set(linked) | frequent) - known - regular - words.function_words,
        key=lambda word: (-counts[word] - 2 * linked[word], word),
    )
    parts = set(known)
    found = []
    for word in candidates:
        if len(word) > 2 and word.isalpha() and not _splits(word, parts, words.endings):
            found.append(word)
            # Only a word seen often may stand as a part of a rarer one.
            if counts[word] + 5 * linked[word] >= 30:
                parts.add(word)
    return found


def _splits(word: str, parts: set[str], endings: frozenset[str]) -> bool:
    """Say whether *word* is two of *parts*, perhaps linked and inflected, or one of them and an ending."""
    stems = [word] + [word[: -len(ending)] for ending in endings if word.endswith(ending)]
    if any(stem in parts for stem in stems[1:] if len(stem) > 2):
        return True
    for stem in stems:
        for cut in range(3, len(stem) - 2):
            first, rest = stem[:cut], stem[cut:]
            if first in parts and (rest in parts or (rest[0] in "se" and len(rest) > 3 and rest[1:] in parts)):
                return True
    return False


def _explained(word: str, vector: Vectors, parts: Mapping[str, Vectors], endings: frozenset[str]) -> float:
    """Say how well two parts of *word* give its *vector*: the best cosine over its splits, or -1.

    The parts are two words of *parts*, with or without a linking -s- or -e-, or a word and an ending.
    """
    best = -1.0
    for cut in range(3, len(word)):
        first, rest = parts.get(word[:cut]), word[cut:]
        if first is None:
            continue
        if rest in endings:
            best = max(best, float(vector @ first))
        for second in (rest, rest[1:] if rest[0] in "se" else ""):
            if len(second) >= 3 and second in parts:
                both = first + parts[second]
                best = max(best, float(vector @ both) / max(float(np.linalg.norm(both)), 1e-9))
    return best


def _score(word: str, count: int) -> float:
    """Give a word's score as a piece: fewer pieces win, then longer ones, then frequent ones."""
    if len(word) <= 2:
        return -12.0
    return -10.0 + 0.1 * min(len(word), 20) + 0.03 * log1p(count)


def _tokenizer(scores: Mapping[str, float]) -> Tokenizer:
    """Give the tokenizer: NFC, no soft hyphens, lower case; words are runs of letters and digits, the rest goes."""
    pieces = sorted(((piece, round(score, 2)) for piece, score in scores.items()), key=lambda p: (-p[1], p[0]))
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, -100.0), *pieces], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace("\u00ad", ""), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\p{L}\p{M}\p{N}]+"), "removed")
    return tokenizer


def piece_names(tokenizer: Tokenizer) -> list[str]:
    """Give the pieces in the order of their numbers."""
    return [tokenizer.id_to_token(number) or "" for number in range(tokenizer.get_vocab_size())]


def piece_numbers(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the numbers of all *texts*' pieces in one array, and where in it each text begins (n + 1 places)."""
    encodings = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
    begins = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(encoding.ids) for encoding in encodings], out=begins[1:])
    numbers = np.fromiter((i for encoding in encodings for i in encoding.ids), dtype=np.int64, count=int(begins[-1]))
    return numbers, begins


def piece_counts(tokenizer: Tokenizer, texts: Sequence[str]) -> sp.csr_matrix:
    """Count each piece in each text: a sparse float32 (texts, pieces) matrix."""
    numbers, begins = piece_numbers(tokenizer, texts)
    ones = np.ones(len(numbers), dtype=np.float32)
    matrix = sp.csr_matrix((ones, numbers, begins), shape=(len(texts), tokenizer.get_vocab_size()))
    matrix.sum_duplicates()
    return matrix
