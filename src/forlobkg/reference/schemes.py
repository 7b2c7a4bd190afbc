"""The concept schemes, each as a tree of its concepts."""

from __future__ import annotations

from collections import defaultdict

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from forlobkg.graph import Names
from forlobkg.reference.model import Concept, Scheme
from forlobkg.reference.terms import words


def read_schemes(graph: Graph, names: Names) -> tuple[Scheme, ...]:
    """Every concept scheme of ``graph`` in the order of their IRIs, its concepts in that of their Danish labels."""
    schemes = []
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
        if isinstance(scheme, URIRef):
            schemes.append(_scheme(graph, scheme, names))
    return tuple(schemes)


def _scheme(graph: Graph, scheme: URIRef, names: Names) -> Scheme:
    members = {concept for concept in graph.subjects(SKOS.inScheme, scheme) if isinstance(concept, URIRef)}
    under: dict[URIRef, set[URIRef]] = defaultdict(set)
    for concept in members:
        for broader in graph.objects(concept, SKOS.broader):
            if isinstance(broader, URIRef) and broader in members:
                under[broader].add(concept)
    below = set().union(*under.values()) if under else set()
    return Scheme(
        str(scheme),
        names.slug(str(scheme)) or str(scheme),
        words(graph, scheme, SKOS.prefLabel),
        _tree(graph, members - below, under, names, frozenset()),
        len(members),
    )


def _tree(
    graph: Graph,
    concepts: set[URIRef],
    under: dict[URIRef, set[URIRef]],
    names: Names,
    above: frozenset[URIRef],
) -> tuple[Concept, ...]:
    # A concept that lies under itself is an error that the reports find; here it must not lead round for ever.
    found = [
        Concept(
            str(concept),
            names.slug(str(concept)) or str(concept),
            words(graph, concept, SKOS.prefLabel),
            words(graph, concept, SKOS.definition),
            tuple(
                sorted(
                    str(label)
                    for label in graph.objects(concept, SKOS.altLabel)
                    if isinstance(label, Literal) and label.language == "da"
                )
            ),
            _tree(graph, under[concept] - above - {concept}, under, names, above | {concept}),
        )
        for concept in concepts
    ]
    return tuple(sorted(found, key=lambda concept: (concept.label.get("da", ""), concept.iri)))
