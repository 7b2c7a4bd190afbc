"""Names near a query lead to the entries that speak of what they name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from forlobkg.danish import Analyser
from forlobkg.errors import BuildError
from forlobkg.files import write_atomic
from forlobkg.index.fusion import by_maximum
from forlobkg.index.records import ConceptRecord, GlossaryEntry

Scores = NDArray[np.float32]

_NEAR = 0.5
"""How near a name must be to be told as the reason for a hit."""
_SPREAD = 0.5
"""How much less a name counts that many entries speak of: its weight is their number to minus this."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name with a vector: of the concept ``concept``, or a glossary phrase, whose concept is then empty."""

    text: str
    concept: str


class ConceptTable:
    """Names of concepts and glossary phrases, each with the entries it leads to and how surely, in [0, 1]."""

    def __init__(self, names: Sequence[Name], links: Sequence[Mapping[int, float]], size: int) -> None:
        self.names = list(names)
        self._links = [dict(link) for link in links]
        self._size = size

    @classmethod
    def build(
        cls,
        concepts: Sequence[ConceptRecord],
        glossary: Sequence[GlossaryEntry],
        ids: Sequence[str],
        lemma_lists: Sequence[Sequence[str]],
        analyser: Analyser,
    ) -> Self:
        """The names of ``concepts`` and ``glossary`` over the entries ``ids``, whose lemmas are ``lemma_lists``.

        A concept leads to the entries that its record names; a glossary phrase to those that hold one of its
        terms, word for word.
        """
        places = {entry: place for place, entry in enumerate(ids)}
        names: list[Name] = []
        links: list[dict[int, float]] = []
        for concept in concepts:
            spoken = {places[entry]: 1.0 for entry in concept.entries if entry in places}
            for label in dict.fromkeys(concept.labels):
                names.append(Name(label, concept.id))
                links.append(spoken)
        finder = _Occurrences(lemma_lists)
        for item in glossary:
            spoken = {}
            weight = 1.0
            for term in item.terms:
                for place in finder.places(analyser.lemmas(term)):
                    spoken.setdefault(place, weight)
                weight *= 0.7
            names.append(Name(item.phrase, ""))
            links.append(spoken)
        return cls(names, links, len(ids))

    def save(self, path: Path) -> None:
        """Write the table to ``path``."""
        rows = [
            [name.text, name.concept, list(link.items())] for name, link in zip(self.names, self._links, strict=True)
        ]
        content = json.dumps({"size": self._size, "names": rows}, ensure_ascii=False, separators=(",", ":"))
        write_atomic(path, content.encode("utf-8"))

    @classmethod
    def load(cls, path: Path) -> Self:
        """The table that ``save`` wrote. Raises ``BuildError``."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            names = [Name(text, concept) for text, concept, _ in content["names"]]
            links = [{int(place): float(weight) for place, weight in link} for _, _, link in content["names"]]
            return cls(names, links, int(content["size"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BuildError(f"{path.name} is no table of concepts; run: forlobkg build") from error

    def scores(self, cosines: Scores, coverage: Scores) -> Scores:
        """The score of every entry, shape (entries,), by how near the names are that lead to it.

        ``cosines`` are the rescaled ones with the query, ``coverage`` is how much of each the query covers, both
        of shape (names,), in [0, 1]. The cosine counts by its fourth power, the coverage by its square: a few near
        names are better signs than many that are not far (chosen on dev).
        """
        squared = cosines * cosines
        by_cosine, by_coverage = self._spread(squared * squared), self._spread(coverage * coverage)
        return by_maximum(by_cosine) + by_maximum(by_coverage)

    def nearest(self, nearness: Scores, place: int) -> tuple[Name, float] | None:
        """The name that brings most to the entry at ``place``, with how near it is; None where none is near.

        ``nearness``, shape (names,), is how near each name is, in [0, 1].
        """
        here = self._by_place.get(place)
        if here is None:
            return None
        numbers = self._name_numbers[here]
        near = nearness[numbers]
        best = int((near * self._strengths[here]).argmax())
        if near[best] < _NEAR:
            return None
        return self.names[int(numbers[best])], float(near[best])

    def _spread(self, strengths: Scores) -> Scores:
        # Several names that lead to one entry add up: they are so many signs of it.
        shares = strengths[self._name_numbers] * self._strengths
        return np.bincount(self._places, weights=shares, minlength=self._size).astype(np.float32)

    @cached_property
    def _flat(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Scores]:
        rows = [
            (number, place, weight / len(link) ** _SPREAD)
            for number, link in enumerate(self._links)
            for place, weight in link.items()
        ]
        numbers = np.array([row[0] for row in rows], dtype=np.int64)
        places = np.array([row[1] for row in rows], dtype=np.int64)
        return numbers, places, np.array([row[2] for row in rows], dtype=np.float32)

    @property
    def _name_numbers(self) -> NDArray[np.int64]:
        return self._flat[0]

    @property
    def _places(self) -> NDArray[np.int64]:
        return self._flat[1]

    @property
    def _strengths(self) -> Scores:
        return self._flat[2]

    @cached_property
    def _by_place(self) -> dict[int, NDArray[np.int64]]:
        order = np.argsort(self._places, kind="stable")
        places, firsts = np.unique(self._places[order], return_index=True)
        return {int(place): rows for place, rows in zip(places, np.split(order, firsts[1:]), strict=True)}


class _Occurrences:
    """Where a sequence of lemmas stands, word after word."""

    def __init__(self, lemma_lists: Sequence[Sequence[str]]) -> None:
        self._lists = lemma_lists
        self._entries: defaultdict[str, set[int]] = defaultdict(set)
        for place, lemmas in enumerate(lemma_lists):
            for lemma in lemmas:
                self._entries[lemma].add(place)

    def places(self, wanted: Sequence[str]) -> list[int]:
        if not wanted:
            return []
        having = set.intersection(*(self._entries.get(lemma, set()) for lemma in wanted))
        return sorted(place for place in having if _contains(self._lists[place], wanted))


def _contains(lemmas: Sequence[str], wanted: Sequence[str]) -> bool:
    size = len(wanted)
    return any(list(lemmas[first : first + size]) == list(wanted) for first in range(len(lemmas) - size + 1))
