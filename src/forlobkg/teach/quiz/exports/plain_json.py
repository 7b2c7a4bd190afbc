"""The quiz as it is kept, but only what is handed out of it."""

from __future__ import annotations

from forlobkg.teach.quiz.files import write_quiz_file
from forlobkg.teach.quiz.items import Quiz


def write(quiz: Quiz) -> bytes:
    """The quiz as JSON, which ``read_quiz`` reads again."""
    return write_quiz_file(quiz, "json").encode("utf-8")
