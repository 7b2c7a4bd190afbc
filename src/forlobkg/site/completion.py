"""What is offered while one types: questions that the sources answer, and things by any of their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.danish import fold
from forlobkg.graph import FB, Concept, KnowledgeGraph

_MOST_QUESTIONS = 5
_MOST_THINGS = 4
_LONGEST_READ = 200
"""Characters of what was typed that are looked at: nothing offered is longer."""
_WORD = re.compile(r"\w+")
_WHOLE, _START, _INSIDE = 1.0, 0.9, 0.6
"""How much of a typed word's weight it earns by being a word, the start of one, and a part of one."""
_LEAST_INSIDE = 3
"""Letters from which a typed word is looked for inside others: *ambulatorium* in *familieambulatorium*."""
_ENOUGH = 0.6
"""The share of the typed words' weight from which something is offered."""
_OTHER_NAME = 0.95
"""What finding a thing by another of its names counts beside its first."""


class Completion(BaseModel):
    """Something to choose; ``slug`` and ``kind`` are of a thing, ``also`` is the name that it was found by."""

    model_config = ConfigDict(frozen=True)

    text: str
    role: Literal["question", "thing"]
    slug: str = ""
    kind: str = Field(default="", description="The Danish name of the thing's class")
    also: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name to be found, in folded words, and what it is a name of."""

    completion: Completion
    words: tuple[str, ...]
    worth: float


class Completions:
    """Offers ``questions`` and the things of ``graph``; how æ, ø and å are written makes no difference."""

    def __init__(self, graph: KnowledgeGraph, questions: Iterable[str]) -> None:
        entries = [_Entry(Completion(text=text, role="question"), _words(text), 1.0) for text in questions]
        for concept in graph.concepts.values():
            entries.extend(_names(concept, graph))
        counts = Counter(word for entry in entries for word in set(entry.words))
        self._entries = entries
        self._rarest = log(1 + len(entries))
        self._of_questions = {word for entry in entries if not entry.completion.slug for word in entry.words}
        self._of_things = {word for entry in entries if entry.completion.slug for word in entry.words}
        self._weights = {word: log(1 + len(entries) / count) for word, count in counts.items()}

    def of(self, typed: str) -> list[Completion]:
        """The best for ``typed``, questions before things; none where it says too little."""
        words = _words(typed[:_LONGEST_READ])
        if not words:
            return []
        # What only questions say (*hvad er ...*) tells nothing of a thing.
        naming = tuple(word for word in words if word not in self._of_questions or word in self._of_things)
        best: dict[tuple[str, str], tuple[float, int, Completion]] = {}
        for place, entry in enumerate(self._entries):
            share = entry.worth * self._share(naming if entry.completion.slug else words, entry.words)
            key = (entry.completion.slug, entry.completion.text)
            if share >= _ENOUGH and (key not in best or share > best[key][0]):
                best[key] = (share, place, entry.completion)
        # Of equals, the shorter is nearer to what was typed.
        ranked = sorted(best.values(), key=lambda found: (-round(found[0], 2), len(found[2].text), found[1]))
        found = [completion for _, _, completion in ranked]
        questions = [one for one in found if one.role == "question"]
        return [*questions[:_MOST_QUESTIONS], *[one for one in found if one.role == "thing"][:_MOST_THINGS]]

    def _share(self, typed: Sequence[str], words: Sequence[str]) -> float:
        """How much of the weight of ``typed`` is found among ``words``, from 0 to 1."""
        weights = [self._weight(word) for word in typed]
        earned = sum(weight * _likeness(word, words) for word, weight in zip(typed, weights, strict=True))
        return earned / sum(weights) if weights else 0.0

    def _weight(self, word: str) -> float:
        """Rare words count most; one that is only begun counts as the commonest word that it may become."""
        begun = [weight for known, weight in self._weights.items() if known.startswith(word)]
        return self._weights.get(word) or min(begun, default=self._rarest)


def _names(concept: Concept, graph: KnowledgeGraph) -> list[_Entry]:
    kind = next((graph.labels[FB + name] for name in concept.types if FB + name in graph.labels), "")
    entries = []
    for name in dict.fromkeys((concept.label, *concept.source_labels, *concept.lay_labels)):
        first = name == concept.label
        also = "" if first or fold(name) in fold(concept.label) else name
        completion = Completion(text=concept.label, role="thing", slug=concept.slug, kind=kind, also=also)
        entries.append(_Entry(completion, _words(name), 1.0 if first else _OTHER_NAME))
    return entries


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _WORD.findall(text))


def _likeness(typed: str, words: Sequence[str]) -> float:
    if typed in words:
        return _WHOLE
    if any(word.startswith(typed) for word in words):
        return _START
    return _INSIDE if len(typed) >= _LEAST_INSIDE and any(typed in word for word in words) else 0.0
