"""Danish compounds divided into their parts by a compiled lexicon."""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

from forlobkg.errors import BuildError

MAGIC = b"FLKGCMP1"
# Only Latin letters occur in the lexicon, so that a byte of a word is a letter of it.
ENCODING = "latin-1"
COST_UNIT = 0.25
NO_COST = 255
# A word of its own, but never a last part.
BLOCKED = 254
# What a first part loses when it stands as a word of its own: "arbejds" is "arbejde" less its e and an s.
RESTORED = ("", "e", "um")
_LONGEST_WORD = 64
_CACHED_WORDS = 1 << 14
_IMPOSSIBLE = 1 << 30
_HEADER = 24
_ROOT = 0
# A word that the dictionary lacks is divided when its parts cost no more than this, in COST_UNITs.
_UNKNOWN_WORD = 20
_UNKNOWN_LETTER = 9


class Step(NamedTuple):
    """A step of a division: ``word[start:end]`` with its links, and the number of its entry."""

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a compound: ``text == form[start:end]``, without the letters that link it to the next part.

    ``word`` is the part as a word of its own where it loses letters in compounds ("arbejde" for the "arbejd"
    of "arbejdsmarked"), and else the same as ``text``.
    """

    text: str
    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a string of letters can be in a compound; costs count ``COST_UNIT``s, and ``NO_COST`` is "cannot".

    As a first part the string ends with ``link`` linking letters and stands for a word that has
    ``RESTORED[restored]`` at its end. ``first_whole`` and ``last_whole`` say that the part is not divided.
    """

    first: int = NO_COST
    last: int = NO_COST
    link: int = 0
    restored: int = 0
    first_whole: bool = False
    last_whole: bool = False

    def pack(self) -> bytes:
        """The entry as four bytes."""
        flags = self.link | self.restored << 2 | self.first_whole << 4 | self.last_whole << 5
        return bytes((self.first, self.last, flags, 0))

    @classmethod
    def unpack(cls, data: bytes) -> Entry:
        """The entry that ``pack`` made four bytes of."""
        flags = data[2]
        return cls(data[0], data[1], flags & 3, flags >> 2 & 3, bool(flags & 16), bool(flags & 32))


# A state while the lexicon is built: its entry's number, and its edges as letter and state.
_State = tuple[int, tuple[tuple[int, int], ...]]


class Lexicon:
    """A minimal automaton of word forms, each with an ``Entry``.

    State ``s`` has the edges ``starts[s]`` to ``starts[s + 1]``, sorted by letter; ``finals[s]`` is the number of
    its entry, 0 for none.
    """

    def __init__(
        self, starts: array[int], labels: bytes, targets: array[int], finals: array[int], entries: list[Entry]
    ) -> None:
        self.starts = starts
        self.labels = labels
        self.targets = targets
        self.finals = finals
        self.entries = entries
        self.firsts = [_IMPOSSIBLE if entry.first == NO_COST else entry.first for entry in entries]
        self.lasts = [_IMPOSSIBLE if entry.last >= BLOCKED else entry.last for entry in entries]

    def find(self, form: str) -> Entry | None:
        """The entry of exactly ``form``."""
        state = _ROOT
        for letter in form.encode(ENCODING, "replace"):
            edge = self.labels.find(letter, self.starts[state], self.starts[state + 1])
            if edge < 0:
                return None
            state = self.targets[edge]
        number = self.finals[state]
        return self.entries[number] if number else None

    @classmethod
    def build(cls, table: Mapping[str, Entry]) -> Lexicon:
        """The lexicon of the strings in ``table`` (the algorithm of Daciuk and others, 2000)."""
        entries = [Entry()]
        numbers: dict[Entry, int] = {}
        register: dict[_State, int] = {}
        path: list[tuple[int, list[tuple[int, int]]]] = [(0, [])]

        def close(final: int, edges: list[tuple[int, int]]) -> int:
            return register.setdefault((final, tuple(edges)), len(register))

        previous = b""
        # The empty string at the end closes the states of the last one.
        for word in (*sorted(string.encode(ENCODING) for string in table), b""):
            common = 0
            while common < min(len(word), len(previous)) and word[common] == previous[common]:
                common += 1
            while len(path) - 1 > common:
                state = close(*path.pop())
                path[-1][1].append((previous[len(path) - 1], state))
            path += [(0, []) for _ in range(len(word) - common)]
            if word:
                entry = table[word.decode(ENCODING)]
                number = numbers.setdefault(entry, len(entries))
                if number == len(entries):
                    entries.append(entry)
                path[-1] = (number, path[-1][1])
            previous = word
        root = close(*path.pop())
        starts, labels, targets, finals = array("I", [0]), bytearray(), array("I"), array("H")
        for final, edges in reversed(register):
            finals.append(final)
            for label, target in edges:
                labels.append(label)
                targets.append(root - target)
            starts.append(len(labels))
        return cls(starts, bytes(labels), targets, finals, entries)

    def dump(self) -> bytes:
        """The lexicon as bytes, the same on every machine."""
        body = b"".join(
            (
                *(_little_endian(numbers) for numbers in (self.starts, self.targets, self.finals)),
                self.labels,
                *(entry.pack() for entry in self.entries),
            )
        )
        counts = (len(self.starts) - 1, len(self.labels), len(self.entries), zlib.crc32(body))
        header = MAGIC + b"".join(count.to_bytes(4, "little") for count in counts)
        return header + zlib.compress(body, 9)

    @classmethod
    def load(cls, data: bytes) -> Lexicon:
        """The lexicon that ``dump`` made ``data`` of. Raises ``BuildError`` when the data is damaged."""
        if len(data) < _HEADER or not data.startswith(MAGIC):
            raise BuildError("the compound lexicon is not one, or is cut short; install forlobkg anew")
        states, edges, entries, checksum = (
            int.from_bytes(data[start : start + 4], "little") for start in range(len(MAGIC), _HEADER, 4)
        )
        try:
            body = zlib.decompress(data[_HEADER:])
        except zlib.error as error:
            raise BuildError("the compound lexicon is damaged or cut short; install forlobkg anew") from error
        sizes = (4 * (states + 1), 4 * edges, 2 * states, edges, 4 * entries)
        if len(body) != sum(sizes) or zlib.crc32(body) != checksum:
            raise BuildError("the compound lexicon is damaged; install forlobkg anew")
        bounds = [0]
        for size in sizes:
            bounds.append(bounds[-1] + size)
        starts, targets, finals, labels, table = (body[start:end] for start, end in pairwise(bounds))
        return cls(
            _array("I", starts),
            labels,
            _array("I", targets),
            _array("H", finals),
            [Entry.unpack(table[start : start + 4]) for start in range(0, len(table), 4)],
        )


