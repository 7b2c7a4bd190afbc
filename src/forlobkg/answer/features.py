"""What speaks for and against a candidate as the answer to a question, as numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from forlobkg.answer.candidates import Candidate, Kind
from forlobkg.answer.gates import DOUBTS, Gates, value_patterns
from forlobkg.answer.parts import Splitter
from forlobkg.answer.question import Question
from forlobkg.answer.reading import texts
from forlobkg.answer.recognition import NONE, Recognised, Recogniser
from forlobkg.danish import Analyser
from forlobkg.index import HybridIndex, Scored

Numbers = NDArray[np.float64]

FEATURES = (
    "phrase",
    "phrase-lead",
    "item-phrase",
    "target",
    "target-lead",
    "item-target",
    "mass",
    "least-part",
    "share",
    "parts-met",
    "parts-asked",
    "none",
    "none-likeness",
    "near-miss",
    "phrase-over-miss",
    "found",
    "found-mean",
    "found-lead",
    "semantic",
    "covered",
    "covered-softly",
    "most-unexplained",
    "strange",
    "type",
    "relation",
    "named",
    "mentions-met",
    "mentions-missed",
    "reading",
    "combined",
    "list",
    "passages",
    "list-wanted",
    "one-wanted",
    "negation-missed",
    "says-more",
    "other-named",
    "kind-unexplained",
    "asked",
    *DOUBTS,
    "wholly",
)
"""The features in the order of their columns."""

_EXPANDED = 0.7
"""What a word counts that a synonym or a known question carries, beside one that stands there itself."""
_PART = 0.5
_WHICH = frozenset({"hvilken", "hvilket", "hvilke"})
_LIST_TYPES = frozenset({"list", "consists-of"})
_FEW = 3
_FEW_WORDS = 2
_MOST_AGAIN = 3
"""How many times a word may stand in a question that has no other."""
_CLEARLY, _LIKELY, _SURELY = 0.2, 0.6, 0.9
"""The probability of its target from which a candidate is looked at though something speaks against it."""
_WHOLLY = 0.999
_MOST = 60
"""How many candidates are looked at closely."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a question before its candidates are looked at."""

    question: Question
    scored: Scored
    fused: dict[str, float]
    cosines: dict[str, float]
    recognised: Recognised
    unanswered: float
    """How like the question is to the nearest of those that are known to have no answer."""
    parts: tuple[dict[str, float], ...]
    """The probabilities of the targets for each of the things that the question asks, where those are several."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The candidates that were looked at closely, and their features, shape (candidates, features)."""

    candidates: tuple[Candidate, ...]
    features: Numbers


