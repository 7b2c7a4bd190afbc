"""The dataset described in VoID and DCAT: what is said of it beforehand, and counts of the graphs themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rdflib import DCAT, DCTERMS, RDF, VOID, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from forlobkg.corpus import Document
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.rdf_files import parse_turtle
from forlobkg.graph.names import (
    ALIGNMENTS,
    EDITORIAL,
    FACTS,
    FACTS_FROM,
    INFERENCES,
    INFERRED,
    PASSAGES,
    QUESTIONS,
    SCHEMA,
    Names,
)
from forlobkg.settings import DEFAULT_BASE_IRI

_OWN = Names(DEFAULT_BASE_IRI)
_THING = "datasaet"
# Of DCAT 3, which rdflib does not know yet.
_DCAT_VERSION = URIRef(f"{DCAT}version")
_PARTS = {
    "skema": (SCHEMA,),
    "tilknytninger": (ALIGNMENTS,),
    "redaktion": (EDITORIAL,),
    "tekststeder": (PASSAGES,),
    "slutninger": (INFERENCES, INFERRED),
    "fakta": (FACTS, FACTS_FROM),
    "spoergsmaal": (QUESTIONS,),
}
"""The parts of the dataset, and what their graphs are called; a name that ends in a hyphen begins many."""
_CLAIMS = "udsagn"
_OWN_GRAPHS = "graf/"
"""What the names of all graphs that are not passages begin with."""

_WHOLE_NUMBERS = (XSD.nonNegativeInteger, XSD.positiveInteger, XSD.long, XSD.int, XSD.short, XSD.byte)
_NAMESPACE = re.compile(r"^(.*[#/])[^#/]+$")
_NOT_A_NAME = re.compile(r"[^A-Za-z0-9]+")


def load_description(ontology_dir: Path) -> Graph:
    """What is said of the dataset beforehand: title, licence, distributions, parts. Raises ``OntologyError``."""
    return parse_turtle(ontology_dir / "dataset.ttl")


def describe_dataset(
    graphs: Mapping[str, Graph], documents: Sequence[Document], description: Graph, names: Names, version: str
) -> Graph:
    """The graph that describes the dataset made up of ``graphs``, under the default base.

    ``graphs`` are the public graphs by name, under the default base, without the one that is made here;
    ``description`` is what ``load_description`` gives. ``names`` gives the base that is served, which stands as
    a text and so is not renamed with the IRIs. ``version`` is that of the program, which the dataset has as its
    own. Every count is of distinct triples. Of the parts only those with graphs of their own are described.
    Raises ``OntologyError`` for a part of which nothing was said beforehand.
    """
    parts: dict[str, list[Graph]] = {slug: [] for slug in (*_PARTS, _CLAIMS)}
    for name, graph in graphs.items():
        part_slug = _part_of(name)
        if part_slug is not None:
            parts[part_slug].append(graph)
    present = {slug: URIRef(_OWN.iri(f"{_THING}-{slug}")) for slug, members in parts.items() if members}
    absent = {URIRef(_OWN.iri(f"{_THING}-{slug}")) for slug in parts} - set(present.values())
    dataset = URIRef(_OWN.iri(_THING))
    described = Graph()
    for triple in description:
        if triple[0] not in absent:
            described.add(triple)
    everything = _union(graphs.values())
    described.add((dataset, VOID.uriSpace, Literal(names.base)))
    described.add((dataset, _DCAT_VERSION, Literal(version)))
    _count(described, dataset, everything)
    _partition(described, dataset, everything)
    for vocabulary in _vocabularies(everything):
        described.add((dataset, VOID.vocabulary, URIRef(vocabulary)))
    for slug, part in present.items():
        if (part, DCTERMS.title, None) not in described:
            raise OntologyError(f"dataset.ttl: id:{_THING}-{slug} har ingen titel (dcterms:title)")
        described.add((dataset, VOID.subset, part))
        _count(described, part, _union(parts[slug]))
    _add_sources(described, dataset, documents)
    return described


def _part_of(name: str) -> str | None:
    """The part to which the graph ``name`` belongs, or None where it is of none."""
    slug = _OWN.slug(name) or _OWN_GRAPHS
    if not slug.startswith(_OWN_GRAPHS):
        return _CLAIMS
    for part, called in _PARTS.items():
        if any(slug.startswith(call) if call.endswith("-") else slug == call for call in called):
            return part
    return None


def _union(graphs: Iterable[Graph]) -> Graph:
    union = Graph()
    for graph in graphs:
        union += graph
    return union


def _count(described: Graph, dataset: URIRef, graph: Graph) -> None:
    types = {triple[2] for triple in graph.triples((None, RDF.type, None))}
    for predicate, number in (
        (VOID.triples, len(graph)),
        (VOID.entities, len({s for s in graph.subjects(RDF.type, None) if _is_ours(s)})),
        (VOID.classes, len(types)),
        (VOID.properties, len(set(graph.predicates()))),
        (VOID.distinctSubjects, len(set(graph.subjects()))),
        (VOID.distinctObjects, len({_as_stored(value) for value in graph.objects()})),
    ):
        described.add((dataset, predicate, _number(number)))


def _partition(described: Graph, dataset: URIRef, graph: Graph) -> None:
    instances = Counter(kind for _, kind in set(graph.subject_objects(RDF.type)))
    for kind, number in instances.items():
        if isinstance(kind, URIRef):
            part = URIRef(f"{dataset}-klasse-{_local(kind)}")
            described.add((dataset, VOID.classPartition, part))
            described.add((part, VOID["class"], kind))
            described.add((part, VOID.entities, _number(number)))
    uses = Counter(graph.predicates())
    for predicate, number in uses.items():
        part = URIRef(f"{dataset}-egenskab-{_local(predicate)}")
        described.add((dataset, VOID.propertyPartition, part))
        described.add((part, VOID.property, predicate))
        described.add((part, VOID.triples, _number(number)))


def _local(term: Node) -> str:
    """A name for ``term`` that no other term has: its IRI without scheme, in letters, digits and hyphens."""
    return _NOT_A_NAME.sub("-", str(term).partition("://")[2]).strip("-")


def _vocabularies(graph: Graph) -> list[str]:
    terms = {*graph.predicates(), *graph.objects(None, RDF.type)}
    spaces = {match[1] for term in terms if (match := _NAMESPACE.match(str(term))) is not None}
    return sorted(spaces)


def _add_sources(described: Graph, dataset: URIRef, documents: Sequence[Document]) -> None:
    for document in documents:
        described.add((dataset, DCTERMS.source, URIRef(_OWN.iri(document.record.id))))


def _as_stored(value: Node) -> Node:
    """``value`` as the served store tells it apart: whole numbers of every datatype are xsd:integer to it."""
    if isinstance(value, Literal) and value.datatype in _WHOLE_NUMBERS:
        return Literal(str(value), datatype=XSD.integer)
    return value


def _is_ours(term: Node) -> bool:
    return isinstance(term, URIRef) and _OWN.slug(str(term)) is not None


def _number(value: int) -> Literal:
    return Literal(value, datatype=XSD.integer)
