"""Classes and properties as the schema defines them, with what the shapes add and how often the graph uses them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from forlobkg.graph import FB, Names
from forlobkg.reference.files import allowed_classes
from forlobkg.reference.model import LANGUAGES, ClassTerm, PropertyTerm, Source, Words

_STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
_EVIDENCE_WORD = URIRef(FB + "evidenceWord")
_KINDS = (
    (OWL.ObjectProperty, "object"),
    (OWL.DatatypeProperty, "datatype"),
    (OWL.AnnotationProperty, "annotation"),
)
_CHARACTERISTICS = (
    (OWL.SymmetricProperty, "symmetric"),
    (OWL.AsymmetricProperty, "asymmetric"),
    (OWL.TransitiveProperty, "transitive"),
    (OWL.FunctionalProperty, "functional"),
    (OWL.InverseFunctionalProperty, "inverse-functional"),
    (OWL.IrreflexiveProperty, "irreflexive"),
    (OWL.ReflexiveProperty, "reflexive"),
)


def words(graph: Graph, subject: Node, predicate: URIRef) -> Words:
    """The texts that ``predicate`` gives ``subject``, by language; several in one language come one after another."""
    texts: dict[str, list[str]] = defaultdict(list)
    for value in sorted(graph.objects(subject, predicate), key=str):
        if isinstance(value, Literal) and value.language in LANGUAGES:
            texts[value.language].append(str(value))
    return {language: "; ".join(several) for language, several in texts.items()}


class TermReader:
    """Reads the classes and properties of ``graph``, with ``shapes`` for what the schema leaves open."""

    def __init__(self, graph: Graph, shapes: Sequence[Graph], names: Names, prefixes: Mapping[str, str]) -> None:
        self._graph = graph
        self._shapes = list(shapes)
        self._names = names
        # The longest namespace first, so that an IRI is shortened as far as it goes.
        self._prefixes = sorted(prefixes.items(), key=lambda item: -len(item[1]))
        self._uses = Counter(str(predicate) for predicate in graph.predicates())
        self._properties = {iri: self._property(iri) for iri in self._property_iris()}

    def curie(self, iri: str) -> str:
        """``iri`` with its prefix, or as it is where no prefix fits."""
        for prefix, space in self._prefixes:
            if iri.startswith(space) and len(iri) > len(space):
                return f"{prefix}:{iri[len(space) :]}"
        return iri

    def classes(self) -> tuple[ClassTerm, ...]:
        """Every class that the schema declares, ours first, by IRI."""
        found = [self._class(iri) for iri in _iris(self._graph.subjects(RDF.type, OWL.Class))]
        return tuple(sorted(found, key=lambda term: (not term.own, term.iri)))

    def properties(self) -> tuple[PropertyTerm, ...]:
        """Every property that the schema declares or gives a label, ours first, by IRI."""
        return tuple(sorted(self._properties.values(), key=lambda term: (not term.own, term.iri)))

    def _property_iris(self) -> list[URIRef]:
        graph = self._graph
        declared = {iri for kind, _ in _KINDS for iri in graph.subjects(RDF.type, kind)}
        # Terms of other vocabularies are given a label, and no type: that is for their own schema to say.
        foreign = {iri for iri in graph.subjects(RDFS.label, None) if (iri, RDF.type, None) not in graph}
        return _iris(declared | foreign)

    def _class(self, iri: URIRef) -> ClassTerm:
        graph = self._graph
        family = {str(iri), *(str(kind) for kind in graph.transitive_subjects(RDFS.subClassOf, iri))}
        things = {thing for kind in family for thing in graph.subjects(RDF.type, URIRef(kind))}
        return ClassTerm(
            **self._common(iri, RDFS.subClassOf),
            uses=len(things),
            outgoing=tuple(term.iri for term in self._properties.values() if str(iri) in term.domain),
            incoming=tuple(term.iri for term in self._properties.values() if str(iri) in term.range),
        )

    def _property(self, iri: URIRef) -> PropertyTerm:
        graph = self._graph
        types = set(graph.objects(iri, RDF.type))
        domain, range_ = self._classes(iri, RDFS.domain), self._classes(iri, RDFS.range)
        subjects, objects = allowed_classes(self._shapes, iri)
        own = str(iri).startswith(FB)
        from_shapes = own and bool((not domain and subjects) or (not range_ and objects))
        inverses = {*graph.objects(iri, OWL.inverseOf), *graph.subjects(OWL.inverseOf, iri)}
        return PropertyTerm(
            **self._common(iri, RDFS.subPropertyOf),
            uses=self._uses[str(iri)],
            kind=next((name for kind, name in _KINDS if kind in types), "other"),
            domain=tuple(sorted(domain or (subjects if own else ()))),
            range=tuple(sorted(range_ or (objects if own else ()))),
            from_shapes=from_shapes,
            characteristics=tuple(name for kind, name in _CHARACTERISTICS if kind in types),
            inverses=tuple(map(str, _iris(inverses))),
            evidence_words=tuple(sorted(str(word) for word in graph.objects(iri, _EVIDENCE_WORD))),
        )

    def _common(self, iri: URIRef, below: URIRef) -> dict[str, Any]:
        graph = self._graph
        curie = self.curie(str(iri))
        own = str(iri).startswith(FB)
        return {
            "iri": str(iri),
            "curie": curie,
            "anchor": str(iri)[len(FB) :] if own else curie.replace(":", "-"),
            "own": own,
            "label": words(graph, iri, RDFS.label),
            "definition": words(graph, iri, SKOS.definition),
            "example": words(graph, iri, SKOS.example),
            "sources": tuple(self._source(source) for source in _iris(graph.objects(iri, DCTERMS.source))),
            "status": str(graph.value(iri, _STATUS) or ""),
            "supers": tuple(map(str, _iris(graph.objects(iri, below)))),
            "subs": tuple(map(str, _iris(graph.subjects(below, iri)))),
        }

    def _source(self, iri: URIRef) -> Source:
        graph = self._graph
        document = graph.value(iri, URIRef(FB + "inDocument"))
        return Source(
            str(iri),
            str(graph.value(iri, URIRef(FB + "text")) or ""),
            str(graph.value(document, DCTERMS.title) or "") if document is not None else "",
            str(graph.value(iri, URIRef(FB + "page")) or ""),
        )

    def _classes(self, iri: URIRef, predicate: URIRef) -> set[str]:
        found: set[str] = set()
        for kind in self._graph.objects(iri, predicate):
            union = self._graph.value(kind, OWL.unionOf)
            members = Collection(self._graph, union) if union is not None else [kind]
            found |= {str(member) for member in members}
        return found


def _iris(nodes: Iterable[Node]) -> list[URIRef]:
    return sorted({node for node in nodes if isinstance(node, URIRef)}, key=str)
