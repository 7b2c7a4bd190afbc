"""The parts of a question that asks two things at once: *hvilken dato er det, og hvem var der?*, *job og penge*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from forlobkg.answer.question import Question
from forlobkg.answer.reading import texts

_MOST = 4


class Splitter:
    """Takes questions apart at the words that the data file calls conjunctions and question words."""

    def __init__(self) -> None:
        words = texts()
        self._conjunctions, self._before_both = (frozenset(words[name]) for name in ("conjunctions", "before_both"))
        asking, joining = ("|".join(map(re.escape, words[name])) for name in ("question_words", "conjunctions"))
        self._clause = re.compile(rf"(?<=\w\w\w)[.?!;]\s+|,?\s+(?:{joining})\s+(?=(?:{asking})\b)", re.IGNORECASE)

    def parts(self, question: Question) -> tuple[str, ...]:
        """The texts that ``question`` asks in turn, each with what all of them share; none where it asks one thing.

        Sentences and clauses with a question word of their own are parted, and what *og* or commas join.
        """
        pieces = [piece for piece in self._clause.split(question.text) if _has_content(question, piece)]
        found = pieces if len(pieces) > 1 else self._joined(question) or _keywords(question)
        return tuple(piece.strip() for piece in found[:_MOST]) if len(found) > 1 else ()

    def _joined(self, question: Question) -> list[str]:
        """The question with one at a time of the things that a conjunction joins."""
        tokens = question.tokens
        content = {place for place in question.content if tokens[place].form not in self._before_both}
        for place, token in enumerate(tokens):
            if token.form not in self._conjunctions:
                continue
            before = sorted(takewhile(content.__contains__, range(place - 1, -1, -1)))
            opened = list(takewhile(lambda number: number not in content, range(place + 1, len(tokens))))
            after = list(takewhile(content.__contains__, range(place + 1 + len(opened), len(tokens))))
            if before and after:
                items = [*_between_commas(question, before), [*opened, *after]]
                joined = {place, *(number for item in items for number in item)}
                return [_without(question, joined - set(item)) for item in items]
        return []


def _between_commas(question: Question, places: list[int]) -> Iterator[list[int]]:
    item: list[int] = []
    for number, place in enumerate(places):
        if item and "," in question.text[question.tokens[places[number - 1]].end : question.tokens[place].start]:
            yield item
            item = []
        item.append(place)
    yield item


def _keywords(question: Question) -> list[str]:
    """What commas part, where nothing is asked in a sentence."""
    if question.types - {"open"} or question.forms:
        return []
    return [piece for piece in question.text.split(",") if _has_content(question, piece)]


def _without(question: Question, places: set[int]) -> str:
    return " ".join(
        question.text[token.start : token.end] for place, token in enumerate(question.tokens) if place not in places
    )


def _has_content(question: Question, piece: str) -> bool:
    start = question.text.find(piece)
    return any(
        start <= question.tokens[place].start < start + len(piece) and question.tokens[place].form.isalpha()
        for place in question.content
    )