class Weigher:
    """Weighs candidates against questions."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        recogniser: Recogniser,
        index: HybridIndex,
        analyser: Analyser,
        gates: Gates,
    ) -> None:
        self._candidates = list(candidates)
        self._recogniser = recogniser
        groups = [question.groups for question in recogniser.questions]
        self._unanswered = np.array([number for number, own in enumerate(groups) if NONE in own], dtype=np.int64)
        self._index = index
        self._analyser = analyser
        self._words: dict[tuple[tuple[int, ...], tuple[int, ...]], set[str]] = {}
        self._gates = gates
        self._splitter = Splitter()
        self._values = value_patterns()
        self._negations = frozenset(texts()["negations"])

    @property
    def candidates(self) -> list[Candidate]:
        """The candidates that do not depend on the question."""
        return list(self._candidates)

    def evidence(self, question: Question) -> Evidence:
        """What the index and the known questions say of ``question``."""
        scored = self._index.score(question.text)
        cosines = {
            self._index.ids[int(place)]: float(value)
            for place, value in zip(scored.places, scored.cosines, strict=True)
        }
        recognised = self._recognised(question, scored.query.text)
        unanswered = float(recognised.likeness[self._unanswered].max(initial=0.0))
        parts = [self._recogniser.aims(self._analyser.tokens(part), part) for part in self._splitter.parts(question)]
        clear = tuple(aims for aims in parts if max((p for t, p in aims.items() if t != NONE), default=0) >= _CLEARLY)
        return Evidence(question, scored, self._index.fused(scored), cosines, recognised, unanswered, clear)

    def _recognised(self, question: Question, text: str) -> Recognised:
        if not question.about or len(set(question.content_lemmas)) > _FEW_WORDS:
            return self._recogniser.recognise(question.tokens, text)
        # What is short says by its context what it asks about.
        whole = " ".join([text, *question.about])
        return self._recogniser.recognise(self._analyser.tokens(whole), whole)

    def weigh(self, evidence: Evidence, combined: Sequence[Candidate] = ()) -> Weighed:
        """The most likely candidates that can answer at all, ``combined`` ones among them, with their features."""
        question = evidence.question
        words = [token.form for token in question.tokens if token.form.isalpha() and len(set(token.form)) > 1]
        if not words or (len(words) > _MOST_AGAIN and len(set(words)) == 1):
            # Numbers, signs ("7 * 7"), one letter and one word again and again ask for nothing.
            return Weighed((), np.zeros((0, len(FEATURES))))
        fit, doubts = [], []
        for candidate in (*self._candidates, *combined):
            if not self._gates.can_answer(question, candidate):
                continue
            against = self._gates.doubts(question, candidate)
            if any(against) and _aimed(evidence.recognised.targets, candidate.targets) < _CLEARLY:
                continue
            fit.append(candidate)
            doubts.append(against)
        liked = [_best(evidence.recognised.likeness, c.phrases) for c in fit]
        found = [max((evidence.fused.get(slug, 0.0) for slug in c.passages), default=0.0) for c in fit]
        aimed = [_aimed(evidence.recognised.targets, c.targets) for c in fit]
        likely = np.array(liked) + np.array(found) + np.array(aimed)
        chosen = [int(number) for number in np.argsort(-likely, kind="stable")[:_MOST]]
        explained_by_expansion = self._expansions(evidence)
        rankings = [
            sorted(((score, n) for n, score in enumerate(kind)), reverse=True) for kind in (liked, found, aimed)
        ]
        rows = []
        for n in chosen:
            row = self._row(evidence, n, fit, (liked, found, aimed), rankings, explained_by_expansion)
            rows.append([*row, *map(float, doubts[n])])
            rows[-1].append(_wholly(rows[-1]))
        features = np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))
        weighed = Weighed(tuple(fit[n] for n in chosen), features)
        if len(set(question.content_lemmas)) <= _FEW_WORDS:
            # One or two words that stand in no passage are too little to go by.
            enough = features[:, FEATURES.index("covered")] > 0
            needed = _LIKELY if self._says_something(question) else _SURELY
            kept = np.flatnonzero(enough | (features[:, FEATURES.index("target")] >= needed))
            weighed = Weighed(tuple(weighed.candidates[int(row)] for row in kept), features[kept])
        return weighed

    def _row(
        self,
        evidence: Evidence,
        number: int,
        fit: Sequence[Candidate],
        scores_by_kind: Sequence[Sequence[float]],
        rankings: Sequence[Sequence[tuple[float, int]]],
        expansions: dict[int, set[str]],
    ) -> list[float]:
        question, candidate = evidence.question, fit[number]
        liked, found, aimed = (scores[number] for scores in scores_by_kind)
        missed = _few_best(evidence.recognised.likeness, candidate.near_misses)
        passages = set(candidate.passages)
        rival_liked, rival_found, rival_aimed = (_rival(ranked, fit, passages) for ranked in rankings)
        scores = [evidence.fused.get(slug, 0.0) for slug in candidate.passages]
        hard, soft = self._covered(question, candidate, evidence, expansions)
        weights = {place: self._weight(question.tokens[place].lemma) for place in question.content}
        total = sum(weights.values()) or 1.0
        met = [m for m in question.mentions if not candidate.things.isdisjoint(m.slugs)]
        readings = candidate.readings
        named = bool(readings) and all(reading.thing in question.slugs for reading in readings)
        relation = any(not reading.template.relations.isdisjoint(question.relations) for reading in readings)
        spoken = {slug for mention in question.mentions if mention.first < mention.last for slug in mention.slugs}
        several = len(candidate.passages) > 1
        listing = not _LIST_TYPES.isdisjoint(question.types)
        negated = "negated" in question.forms and self._negations.isdisjoint(candidate.own)
        asked = set(question.content_lemmas)
        return [
            liked,
            liked - rival_liked,
            _best(evidence.recognised.likeness, candidate.item_phrases),
            aimed,
            aimed - rival_aimed,
            _aimed(evidence.recognised.targets, candidate.item_targets),
            _mass(evidence.recognised.targets, _all_targets(candidate)),
            min(_mass(evidence.recognised.targets, own) for own in candidate.parts or (_all_targets(candidate),)),
            candidate.share,
            min(_mass(aims, _all_targets(candidate)) for aims in evidence.parts or (evidence.recognised.targets,)),
            float(len(evidence.parts)),
            evidence.recognised.targets.get(NONE, 0.0),
            evidence.unanswered,
            missed,
            _few_best(evidence.recognised.likeness, (*candidate.phrases, *candidate.item_phrases)) - missed,
            found,
            sum(scores) / len(scores),
            found - rival_found,
            max((evidence.cosines.get(slug, 0.0) for slug in candidate.passages), default=0.0),
            sum(weights[p] * share for p, share in hard.items()) / total,
            sum(weights[p] * share for p, share in soft.items()) / total,
            max((weights[p] * (1 - soft[p]) for p in weights), default=0.0) / 6,
            sum(self._strange(question.tokens[p].lemma) * (1 - soft[p]) for p in weights),
            self._type_met(question, candidate),
            float(relation),
            float(named),
            len(met) / len(question.mentions) if question.mentions else 0.5,
            float(len(question.mentions) - len(met)),
            float(bool(readings)),
            float(candidate.kind is Kind.TOGETHER),
            float(candidate.kind is Kind.LIST),
            log(len(candidate.passages)),
            float(several and listing),
            float(several and not listing),
            float(negated),
            float(bool(candidate.own - asked)),
            float(bool(readings) and bool(spoken) and all(r.thing not in spoken for r in readings)),
            max((weights[p] * (1 - soft[p]) for p in self._asked_kind(question)), default=0.0) / 6,
            _best(evidence.recognised.likeness, candidate.asks),
        ]

    def _covered(
        self, question: Question, candidate: Candidate, evidence: Evidence, expansions: dict[int, set[str]]
    ) -> tuple[dict[int, float], dict[int, float]]:
        """For each content word, how far the candidate carries it: by its own words, and by what stands for them."""
        places: set[int] = set()
        for mention in question.mentions:
            if not candidate.things.isdisjoint(mention.slugs):
                places.update(range(mention.first, mention.last))
        for reading in candidate.readings:
            for relation in reading.template.relations:
                places.update(question.relations.get(relation, ()))
        known = self._known_words(candidate)
        hard, soft = {}, {}
        for place in question.content:
            token = question.tokens[place]
            share = 1.0 if place in places or token.lemma in candidate.lemmas else 0.0
            hard[place] = share
            if share < 1 and (token.lemma in known or not expansions[place].isdisjoint(candidate.terms)):
                share = _EXPANDED
            if share < _PART and (
                token.lemma in candidate.terms
                or any(part.lemma in candidate.terms for part in self._analyser.parts(token))
            ):
                share = _PART
            soft[place] = share
        return hard, soft

    def _known_words(self, candidate: Candidate) -> Collection[str]:
        """The words in which people are known to ask for what the candidate says."""
        key = (candidate.phrases, candidate.item_phrases)
        if key not in self._words:
            self._words[key] = self._recogniser.words((*candidate.phrases, *candidate.item_phrases))
        return self._words[key]

    def _expansions(self, evidence: Evidence) -> dict[int, set[str]]:
        """For each content word, the index's terms that the glossary and the synonyms have for it."""
        question = evidence.question
        by_lemma: dict[str, set[str]] = {}
        for item in evidence.scored.expanded.values():
            for lemma in self._analyser.lemmas(item.asked):
                by_lemma.setdefault(lemma, set()).add(item.term)
        return {place: by_lemma.get(question.tokens[place].lemma, set()) for place in question.content}

    def _asked_kind(self, question: Question) -> list[int]:
        """The place of the word after *hvilken*: what kind of thing is asked for."""
        places = [n for n, token in enumerate(question.tokens) if token.form in _WHICH]
        after = (next((p for p in question.content if p > place), None) for place in places)
        return [found for found in after if found is not None]

    def _type_met(self, question: Question, candidate: Candidate) -> float:
        """1 where the candidate is of a kind that the question wants, -1 where it lacks what such answers have."""
        if candidate.readings:
            met = any(not reading.template.types.isdisjoint(question.types) for reading in candidate.readings)
            return 1.0 if met else -0.5
        checks = [kind for kind in question.types if f"type-{kind}" in self._values]
        if not checks:
            return 0.0
        return 1.0 if any(self._values[f"type-{kind}"].search(candidate.text) for kind in checks) else -1.0

    def _says_something(self, question: Question) -> bool:
        """Whether a question has more than one word, and not only strange ones."""
        lemmas = question.content_lemmas
        said = {token.lemma for token in question.tokens}
        return len(said) > 1 and not (lemmas and all(self._strange(lemma) for lemma in lemmas))

    def _weight(self, lemma: str) -> float:
        return self._index.idf(lemma)

    def _strange(self, lemma: str) -> bool:
        return not self._index.knows(lemma) and lemma not in self._recogniser


