"""The reference read from the graphs and the files of the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rdflib import DCAT, DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from forlobkg.errors import OntologyError
from forlobkg.graph import FB, QUESTION_HEADER, Names
from forlobkg.graph.authoring import RULE_HEADER
from forlobkg.reference.files import read_queries, read_shape_file, read_shape_graphs
from forlobkg.reference.model import Alignment, Evidence, Quote, Reference, Words
from forlobkg.reference.schemes import read_schemes
from forlobkg.reference.terms import TermReader, words

_STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
_RELATIONS = (
    OWL.equivalentClass,
    OWL.equivalentProperty,
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
)
# Of DCAT 3, which rdflib does not know yet.
_DCAT_VERSION = URIRef(f"{DCAT}version")
_DATASET = "graf/datasaet"
_FB_TEXT = URIRef(FB + "text")


def read_reference(
    ontology_dir: Path,
    graphs: Mapping[str, Graph],
    names: Names,
    prefixes: Mapping[str, str],
    example: Mapping[str, Any],
) -> Reference:
    """What the pages show of ``graphs``, the public graphs by name, and of the files under ``ontology_dir``.

    ``prefixes`` shorten IRIs; ``example`` names the statement and the passage of the picture of evidence (keys
    ``passage``, ``subject``, ``predicate``, ``object``). Raises ``OntologyError`` when the ontology has no
    description of itself, a file cannot be read, or the passage of the example does not make that statement.
    """
    # The dataset's description of itself counts nothing, and is not counted.
    everything = Graph()
    for name, graph in graphs.items():
        if name != names.iri(_DATASET):
            everything += graph
    dataset = graphs.get(names.iri(_DATASET), Graph())
    ontology = URIRef(FB.rstrip("#"))
    if (ontology, RDF.type, OWL.Ontology) not in everything:
        raise OntologyError(f"schema.ttl: {ontology} er ikke beskrevet som owl:Ontology")
    shapes = read_shape_graphs(ontology_dir / "shapes")
    terms = TermReader(everything, list(shapes.values()), names, prefixes)
    return Reference(
        iri=str(ontology),
        title=words(everything, ontology, DCTERMS.title),
        description=words(everything, ontology, DCTERMS.description),
        version=_text(everything, ontology, OWL.versionInfo),
        version_iri=_text(everything, ontology, OWL.versionIRI),
        status=_text(everything, ontology, _STATUS),
        licence=_text(everything, ontology, DCTERMS.license),
        dataset_version=_text(dataset, URIRef(names.iri("datasaet")), _DCAT_VERSION),
        rights=_rights(dataset, URIRef(names.iri("datasaet"))),
        prefixes=tuple(sorted(prefixes.items())),
        classes=terms.classes(),
        properties=terms.properties(),
        schemes=read_schemes(everything, names),
        shape_files=tuple(
            read_shape_file(ontology_dir / "shapes" / name, graph) for name, graph in sorted(shapes.items())
        ),
        rules=read_queries(ontology_dir / "rules", RULE_HEADER),
        questions=read_queries(ontology_dir / "competency", QUESTION_HEADER),
        alignments=_alignments(everything),
        documents=_documents(everything, names),
        evidence=_evidence(everything, graphs, names, example) if example else None,
        labels=_labels(everything),
        curies={str(iri): terms.curie(str(iri)) for iri in everything.all_nodes() if isinstance(iri, URIRef)}
        | {str(predicate): terms.curie(str(predicate)) for predicate in everything.predicates()},
        triples=len(everything),
    )


def _text(graph: Graph, subject: URIRef, predicate: URIRef) -> str:
    value = graph.value(subject, predicate)
    return "" if value is None else str(value)


def _rights(graph: Graph, dataset: URIRef) -> Words:
    statement = graph.value(dataset, DCTERMS.rights)
    return {} if statement is None else words(graph, statement, DCTERMS.description)


def _labels(graph: Graph) -> Mapping[str, Words]:
    labels: dict[str, dict[str, str]] = {}
    for predicate in (SKOS.prefLabel, RDFS.label):
        for subject, label in sorted(graph.subject_objects(predicate), key=str):
            if isinstance(label, Literal) and label.language:
                labels.setdefault(str(subject), {}).setdefault(label.language, str(label))
    return labels


def _alignments(graph: Graph) -> tuple[Alignment, ...]:
    found = {
        (str(subject), str(relation), str(other))
        for relation in _RELATIONS
        for subject, other in graph.subject_objects(relation)
        if isinstance(subject, URIRef) and isinstance(other, URIRef)
    }
    return tuple(Alignment(*row) for row in sorted(found))


def _documents(graph: Graph, names: Names) -> tuple[Quote, ...]:
    documents = graph.subjects(RDF.type, URIRef(FB + "Document"))
    return tuple(
        Quote(names.slug(str(iri)) or "", "", _text(graph, iri, DCTERMS.title), _text(graph, iri, DCTERMS.date), "")
        for iri in _iris(documents)
    )


def _evidence(graph: Graph, graphs: Mapping[str, Graph], names: Names, example: Mapping[str, Any]) -> Evidence:
    subject, predicate, object_ = (
        URIRef(names.iri(example["subject"])),
        URIRef(FB + example["predicate"]),
        URIRef(names.iri(example["object"])),
    )
    passage = URIRef(names.iri(example["passage"]))
    if (subject, predicate, object_) not in graphs.get(str(passage), Graph()):
        raise OntologyError(f"diagrams.toml: {example['passage']} siger ikke det udsagn, der står under [evidence]")
    context = []
    parent: Node | None = graph.value(passage, URIRef(FB + "inContext"))
    while isinstance(parent, URIRef):
        context.append(_quote(graph, parent, names))
        parent = graph.value(parent, URIRef(FB + "inContext"))
    return Evidence(str(subject), str(predicate), str(object_), _quote(graph, passage, names), tuple(context))


def _quote(graph: Graph, passage: URIRef, names: Names) -> Quote:
    document = graph.value(passage, URIRef(FB + "inDocument"))
    in_document = document if isinstance(document, URIRef) else passage
    return Quote(
        names.slug(str(passage)) or "",
        _text(graph, passage, _FB_TEXT),
        _text(graph, in_document, DCTERMS.title),
        _text(graph, in_document, DCTERMS.date),
        _text(graph, passage, URIRef(FB + "page")),
    )


def _iris(nodes: Iterable[Node]) -> list[URIRef]:
    return sorted({node for node in nodes if isinstance(node, URIRef)}, key=str)
