"""The dataset describes itself: its counts are counted again here, with SPARQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeGuard

import pyoxigraph as ox
import pytest
from rdflib import DC, DCAT, DCTERMS, FOAF, OWL, RDF, RDFS, VOID, XSD, BNode, Graph, Literal, URIRef

from forlobkg.corpus import Document
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.dataset import describe_dataset, load_description
from forlobkg.graph.export import EXPORT_FORMATS
from forlobkg.graph.names import DATASET, EDITORIAL, PASSAGES, SCHEMA, Names
from forlobkg.resources import ontology_dir
from forlobkg.settings import DEFAULT_BASE_IRI

NAMES = Names()
DATASET_IRI = URIRef(NAMES.iri("datasaet"))
BASE = f'STRSTARTS(STR(?s), "{DEFAULT_BASE_IRI}")'
COUNTS = {
    VOID.triples: "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { %s } }",
    VOID.entities: "SELECT (COUNT(DISTINCT ?s) AS ?n) { %s FILTER (?p = rdf:type && isIRI(?s) && " + BASE + ") }",
    VOID.classes: "SELECT (COUNT(DISTINCT ?o) AS ?n) { %s FILTER (?p = rdf:type) }",
    VOID.properties: "SELECT (COUNT(DISTINCT ?p) AS ?n) { %s }",
    VOID.distinctSubjects: "SELECT (COUNT(DISTINCT ?s) AS ?n) { %s }",
    VOID.distinctObjects: "SELECT (COUNT(DISTINCT ?o) AS ?n) { %s }",
}
"""How to count again, with the pattern of the statements to count left open."""
PARTS = {
    "udsagn": "GRAPH ?g { ?s ?p ?o } FILTER (!CONTAINS(STR(?g), '/graf/'))",
    "redaktion": "GRAPH <https://w3id.org/forlobkg/id/graf/redaktion> { ?s ?p ?o }",
    "tekststeder": "GRAPH <https://w3id.org/forlobkg/id/graf/passager> { ?s ?p ?o }",
    "slutninger": "GRAPH ?g { ?s ?p ?o } FILTER (CONTAINS(STR(?g), '/graf/slutning'))",
    "fakta": "GRAPH ?g { ?s ?p ?o } FILTER (CONTAINS(STR(?g), '/graf/fakta'))",
    "skema": "GRAPH <https://w3id.org/forlobkg/id/graf/skema> { ?s ?p ?o }",
}


@pytest.fixture(scope="module")
def graphs(served: Mapping[str, Graph]) -> dict[str, Graph]:
    return {name: graph for name, graph in served.items() if name != NAMES.iri(DATASET)}


@pytest.fixture(scope="module")
def described(graphs: dict[str, Graph], documents: Sequence[Document]) -> Graph:
    return describe_dataset(graphs, documents, load_description(ontology_dir()), NAMES, "0.2.0")


@pytest.fixture(scope="module")
def store(graphs: dict[str, Graph]) -> ox.Store:
    store = ox.Store()
    for name, graph in graphs.items():
        content = graph.serialize(format="nt11", encoding="utf-8")
        store.load(content, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    return store


def count(store: ox.Store, query: str) -> int:
    solutions = store.query(query, prefixes={"rdf": str(RDF)})
    assert isinstance(solutions, ox.QuerySolutions)
    [solution] = solutions
    number = solution["n"]
    assert isinstance(number, ox.Literal)
    return int(number.value)


@pytest.mark.parametrize("predicate", COUNTS, ids=str)
def test_the_counts_of_the_whole_are_right(predicate: URIRef, described: Graph, store: ox.Store) -> None:
    counted = count(store, COUNTS[predicate] % "GRAPH ?g { ?s ?p ?o }")
    assert described.value(DATASET_IRI, predicate) == Literal(counted)
    assert counted > 10


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("predicate", [VOID.triples, VOID.entities, VOID.distinctSubjects], ids=str)
def test_the_counts_of_each_part_are_right(part: str, predicate: URIRef, described: Graph, store: ox.Store) -> None:
    iri = URIRef(NAMES.iri(f"datasaet-{part}"))
    assert (DATASET_IRI, VOID.subset, iri) in described
    counted = count(store, COUNTS[predicate] % PARTS[part])
    assert described.value(iri, predicate) == Literal(counted)
    if predicate == VOID.triples:
        assert counted


def test_every_class_and_property_has_its_share(described: Graph, store: ox.Store) -> None:
    for share, subject_of, number, query in (
        (
            VOID.classPartition,
            VOID["class"],
            VOID.entities,
            "SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a <%s> } }",
        ),
        (
            VOID.propertyPartition,
            VOID.property,
            VOID.triples,
            "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?o { GRAPH ?g { ?s <%s> ?o } } }",
        ),
    ):
        terms = {}
        for part in described.objects(DATASET_IRI, share):
            [term] = described.objects(part, subject_of)
            assert described.value(part, number) == Literal(count(store, query % term))
            terms[term] = part
        total = VOID.classes if share == VOID.classPartition else VOID.properties
        assert described.value(DATASET_IRI, total) == Literal(len(terms))


def test_the_description_names_the_sources(described: Graph, documents: Sequence[Document]) -> None:
    sources = {str(source) for source in described.objects(DATASET_IRI, DCTERMS.source)}
    assert sources == {NAMES.iri(document.record.id) for document in documents}


def test_no_date_of_a_source_is_given_as_the_datasets(described: Graph) -> None:
    assert not [value for value in described.objects() if isinstance(value, Literal) and value.datatype == XSD.date]
    assert not {DCTERMS.issued, DCTERMS.temporal, DCTERMS.modified, DCTERMS.created} & set(described.predicates())


def test_the_version_is_the_programs_and_that_of_the_ontology_stands_with_the_ontology(described: Graph) -> None:
    assert list(described.objects(DATASET_IRI, URIRef(f"{DCAT}version"))) == [Literal("0.2.0")]
    assert (None, OWL.versionInfo, None) not in described


def test_the_rights_say_that_the_licence_does_not_cover_the_quoted_texts(described: Graph) -> None:
    [rights] = described.objects(DATASET_IRI, DCTERMS.rights)
    assert (rights, RDF.type, DCTERMS.RightsStatement) in described
    said = {text.language: str(text) for text in described.objects(rights, DCTERMS.description) if is_text(text)}
    assert "MIT" in said["da"]
    assert "ikke de citerede tekster" in said["da"]
    assert "MIT" in said["en"]
    assert "does not cover the quoted texts" in said["en"]
    for distribution in described.objects(DATASET_IRI, DCAT.distribution):
        assert list(described.objects(distribution, DCTERMS.rights)) == [rights], distribution
        # No licence stands without the statement that limits it.
        assert (distribution, DCTERMS.license, None) in described


def is_text(value: object) -> TypeGuard[Literal]:
    return isinstance(value, Literal)


def test_the_publisher_is_an_agent_whom_the_licence_names(described: Graph) -> None:
    [publisher] = described.objects(DATASET_IRI, DCTERMS.publisher)
    assert (publisher, RDF.type, FOAF.Agent) in described
    names = {name.language: str(name) for name in described.objects(publisher, FOAF.name) if is_text(name)}
    assert names["en"].removeprefix("The ") in (ontology_dir().parent / "LICENSE").read_text("utf-8")


def test_there_is_a_distribution_of_every_format_of_export(described: Graph) -> None:
    endings = set()
    for distribution in described.objects(DATASET_IRI, DCAT.distribution):
        assert (distribution, RDF.type, DCAT.Distribution) in described
        assert (distribution, DCAT.mediaType, None) in described
        endings.add(str(described.value(distribution, DCAT.downloadURL)).rpartition(".")[2])
    assert endings == {*EXPORT_FORMATS, "zip"}
    dumps = {str(dump).rpartition(".")[2] for dump in described.objects(DATASET_IRI, VOID.dataDump)}
    assert dumps == set(EXPORT_FORMATS)


def test_the_examples_are_things_of_the_graph(described: Graph, graphs: dict[str, Graph]) -> None:
    examples = list(described.objects(DATASET_IRI, VOID.exampleResource))
    assert examples
    for example in examples:
        assert (example, RDF.type, None) in graphs[NAMES.iri(EDITORIAL)]


def test_titles_and_descriptions_are_in_both_languages(described: Graph) -> None:
    for kind in (VOID.Dataset, DCAT.Distribution):
        things = list(described.subjects(RDF.type, kind))
        assert things
        for thing in things:
            for predicate in (DCTERMS.title, RDFS.label):
                labels = [label for label in described.objects(thing, predicate) if isinstance(label, Literal)]
                assert sorted(str(label.language) for label in labels) == ["da", "en"], thing


def test_every_vocabulary_that_is_used_is_named(described: Graph, graphs: dict[str, Graph]) -> None:
    named = tuple(str(vocabulary) for vocabulary in described.objects(DATASET_IRI, VOID.vocabulary))
    predicates = {str(predicate) for graph in graphs.values() for predicate in graph.predicates()}
    assert all(predicate.startswith(named) for predicate in predicates)
    assert "https://w3id.org/forlobkg/ontology#" in named


def test_nothing_is_without_a_name_of_its_own(described: Graph) -> None:
    assert not any(isinstance(node, BNode) for node in described.all_nodes())


def test_what_is_said_of_a_document_in_words_is_said_in_terms_that_allow_it(
    graphs: dict[str, Graph], documents: Sequence[Document]
) -> None:
    passages = graphs[NAMES.iri(PASSAGES)]
    for document in documents:
        iri = URIRef(NAMES.iri(document.record.id))
        assert list(passages.objects(iri, DC.publisher)) == [Literal(document.record.publisher)]
        assert list(passages.objects(iri, DC.rights)) == [Literal(document.record.licence, lang="da")]
        assert list(passages.objects(iri, DC.language)) == [Literal("da")]
        assert list(passages.objects(iri, DC.source)) == [Literal(document.record.origin, lang="da")]
    for predicate in (DCTERMS.publisher, DCTERMS.rights, DCTERMS.language, DCTERMS.provenance):
        assert (None, predicate, None) not in passages


def test_the_base_that_is_served_is_told(graphs: dict[str, Graph], documents: Sequence[Document]) -> None:
    elsewhere = Names("http://localhost:8000/id/")
    described = describe_dataset(graphs, documents, load_description(ontology_dir()), elsewhere, "0.2.0")
    assert described.value(DATASET_IRI, VOID.uriSpace) == Literal("http://localhost:8000/id/")


def test_a_part_without_graphs_is_left_out(graphs: dict[str, Graph], documents: Sequence[Document]) -> None:
    some = {NAMES.iri(slug): graphs[NAMES.iri(slug)] for slug in (SCHEMA, EDITORIAL)}
    described = describe_dataset(some, documents, load_description(ontology_dir()), NAMES, "0.2.0")
    parts = {str(part) for part in described.objects(DATASET_IRI, VOID.subset)}
    assert parts == {NAMES.iri("datasaet-skema"), NAMES.iri("datasaet-redaktion")}
    assert (URIRef(NAMES.iri("datasaet-udsagn")), None, None) not in described


def test_a_part_that_nobody_described_is_named(graphs: dict[str, Graph], documents: Sequence[Document]) -> None:
    description = load_description(ontology_dir())
    description.remove((URIRef(NAMES.iri("datasaet-fakta")), DCTERMS.title, None))
    with pytest.raises(OntologyError, match="datasaet-fakta har ingen titel"):
        describe_dataset(graphs, documents, description, NAMES, "0.2.0")
