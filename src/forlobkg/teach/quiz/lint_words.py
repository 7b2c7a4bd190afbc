"""What the linter knows of Danish words: the lists of ``data/quiz-lint.toml``, and what a text's words tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from forlobkg.teach.quiz.items import Option
from forlobkg.teach.quiz.relations import OptionOrder
from forlobkg.teach.quiz.vocabulary import Vocabulary

_WORD = re.compile(r"\w+")
_NUMBERED = re.compile(r"(?:\w+ )?\d+\w?\b")
_PLURALS: Final = ("erne", "ene", "er", "aler")
_DEFINITE: Final = ("erne", "en", "et")


class LintWords:
    """The lists, the limits and the analyser that rules use."""

    def __init__(
        self, lists: Mapping[str, Sequence[str]], limits: Mapping[str, float], vocabulary: Vocabulary
    ) -> None:
        self.lists = {name: frozenset(words) for name, words in lists.items()}
        self.limits = limits
        self.common = self.lists["common"]
        self._vocabulary = vocabulary
        self._patterns = {
            name: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
            for name, words in lists.items()
        }

    def found(self, name: str, text: str) -> list[str]:
        """The words and phrases of a list that stand in the text, each once, as the list writes them."""
        return list(dict.fromkeys(match[0].lower() for match in self._patterns[name].finditer(text)))

    def content(self, text: str) -> frozenset[str]:
        """The content words of a text as lemmas, with the parts of compounds."""
        return self._vocabulary.content(text)

    def lemmas(self, text: str) -> frozenset[str]:
        """The content words of a text as lemmas."""
        return frozenset(self._vocabulary.lemmas(text))

    def finite_verbs(self, text: str) -> list[str]:
        """The finite verbs of a text that are known to be such."""
        return self.found("finite", text)

    def shape(self, text: str) -> str:
        """What kind of option a text is: a number, an infinitive, a clause, or a name of something."""
        start = first_word(text)
        if _NUMBERED.fullmatch(text):
            return "tal"
        if start == "at":
            return "»at«-sætninger"
        # A relative clause says more of a thing that is named before it.
        before_comma = re.split(r", (?:der|som|hvor)\b", text, maxsplit=1)[0]
        if self.finite_verbs(before_comma):
            return "hele sætninger"
        return "betegnelser"

    def order(self, options: Sequence[Option]) -> OptionOrder:
        """The order that options should have: by number where each begins with one, or with one word before it."""
        return "number" if all(_NUMBERED.match(option.text) for option in options) else "alphabetical"

    def article(self, text: str) -> str:
        """Whether a name begins with an article, is definite in one word, or neither."""
        start = first_word(text)
        if start in self.lists["articles"]:
            return f"kendeordet »{start}«"
        return "intet"


def first_word(text: str) -> str:
    """The first word in small letters; empty where there is none."""
    match = _WORD.search(text)
    return match[0].lower() if match else ""


def singular_or_plural(text: str) -> str:
    """The number of a name that is one word, where its ending tells it; else empty."""
    words = _WORD.findall(text)
    if len(words) != 1 or not words[0][0].isalpha() or words[0].isupper():
        return ""
    return "flertal" if words[0].lower().endswith(_PLURALS) else "ental"
