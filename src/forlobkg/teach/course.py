"""Course material as the service, the command line and the pages use it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from forlobkg.corpus import Corpus
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.cases import make_cases
from forlobkg.teach.checking import Change, changes, refreshed
from forlobkg.teach.claims import Claims
from forlobkg.teach.comparing import compare
from forlobkg.teach.glossary import make_glossary
from forlobkg.teach.making import material_of
from forlobkg.teach.material import Material, Poster
from forlobkg.teach.options import Chooser, Options
from forlobkg.teach.outline import Choice, Outline
from forlobkg.teach.posters import poster_of
from forlobkg.teach.proposing import Proposer
from forlobkg.teach.quiz import Difficulty, ItemBank, Kind, Quiz


class Course:
    """What can be taught from a graph and the sources behind it."""

    def __init__(self, graph: KnowledgeGraph, corpus: Corpus) -> None:
        self._graph = graph
        self._corpus = corpus
        self._claims = Claims(graph, corpus)
        self._chooser = Chooser(graph, self._claims)
        self._proposer = Proposer(graph, corpus, self._claims, self._chooser)

    def options(self) -> Options:
        """What a form offers: pathways, target groups, actors, recommendations, phases, lengths and levels."""
        return self._options

    @cached_property
    def _options(self) -> Options:
        return self._chooser.options()

    def propose(self, choice: Choice) -> Outline:
        """An outline for ``choice``. Raises ``InputError`` where the sources have nothing for it."""
        return self._proposer.propose(choice)

    def check(self, outline: Outline) -> list[Change]:
        """What is to be looked at again: lines whose passages changed or went, or whose wording is not theirs."""
        return changes(outline, self._claims, self._corpus)

    def refresh(self, outline: Outline) -> Outline:
        """``outline`` with the wording and hashes of today where passages have changed, after the trainer has looked.

        Lines that are altered, or that the graph no longer says, stay for ``check`` to name.
        """
        return refreshed(outline, self._claims, self._corpus)

    def material(self, outline: Outline) -> Material:
        """The material of ``outline`` with the sources as they are now."""
        return material_of(outline, self._graph, self._corpus, self._claims)

    def poster(self, actor: str) -> Poster:
        """Who does what, for the actor of the slug. Raises ``InputError``."""
        return poster_of(actor, self._graph, self._corpus, self._claims, self._chooser)

    def cases(self, *, seed: int = 0, count: int = 3, pathway: str | None = None, answers: bool = True) -> Material:
        """Constructed cases with questions, and with their answers unless told not. Raises ``InputError``."""
        return make_cases(self._graph, self._corpus, seed=seed, count=count, pathway=pathway, answers=answers)

    def glossary(self, pathway: str | None = None) -> Material:
        """The terms of a pathway (slug), or of both. Raises ``InputError``."""
        return make_glossary(self._graph, self._corpus, pathway)

    def compare(self, one: str, other: str) -> Material:
        """Two things of one class (slugs or labels) side by side. Raises ``InputError``."""
        return compare(self._graph, self._corpus, one, other)

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
        """A quiz from the facts of the graph; the same arguments give the same. Raises ``InputError``.

        History, publisher, numbers and terms are asked for with ``background`` alone.
        """
        return self._items.quiz(
            seed=seed, count=count, kinds=kinds, difficulty=difficulty, pathway=pathway, background=background
        )

    @cached_property
    def _items(self) -> ItemBank:
        return ItemBank(self._graph, self._corpus)
