"""The plain sentence that questions about acute danger or for individual advice get beside what the sources say."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import TYPE_CHECKING

from forlobkg.answer.matching import Patterns, strings

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Notices:
    """Matches the notices of the data file against questions."""

    def __init__(self) -> None:
        content = resources.files("forlobkg.answer").joinpath("data/notices.toml").read_text("utf-8")
        entries = tomllib.loads(content)["notice"]
        self._texts = {entry["name"]: str(entry["text"]) for entry in entries}
        table = {entry["name"]: entry["patterns"] for entry in entries}
        self._patterns = Patterns(table)
        self.words = frozenset(strings(table))

    def of(self, doc: Doc) -> str | None:
        """The first notice, in the data file's order, that a pattern of matches; None where none does."""
        found = {name for name, _, _ in self._patterns.matches(doc)}
        return next((text for name, text in self._texts.items() if name in found), None)
