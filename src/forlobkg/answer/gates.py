"""Which candidates can answer a question at all, and what speaks against those that hardly can."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources

from forlobkg.answer.candidates import Candidate, Kind
from forlobkg.answer.question import Question
from forlobkg.answer.reading import texts
from forlobkg.graph import Concept

DOUBTS = ("unnamed", "sibling-named", "other-meant", "other-kind")
"""What can speak against a candidate, in the order that ``Gates.doubts`` gives it in."""

_TELL_APART = frozenset({"Intervention", "CooperationAgreement", "Recommendation"})
_CLEAR = frozenset({"who", "when", "why", "how-many", "contact", "definition", "criteria"})
"""Types of question whose answers are known by their words (values.toml): without these a passage cannot be one."""
_STRICT = frozenset({"definition", "why"})
"""Types that a question has by clear words only: whatever else it may ask, its answer must be of them."""
_UNCLEAR = frozenset({"open", "yes-no"})
_FEW = 3
"""An answer of no more passages than this, of which some speak of what was excepted, is mostly about that."""
_DIFFERING = 2
"""A difference is told by this many passages at least."""


class Gates:
    """Tells for the ``candidates`` of a build, of which ``concepts`` they speak, whether they fit a question."""

    def __init__(self, candidates: Sequence[Candidate], concepts: Mapping[str, Concept]) -> None:
        self._classes = {slug: frozenset(concept.types) for slug, concept in concepts.items()}
        self._things_of: dict[str, set[str]] = {}
        for candidate in candidates:
            for reading in candidate.readings:
                self._things_of.setdefault(reading.template.name, set()).add(reading.thing)
        self._values = value_patterns()
        self._negations = frozenset(texts()["negations"])

    def can_answer(self, question: Question, candidate: Candidate) -> bool:
        """Whether the candidate has the values and the numbers that the question asks for or names things by.

        What something is does not tell what it is not, and what is said of the excepted is not asked for.
        """
        if len(candidate.passages) <= _FEW and not candidate.things.isdisjoint(question.excepted):
            return False
        if "denied" in question.forms and self._negations.isdisjoint(candidate.own):
            return False
        if not (self.gives_wanted(question, candidate.text) or self._counts(question, candidate)):
            return False
        return self._numbers(question.text) <= candidate.numbers

    def doubts(self, question: Question, candidate: Candidate) -> list[bool]:
        """Which of ``DOUBTS`` there are."""
        named, asked = frozenset(question.slugs), question.relations.keys()
        readings = candidate.readings
        return [
            not all(reading.thing in named for reading in readings if reading.template.named)
            or any(r.template.asked and asked.isdisjoint(r.template.relations) for r in readings),
            self._sibling_named(question, candidate),
            any(candidate.things.isdisjoint(m.slugs) for m in question.mentions if self._tells_apart(m.slugs)),
            not self._of_kind(question, candidate),
        ]

    def gives_wanted(self, question: Question, text: str) -> bool:
        """Whether ``text`` holds each kind of value (money, dose, number ...) that the question asks for."""
        return all(self._values[kind].search(text) for kind in question.wanted)

    def _counts(self, question: Question, candidate: Candidate) -> bool:
        """Whether the candidate lists what the question wants the number of."""
        return question.wanted == {"count"} and any(
            reading.template.countable and not reading.template.relations.isdisjoint(question.relations)
            for reading in candidate.readings
        )

    def _numbers(self, text: str) -> set[str]:
        """The numbers by which ``text`` names things or years: what answers it has them too."""
        found = self._values["named-number"].finditer(text)
        return {next(group for group in match.groups() if group) for match in found}

    def _sibling_named(self, question: Question, candidate: Candidate) -> bool:
        """Whether the question names another thing of which the same could be said, and not the candidate's own."""
        named = {slug for mention in question.mentions if mention.first < mention.last for slug in mention.slugs}
        return any(
            reading.thing not in question.slugs and not self._things_of[reading.template.name].isdisjoint(named)
            for reading in candidate.readings
        )

    def _tells_apart(self, slugs: Sequence[str]) -> bool:
        """Whether a mention says which of several like things is meant: what is said of another is no answer."""
        return all(not _TELL_APART.isdisjoint(self._classes.get(slug, ())) for slug in slugs)

    def _of_kind(self, question: Question, candidate: Candidate) -> bool:
        """Whether the candidate can be what a question of clear types asks for: a passage on *why* gives a reason."""
        if "difference" in question.types and len(candidate.passages) < _DIFFERING:
            return any("difference" in reading.template.types for reading in candidate.readings)
        things = [set(mention.slugs) for mention in question.mentions if mention.first < mention.last]
        if "definition" in question.types and things and all(candidate.things.isdisjoint(slugs) for slugs in things):
            return False
        if self._counts(question, candidate):
            return True
        if "consists-of" in question.types and things and candidate.readings:
            return all(any(reading.thing in slugs for slugs in things) for reading in candidate.readings)
        strict = question.types & _STRICT
        if strict == {"definition"} and candidate.kind is Kind.LIST:
            return True
        if strict and not candidate.readings:
            return all(self._values[f"type-{kind}"].search(candidate.text) for kind in strict)
        if strict:
            return all(any(kind in reading.template.types for reading in candidate.readings) for kind in strict)
        if candidate.readings and not question.types <= _UNCLEAR:
            return any(not reading.template.types.isdisjoint(question.types) for reading in candidate.readings)
        if not question.types <= _CLEAR:
            return True
        return any(self._values[f"type-{kind}"].search(candidate.text) for kind in question.types)


def value_patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of values.toml by name: kinds of value, and the words of answers to each type of question."""
    content = resources.files("forlobkg.answer").joinpath("data/values.toml").read_text("utf-8")
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in tomllib.loads(content).items()}
