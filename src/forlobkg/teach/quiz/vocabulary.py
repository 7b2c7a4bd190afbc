"""The content words of a text, for all who compare texts: lemmas and the parts of compounds."""

from __future__ import annotations

from functools import lru_cache

from forlobkg.danish import Analyser

_SHORTEST = 3
_REMEMBERED = 4096


class Vocabulary:
    """Remembers what it has analysed; one for each quiz that is made is enough."""

    def __init__(self, analyser: Analyser | None = None) -> None:
        self.analyser = analyser if analyser is not None else Analyser()
        self.content = lru_cache(_REMEMBERED)(self._content)
        self.lemmas = lru_cache(_REMEMBERED)(self._lemmas)

    def _content(self, text: str) -> frozenset[str]:
        """The lemmas of the content words of ``text``, each with the parts that it is made of."""
        found = set()
        for token in self.analyser.tokens(text):
            if not self.analyser.is_function_word(token):
                found.add(token.lemma)
                found.update(part.lemma for part in self.analyser.parts(token))
        return frozenset(lemma for lemma in found if len(lemma) >= _SHORTEST)

    def _lemmas(self, text: str) -> tuple[str, ...]:
        return tuple(self.analyser.content_lemmas(text))

    def likeness(self, one: str, other: str) -> float:
        """The share of the shorter text's content words and their parts that the other has too, 0 to 1."""
        return _overlap(self.content(one), self.content(other))

    def likeness_of_lemmas(self, one: str, other: str) -> float:
        """The same, of whole words only."""
        return _overlap(frozenset(self.lemmas(one)), frozenset(self.lemmas(other)))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
