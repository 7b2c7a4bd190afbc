"""Quizzes as files, and how large they may be."""

from __future__ import annotations

from typing import Final

from forlobkg.teach import EXPORTS, Quiz, write_quiz
from forlobkg_api.teaching.files import File

MOST_ITEMS: Final = 100
MOST_SEED: Final = 999_999


def exported(quiz: Quiz, name: str) -> File:
    """The quiz as the export of that name writes it, which must be one of ``EXPORTS``. Raises ``InputError``."""
    export = EXPORTS[name]
    return File(write_quiz(quiz, name), export.media_type, quiz.title, export.suffix)
