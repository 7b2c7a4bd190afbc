"""Items that give each other away: one says in its stem what the other asks for, or both ask for the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from forlobkg.teach.quiz.items import Item
from forlobkg.teach.quiz.vocabulary import Vocabulary

_SHARED: Final = 2
"""From so many words in common, beside the key, two stems are about the same matter."""


class Cueing:
    """Compares items by the lemmas of their stems and keys; ``common`` are words that half of all stems have."""

    def __init__(self, vocabulary: Vocabulary, common: frozenset[str]) -> None:
        self._lemmas: Callable[[str], frozenset[str]] = lambda text: frozenset(vocabulary.lemmas(text))
        self._common = common

    def between(self, one: Item, other: Item) -> str:
        """The key of either that the other gives away; empty where they stand apart."""
        return self._given_away(one, other) or self._given_away(other, one)

    def _given_away(self, asked: Item, telling: Item) -> str:
        """The key of ``asked`` that ``telling`` states, about the same matter.

        What is to be chosen is given away by a stem; what is to be found by oneself by any text to be read.
        """
        matter = (self._lemmas(asked.stem) - self._common) & self._lemmas(telling.stem)
        texts = [telling.stem]
        if asked.kind == "short-answer":
            texts += [option.text for option in telling.options]
            texts += [side for pair in telling.pairs for side in (pair.left, pair.right)]
        for key in _keys(asked):
            words = self._lemmas(key)
            if words and len(matter - words) >= _SHARED and any(words <= self._lemmas(text) for text in texts):
                return key
        return ""


def _keys(item: Item) -> list[str]:
    if item.kind == "short-answer":
        return item.accepted
    if item.kind in ("single", "multiple"):
        return [option.text for option in item.options if option.correct]
    return []
