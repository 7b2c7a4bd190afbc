"""A quiz as two sheets of paper before they have a format: the questions, and the key with its quotations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from forlobkg.teach.quiz.exports.wording import (
    clean,
    in_order,
    instruction,
    letter,
    mixed,
    one_line,
    origin,
    quoted,
    right_sides,
    word,
)
from forlobkg.teach.quiz.items import Item, Quiz

Entry = TypeVar("Entry")
Shape = Literal["ticks", "numbers", "pairs", "blank"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, with its letter; the letter is empty where there is none to write."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is asked: ``lefts`` are what the ``choices`` are to be written at, for pairs."""

    heading: str
    stem: str
    instruction: str
    shape: Shape
    choices: tuple[Choice, ...]
    lefts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage's words in quotation marks, and where they stand."""

    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The key to a question: its right answers, why they are right, and what carries that."""

    heading: str
    stem: str
    right: tuple[str, ...]
    explanation: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Entry]):
    """A sheet: ``count`` says how many questions there are, ``notice`` what to know of them."""

    title: str
    count: str
    notice: str
    entries: tuple[Entry, ...]


def questions(quiz: Quiz) -> Sheet[Question]:
    """The sheet that is handed out."""
    entries = tuple(_question(number, item) for number, item in enumerate(quiz.items, start=1))
    return Sheet(_title("questions-title", quiz), _count(quiz), word("words", "notice"), entries)


def key(quiz: Quiz) -> Sheet[Answer]:
    """The sheet that the trainer keeps, or hands out afterwards."""
    entries = tuple(_answer(number, item) for number, item in enumerate(quiz.items, start=1))
    return Sheet(_title("key-title", quiz), _count(quiz), word("words", "key-notice"), entries)


def _title(name: str, quiz: Quiz) -> str:
    return word("words", name, title=one_line(quiz.title))


def _count(quiz: Quiz) -> str:
    return word("words", "one" if len(quiz.items) == 1 else "many", count=len(quiz.items))


def _question(number: int, item: Item) -> Question:
    shape: Shape
    lefts: tuple[str, ...] = ()
    match item.kind:
        case "matching":
            shape, choices = "pairs", _lettered(right_sides(item))
            lefts = tuple(clean(pair.left) for pair in item.pairs)
        case "ordering":
            shape, choices = "numbers", tuple(Choice("", clean(step)) for step in mixed(item))
        case "short-answer":
            shape, choices = "blank", ()
        case "true-false":
            shape, choices = "ticks", tuple(Choice("", clean(option.text)) for option in item.options)
        case _:
            shape, choices = "ticks", _lettered([option.text for option in item.options])
    return Question(
        word("words", "question", number=number),
        clean(item.stem),
        instruction(item),
        shape,
        choices,
        lefts,
    )


def _lettered(texts: list[str]) -> tuple[Choice, ...]:
    return tuple(Choice(letter(index), clean(text)) for index, text in enumerate(texts))


def _answer(number: int, item: Item) -> Answer:
    return Answer(
        word("words", "question", number=number),
        clean(item.stem),
        tuple(_right(item)),
        clean(item.explanation),
        tuple(Quote(quoted(feedback), origin(feedback)) for feedback in item.feedback),
    )


def _right(item: Item) -> list[str]:
    match item.kind:
        case "matching":
            letters = {side: letter(index) for index, side in enumerate(right_sides(item))}
            return [
                word("words", "paired", left=clean(pair.left), right=f"{letters[pair.right]}. {clean(pair.right)}")
                for pair in item.pairs
            ]
        case "ordering":
            return [f"{place}. {clean(step)}" for place, step in enumerate(in_order(item), start=1)]
        case "short-answer":
            model, *others = map(one_line, item.accepted)
            also = [word("words", "other-answers", answers=" · ".join(others))] if others else []
            return [model, *also]
        case "true-false":
            return [clean(option.text) for option in item.options if option.correct]
        case _:
            lettered = _lettered([option.text for option in item.options])
            return [
                f"{choice.letter}. {choice.text}"
                for choice, option in zip(lettered, item.options, strict=True)
                if option.correct
            ]
