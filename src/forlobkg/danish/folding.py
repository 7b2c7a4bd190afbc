"""Danish letters and their usual substitutes, folded to one form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_DIGRAPH = re.compile("(ae|oe|aa)")
_MOST_DIGRAPHS = 5
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


def unfolded(word: str) -> Iterator[str]:
    """The readings of a normalised word with some of its ae, oe, aa as æ, ø, å; those with most of them first."""
    letters = {"ae": "æ", "oe": "ø", "aa": "å"}
    parts = _DIGRAPH.split(word)
    digraphs = len(parts) // 2
    if not 0 < digraphs <= _MOST_DIGRAPHS:
        return
    choices = [(part,) if part not in letters else (letters[part], part) for part in parts]
    readings = ["".join(choice) for choice in product(*choices)]
    yield from sorted(readings[:-1], key=len)
