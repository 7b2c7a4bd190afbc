"""What the doors show: search hits, things and documents with their quotes; who does what is in ``views_who``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from forlobkg.answer import Citations
from forlobkg.corpus import Corpus, StoredDocument
from forlobkg.danish import Highlighter
from forlobkg.graph import Concept, KnowledgeGraph, Names, Statement
from forlobkg.results import (
    DocumentDetail,
    DocumentPassage,
    DocumentRef,
    DocumentSummary,
    EntityView,
    Fact,
    OutsideFact,
    SearchHit,
    SearchResult,
    Term,
    WhoCell,
    WhoLine,
    WhoMatrix,
    WhoTable,
)
from forlobkg.views_who import GAP, who_matrix, who_table
from forlobkg.views_who_csv import who_csv

if TYPE_CHECKING:
    from forlobkg.index import Hit

__all__ = [
    "GAP",
    "DocumentDetail",
    "DocumentPassage",
    "DocumentSummary",
    "EntityView",
    "OutsideFact",
    "SearchHit",
    "SearchResult",
    "WhoCell",
    "WhoLine",
    "WhoMatrix",
    "WhoTable",
    "document_detail",
    "document_summary",
    "entity_view",
    "search_result",
    "who_csv",
    "who_matrix",
    "who_table",
    "why_found",
]


def search_result(
    query: str, hits: Iterable[Hit], corpus: Corpus, names: Names, highlighter: Highlighter
) -> SearchResult:
    """Hits with their passages."""
    shown = []
    for hit in hits:
        passage = corpus.passages[hit.id]
        shown.append(
            SearchHit(
                passage=names.iri(passage.id),
                document=_reference(corpus.documents[passage.document]),
                page=passage.page,
                section=passage.section,
                text=passage.text,
                score=hit.score,
                why=why_found(hit),
                highlights=highlighter.highlights(passage.text, hit.terms),
            )
        )
    return SearchResult(query=query, hits=shown)


def why_found(hit: Hit) -> list[str]:
    """The reasons for a hit in Danish, one line a kind."""
    from forlobkg.index import Why

    lines = [f"ord: {', '.join(hit.matched)}"] if hit.matched else []
    parts = [f"{reason.asked} → {reason.found}" for reason in hit.reasons if reason.why is Why.PART]
    if parts:
        lines.append(f"del af ord: {', '.join(parts)}")
    for reason in hit.reasons:
        if reason.why is Why.GLOSSARY:
            lines.append(f"ordliste: »{reason.asked}« → »{reason.found}«")
        elif reason.why is Why.SYNONYM:
            lines.append(f"beslægtet ord: {reason.asked} → {reason.found}")
        elif reason.why is Why.CONCEPT:
            lines.append(f"minder om: »{reason.asked}«")
        elif reason.why is Why.SPELLING:
            lines.append("ligner i stavemåde")
        elif reason.why is Why.MEANING:
            lines.append("ligner i betydning")
    return lines


def entity_view(concept: Concept, graph: KnowledgeGraph, corpus: Corpus) -> EntityView:
    """A thing with its statements both ways and their citations."""
    citations = Citations(corpus, graph.names)

    def facts(statements: Sequence[Statement]) -> list[Fact]:
        return [
            Fact(
                subject=Term(iri=s.subject, label=graph.label(s.subject)),
                predicate=Term(iri=s.predicate, label=graph.label(s.predicate)),
                object=Term(
                    iri=s.object if s.is_iri else None, label=graph.label(s.object) if s.is_iri else s.object
                ),
                citations=citations.cite(s.passages),
            )
            for s in statements
        ]

    return EntityView(
        iri=concept.iri,
        slug=concept.slug,
        label=concept.label,
        types=list(concept.types),
        source_labels=list(concept.source_labels),
        lay_labels=list(concept.lay_labels),
        statements=facts(graph.statements(subject=concept.iri)),
        mentioned_in=facts(graph.statements(object_=concept.iri)),
        inferred=facts(graph.inferred(concept.iri)),
        reading_notes=[row["text"] for row in graph.rows_about("reading-notes", concept.iri)],
        outside_facts=[
            OutsideFact(text=row["text"], source=row["source"])
            for row in graph.rows_about("outside-facts", concept.iri)
        ],
        citations=citations.all,
    )


def document_summary(document: StoredDocument, corpus: Corpus) -> DocumentSummary:
    """A document without its text."""
    record = document.record
    return DocumentSummary(
        id=record.id,
        title=record.title,
        publisher=record.publisher,
        date=record.date.isoformat(),
        kind=record.kind,
        language=record.language,
        licence=record.licence,
        origin=record.origin,
        sha256=record.sha256,
        passage_count=len(corpus.passages_of(record.id)),
    )


def document_detail(document: StoredDocument, corpus: Corpus, names: Names) -> DocumentDetail:
    """A document with its text and passages."""
    return DocumentDetail(
        **document_summary(document, corpus).model_dump(),
        text=document.text,
        passages=[
            DocumentPassage(
                passage=names.iri(passage.id),
                page=passage.page,
                section=passage.section,
                kind=passage.kind.value,
                text=passage.text,
                received=passage.received,
                start=passage.start,
                end=passage.end,
                context=[names.iri(parent) for parent in passage.context],
            )
            for passage in corpus.passages_of(document.record.id)
        ],
    )


def _reference(document: StoredDocument) -> DocumentRef:
    record = document.record
    return DocumentRef(id=record.id, title=record.title, date=record.date.isoformat())
