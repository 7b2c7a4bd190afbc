"""Documents and passages described in RDF: Web Annotation selectors, PROV-O, and our own place terms."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

from forlobkg.corpus import Document, Passage
from forlobkg.graph.names import DC, DCTERMS, FB, OA, PROV, SKOS, Names

_FB = Namespace(FB)
_OA = Namespace(OA)
_DC = Namespace(DC)
_DCTERMS = Namespace(DCTERMS)
_PROV = Namespace(PROV)
_SKOS = Namespace(SKOS)
_AFFIX_CHARS = 32
"""Characters of text before and after a quote that a TextQuoteSelector carries (Web Annotation, 4.2.4)."""


def describe_documents(documents: Sequence[Document], names: Names) -> Graph:
    """The graph that describes every document and passage: where it stands, its words, hash and context."""
    graph = Graph()
    for document in documents:
        record = document.record
        iri = URIRef(names.iri(record.id))
        graph.add((iri, RDF.type, _FB.Document))
        graph.add((iri, RDF.type, _PROV.Entity))
        for predicate, value in (
            (_DCTERMS.title, Literal(record.title, lang=record.language)),
            (_SKOS.prefLabel, Literal(record.title, lang=record.language)),
            (_DCTERMS.identifier, Literal(record.id)),
            (_DCTERMS.date, Literal(record.date)),
            # The manifest gives these as texts, and DCTERMS wants things there.
            (_DC.publisher, Literal(record.publisher)),
            (_DC.language, Literal(record.language)),
            (_DC.rights, Literal(record.licence, lang="da")),
            (_DC.source, Literal(record.origin, lang="da")),
        ):
            graph.add((iri, predicate, value))
        for passage in document.passages:
            _describe_passage(graph, passage, document, iri, names)
    return graph


def _describe_passage(graph: Graph, passage: Passage, document: Document, document_iri: URIRef, names: Names) -> None:
    iri = URIRef(names.iri(passage.id))
    language = document.record.language
    graph.add((iri, RDF.type, _FB.Passage))
    graph.add((iri, RDF.type, _OA.SpecificResource))
    graph.add((iri, _OA.hasSource, document_iri))
    graph.add((iri, _FB.inDocument, document_iri))
    graph.add((iri, _PROV.wasDerivedFrom, document_iri))
    graph.add((iri, _FB.position, Literal(passage.order)))
    graph.add((iri, _FB.passageKind, Literal(passage.kind.value)))
    graph.add((iri, _FB.text, Literal(passage.text, lang=language)))
    graph.add((iri, _FB.receivedText, Literal(passage.received, lang=language)))
    graph.add((iri, _FB.textHash, Literal(passage.sha256)))
    for low, high in passage.received_ranges:
        graph.add((iri, _FB.receivedRange, Literal(f"{low}-{high}")))
    if passage.page is not None:
        graph.add((iri, _FB.page, Literal(passage.page)))
    if passage.section:
        graph.add((iri, _FB.section, Literal(passage.section, lang=language)))
    if passage.unreadable:
        graph.add((iri, _FB.unreadable, Literal(True)))
    for parent in passage.parents:
        graph.add((iri, _FB.inContext, URIRef(names.iri(parent))))
    quote = URIRef(f"{iri}#citat")
    position = URIRef(f"{iri}#plads")
    graph.add((iri, _OA.hasSelector, quote))
    graph.add((quote, RDF.type, _OA.TextQuoteSelector))
    graph.add((quote, _OA.exact, Literal(passage.text)))
    graph.add((quote, _OA.prefix, Literal(document.text[max(passage.start - _AFFIX_CHARS, 0) : passage.start])))
    graph.add((quote, _OA.suffix, Literal(document.text[passage.end : passage.end + _AFFIX_CHARS])))
    graph.add((iri, _OA.hasSelector, position))
    graph.add((position, RDF.type, _OA.TextPositionSelector))
    graph.add((position, _OA.start, Literal(passage.start, datatype=XSD.nonNegativeInteger)))
    graph.add((position, _OA.end, Literal(passage.end, datatype=XSD.nonNegativeInteger)))
