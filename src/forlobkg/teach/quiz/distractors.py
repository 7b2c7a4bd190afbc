"""Wrong answers: siblings that the graph does not assert, no synonyms of the key, as close as the difficulty asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from forlobkg.teach.quiz.facts import Claim, Facts
from forlobkg.teach.quiz.items import Difficulty, Option, Triple
from forlobkg.teach.quiz.ordering import arranged
from forlobkg.teach.quiz.relations import Family, Pool, Relations
from forlobkg.teach.quiz.vocabulary import Vocabulary
from forlobkg.teach.quiz.wording import Wording

_SYNONYMS: Final = 0.75
"""From this likeness of labels on, two things are taken for near-duplicates."""
_CONSIDERED: Final = 10
_TARGETS: Final[dict[Difficulty, float]] = {"let": 0.1, "middel": 0.4, "svær": 0.7}
_POSITION_COUNTS: Final = 0.05
_LENGTH_COUNTS: Final = 0.15
_SORTS_COUNT: Final = 0.1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A wrong answer; ``triple`` is the statement that the graph does not make, ``claim`` what it says instead.

    ``because`` words that.
    """

    value: str
    text: str
    triple: Triple
    claim: Claim
    because: str
    pool: int
    closeness: float


class Distractors:
    """Finds wrong answers to questions of a family."""

    def __init__(self, facts: Facts, wording: Wording, vocabulary: Vocabulary, relations: Relations) -> None:
        self._facts = facts
        self._wording = wording
        self._vocabulary = vocabulary
        self._weights = relations.closeness
        self._near = [frozenset(facts.graph.names.iri(slug) for slug in group) for group in relations.near]

    def alike(self, one: str, other: str) -> bool:
        """Whether an expert could take one for the other: the same, above it, named as near, or of the same words."""
        if one == other or self._facts.one_above_other(one, other):
            return True
        if any(one in group and other in group for group in self._near):
            return True
        labels = (self._facts.graph.label(one), self._facts.graph.label(other))
        return self._vocabulary.likeness_of_lemmas(*labels) >= _SYNONYMS

    def candidates(self, family: Family, keys: Sequence[Claim]) -> list[Candidate]:
        """The wrong answers to the question that ``keys`` answer, the closest first."""
        key = keys[0]
        found: dict[str, Candidate] = {}
        right = self._facts.answers(key) | {claim.taken for claim in keys}
        for number, pool in enumerate(family.pools):
            for claim in self._facts.select(pool):
                value, triple = claim.taken, self._denied(key, pool, claim.taken)
                asked = {one.taken for one in keys} if pool.against else right
                if value in found or self._facts.asserts(triple) or any(self.alike(value, other) for other in asked):
                    continue
                text = self._wording.option(value, family.form)
                closeness = sum(self.closeness(k.taken, value) for k in keys) / len(keys)
                found[value] = Candidate(value, text, triple, claim, pool.because, number, closeness)
        return sorted(found.values(), key=lambda candidate: (-candidate.closeness, candidate.text))

    def _denied(self, key: Claim, pool: Pool, value: str) -> Triple:
        triple = key.with_taken(value)
        if not pool.against:
            return triple
        given = "subject" if key.take == "object" else "object"
        return triple.model_copy(update={given: self._facts.graph.names.iri(pool.against)})

    def closeness(self, one: str, other: str) -> float:
        """How alike two things are, 0 to 1: shared words, class, slide and neighbours in the graph."""
        facts, weights = self._facts, self._weights
        labels = (facts.graph.label(one), facts.graph.label(other))
        return (
            weights.words * self._vocabulary.likeness(*labels)
            + weights.classes * bool(facts.classes(one) & facts.classes(other))
            + weights.place * bool(facts.slides(one) & facts.slides(other))
            + weights.neighbours * bool(facts.neighbours(one) & facts.neighbours(other))
        )

    def level(self, closeness: float) -> Difficulty:
        """The difficulty that wrong answers of that closeness make."""
        if closeness >= self._weights.hard:
            return "svær"
        return "middel" if closeness >= self._weights.medium else "let"

    def sets(
        self,
        candidates: Sequence[Candidate],
        key: Sequence[Option],
        count: int,
        level: Difficulty,
        family: Family,
        turn: int,
    ) -> Iterator[tuple[Candidate, ...]]:
        """Sets of ``count`` wrong answers that do not overlap, those first that suit the level.

        Among equals those come first that are about as long as the key, and that give it place ``turn``.
        """
        among = _considered(candidates, _TARGETS[level])
        sorts = len({candidate.pool for candidate in candidates})
        length = sum(len(option.text) for option in key) / len(key)

        def unfitness(chosen: tuple[Candidate, ...]) -> float:
            closeness = sum(candidate.closeness for candidate in chosen) / count
            options = [*key, *(Option(text=candidate.text) for candidate in chosen)]
            place = arranged(options, family.order).index(key[0])
            longest = max(len(candidate.text) for candidate in chosen)
            return (
                abs(closeness + family.shift - _TARGETS[level])
                + _POSITION_COUNTS * (place != turn % len(options))
                # Wrong answers all of one sort would make the key stick out.
                + _SORTS_COUNT * (1 - len({candidate.pool for candidate in chosen}) / min(sorts, count))
                + _LENGTH_COUNTS * abs(longest - length) / max(longest, length)
            )

        apart = (
            chosen
            for chosen in combinations(among, count)
            if not any(self.alike(a.value, b.value) for a, b in combinations(chosen, 2))
        )
        yield from sorted(apart, key=unfitness)


def _considered(candidates: Sequence[Candidate], target: float) -> list[Candidate]:
    nearest = sorted(candidates, key=lambda candidate: abs(candidate.closeness - target))[:_CONSIDERED]
    return sorted(nearest, key=lambda candidate: candidate.text)
