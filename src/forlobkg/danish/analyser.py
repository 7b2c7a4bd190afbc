"""The one Danish analyser: words with their offsets, readings, lemmas, folded forms and compound parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from importlib import resources
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from forlobkg.danish.compounds import Compounds
from forlobkg.danish.folding import fold, normalise
from forlobkg.danish.lemmas import Lemmas
from forlobkg.danish.restoring import Restorer

# Combining marks belong to the letter before them, so that decomposed text keeps its words whole.
_WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")
_DANISH_LETTERS = re.compile("[æøå]|a\u030a", re.IGNORECASE)
_REMEMBERED = 1 << 16
_MOST_PARTS = 6
"""A word of more parts is not joined into every stretch of them."""


class Token(NamedTuple):
    """A word of a text: ``text == original[start:end]``; ``form`` is the reading of it, normalised.

    ``folded`` is the lemma folded. ``others`` are further readings of what was typed, as forms: *får* of "far"
    in a question typed without æ, ø and å. ``typed`` tells whether ``form`` is what was typed.
    """

    text: str
    start: int
    end: int
    form: str
    lemma: str
    folded: str
    others: tuple[str, ...] = ()
    typed: bool = True


class CompoundPart(NamedTuple):
    """A part of a compound, or a stretch of its parts that is a word: its lemma, and its place in the text.

    Where the word was typed in another way than it is read, the place is that of the whole word.
    """

    lemma: str
    start: int
    end: int


class Analyser:
    """Divides Danish text into words and gives each its reading, lemma, folded form and compound parts.

    ``vocabulary`` holds word forms known to be written right (those of the indexed texts and labels). How a word
    is read that neither the vocabulary nor the dictionary has, ``Restorer`` tells.
    """

    def __init__(self, trie_dir: Path | None = None, vocabulary: Iterable[str] = ()) -> None:
        self._lemmas = Lemmas(trie_dir)
        self._compounds = Compounds()
        self._vocabulary = frozenset(normalise(form) for form in vocabulary)
        self._restorer = Restorer(self._vocabulary, self._lemmas.known, self._is_compound)
        # A text's words come again and again; the caches are the instance's own, and bounded.
        self._readings = lru_cache(_REMEMBERED)(self._restorer.readings)
        self._lemma_and_fold = lru_cache(_REMEMBERED)(self._find_lemma)
        self._part_lemmas = lru_cache(_REMEMBERED)(self._find_parts)

    def tokens(self, text: str) -> list[Token]:
        """The words of ``text`` in order."""
        matches = list(_WORD.finditer(text))
        readings = [self._readings(normalise(match[0])) for match in matches]
        if not _DANISH_LETTERS.search(text):
            readings = self._without_danish_letters(matches, readings)
        return [self._token(match, read) for match, read in zip(matches, readings, strict=True)]

    def lemmas(self, text: str) -> list[str]:
        """The lemmas of the words of ``text`` in order."""
        return [token.lemma for token in self.tokens(text)]

    def content_lemmas(self, text: str) -> list[str]:
        """The lemmas of ``text`` without function words and single letters."""
        return [token.lemma for token in self.tokens(text) if not self.is_function_word(token)]

    def lemma(self, form: str) -> str:
        """The lemma of a normalised word form."""
        return self._lemmas.lemma(form)

    def parts(self, token: Token) -> list[CompoundPart]:
        """The lemmas of the parts of a compound and of every stretch of them but the whole; none of a plain word."""
        if len(token.text) != len(token.form):
            return [CompoundPart(lemma, token.start, token.end) for lemma, _, _ in self._part_lemmas(token.form)]
        return [
            CompoundPart(lemma, token.start + start, token.start + end)
            for lemma, start, end in self._part_lemmas(token.form)
        ]

    def index_terms(self, tokens: Iterable[Token]) -> list[str]:
        """What a text of ``tokens`` is found by: the lemmas of its words and of their parts, function words too."""
        terms = []
        for token in tokens:
            terms.append(token.lemma)
            terms.extend(lemma for lemma, _, _ in self._part_lemmas(token.form))
        return terms

    def is_function_word(self, token: Token) -> bool:
        """Whether ``token`` says nothing of a text's subject."""
        return (
            token.lemma in self._stopwords
            or token.form in self._stopwords
            or (len(token.form) == 1 and not token.form.isdigit())
        )

    def forms(self, text: str) -> list[str]:
        """The normalised word forms of ``text``, as written: what a vocabulary is made of."""
        return [normalise(match[0]) for match in _WORD.finditer(text)]

    def read(self, text: str, tokens: Sequence[Token]) -> str:
        """``text`` with each of its ``tokens`` as it is read: æ, ø and å restored, slips of the keys mended."""
        pieces, end = [], 0
        for token in tokens:
            pieces += [text[end : token.start], token.text if token.typed else token.form]
            end = token.end
        return "".join([*pieces, text[end:]])

    def _token(self, match: re.Match[str], readings: Sequence[str]) -> Token:
        form = readings[0]
        lemma, folded = self._lemma_and_fold(form)
        typed = form == normalise(match[0])
        others = tuple(readings[1:])
        return Token(match[0], match.start(), match.end(), form, lemma, folded, others=others, typed=typed)

    def _find_lemma(self, form: str) -> tuple[str, str]:
        lemma = self._lemmas.lemma(form)
        return lemma, fold(lemma)

    def _without_danish_letters(self, matches: Sequence[re.Match[str]], readings: list[list[str]]) -> list[list[str]]:
        """The readings where æ, ø and å may be missing: a word that was typed right may be another's stripped form.

        Where some word could only be read with its letters restored, the writer had no such keys, and a word of
        the vocabulary goes before the one that was typed.
        """
        missing = any(
            read[0] != (typed := normalise(match[0])) and fold(read[0]) == fold(typed)
            for match, read in zip(matches, readings, strict=True)
        )
        widened = []
        for match, read in zip(matches, readings, strict=True):
            typed = normalise(match[0])
            mates = self._restorer.mates(typed) if read[0] == typed else []
            before = mates if missing and typed not in self._vocabulary else []
            widened.append(list(dict.fromkeys([*before, *read, *mates])))
        return widened

    def _is_compound(self, form: str) -> bool:
        return len(self._compounds.parts(form)) > 1

    def _find_parts(self, form: str) -> tuple[tuple[str, int, int], ...]:
        """The lemma, start and end in ``form`` of each part and of each stretch of parts that is a word."""
        parts = self._compounds.parts(form)
        if len(parts) < 2:
            return ()
        found = []
        for first, last in _stretches(len(parts)):
            joined = parts[first].word if first == last else form[parts[first].start : parts[last].end]
            if first == last or self._lemmas.known(joined):
                found.append((self._lemmas.lemma(joined), parts[first].start, parts[last].end))
        return tuple(found)

    @cached_property
    def _stopwords(self) -> frozenset[str]:
        lines = resources.files("forlobkg.danish").joinpath("data/stopwords.txt").read_text("utf-8")
        return frozenset(line for line in lines.splitlines() if line and not line.startswith("#"))


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    """First and last of every stretch of ``count`` parts but the whole; single parts only where there are many."""
    yield from ((place, place) for place in range(count))
    if count <= _MOST_PARTS:
        yield from ((a, b) for a, b in combinations(range(count), 2) if b - a + 1 < count)
