"""Quizzes as files, and how large they may be."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from forlobkg.errors import InputError
from forlobkg.teach import EXPORTS, Quiz, write_quiz
from forlobkg_api.teaching.files import File, known_format

MOST_ITEMS: Final = 100
MOST_SEED: Final = 999_999


def exported(quiz: Quiz, name: str, approved: Collection[str] | None = None) -> File:
    """The items whose ids are ``approved``, or all, as the export of that name writes them.

    Raises ``InputError`` for a name that there is not, and where none of the items is approved.
    """
    export = EXPORTS[known_format(name, EXPORTS)]
    if approved is not None:
        items = [item.model_copy(update={"approved": True}) for item in quiz.items if item.id in approved]
        if not items:
            raise InputError("godkend mindst ét spørgsmål, før du henter quizzen")
        quiz = quiz.model_copy(update={"items": items})
    content = write_quiz(quiz, name, include_unapproved=approved is None)
    return File(content, export.media_type, quiz.title, export.suffix)
