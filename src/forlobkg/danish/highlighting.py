"""Where the words of a query stand in a text."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from forlobkg.danish.analyser import Analyser

_REMEMBERED = 4096

Stretch = tuple[str, int, int]
"""A lemma with the start and end of what has it."""


class Highlighter:
    """Finds the words of queries in texts; what a text's words are is remembered for the latest texts."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._words = lru_cache(_REMEMBERED)(self._find_words)

    def highlights(self, text: str, terms: Collection[str]) -> list[tuple[int, int]]:
        """The stretches ``text[start:end]`` of the words whose lemma is one of ``terms``, in order.

        Of a compound that only a part of is meant, the part alone; stretches do not overlap.
        """
        found: list[tuple[int, int]] = []
        reached = 0
        for stretches in self._words(text):
            for lemma, start, end in stretches:
                if lemma in terms and start >= reached:
                    found.append((start, end))
                    reached = end
        return found

    def _find_words(self, text: str) -> tuple[tuple[Stretch, ...], ...]:
        """Each word of ``text`` with its compound parts: the word first, longer stretches before shorter ones."""
        words = []
        for token in self._analyser.tokens(text):
            parts = sorted(self._analyser.parts(token), key=lambda part: (part.start, -part.end))
            words.append(((token.lemma, token.start, token.end), *((p.lemma, p.start, p.end) for p in parts)))
        return tuple(words)
