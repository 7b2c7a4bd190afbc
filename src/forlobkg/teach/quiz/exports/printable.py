"""The questions, and apart from them the key, as PDFs to print: tagged, PDF/UA-1, set by typst."""

from __future__ import annotations

from dataclasses import asdict

from forlobkg.teach.quiz.exports import sheets
from forlobkg.teach.quiz.exports.wording import word
from forlobkg.teach.quiz.items import Quiz
from forlobkg.teach.typesetting import compile_typst

_WORDS = ("to-pair", "to-choose", "name", "right")


def questions_pdf(quiz: Quiz) -> bytes:
    """The questions with room for answers. Raises ``TypesettingError``."""
    return _set("quiz-questions.typ", sheets.questions(quiz))


def key_pdf(quiz: Quiz) -> bytes:
    """The answers, each with its explanation and quotations. Raises ``TypesettingError``."""
    return _set("quiz-key.typ", sheets.key(quiz))


def _set(template: str, sheet: sheets.Sheet[sheets.Question] | sheets.Sheet[sheets.Answer]) -> bytes:
    data = {**asdict(sheet), "words": {name: word("words", name) for name in _WORDS}}
    return compile_typst(template, data, "pdf")[0]