def _rival(ranked: Sequence[tuple[float, int]], fit: Sequence[Candidate], passages: set[str]) -> float:
    """The best score, of those ``ranked``, of a candidate that rests on none of ``passages``; else 0."""
    return next((max(score, 0.0) for score, n in ranked if passages.isdisjoint(fit[n].passages)), 0.0)


def _mass(probabilities: dict[str, float], targets: Collection[str]) -> float:
    return sum(probabilities.get(target, 0.0) for target in set(targets))


def _all_targets(candidate: Candidate) -> tuple[str, ...]:
    return (*candidate.targets, *candidate.item_targets)


def _wholly(row: Sequence[float]) -> float:
    """1.0 where the question names a reading's thing and its relation, is of its type and says nothing else."""
    met = all(row[FEATURES.index(name)] >= _WHOLLY for name in ("named", "relation", "type", "covered"))
    return float(met and not any(row[FEATURES.index(name)] for name in ("negation-missed", *DOUBTS)))


def _best(likeness: NDArray[np.float32], numbers: Sequence[int]) -> float:
    return float(likeness[list(numbers)].max()) if numbers else 0.0


def _few_best(likeness: NDArray[np.float32], numbers: Sequence[int]) -> float:
    """The mean of the three best, which says more than one question that happens to be alike."""
    if not numbers:
        return 0.0
    found = likeness[list(numbers)]
    return float(np.sort(found)[-_FEW:].mean())


def _aimed(scores: dict[str, float], targets: Sequence[str]) -> float:
    return max((scores.get(target, 0.0) for target in targets), default=0.0)
