"""The order of options: by number where they are numbered, else by the Danish alphabet."""

from __future__ import annotations

import re
from collections.abc import Iterable

from forlobkg.teach.quiz.items import Option
from forlobkg.teach.quiz.relations import OptionOrder

_LAST = str.maketrans({"æ": "{", "ø": "|", "å": "}", "é": "e"})
_NUMBER = re.compile(r"\d+")


def alphabetical(text: str) -> str:
    """What a text is sorted by in Danish: æ, ø and å come last, marks and capitals do not count."""
    return re.sub(r"[^\w{|} ]", "", text.lower().translate(_LAST))


def numbers(text: str) -> tuple[tuple[int, ...], str]:
    """What a numbered text is sorted by: its numbers, then what follows (3, 3a, 3b)."""
    return tuple(int(number) for number in _NUMBER.findall(text)), text.lower()


def arranged(options: Iterable[Option], order: OptionOrder) -> list[Option]:
    """The options in order."""
    if order == "number":
        return sorted(options, key=lambda option: numbers(option.text))
    return sorted(options, key=lambda option: alphabetical(option.text))
