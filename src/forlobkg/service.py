"""The opened system: ask, search, show, who does what, SPARQL, export. What every door uses."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Self

from forlobkg.answer import readable
from forlobkg.builds import Build, Report, input_hash, model_choice, valid_build
from forlobkg.corpus import Corpus, load_corpus
from forlobkg.errors import InputError, NotFoundError
from forlobkg.export_files import ExportFiles
from forlobkg.graph import (
    EXPORT_FORMATS,
    SCHEMA,
    Description,
    GraphStore,
    KnowledgeGraph,
    Names,
    OxigraphStore,
    WhoRow,
    describe,
    explain,
    export_graphs,
    export_tables,
    filter_rows,
    is_described,
    require_class,
    who_does_what,
    write_data,
    zip_tables,
)
from forlobkg.index import RERANKED
from forlobkg.resources import ontology_dir
from forlobkg.settings import Settings, load_settings
from forlobkg.site import Site
from forlobkg.sparql import Limits, QueryEngine, SparqlResult, SparqlRunner
from forlobkg.views import (
    DocumentDetail,
    DocumentSummary,
    EntityView,
    SearchResult,
    WhoTable,
    document_detail,
    document_summary,
    entity_view,
    search_result,
    who_table,
)
from forlobkg.views_explain import ExplanationView, explanation_view

if TYPE_CHECKING:
    from pathlib import Path

    from forlobkg.answer import Answerer, AskResult
    from forlobkg.danish import Analyser, Highlighter
    from forlobkg.index import Embedder, HybridIndex, Reranker
    from forlobkg.remote import SparqlEndpoint
    from forlobkg.teach import Course

MOST_HITS = 100
TABLES = "csv"
"""The export that is no RDF format."""
_LOGGER = logging.getLogger("forlobkg")


class Forlobkg:
    """An opened build. Parts are loaded when they are first needed; close it, or use it in a ``with``."""

    def __init__(self, settings: Settings, build: Build) -> None:
        self.settings = settings
        self.build = build
        self.names = Names(settings.base_iri)
        self._loading = RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the SPARQL processes and close the connections, if there are any."""
        engine: QueryEngine | None = self.__dict__.pop("_engine", None)
        if engine is not None:
            engine.close()
        store: GraphStore | None = self.__dict__.pop("graph_store", None)
        if store is not None:
            store.close()

    @cached_property
    def corpus(self) -> Corpus:
        """The documents and passages."""
        return load_corpus(self.build.corpus)

    @cached_property
    def graph(self) -> KnowledgeGraph:
        """The knowledge graph. Raises ``RemoteStoreError`` where it is elsewhere and not to be had."""
        return KnowledgeGraph(self.graph_store, self.names, ontology_dir() / "queries")

    @cached_property
    def graph_store(self) -> GraphStore:
        """What holds the graph: the build's own store, or the endpoint that the settings name.

        Raises ``RemoteStoreError`` for an endpoint that does not answer or does not hold the dataset of the build.
        """
        built = OxigraphStore.open(self.build.store, self.names.prefixes)
        if not self.settings.sparql_url:
            return built
        from forlobkg.remote import RemoteStore, require_published

        endpoint = self._endpoint()
        store = RemoteStore(endpoint, self.names.prefixes)
        require_published(built, store, endpoint.shown)
        return store

    def _endpoint(self) -> SparqlEndpoint:
        from forlobkg.remote import SparqlEndpoint, query_url_of

        return SparqlEndpoint(
            query_url_of(self.settings.sparql_url),
            timeout=self.settings.sparql_timeout,
            max_bytes=self.settings.sparql_max_bytes,
        )

    @cached_property
    def dataset_hash(self) -> str:
        """A hash of what the dataset was made from: as long as it is the same, so is the answer to a query."""
        inputs: str = self.build.details["inputs"]
        return inputs

    @property
    def engine(self) -> QueryEngine:
        """What runs users' SPARQL queries."""
        with self._loading:
            return self._engine

    @cached_property
    def _engine(self) -> QueryEngine:
        if self.settings.sparql_url:
            from forlobkg.remote import RemoteEngine

            return RemoteEngine(
                self._endpoint(),
                graphs=self.graph_store.graphs(),
                prefixes=self.names.prefixes,
                base_iri=self.names.base,
                limits=Limits.of(self.settings),
            )
        return SparqlRunner(
            self.build.store,
            prefixes=self.names.prefixes,
            base_iri=self.names.base,
            limits=Limits.of(self.settings),
        )

    @cached_property
    def analyser(self) -> Analyser:
        """The Danish analyser, with the vocabulary of the build."""
        from forlobkg.danish import Analyser

        return Analyser(self.build.lemmas, self.build.vocabulary.read_text(encoding="utf-8").splitlines())

    @cached_property
    def _highlighter(self) -> Highlighter:
        from forlobkg.danish import Highlighter

        return Highlighter(self.analyser)

    @cached_property
    def index(self) -> HybridIndex:
        """The index over the searched passages. Raises ``BuildError``."""
        from forlobkg.index import HybridIndex

        return HybridIndex.load(self.build.index, self.analyser, self._embedder)

    @cached_property
    def _embedder(self) -> Embedder:
        from forlobkg.index import load_query_embedder

        return load_query_embedder(model_choice(self.settings))

    @cached_property
    def _reranker(self) -> Reranker | None:
        from forlobkg.index import load_reranker

        return load_reranker(model_choice(self.settings))

    @cached_property
    def answerer(self) -> Answerer:
        """What answers questions. Raises ``BuildError``."""
        from forlobkg.answer import Answerer
        from forlobkg.index import LightEmbedder, load_pieces

        embedder = self._embedder
        return Answerer(
            corpus=self.corpus,
            graph=self.graph,
            index=self.index,
            analyser=self.analyser,
            model=embedder if isinstance(embedder, LightEmbedder) else load_pieces(),
            folder=self.build.answers,
            abstain_below=self.settings.abstain_below,
            max_chars=self.settings.max_question_chars,
        )

    def warm_up(self) -> None:
        """Load everything that a question or a search needs."""
        with self._loading:
            _ = (self.answerer, self._reranker)

    def ask(self, question: str, context: Sequence[str] = ()) -> AskResult:
        """The cited answer to a Danish question, or an abstention.

        ``context`` are the slugs of what was spoken of before, such as the entities of the answer before, which a
        short question ("Og efter fødslen?") may go on from. Raises ``InputError``.
        """
        self.warm_up()
        if self.settings.log_questions:
            _LOGGER.info("question: %r", question)
        return self.answerer.ask(question, context)

    def search(self, query: str, limit: int = 10) -> SearchResult:
        """The passages that ``query`` finds, best first; ``limit`` is 1 to 100. Raises ``InputError``."""
        if not 1 <= limit <= MOST_HITS:
            raise InputError(f"limit skal være fra 1 til {MOST_HITS}")
        query = readable(query, self.settings.max_question_chars)
        if self.settings.log_questions:
            _LOGGER.info("search: %r", query)
        # A search needs neither the graph nor the question reader, which take longer to load than it all.
        with self._loading:
            index, reranker = self.index, self._reranker
        hits = index.search(query, limit if reranker is None else max(limit, RERANKED))
        if reranker is not None:
            hits = reranker.rerank(query, hits, {hit.id: self._passage_text(hit.id) for hit in hits})[:limit]
        return search_result(query, hits, self.corpus, self.names, self._highlighter)

    def _passage_text(self, passage_id: str) -> str:
        passage = self.corpus.passages[passage_id]
        return f"{self.corpus.context_text(passage)} {passage.text}".strip()

    def show(self, slug: str) -> EntityView:
        """Everything that the graph holds of one thing, both ways, with quotes. Raises ``NotFoundError``."""
        concept = self.graph.concepts.get(slug)
        if concept is None:
            raise NotFoundError(f"ingen ting hedder {slug!r}; find den med en søgning")
        return entity_view(concept, self.graph, self.corpus)

    def who(
        self,
        *,
        actor: str | None = None,
        phase: str | None = None,
        target: str | None = None,
        recommendation: str | None = None,
    ) -> WhoTable:
        """The who-does-what table, filtered by slugs; ``ingen`` finds what the sources leave open.

        A recommendation's parts come with it. Raises ``NotFoundError`` for a slug of no such thing.
        """
        filters = {
            "actor": ("Actor", actor),
            "phase": ("Phase", phase),
            "target": ("TargetGroup", target),
            "recommendation": ("Recommendation", recommendation),
        }
        slugs = {
            name: None if slug is None else require_class(self.graph, slug, class_name)
            for name, (class_name, slug) in filters.items()
        }
        return who_table(filter_rows(self._who_rows, **slugs), self.graph, self.corpus)

    @cached_property
    def _who_rows(self) -> list[WhoRow]:
        return who_does_what(self.graph)

    def explain(self, subject: str, predicate: str, object_: str) -> ExplanationView:
        """Why the graph says that ``subject`` ``predicate`` ``object_``: the passages, or a rule and its premises.

        Each is a slug, a prefixed name, a full IRI or, for the last, a text. Raises ``InputError`` for what is no
        term, ``NotFoundError`` for one that the graph does not have and for what it does not say.
        """
        return explanation_view(explain(self.graph, subject, predicate, object_), self.graph, self.corpus)

    def sparql(
        self,
        query: str,
        *,
        results: str = "json",
        graph: str = "ttl",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> SparqlResult:
        """The result of a SPARQL query, within the limits of the settings. Raises ``ForlobkgError``."""
        return self.engine.run(
            query, results=results, graph=graph, default_graphs=default_graphs, named_graphs=named_graphs
        )

    @property
    def site(self) -> Site:
        """What the pages show."""
        with self._loading:
            return self._site

    @cached_property
    def _site(self) -> Site:
        return Site(self.graph, self.corpus, self.analyser)

    @cached_property
    def course(self) -> Course:
        """Course material."""
        from forlobkg.teach import Course

        with self._loading:
            return Course(self.graph, self.corpus)

    def export(self, export_format: str) -> bytes:
        """The named graphs in ``trig``, ``ttl``, ``nq``, ``nt`` or ``jsonld``, or as ``csv``: tables in a zip file.

        Raises ``InputError``.
        """
        if export_format == TABLES:
            return zip_tables(export_tables(self.graph))
        if export_format not in EXPORT_FORMATS:
            raise InputError(f"formatet {export_format!r} findes ikke; vælg {', '.join((*EXPORT_FORMATS, TABLES))}")
        return export_graphs(self.build.store, export_format, self.names)

    @cached_property
    def _export_files(self) -> ExportFiles:
        return ExportFiles(self.settings.home, self.build, self.export)

    def export_file(self, export_format: str) -> Path:
        """The file of what ``export`` gives, made once for a build; not to be changed. Raises ``ForlobkgError``."""
        with self._loading:
            files = self._export_files
        return files.path(export_format)

    def is_described(self, slug: str) -> bool:
        """Whether there is something to describe under the IRI of ``slug``."""
        return is_described(self.graph, self.names.iri(slug))

    def describe(self, slug: str) -> Description:
        """What the graph holds of what has the IRI of ``slug``: thing, passage, document, graph.

        Raises ``NotFoundError``.
        """
        description = describe(self.graph, self.names.iri(slug))
        if description is None:
            raise NotFoundError(f"intet i grafen hedder {slug!r}; find det med en søgning")
        return description

    def data(self, slug: str, data_format: str) -> bytes:
        """The description of ``slug`` in ``data_format``, a key of ``DATA_FORMATS``. Raises ``NotFoundError``."""
        return write_data(self.describe(slug).quads, data_format, self.names)

    def ontology(self, data_format: str) -> bytes:
        """The classes, properties and concept schemes in ``data_format``, a key of ``DATA_FORMATS``."""
        return write_data(self.describe(SCHEMA).contents, data_format, self.names)

    def documents(self) -> list[DocumentSummary]:
        """The documents of the corpus."""
        return [document_summary(document, self.corpus) for document in self.corpus.documents.values()]

    def document(self, document_id: str) -> DocumentDetail:
        """One document with its passages in order. Raises ``NotFoundError``."""
        document = self.corpus.documents.get(document_id)
        if document is None:
            known = ", ".join(self.corpus.documents)
            raise NotFoundError(f"intet dokument hedder {document_id!r}; der er: {known}")
        return document_detail(document, self.corpus, self.names)

    def slugs(self) -> Iterator[str]:
        """The slugs of all things."""
        return iter(self.graph.concepts)


def ensure_build(settings: Settings, report: Report) -> Build:
    """The current build; a new one where there is none, or it is outdated or damaged. Raises ``ForlobkgError``."""
    build = valid_build(settings.home, input_hash(settings))
    if build is not None:
        return build
    # Late: making a build needs what opening one does not (rdflib, sentence-transformers).
    from forlobkg.builder import make_build

    return make_build(settings, report, only_if_needed=True)


def open_service(settings: Settings | None = None, report: Report = lambda _: None) -> Forlobkg:
    """The system, built first where there is no valid build; ``report`` is told each step of a build.

    Raises ``ForlobkgError`` when settings, corpus, ontology or build cannot be used.
    """
    chosen = settings if settings is not None else load_settings()
    return Forlobkg(chosen, ensure_build(chosen, report))
