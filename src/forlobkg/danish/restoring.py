"""How a typed word is read: missing æ, ø and å restored, and small slips of the keys mended."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import product
from math import prod

from forlobkg.danish.folding import fold

_READINGS = {"ae": ("æ", "ae"), "oe": ("ø", "oe"), "aa": ("å", "aa"), "a": ("å", "æ", "a"), "o": ("ø", "o")}
_MOST_READINGS = 400
_LONGEST = 64
"""A longer string of letters is no Danish word, and is left as it is."""
_MOST_GUESSES = 3
_SHORTEST_MENDED = 5
_DANISH_LETTERS = frozenset("æøå")
_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"


class Restorer:
    """Reads typed words by a vocabulary and a dictionary.

    ``vocabulary`` holds normalised forms that the indexed texts have; ``known`` tells whether a dictionary has a
    form; ``is_compound`` whether a form is made up of words.
    """

    def __init__(
        self, vocabulary: Collection[str], known: Callable[[str], bool], is_compound: Callable[[str], bool]
    ) -> None:
        self._vocabulary = vocabulary
        self._known = known
        self._is_compound = is_compound
        self._by_fold: dict[str, list[str]] = {}
        for form in sorted(vocabulary):
            self._by_fold.setdefault(fold(form), []).append(form)

    def readings(self, form: str) -> list[str]:
        """The readings of a normalised word, best first; the word alone where it is known, or like nothing known.

        The first of these that holds: words of the vocabulary that fold like it ("dognbehandlingen" as
        "døgnbehandlingen"); words of the dictionary that it becomes with æ, ø, å for ae, oe, aa, a, o; the word as
        a compound, or as one with such letters restored; for a word of five letters or more, words of the
        vocabulary one slip away: a letter wrong, missing, too many, or two changed about (Damerau 1964). A compound
        may be a slip as well, and has those words as further readings.
        """
        if form in self._vocabulary or len(form) > _LONGEST or not form.isalpha() or self._known(form):
            return [form]
        alike = self._by_fold.get(fold(form))
        if alike:
            # Two letters typed for one are surer than a plain vowel: "faar" is "får" before it is "far".
            meant = form.replace("ae", "æ").replace("oe", "ø").replace("aa", "å")
            return sorted(alike, key=lambda word: word != meant)
        unfolded = [] if _DANISH_LETTERS.intersection(form) else list(_unfolded(form))
        found = [reading for reading in unfolded if self._known(reading)][:_MOST_GUESSES]
        if found:
            return found
        compound = next((reading for reading in (form, *unfolded) if self._is_compound(reading)), None)
        mended = self._mended(form)
        if compound is not None:
            return list(dict.fromkeys([compound, *mended]))
        return mended or [form]

    def mates(self, form: str) -> list[str]:
        """The other words of the vocabulary that fold like ``form``: what it may stand for without æ, ø and å."""
        return [mate for mate in self._by_fold.get(fold(form), ()) if mate != form]

    def _mended(self, form: str) -> list[str]:
        if len(form) < _SHORTEST_MENDED:
            return []
        found = sorted(slip for slip in set(_slips(form)) if slip in self._vocabulary)
        if found:
            return found
        folded = fold(form)
        alike = {word for slip in set(_slips(folded)) for word in self._by_fold.get(slip, ())}
        return sorted(word for word in alike if len(word) >= _SHORTEST_MENDED)


def _unfolded(word: str) -> Iterator[str]:
    """The readings of ``word`` with æ, ø, å for some of ae, oe, aa, a, o; those with fewest changes first."""
    pieces, place = [], 0
    while place < len(word):
        size = 2 if word[place : place + 2] in _READINGS else 1
        pieces.append(word[place : place + size])
        place += size
    choices = [_READINGS.get(piece, (piece,)) for piece in pieces]
    if prod(map(len, choices)) > _MOST_READINGS:
        # A long word: what is typed for one letter as two is a surer sign than a plain vowel.
        choices = [choice if len(piece) == 2 else (piece,) for piece, choice in zip(pieces, choices, strict=True)]
    if prod(map(len, choices)) > _MOST_READINGS:
        choices = [choice[:1] for choice in choices]
    readings = ("".join(choice) for choice in product(*choices))
    yield from sorted((reading for reading in readings if reading != word), key=lambda r: _changes(r, word))


def _changes(reading: str, word: str) -> tuple[int, int]:
    """What to sort readings by: digraphs left standing, then letters restored."""
    digraphs = sum(reading.count(digraph) for digraph in ("ae", "oe", "aa"))
    return digraphs, sum(letter in "æøå" for letter in reading) - sum(letter in "æøå" for letter in word)


def _slips(word: str) -> Iterator[str]:
    """Every string one slip of the keys from ``word``, whose first letter stands."""
    for place in range(1, len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in _LETTERS if letter != tail[0])
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in _LETTERS)
    # Two letters changed about at the start are as common a slip as any.
    yield word[1] + word[0] + word[2:]
