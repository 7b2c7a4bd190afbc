"""How wide words are, so that they can be fitted into a picture without a browser."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate

_AVERAGE = 600
"""Thousandths of the font size for a character that the table does not know."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font: the width of each character in thousandths of ``size``, and the size in pixels.

    ``divisions`` holds the parts of words that may be divided, by the word in lower case.
    """

    widths: Mapping[str, int]
    size: float
    divisions: Mapping[str, tuple[str, ...]]

    def width(self, text: str) -> float:
        """The width of ``text`` in pixels."""
        return sum(self.widths.get(character, _AVERAGE) for character in text) * self.size / 1000

    def wrap(self, text: str, most: float) -> tuple[str, ...]:
        """``text`` in lines no wider than ``most`` pixels; a word that is wider by itself is divided."""
        lines: list[str] = []
        for word in text.split():
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(joined) <= most:
                lines[-1] = joined
                continue
            lines.append(word)
            while self.width(lines[-1]) > most and len(lines[-1]) > 1:
                lines[-1:] = self._divided(lines[-1], most)
        return tuple(lines)

    def _divided(self, word: str, most: float) -> tuple[str, str]:
        ends = self._ends(word) or range(1, len(word))
        fitting = [end for end in ends if self.width(word[:end] + "-") <= most]
        end = max(fitting, default=min(ends))
        return word[:end] + "-", word[end:]

    def _ends(self, word: str) -> list[int]:
        """Where ``word``, or what is left of it, may be divided."""
        lower = word.lower()
        for whole, parts in self.divisions.items():
            start = len(whole) - len(lower) if whole.endswith(lower) else 0
            if start or whole == lower:
                ends = list(accumulate(len(part) for part in parts))[:-1]
                return [end - start for end in ends if end > start]
        return []


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts of the pictures: names in boxes, what stands under them, and the words on lines."""

    name: Face
    detail: Face
    label: Face


def load_faces(divisions: Iterable[str] = ()) -> Faces:
    """The fonts with the measures of Arial; ``divisions`` are words with ``|`` where they may be divided."""
    text = (files("forlobkg.reference") / "data" / "widths.tsv").read_text(encoding="utf-8")
    rows = list(csv.reader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t"))[1:]
    regular = {chr(int(code[2:], 16)): int(width) for code, width, _ in rows}
    bold = {chr(int(code[2:], 16)): int(width) for code, _, width in rows}
    parts = {word.replace("|", "").lower(): tuple(word.split("|")) for word in divisions}
    return Faces(Face(bold, 14, parts), Face(regular, 12.5, parts), Face(regular, 12.5, parts))
