"""A quiz from the graph: items, the linter, and what they are exported to."""

from forlobkg.teach.quiz.exports import EXPORTS, Export, write_quiz
from forlobkg.teach.quiz.exports.plain_text import reviewed
from forlobkg.teach.quiz.files import (
    MOST_CHARS,
    QuizFormat,
    Stale,
    approve,
    read_quiz,
    stale,
    withdraw,
    write_quiz_file,
)
from forlobkg.teach.quiz.items import Difficulty, Item, Kind, Quiz
from forlobkg.teach.quiz.lint import Finding, Linter
from forlobkg.teach.quiz.making import ItemBank, make_quiz

__all__ = [
    "EXPORTS",
    "MOST_CHARS",
    "Difficulty",
    "Export",
    "Finding",
    "Item",
    "ItemBank",
    "Kind",
    "Linter",
    "Quiz",
    "QuizFormat",
    "Stale",
    "approve",
    "make_quiz",
    "read_quiz",
    "reviewed",
    "stale",
    "withdraw",
    "write_quiz",
    "write_quiz_file",
]
