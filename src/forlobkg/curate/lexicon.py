"""The words, patterns and rules of this room, read from its data files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

from forlobkg.curate.model import Candidate, CandidateKind, Part
from forlobkg.danish import danish_vocabulary

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab


@dataclass(frozen=True, slots=True)
class Rule:
    """Why a candidate is proposed, in Danish, and how sure such candidates are, 0 to 1."""

    id: str
    says: str
    confidence: float


class Lexicon:
    """Word lists, spaCy patterns and rules."""

    def __init__(self) -> None:
        self._words = _read("words.toml")
        self.rules = {name: Rule(name, row["says"], row["confidence"]) for name, row in _read("rules.toml").items()}
        self._patterns: dict[str, list[list[dict[str, Any]]]] = _read("patterns.toml")

    def words(self, table: str, name: str) -> frozenset[str]:
        """The word list ``name`` of a table of words.toml."""
        return frozenset(self._words[table][name])

    def candidate(
        self,
        kind: CandidateKind,
        rule: str,
        passage: str,
        text: str,
        span: tuple[int, int],
        parts: tuple[Part, ...],
        values: tuple[tuple[str, str], ...] = (),
        less: float = 0.0,
    ) -> Candidate:
        """A candidate by ``rule`` that rests on ``text[span]``; ``less`` is taken from the rule's confidence."""
        start, end = span
        found = self.rules[rule]
        confidence = round(max(0.05, found.confidence - less), 2)
        return Candidate(kind, passage, text[start:end], start, end, parts, values, found.id, found.says, confidence)

    @cached_property
    def vocabulary(self) -> Vocab:
        """What documents and matchers share."""
        return danish_vocabulary()

    @cached_property
    def _matchers(self) -> dict[str, Matcher]:
        vocabulary = self.vocabulary
        # Only now: danish_vocabulary imports spaCy without what it does not use.
        from spacy.matcher import Matcher

        matchers = {}
        for name, alternatives in self._patterns.items():
            matcher = matchers[name] = Matcher(vocabulary)
            matcher.add(name, alternatives, greedy="LONGEST")
        return matchers

    def matches(self, pattern: str, doc: Doc) -> list[tuple[int, int]]:
        """Where ``pattern`` of patterns.toml stands in ``doc``: places of words ``[first, last)``, in order."""
        return sorted((first, last) for _, first, last in self._matchers[pattern](doc))


def _read(name: str) -> dict[str, Any]:
    content = resources.files("forlobkg.curate").joinpath(f"data/{name}").read_text("utf-8")
    return tomllib.loads(content)
