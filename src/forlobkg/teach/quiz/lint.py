"""The linter: finds the known flaws of item writing, and mends those that can be mended without new words.

The rules follow the National Board of Medical Examiners' list, »Constructing Written Test Questions for the Health
Sciences«; ``data/quiz-lint.toml`` holds their Danish words, limits and messages.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import combinations, product
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from forlobkg.teach.quiz.cueing import Cueing
from forlobkg.teach.quiz.items import Item, Option, Quiz
from forlobkg.teach.quiz.lint_rules import RULES
from forlobkg.teach.quiz.lint_words import LintWords
from forlobkg.teach.quiz.ordering import arranged
from forlobkg.teach.quiz.vocabulary import Vocabulary

Severity = Literal["fejl", "advarsel"]
_FEWEST_TO_BALANCE: Final = 12
_MOST_IN_ONE_PLACE: Final = 0.5
_MOST_TRUE: Final = 0.75
_MOST_TRIALS: Final = 200
ONE_STATEMENT_IN: Final = 6
"""In so many items there is at most one to be judged true or false, as half of all guesses are right."""


class Finding(BaseModel):
    """A flaw: ``rule`` its short name, ``where`` the place in the item, ``message`` what a trainer is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: str
    rule: str
    severity: Severity
    where: str
    message: str


class Linter:
    """Checks items; one serves many, as it remembers the words that it has analysed."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        data = _load()
        self._rules: dict[str, dict[str, Any]] = data["rules"]
        words = vocabulary or Vocabulary()
        self._words = LintWords(data["words"], data["limits"], words)
        self.cueing = Cueing(words, frozenset(data["words"]["common"]) | frozenset(data["words"]["everywhere"]))

    def check(self, item: Item) -> list[Finding]:
        """The flaws of one item; an empty list for one that may be used."""
        return [
            self._finding(item.id, name, place.where, dict(place.words))
            for name, rule in RULES.items()
            for place in rule(item, self._words)
        ]

    def check_quiz(self, quiz: Quiz) -> list[Finding]:
        """The flaws of all items, then those of the quiz.

        These are items that give each other away, where the keys stand, how many statements there are to be judged,
        and how many of them are true.
        """
        found = [finding for item in quiz.items for finding in self.check(item)]
        return [
            *found,
            *self._cues(quiz.items),
            *self._unbalanced_places(quiz.items),
            *self._too_many_statements(quiz.items),
            *self._unbalanced_truth(quiz.items),
        ]

    def repair(self, item: Item, *, options: Iterable[Option] = (), stems: Sequence[str] = ()) -> Item | None:
        """The item without its flaws, or None where it cannot be mended.

        Options are put in order and their capital letters and full stops mended; beyond that a distractor is
        replaced by one of ``options``, and the stem by one of ``stems``, whichever first leaves no flaw.
        """
        trials = self._trials(item, list(options), stems)
        for _, trial in zip(range(_MOST_TRIALS), trials, strict=False):
            tidy = self._tidied(trial)
            if not self.check(tidy):
                return tidy
        return None

    def _trials(self, item: Item, spare: list[Option], stems: Sequence[str]) -> Iterator[Item]:
        wrong = [place for place, option in enumerate(item.options) if not option.correct]
        swaps = [item.options]
        for place, option in product(wrong, spare):
            if option.text not in {other.text for other in item.options}:
                swaps.append([*item.options[:place], option, *item.options[place + 1 :]])
        for options, stem in product(swaps, (item.stem, *stems)):
            yield item.model_copy(update={"options": options, "stem": stem})

    def _tidied(self, item: Item) -> Item:
        options = [option.model_copy(update={"text": _tidy(option.text)}) for option in item.options]
        if item.kind in ("single", "multiple", "ordering"):
            options = arranged(options, self._words.order(options))
        return item.model_copy(update={"options": options, "stem": _begun(" ".join(item.stem.split()))})

    def _cues(self, items: Sequence[Item]) -> Iterator[Finding]:
        for (number, one), (place, other) in combinations(enumerate(items, start=1), 2):
            if key := self.cueing.between(one, other):
                words = {"key": key, "number": str(number), "other": str(place)}
                yield self._finding(other.id, "cueing", "quizzen", words)

    def _too_many_statements(self, items: Sequence[Item]) -> Iterator[Finding]:
        count = sum(item.kind == "true-false" for item in items)
        if ONE_STATEMENT_IN <= len(items) < ONE_STATEMENT_IN * count and count < len(items):
            yield self._finding("", "too-many-statements", "quizzen", {"count": str(count), "total": str(len(items))})

    def _unbalanced_places(self, items: Sequence[Item]) -> Iterator[Finding]:
        places = [
            next((place for place, option in enumerate(item.options) if option.correct), 0)
            for item in items
            if item.kind == "single"
        ]
        for place, count in Counter(places).most_common(1):
            if len(places) >= _FEWEST_TO_BALANCE and count > _MOST_IN_ONE_PLACE * len(places):
                words = {"place": str(place + 1), "count": str(count), "total": str(len(places))}
                yield self._finding("", "key-position", "quizzen", words)

    def _unbalanced_truth(self, items: Sequence[Item]) -> Iterator[Finding]:
        told = [item.options[0].correct for item in items if item.kind == "true-false" and item.options]
        for truth, count in Counter(told).most_common(1):
            if len(told) >= _FEWEST_TO_BALANCE and count > _MOST_TRUE * len(told):
                words = {"count": str(count), "total": str(len(told)), "what": "sande" if truth else "falske"}
                yield self._finding("", "true-false-balance", "quizzen", words)

    def _finding(self, item: str, name: str, where: str, words: dict[str, str]) -> Finding:
        rule = self._rules[name]
        return Finding(
            item=item, rule=name, severity=rule["severity"], where=where, message=rule["message"].format_map(words)
        )


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tidy(text: str) -> str:
    return _begun(" ".join(text.split()).rstrip(".,;:"))


@cache
def _load() -> dict[str, Any]:
    text = resources.files("forlobkg.teach").joinpath("data/quiz-lint.toml").read_text("utf-8")
    return tomllib.loads(text)
