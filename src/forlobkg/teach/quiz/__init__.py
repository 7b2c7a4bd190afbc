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

__all__ = [
    "EXPORTS",
    "MOST_CHARS",
    "Difficulty",
    "Export",
    "Item",
    "Kind",
    "Quiz",
    "QuizFormat",
    "Stale",
    "approve",
    "read_quiz",
    "reviewed",
    "stale",
    "withdraw",
    "write_quiz",
    "write_quiz_file",
]
