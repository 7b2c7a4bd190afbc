"""Course material as the service, the command line and the pages use it."""

from __future__ import annotations

from functools import cached_property

from forlobkg.corpus import Corpus
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.claims import Claims
from forlobkg.teach.making import material_of
from forlobkg.teach.material import Material
from forlobkg.teach.options import Chooser, Options
from forlobkg.teach.outline import Choice, Outline
from forlobkg.teach.proposing import Proposer


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

    def material(self, outline: Outline) -> Material:
        """The material of ``outline`` with the sources as they are now. Raises ``InputError``."""
        return material_of(outline, self._graph, self._corpus, self._claims)
