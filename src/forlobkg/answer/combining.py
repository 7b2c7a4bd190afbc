"""Answers put together: for questions that name several things, ask for a difference, or ask two things."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import combinations

from forlobkg.answer.question import Question
from forlobkg.answer.readings import Reading

_MOST = 3
_MOST_LIKELY = 4
_LIKELY, _LIKELY_OF_MANY = 0.05, 0.12
"""The probability that a target has at least to be put together with one, and with several, others."""
_ASKED_APART = ("who", "when", "where", "why", "how-many")
"""Types of question that are asked with a word of their own, so that two of them are two questions."""


def combinations_for(question: Question, readings: Sequence[Reading]) -> Iterator[tuple[Reading, ...]]:
    """The combinations of readings that ``question`` may want, each of two or three.

    The same template for each of the things that it names; both things of a template where it asks for the
    difference; and two templates of one thing where it asks two things of it.
    """
    by_template: dict[str, list[Reading]] = {}
    for reading in readings:
        by_template.setdefault(reading.template.name, []).append(reading)
    for together in by_template.values():
        named = _apart(question, together)
        if 1 < len(named) <= _MOST:
            yield tuple(named)
        elif "difference" in question.types and len(together) == 2 and "difference" in together[0].template.types:
            yield tuple(together)
    asked = [kind for kind in _ASKED_APART if kind in question.types]
    if len(asked) > 1:
        yield from _two_things_asked(question, readings, asked[:2])


def likely_together(probabilities: Mapping[str, float], quoted: Container[str]) -> Iterator[tuple[str, ...]]:
    """The most likely targets that can be ``quoted`` in twos, and the first of them in threes and fours."""
    likely = sorted(
        (t for t, p in probabilities.items() if p >= _LIKELY and t in quoted), key=lambda t: -probabilities[t]
    )[:_MOST_LIKELY]
    yield from combinations(likely, 2)
    several = [target for target in likely if probabilities[target] >= _LIKELY_OF_MANY]
    for size in range(3, len(several) + 1):
        yield tuple(several[:size])


def of_each_part(parts: Sequence[Mapping[str, float]], quoted: Container[str]) -> tuple[str, ...]:
    """The likeliest target of each of ``parts`` that can be ``quoted``; none where all are the same."""
    likeliest = [max((t for t in aims if t in quoted), key=lambda t: aims[t], default="") for aims in parts]
    several = tuple(dict.fromkeys(target for target in likeliest if target))
    return several if len(several) > 1 else ()


def _apart(question: Question, readings: Sequence[Reading]) -> list[Reading]:
    """The readings of things that the question names at places of their own."""
    places: dict[int, Reading] = {}
    for mention in question.mentions:
        meant = [reading for reading in readings if reading.thing in mention.slugs]
        if len(meant) == 1 and meant[0] not in places.values():
            places[mention.first] = meant[0]
    return [places[place] for place in sorted(places)]


def _two_things_asked(
    question: Question, readings: Sequence[Reading], asked: Sequence[str]
) -> Iterator[tuple[Reading, ...]]:
    named = [reading for reading in readings if reading.thing in question.slugs]
    for first in named:
        for second in named:
            if (
                first.thing == second.thing
                and first.template is not second.template
                and asked[0] in first.template.types
                and asked[1] in second.template.types
            ):
                yield (first, second)
