"""How well a question's words are supported, as a confidence. A provisional, hand-set measure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection
from importlib import resources

from forlobkg.answer.question import Question

_UNKNOWN_SEMANTIC_SHARE = 0.15
"""How much of a passage's confidence its vector's nearness can give: little, until it is calibrated."""
_STRANGE_WORD = 0.7


class Support:
    """Measures which part of a question is supported.

    ``idf`` gives a lemma's weight in the index, where a lemma that no passage has weighs most; ``in_index`` tells
    whether any passage has it.
    """

    def __init__(self, idf: Callable[[str], float], in_index: Callable[[str], bool]) -> None:
        self._idf = idf
        self._in_index = in_index
        content = resources.files("forlobkg.answer").joinpath("data/values.toml").read_text("utf-8")
        self._values = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in tomllib.loads(content).items()}

    def coverage(self, question: Question, explained: Collection[int]) -> float:
        """The share, in [0, 1], of the question's content words (by weight) whose places are ``explained``.

        A question whose content is no word at all ("7 * 7") has none.
        """
        if not any(question.tokens[place].form.isalpha() for place in question.content):
            return 0.0
        weights = {place: self._idf(question.tokens[place].lemma) for place in question.content}
        total = sum(weights.values())
        return sum(weights[place] for place in weights if place in explained) / total if total else 0.0

    def gives_wanted(self, question: Question, text: str) -> bool:
        """Whether ``text`` holds each kind of value (money, dose, number ...) that the question asks for."""
        return all(self._values[kind].search(text) for kind in question.wanted)

    def of_facts(self, question: Question, explained: Collection[int]) -> float:
        """The confidence of an answer from the graph."""
        return round(0.98 * self.coverage(question, explained) * self._known(question, explained), 3)

    def of_passage(self, question: Question, explained: Collection[int], semantic: float) -> float:
        """The confidence of an answer that quotes a passage whose cosine with the question is ``semantic``."""
        coverage = self.coverage(question, explained)
        nearness = min(max(semantic, 0.0), 1.0)
        share = (1 - _UNKNOWN_SEMANTIC_SHARE) * coverage + _UNKNOWN_SEMANTIC_SHARE * nearness
        return round(0.95 * share * self._known(question, explained), 3)

    def _known(self, question: Question, explained: Collection[int]) -> float:
        """A factor under 1 for each unexplained word that no passage has: what it names is not in the sources."""
        strange = [
            place
            for place in question.content
            if place not in explained and not self._in_index(question.tokens[place].lemma)
        ]
        return float(_STRANGE_WORD ** len(strange))
