"""Danish letters and their usual substitutes, folded to one form."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_SUBSTITUTES = (("ae", "a"), ("oe", "o"), ("aa", "a"))


def normalise(text: str) -> str:
    """``text`` in Unicode NFC and lower case; æ, ø and å are kept."""
    return unicodedata.normalize("NFC", text).lower()


def fold(word: str) -> str:
    """One form for the ways of writing æ, ø and å: "døgn", "doegn" and "dogn" all give "dogn".

    A folded form is a weaker key than the word itself ("både" and "bade" share theirs): look a word up as
    it is first.
    """
    folded = normalise(word).translate(_LETTERS)
    for substitute, letter in _SUBSTITUTES:
        folded = folded.replace(substitute, letter)
    return folded
