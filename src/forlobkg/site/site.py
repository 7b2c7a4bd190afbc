"""The face that the service has for its pages: one method for each page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from forlobkg.corpus import Corpus
from forlobkg.danish import Analyser
from forlobkg.errors import NotFoundError
from forlobkg.graph import KnowledgeGraph, describe
from forlobkg.site.about import AboutPage, about_page
from forlobkg.site.asking import Answered, Ask, answered
from forlobkg.site.completion import Completion, Completions
from forlobkg.site.editor import EditorView, editor_view
from forlobkg.site.finding import Finder
from forlobkg.site.history import History, history
from forlobkg.site.lists import Lists
from forlobkg.site.map import MapMaker
from forlobkg.site.questions import OfferedQuestions, offered_questions
from forlobkg.site.quoting import quoted
from forlobkg.site.searching import Searcher
from forlobkg.site.sources import OutsideFact, SourcePage, Sources
from forlobkg.site.thing import thing_page
from forlobkg.site.thing_views import ThingPage
from forlobkg.site.who import WhoPages

_ABOUT = ("slides", "webpage")
"""The kinds of documents that tell of a publication and are none."""


class Site:
    """The pages of one graph and its corpus; what is the same for all visitors is made when it is first needed."""

    def __init__(self, graph: KnowledgeGraph, corpus: Corpus, analyser: Analyser) -> None:
        self._graph = graph
        self._corpus = corpus
        self._analyser = analyser

    def thing(self, slug: str) -> ThingPage:
        """What the graph holds of what has the IRI of ``slug``, in words. Raises ``NotFoundError``."""
        description = describe(self._graph, self._graph.names.iri(slug))
        if description is None:
            raise NotFoundError(f"intet i grafen hedder {slug!r}; find det med en søgning")
        return thing_page(description, slug, self._graph, self._corpus)

    def quoted(self, page: ThingPage) -> str:
        """The quotes of ``page`` as plain text with their sources."""
        if page.place is not None:
            return quoted("", [page.slug], self._corpus)
        cited = (self._graph.names.slug(citation.passage) for citation in page.citations)
        return quoted(page.label, [slug for slug in cited if slug is not None], self._corpus)

    def answered(self, ask: Ask, question: str, without: Sequence[str] = ()) -> Answered:
        """What ``ask`` answers to ``question`` without the things of these slugs. Raises ``InputError``."""
        return answered(ask, self._graph, question, without)

    @cached_property
    def questions(self) -> OfferedQuestions:
        """The questions that are offered to ask."""
        return offered_questions()

    def completions(self, typed: str) -> list[Completion]:
        """Questions that the sources answer and things that ``typed`` may become."""
        return self._completions.of(typed)

    @cached_property
    def _completions(self) -> Completions:
        return Completions(self._graph, self.questions.all)

    @cached_property
    def lists(self) -> Lists:
        """The lists of things."""
        return Lists(self._graph, self.thing)

    @cached_property
    def finder(self) -> Finder:
        """What finds things by their names."""
        return Finder(self._graph)

    @cached_property
    def searcher(self) -> Searcher:
        """What tells apart what a search finds by its words and by their meaning."""
        return Searcher(self._corpus, self._graph.names, self._analyser)

    @cached_property
    def who(self) -> WhoPages:
        """What makes the page of who does what."""
        return WhoPages(self._graph)

    def source(self, document_id: str) -> SourcePage:
        """A document part by part, with its repairs and what was drawn from it. Raises ``NotFoundError``."""
        return self._sources.page(document_id)

    def sources(self) -> list[SourcePage]:
        """All documents."""
        return self._sources.all()

    @cached_property
    def publications_missing(self) -> bool:
        """Whether the sources only tell of the publications, as long as nobody has brought these themselves."""
        return all(document.record.kind in _ABOUT for document in self._corpus.documents.values())

    def outside_facts(self) -> list[OutsideFact]:
        """The facts from other sources, which are shown as notes."""
        return self._sources.outside()

    @cached_property
    def _sources(self) -> Sources:
        return Sources(self._graph, self._corpus)

    @cached_property
    def map(self) -> MapMaker:
        """What makes maps of the graph around one of its things."""
        return MapMaker(self._graph, self._corpus)

    @cached_property
    def history(self) -> History:
        """The milestones that the sources date, in order of time, each with its quotes."""
        return history(self._graph, self._corpus)

    def about(self) -> AboutPage:
        """What the page about the service shows from the sources."""
        return about_page(self._corpus, self._graph.names)

    @cached_property
    def editor(self) -> EditorView:
        """What the SPARQL editor offers: prefixes, the terms that the dataset uses, example queries."""
        return editor_view(self._graph)
