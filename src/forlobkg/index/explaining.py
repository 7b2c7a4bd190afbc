"""Why an entry was found: the words, parts, phrases, synonyms, names or meaning that brought it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from forlobkg.index.concepts import ConceptTable
from forlobkg.index.expansion import Expanded
from forlobkg.index.postings import Postings
from forlobkg.index.query import Query
from forlobkg.index.records import Arm, Reason, Why

Scores = NDArray[np.float32]

_MOST_REASONS = 3
_ORDER = tuple(Why)


@dataclass(frozen=True, slots=True)
class Scored:
    """A query's scores in [0, 1] in each arm over the candidate entries ``places``, all of shape (candidates,)."""

    query: Query
    places: NDArray[np.int64]
    arms: dict[Arm, Scores]
    cosines: Scores
    expanded: dict[str, Expanded]
    name_cosines: Scores
    name_coverage: Scores


class Explainer:
    """Gives the reasons for the hits of one search; ``rows`` are their places among the candidates, best first."""

    def __init__(
        self, words: Postings, grams: Postings, concepts: ConceptTable, scored: Scored, rows: NDArray[np.int64]
    ) -> None:
        self._scored = scored
        self._rows = rows
        self._places = scored.places[rows]
        self._concepts = concepts
        self._terms = list(scored.query.terms)
        self._expanded = list(scored.expanded)
        self._own = _by_hit(self._terms, words.weights(self._terms, self._places))
        self._others = _by_hit(self._expanded, words.weights(self._expanded, self._places))
        self._grams = grams
        self._nearness = np.maximum(scored.name_cosines, scored.name_coverage)

    def matched(self, number: int) -> tuple[str, ...]:
        """The query's lemmas that stand in the hit or its headings."""
        own = self._own[number]
        return tuple(lemma for lemma in self._scored.query.lemmas if lemma in own)

    def terms(self, number: int) -> frozenset[str]:
        """The index's terms by which the hit was found."""
        return frozenset([*self._own[number], *self._others[number]])

    def reasons(self, number: int) -> tuple[Reason, ...]:
        """The reasons kind by kind, the strongest first, no more than three of each."""
        found = [*self._by_words(number), *self._by_expansion(number)]
        place = int(self._places[number])
        near = self._concepts.nearest(self._nearness, place)
        if near is not None:
            name, nearness = near
            found.append(Reason(Why.CONCEPT, name.text, name.concept, round(nearness, 4)))
        if not found and self._spelled[number] > 0:
            found.append(Reason(Why.SPELLING, "", "", round(float(self._spelled[number]), 4)))
        cosine = float(self._scored.cosines[self._rows[number]])
        if cosine > 0:
            found.append(Reason(Why.MEANING, "", "", round(cosine, 4)))
        return _strongest(found)

    @cached_property
    def _spelled(self) -> Scores:
        """What the query's n-grams count in each hit; looked at only where a hit has no better reason."""
        spelled: Scores = self._grams.weights(list(self._scored.query.grams), self._places).sum(axis=0)
        return spelled

    def _by_words(self, number: int) -> list[Reason]:
        wanted = self._scored.query.terms
        return [
            Reason(wanted[term].why, wanted[term].asked, term, round(wanted[term].weight * weight, 4))
            for term, weight in self._own[number].items()
        ]

    def _by_expansion(self, number: int) -> list[Reason]:
        shown: dict[tuple[str, str], Reason] = {}
        for term, held in self._others[number].items():
            item = self._scored.expanded[term]
            weight = round(item.weight * held, 4)
            key = (item.asked, item.shown)
            if key not in shown or shown[key].strength < weight:
                shown[key] = Reason(item.why, item.asked, item.shown, weight)
        return list(shown.values())


def _by_hit(terms: Sequence[str], table: Scores) -> list[dict[str, float]]:
    """For each hit the terms that it holds with their weights, from ``table``, shape (terms, hits)."""
    found: list[dict[str, float]] = [{} for _ in range(table.shape[1])]
    rows, hits = np.nonzero(table)
    for row, hit, weight in zip(rows.tolist(), hits.tolist(), table[rows, hits].tolist(), strict=True):
        found[hit][terms[row]] = weight
    return found


def _strongest(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    kinds: dict[Why, list[Reason]] = {}
    for reason in sorted(reasons, key=lambda reason: -reason.strength):
        kinds.setdefault(reason.why, []).append(reason)
    return tuple(reason for why in _ORDER if why in kinds for reason in kinds[why][:_MOST_REASONS])