class Compounds:
    """Divides Danish compounds into their parts.

    ``lexicon`` is made by training/compounds.py; without one the lexicon that comes with the package is read
    when the first word is divided, which raises ``BuildError`` when it is damaged.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._given = lexicon
        self._cached = lru_cache(maxsize=_CACHED_WORDS)(self._parts)

    def parts(self, form: str) -> tuple[Part, ...]:
        """The parts of ``form``, which must be normalised; one part, the form itself, when it stays whole."""
        return self._cached(form)

    def divide(self, word: str) -> tuple[int, list[Step]] | None:
        """The cheapest division of ``word`` into two or more parts, with its cost in ``COST_UNIT``s; none if none."""
        lexicon = self.lexicon
        starts, targets, finals = lexicon.starts, lexicon.targets, lexicon.finals
        firsts, lasts, find = lexicon.firsts, lexicon.lasts, lexicon.labels.find
        letters = word.encode(ENCODING, "replace")
        length = len(letters)
        costs = [_IMPOSSIBLE] * (length + 1)
        costs[0] = 0
        steps: list[Step | None] = [None] * (length + 1)
        for start in range(length - 1):
            so_far = costs[start]
            if so_far == _IMPOSSIBLE:
                continue
            state = 0
            for position in range(start, length):
                edge = find(letters[position], starts[state], starts[state + 1])
                if edge < 0:
                    break
                state = targets[edge]
                number = finals[state]
                if not number:
                    continue
                end = position + 1
                if end < length:
                    cost = so_far + firsts[number]
                elif start:
                    cost = so_far + lasts[number]
                else:
                    continue
                if cost < costs[end]:
                    costs[end] = cost
                    steps[end] = Step(start, end, number)
        path: list[Step] = []
        step = steps[length]
        while step is not None:
            path.append(step)
            step = steps[step.start]
        return (costs[length], path[::-1]) if path else None

    @cached_property
    def lexicon(self) -> Lexicon:
        """The lexicon in use."""
        if self._given is not None:
            return self._given
        return Lexicon.load(resources.files("forlobkg.danish").joinpath("data/compounds.bin").read_bytes())

    def _parts(self, form: str) -> tuple[Part, ...]:
        whole = (Part(form, 0, len(form), form),)
        if len(form) > _LONGEST_WORD or not form.isalpha():
            return whole
        entry = self.lexicon.find(form)
        if entry is not None and entry.last != NO_COST:
            if entry.last_whole:
                return whole
        else:
            division = self.divide(form)
            if division is None or division[0] > _UNKNOWN_WORD + _UNKNOWN_LETTER * len(form):
                return whole
        return tuple(self._split(form, 0)) or whole

    def _split(self, word: str, offset: int) -> list[Part]:
        division = self.divide(word)
        if division is None:
            return []
        parts = []
        for start, end, number in division[1]:
            entry = self.lexicon.entries[number]
            is_last = end == len(word)
            text = word[start:end] if is_last else word[start : end - entry.link]
            full = text if is_last else text + RESTORED[entry.restored]
            inner: list[Part] = []
            if not (entry.last_whole if is_last else entry.first_whole):
                inner = self._split(full, offset + start)
            if inner and full != text:
                clipped = inner[-1]
                at = clipped.start - offset - start
                inner[-1] = Part(text[at:], clipped.start, offset + start + len(text), clipped.word)
            parts += inner or [Part(text, offset + start, offset + start + len(text), full)]
        return parts


def _little_endian(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()


def _array(typecode: str, data: bytes) -> array[int]:
    numbers = array(typecode)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
