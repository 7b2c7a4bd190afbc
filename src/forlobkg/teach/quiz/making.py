"""A quiz: the bank of all items that the graph carries, and a choice of it by seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Final, get_args

from forlobkg.corpus import Corpus
from forlobkg.errors import InputError
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.quiz.composing import Composer, Made
from forlobkg.teach.quiz.composing_sets import SetComposer
from forlobkg.teach.quiz.cueing import Cueing
from forlobkg.teach.quiz.distractors import Distractors
from forlobkg.teach.quiz.facts import Facts
from forlobkg.teach.quiz.items import Difficulty, Item, Kind, Quiz
from forlobkg.teach.quiz.lint import ONE_STATEMENT_IN, Linter
from forlobkg.teach.quiz.relations import load_relations
from forlobkg.teach.quiz.vocabulary import Vocabulary
from forlobkg.teach.quiz.wording import Wording

MOST_ITEMS: Final = 200
"""The longest quiz; nobody sits through more."""
_TRIES: Final = 6
"""How often a choice begins anew where the first items took away too many others."""
_FOR_A_GROUP: Final = 2
"""What each further group that an item takes away costs it, in items of its topic or kind."""
_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_LEVELS: Final[tuple[Difficulty, ...]] = get_args(Difficulty)


class ItemBank:
    """All items over a graph, made once; quizzes are chosen from it."""

    def __init__(self, graph: KnowledgeGraph, corpus: Corpus, *, vocabulary: Vocabulary | None = None) -> None:
        self._graph = graph
        words = vocabulary or Vocabulary()
        relations, facts, wording = load_relations(), Facts(graph, corpus), Wording(graph)
        distractors, linter = Distractors(facts, wording, words, relations), Linter(words)
        self._cueing = linter.cueing
        families = Composer(facts, wording, distractors, linter)
        sets = SetComposer(facts, wording, distractors, linter)
        made = [
            *(item for family in relations.family for item in families.items(family)),
            *(item for matching in relations.matching for item in sets.matchings(matching)),
            *(item for ordering in relations.ordering for item in sets.orderings(ordering)),
            *(item for statement in relations.statement for item in sets.statement(statement)),
        ]
        self._made = tuple({one.item.id: one for one in made}.values())

    @property
    def items(self) -> list[Item]:
        """Every item."""
        return [one.item for one in self._made]

    @property
    def groups(self) -> frozenset[str]:
        """The relations that items were made of, by the ids of ``data/quiz-*.toml``."""
        return frozenset(one.relation for one in self._made)

    def quiz(
        self,
        *,
        seed: int = 0,
        count: int = 20,
        kinds: Collection[Kind] | None = None,
        difficulty: Difficulty | None = None,
        pathway: str | None = None,
        background: bool = False,
    ) -> Quiz:
        """A quiz of at most ``count`` items, the same for the same arguments, spread over topics, kinds and keys.

        No two of its items ask the same fact, are mirrors of each other or give each other away; where the sources
        carry no more such items it is shorter. History, publisher,
        numbers and terms are asked for with ``background`` alone, or by naming a kind that only they have.
        Raises ``InputError`` for choices that are unknown, or for which there is no item.
        """
        self._require(count, kinds, difficulty, pathway)
        core = {one.item.kind for one in self._made if one.value == "core"}
        fitting = [
            one
            for one in self._made
            if (background or one.value == "core" or (kinds and one.item.kind not in core))
            and (not kinds or one.item.kind in kinds)
            and (difficulty is None or one.item.difficulty == difficulty)
            and (not pathway or pathway in one.pathways)
        ]
        rng = random.Random(seed)  # noqa: S311  # a seed is to give the same again
        # An even number, so that as many are true as false.
        statements = count if set(kinds or ()) == {"true-false"} else count // ONE_STATEMENT_IN // 2 * 2
        statements = max(statements, 1) if "true-false" in (kinds or ()) else statements
        chosen: list[Made] = []
        for _ in range(_TRIES):
            trial = _Choice(fitting, rng, self._cueing).first(count, statements)
            chosen = max(chosen, trial, key=len)
            if len(chosen) == count:
                break
        if not chosen:
            raise InputError("kilderne rækker ikke til et eneste spørgsmål med disse valg; vælg flere slags")
        return Quiz(title=self._title(pathway), seed=seed, items=_in_order([one.item for one in chosen]))

    def _title(self, pathway: str | None) -> str:
        if not pathway:
            return "Quiz om de to forløbsbeskrivelser"
        return f"Quiz: {self._graph.label(self._graph.names.iri(pathway))}"

    def _require(self, count: int, kinds: Iterable[str] | None, difficulty: str | None, pathway: str | None) -> None:
        if not 1 <= count <= MOST_ITEMS:
            raise InputError(f"en quiz kan have 1 til {MOST_ITEMS} spørgsmål, ikke {count}")
        unknown = sorted(set(kinds or ()) - set(_KINDS))
        if unknown:
            raise InputError(
                f"der er ingen spørgsmål af slagsen {', '.join(unknown)}; vælg blandt {', '.join(_KINDS)}"
            )
        if difficulty is not None and difficulty not in _LEVELS:
            raise InputError(f"{difficulty!r} er ingen sværhedsgrad; vælg blandt {', '.join(_LEVELS)}")
        known = sorted({name for one in self._made for name in one.pathways})
        if pathway and pathway not in known:
            raise InputError(f"ingen forløbsbeskrivelse hedder {pathway!r}; vælg en af: {', '.join(known)}")


def make_quiz(
    graph: KnowledgeGraph,
    corpus: Corpus,
    *,
    seed: int = 0,
    count: int = 20,
    kinds: Collection[Kind] | None = None,
    difficulty: Difficulty | None = None,
    pathway: str | None = None,
    background: bool = False,
) -> Quiz:
    """A quiz over the graph, as ``ItemBank.quiz`` gives it. Raises ``InputError``."""
    bank = ItemBank(graph, corpus)
    return bank.quiz(
        seed=seed, count=count, kinds=kinds, difficulty=difficulty, pathway=pathway, background=background
    )


class _Choice:
    """Takes items one at a time: each time the one that the quiz lacks most."""

    def __init__(self, fitting: Sequence[Made], rng: random.Random, cueing: Cueing) -> None:
        self._left = list(fitting)
        rng.shuffle(self._left)
        self._cueing = cueing
        self._topics: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()
        self._places: Counter[tuple[str, int]] = Counter()

    def first(self, count: int, most_statements: int) -> list[Made]:
        """Up to ``count`` items of which no two ask the same or give each other away."""
        chosen: list[Made] = []
        while len(chosen) < count:
            fitting = self._left
            if self._kinds["true-false"] >= most_statements:
                fitting = [made for made in fitting if made.item.kind != "true-false"]
            if not fitting:
                break
            one = min(fitting, key=self._plenty)
            chosen.append(one)
            self._take(one)
        return chosen

    def _plenty(self, made: Made) -> tuple[int, int, int]:
        """How much the item takes away, and what the quiz has already of its like; the first of the least wins."""
        item = made.item
        place = self._places[item.kind, _key_place(item)]
        # As many statements are to be true as false.
        unbalanced = place if item.kind == "true-false" else 0
        return (
            unbalanced,
            self._topics[item.topic] + self._kinds[item.kind] + _FOR_A_GROUP * (len(made.groups) - 1),
            place,
        )

    def _take(self, made: Made) -> None:
        item = made.item
        self._topics[item.topic] += 1
        self._kinds[item.kind] += 1
        self._places[item.kind, _key_place(item)] += 1
        self._left = [
            one
            for one in self._left
            if not one.groups & made.groups
            and not one.facts & made.facts
            and one.item.stem.casefold() != item.stem.casefold()
            and not self._cueing.between(one.item, item)
        ]


def _key_place(item: Item) -> int:
    return next((place for place, option in enumerate(item.options) if option.correct), 0)


def _in_order(items: Sequence[Item]) -> list[Item]:
    """The items topic by topic as they first came, the easier ones of a topic first."""
    topics = list(dict.fromkeys(item.topic for item in items))
    return sorted(items, key=lambda item: (topics.index(item.topic), _LEVELS.index(item.difficulty)))
