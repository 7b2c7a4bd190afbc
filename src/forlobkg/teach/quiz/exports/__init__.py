"""What a quiz is exported to: a module for each format, and one way in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Final

from forlobkg.errors import InputError
from forlobkg.teach.quiz.files import approved_items
from forlobkg.teach.quiz.items import Quiz
from forlobkg.teach.quiz.soundness import faults

__all__ = ["EXPORTS", "Export", "write_quiz"]


@dataclass(frozen=True, slots=True)
class Export:
    """A format: its media type, the end of its files' names, and what a trainer calls it.

    ``module`` and ``function`` say what writes it, a module beside this one that is imported when it is needed.
    """

    media_type: str
    suffix: str
    label: str
    module: str
    function: str = "write"

    @property
    def writer(self) -> Callable[[Quiz], bytes]:
        """What writes a quiz in this format."""
        writer: Callable[[Quiz], bytes] = getattr(import_module(f"{__name__}.{self.module}"), self.function)
        return writer


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

EXPORTS: Final[Mapping[str, Export]] = MappingProxyType(
    {
        "moodle": Export("application/xml", ".xml", "Moodle (XML)", "moodle"),
        "gift": Export("text/plain; charset=utf-8", ".gift", "GIFT (Moodle og andre)", "gift"),
        "qti": Export("application/zip", ".zip", "QTI 2.1 (itslearning, Canvas og andre)", "qti"),
        "anki": Export("application/zip", ".apkg", "Anki (huskekort)", "anki"),
        "print": Export("application/pdf", ".pdf", "Spørgsmål til udskrift (PDF)", "printable", "questions_pdf"),
        "key": Export("application/pdf", ".pdf", "Facitliste til udskrift (PDF)", "printable", "key_pdf"),
        "print-docx": Export(_DOCX, ".docx", "Spørgsmål (Word)", "word", "questions_docx"),
        "key-docx": Export(_DOCX, ".docx", "Facitliste (Word)", "word", "key_docx"),
        "md": Export("text/markdown; charset=utf-8", ".md", "Spørgsmål og facitliste (Markdown)", "markdown"),
        "json": Export("application/json", ".json", "JSON", "plain_json"),
    }
)
"""Every format by its name on the command line and in addresses."""


def write_quiz(quiz: Quiz, name: str, *, include_unapproved: bool = False) -> bytes:
    """The quiz's approved items in the format ``name``; with ``include_unapproved`` all of them.

    Raises ``InputError`` for a format that there is not, for a quiz without an approved item, and for items that lack
    what their kind needs.
    """
    export = EXPORTS.get(name)
    if export is None:
        raise InputError(f"formatet {name} findes ikke; vælg et af {', '.join(EXPORTS)}")
    for fault in faults(quiz):
        raise InputError(f"quizzen kan ikke bruges: {fault}")
    items = approved_items(quiz, include_unapproved=include_unapproved)
    return export.writer(quiz.model_copy(update={"items": items}))
