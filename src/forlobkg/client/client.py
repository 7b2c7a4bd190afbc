"""The client of a running service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx

from forlobkg.addresses import DEFAULT_BASE_IRI
from forlobkg.client import calls
from forlobkg.client.connection import DEFAULT_TIMEOUT, address
from forlobkg.client.frames import Tasks
from forlobkg.results import (
    AskResult,
    DocumentDetail,
    DocumentSummary,
    EntityView,
    ExplanationView,
    Readiness,
    SearchResult,
)

if TYPE_CHECKING:
    from rdflib import Graph

    from forlobkg.client.tables import Table

T = TypeVar("T")


class Client:
    """A connection to a running forlobkg; close it, or use it in ``with``.

    >>> from forlobkg.client import Client
    >>> with Client("http://127.0.0.1:8000") as guidance:  # doctest: +SKIP
    ...     print(guidance.ask("Hvem er de centrale aktører?").answer.text)

    ``timeout`` is in seconds for each wait on the network, ``headers`` are sent with every request, ``base_iri``
    is the service's ``FORLOBKG_BASE_IRI``. Raises ``InputError`` for what is no address. Every method raises
    ``RefusedError`` for wrong input, ``MissingError`` for what there is not, ``UnavailableError`` where the service
    cannot answer now, and another ``ClientError`` where there is no service to be had.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        headers: Mapping[str, str] | None = None,
        base_iri: str = DEFAULT_BASE_IRI,
    ) -> None:
        self._address = address(base_url, timeout, headers, base_iri)
        self._http = httpx.Client(
            base_url=self._address.url,
            timeout=timeout,
            headers=dict(self._address.headers),
            follow_redirects=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(self, question: str, context: Sequence[str] = ()) -> AskResult:
        """The cited answer to a Danish question, or an abstention.

        ``context`` names what was spoken of before, as slugs or IRIs, such as the entities of the answer before.
        """
        return self._call(calls.ask(question, [self._address.slug(name) for name in context]))

    def search(self, query: str, limit: int = 10) -> SearchResult:
        """The passages that ``query`` finds, best first; ``limit`` is 1 to 100."""
        return self._call(calls.search(query, limit))

    def entity(self, slug: str) -> EntityView:
        """Everything that the graph holds of one thing, given by slug or IRI, with quotes."""
        return self._call(calls.entity(self._address.slug(slug)))

    def who(
        self,
        *,
        actor: str | None = None,
        phase: str | None = None,
        target: str | None = None,
        recommendation: str | None = None,
    ) -> Tasks:
        """The who-does-what table, filtered by slugs or IRIs; ``ingen`` finds what the sources leave open."""
        filters = {"actor": actor, "phase": phase, "target": target, "recommendation": recommendation}
        slugs = {name: slug and self._address.slug(slug) for name, slug in filters.items()}
        return self._call(calls.who(**slugs))

    def explain(self, subject: str, predicate: str, object_: str) -> ExplanationView:
        """Why the graph says that ``subject`` ``predicate`` ``object_``: the passages, or a rule and its premises.

        Each is a slug, a prefixed name, a full IRI or, for the last, a text.
        """
        return self._call(calls.explain(subject, predicate, object_))

    def documents(self) -> list[DocumentSummary]:
        """The documents of the corpus."""
        return self._call(calls.documents())

    def document(self, document_id: str) -> DocumentDetail:
        """One document, given by id or IRI, with its passages in order."""
        return self._call(calls.document(self._address.slug(document_id)))

    def sparql(
        self, query: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> Table | bool | Graph:
        """The result of a SPARQL query: a table (SELECT), a truth (ASK) or a graph (CONSTRUCT, DESCRIBE).

        ``default_graphs`` and ``named_graphs`` are the IRIs of the dataset to ask (SPARQL 1.1 Protocol, 2.1.4).
        """
        return self._call(calls.sparql(query, default_graphs, named_graphs))

    def select(self, query: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Table:
        """The rows of a SELECT query; ``StrangeResponseError`` for a query of another form."""
        return self._call(calls.select(query, default_graphs, named_graphs))

    def construct(self, query: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Graph:
        """The graph of a CONSTRUCT or DESCRIBE query; ``RefusedError`` for a query of another form."""
        return self._call(calls.construct(query, default_graphs, named_graphs))

    def sparql_bytes(
        self,
        query: str,
        result_format: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> bytes:
        """The result of a SPARQL query as the service writes it.

        ``result_format`` is ``json``, ``xml``, ``csv`` or ``tsv`` for SELECT and ASK, and ``ttl``, ``nt``, ``nq``,
        ``trig``, ``rdf`` or ``jsonld`` for CONSTRUCT and DESCRIBE.
        """
        return self._call(calls.sparql_bytes(query, result_format, default_graphs, named_graphs))

    def describe(self, slug: str) -> Graph:
        """What the graph says of a thing, passage, document or graph, given by slug or IRI, both ways."""
        return self._call(calls.describe(self._address.slug(slug)))

    def export(self, export_format: str) -> bytes:
        """The whole dataset: ``trig``, ``ttl``, ``nq``, ``nt``, ``jsonld``, or ``csv`` for tables in a zip file."""
        return self._call(calls.export(export_format))

    def course(
        self, choice: Mapping[str, Any] | None = None, *, outline: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The outline that the service proposes for ``choice``, or ``outline`` read and put in order.

        ``choice`` has ``pathway`` and, as wanted, ``profession``, ``target``, ``phase``, ``actors``,
        ``recommendations`` (slugs or IRIs), ``minutes`` (15, 45 or 90) and ``level``. The outline may be changed
        and given to ``course_file``.
        """
        return self._call(calls.course(calls.asked(self._address, choice, outline)))

    def course_file(
        self,
        file_format: str,
        choice: Mapping[str, Any] | None = None,
        *,
        outline: Mapping[str, Any] | None = None,
    ) -> bytes:
        """A file of the course: ``pptx``, ``docx``, ``pdf``, ``html``, ``md``, ``yaml``, ``poster`` or ``zip``."""
        return self._call(calls.course_file(calls.asked(self._address, choice, outline), file_format))

    def course_changes(self, outline: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The lines of ``outline`` whose passages have changed, or are no longer there."""
        return self._call(calls.course_changes(outline))

    def quiz(
        self,
        *,
        seed: int = 0,
        count: int = 20,
        kinds: Sequence[str] = (),
        difficulty: str | None = None,
        pathway: str | None = None,
    ) -> dict[str, Any]:
        """A quiz with key, explanation and quotations of each item; the same arguments give the same quiz."""
        return self._call(calls.quiz(calls.quiz_asked(self._address, seed, count, kinds, difficulty, pathway)))

    def quiz_file(
        self,
        file_format: str,
        *,
        seed: int = 0,
        count: int = 20,
        kinds: Sequence[str] = (),
        difficulty: str | None = None,
        pathway: str | None = None,
        approved: Sequence[str] | None = None,
    ) -> bytes:
        """The quiz as a file: ``moodle``, ``gift``, ``qti``, ``anki``, ``print``, ``key`` and others.

        ``approved`` are the ids of the items that it is to have; all of them where it is None.
        """
        asked = calls.quiz_asked(self._address, seed, count, kinds, difficulty, pathway)
        return self._call(
            calls.quiz_file(asked | {"approved": None if approved is None else list(approved)}, file_format)
        )

    def health(self) -> Readiness:
        """That the service is ready, and what it has loaded."""
        return self._call(calls.health())

    def _call(self, call: calls.Call[T]) -> T:
        with self._address.in_plain_words():
            response = self._http.send(call.request(self._http))
        return call.result(response)
