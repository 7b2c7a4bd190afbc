"""Why an entry was found: the words, parts, phrases, synonyms, names or meaning that brought it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forlobkg.index.concepts import ConceptTable
from forlobkg.index.expansion import Expanded
from forlobkg.index.postings import Postings
from forlobkg.index.query import Query
from forlobkg.index.records import Arm, Reason, Why

Scores = NDArray[np.float32]

_MOST_REASONS = 3


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
        self._own = words.weights(self._terms, self._places)
        self._others = words.weights(self._expanded, self._places)
        self._spelled = grams.weights(list(scored.query.grams), self._places).sum(axis=0)
        numbers = {term: number for number, term in enumerate(self._terms)}
        self._lemmas = [(lemma, numbers[lemma]) for lemma in scored.query.lemmas]

    def matched(self, number: int) -> tuple[str, ...]:
        """The query's lemmas that stand in the hit or its headings."""
        return tuple(lemma for lemma, row in self._lemmas if self._own[row, number] > 0)

    def terms(self, number: int) -> frozenset[str]:
        """The index's terms by which the hit was found."""
        own = (self._terms[row] for row in np.flatnonzero(self._own[:, number]))
        others = (self._expanded[row] for row in np.flatnonzero(self._others[:, number]))
        return frozenset([*own, *others])

    def reasons(self, number: int) -> tuple[Reason, ...]:
        """The reasons kind by kind, the strongest first, no more than three of each."""
        found = [*self._by_words(number), *self._by_expansion(number)]
        place = int(self._places[number])
        near = self._concepts.nearest(self._scored.name_cosines, self._scored.name_coverage, place)
        if near is not None:
            name, nearness = near
            found.append(Reason(Why.CONCEPT, name.text, name.concept, round(nearness, 4)))
        if not found and self._spelled[number] > 0:
            found.append(Reason(Why.SPELLING, "", "", round(float(self._spelled[number]), 4)))
        cosine = float(self._scored.cosines[self._rows[number]])
        if cosine > 0:
            found.append(Reason(Why.MEANING, "", "", round(cosine, 4)))
        return _strongest(found)

    def _by_words(self, number: int) -> list[Reason]:
        column = self._own[:, number]
        wanted = self._scored.query.terms
        return [
            Reason(wanted[term].why, wanted[term].asked, term, round(float(wanted[term].weight * column[row]), 4))
            for row in np.flatnonzero(column)
            for term in (self._terms[row],)
        ]

    def _by_expansion(self, number: int) -> list[Reason]:
        shown: dict[tuple[str, str], Reason] = {}
        column = self._others[:, number]
        for row in np.flatnonzero(column):
            item = self._scored.expanded[self._expanded[row]]
            weight = round(float(item.weight * column[row]), 4)
            key = (item.asked, item.shown)
            if key not in shown or shown[key].strength < weight:
                shown[key] = Reason(item.why, item.asked, item.shown, weight)
        return list(shown.values())


def _strongest(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    kinds: dict[Why, list[Reason]] = {}
    for reason in sorted(reasons, key=lambda reason: -reason.strength):
        kinds.setdefault(reason.why, []).append(reason)
    return tuple(reason for why in Why for reason in kinds.get(why, ())[:_MOST_REASONS])
