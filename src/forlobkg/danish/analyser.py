"""The one Danish analyser: words with their offsets, lemmas and folded forms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

from forlobkg.danish.folding import fold, normalise, unfolded
from forlobkg.danish.lemmas import Lemmas

# Combining marks belong to the letter before them, so that decomposed text keeps its words whole.
_WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: ``text == original[start:end]``; ``form`` is normalised, ``folded`` is the lemma folded."""

    text: str
    start: int
    end: int
    form: str
    lemma: str
    folded: str


class Analyser:
    """Divides Danish text into words and gives each its lemma and folded form.

    ``vocabulary`` holds word forms known to be written right (those of the indexed texts and labels). A typed
    word that neither the vocabulary nor the dictionary has is read as the word of the vocabulary that folds
    like it ("dognbehandlingen" as "døgnbehandlingen"), or else as the dictionary's word that it becomes with
    ae, oe, aa read as æ, ø, å ("indgaar" as "indgår").
    """

    def __init__(self, trie_dir: Path | None = None, vocabulary: Iterable[str] = ()) -> None:
        self._lemmas = Lemmas(trie_dir)
        self._vocabulary = frozenset(normalise(form) for form in vocabulary)
        self._by_fold: dict[str, str] = {}
        for form in sorted(self._vocabulary):
            self._by_fold.setdefault(fold(form), form)

    def tokens(self, text: str) -> list[Token]:
        """The words of ``text`` in order."""
        tokens = []
        for match in _WORD.finditer(text):
            form = self._restore(normalise(match[0]))
            lemma = self._lemmas.lemma(form)
            tokens.append(Token(match[0], match.start(), match.end(), form, lemma, fold(lemma)))
        return tokens

    def lemmas(self, text: str) -> list[str]:
        """The lemmas of the words of ``text`` in order."""
        return [token.lemma for token in self.tokens(text)]

    def content_lemmas(self, text: str) -> list[str]:
        """The lemmas of ``text`` without function words and single letters."""
        return [token.lemma for token in self.tokens(text) if not self.is_function_word(token)]

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

    def _restore(self, form: str) -> str:
        if form in self._vocabulary or not form.isalpha() or self._lemmas.known(form):
            return form
        folded_alike = self._by_fold.get(fold(form))
        if folded_alike is not None:
            return folded_alike
        return next((reading for reading in unfolded(form) if self._lemmas.known(reading)), form)

    @cached_property
    def _stopwords(self) -> frozenset[str]:
        lines = resources.files("forlobkg.danish").joinpath("data/stopwords.txt").read_text("utf-8")
        return frozenset(line for line in lines.splitlines() if line and not line.startswith("#"))
