"""Lines joined into running text: hyphens at line ends undone where they only divide a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forlobkg.danish import Analyser

_LAST = re.compile(r"([^\W_]+(?:-[^\W_]+)*)-$")
_FIRST = re.compile(r"^[^\W_]+")
_INNER = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_SUSPENDED = frozenset(["og", "eller", "samt", "til", "som", "men"])
"""Before these a hyphen stands for the rest of a word: »tand- og mundpleje«."""
_ADDRESS = re.compile(r"(?:^|\s)\(?(?:www\.|(?:https?://|www\.)\S*[./_=&?-])$")
_ENDINGS = ("isk", "lig", "ig")
_SHORT = 1


class Joiner:
    """Joins lines; a word that stands hyphenated within one of ``texts``, the document's lines, keeps its hyphen."""

    def __init__(self, texts: Iterable[str] = (), analyser: Analyser | None = None) -> None:
        self._hyphenated: set[str] = set()
        self._whole: set[str] = set()
        self._analyser = analyser
        for text in texts:
            self._hyphenated.update(form.lower() for form in _INNER.findall(text))
            self._whole.update(word.lower() for word in re.findall(r"[^\W\d_]{4,}", text))

    def join(self, before: str, after: str) -> str:
        """What stands between two lines: "" or " ", with a leading "-" where the hyphen goes away."""
        if not before or not after:
            return ""
        last = _LAST.search(before)
        if last is None:
            # »og/eller« and web addresses are divided without a hyphen.
            address = _ADDRESS.search(before) is not None and after[0].isalnum()
            return "" if address or (before.endswith("/") and not before.endswith(" /")) else " "
        first = _FIRST.match(after)
        word = first[0] if first else ""
        if word.lower() in _SUSPENDED:
            return " "
        if not word or not word[0].islower() or self._keeps(last[1], word):
            return ""
        return "-"

    def joined(self, lines: Iterable[str]) -> tuple[str, list[int]]:
        """The lines as one text, and where in it each begins."""
        made = ""
        starts = []
        for line in lines:
            between = self.join(made, line)
            made = made[:-1] if between == "-" else made + between
            starts.append(len(made))
            made += line
        return made, starts

    def _keeps(self, left: str, right: str) -> bool:
        head = left.rsplit("-", 1)[-1]
        if len(head) <= _SHORT or head.isdecimal() or (len(head) > 1 and head.isupper()):
            return True
        whole = (head + right).lower()
        if f"{head}-{right}".lower() in self._hyphenated:
            return whole not in self._whole
        if whole in self._whole or not head.lower().endswith(_ENDINGS) or self._analyser is None:
            return False
        # Two adjectives (»faglig-etisk«) are no compound that the lexicon can divide.
        tokens = self._analyser.tokens(whole)
        apart = self._analyser.tokens(right)
        return (
            len(tokens) == 1
            and not self._analyser.parts(tokens[0])
            and right.lower().endswith(("isk", "iske", "ig", "ige", "lig", "lige"))
            and bool(apart)
            and len(right) > 4
        )
