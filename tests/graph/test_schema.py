"""The ontology as a linked-data engineer would look at it: OWL 2 RL, nothing surprising follows, alignments apart."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef

from forlobkg.corpus import Document
from forlobkg.graph.authoring.curated import Curated
from forlobkg.graph.names import FB, Names
from forlobkg.settings import DEFAULT_BASE_IRI

NAMES = Names(DEFAULT_BASE_IRI)
ONTOLOGY = URIRef(FB.removesuffix("#"))
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
OWL_USED = {OWL.Class, OWL.Ontology, OWL.SymmetricProperty, *PROPERTIES}
"""What of OWL the schema may use: all of it is OWL 2 RL wherever it stands."""
MAPPINGS = {SKOS.closeMatch, SKOS.exactMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
KINSHIP = {RDFS.subClassOf, RDFS.subPropertyOf}


EXPAND = """
import sys
import owlrl
import rdflib
graph = rdflib.Graph().parse(data=sys.stdin.read(), format="nt")
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
for triple in [triple for triple in graph if isinstance(triple[0], rdflib.Literal)]:
    graph.remove(triple)
sys.stdout.write(graph.serialize(format="nt"))
"""


@pytest.fixture(scope="module")
def closure(curated: Curated) -> Graph:
    """Everything that follows by OWL 2 RL from schema, vocabularies, editorial statements and claims.

    In a process of its own, because owlrl changes for good how rdflib reads literals.
    """
    plain = curated.without_glossary()
    union = plain.schema + plain.editorial()
    for graph in plain.claims().values():
        union += graph
    done = subprocess.run(
        [sys.executable, "-c", EXPAND], input=union.serialize(format="nt"), capture_output=True, text=True, check=True
    )
    return Graph().parse(data=done.stdout, format="nt")


def terms(schema: Graph, *kinds: URIRef) -> Iterator[URIRef]:
    for kind in kinds:
        for term in schema.subjects(RDF.type, kind):
            if isinstance(term, URIRef) and str(term).startswith(FB):
                yield term


def test_only_constructs_of_owl_2_rl(curated: Curated) -> None:
    used = {node for triple in curated.schema for node in triple[1:] if str(node).startswith(str(OWL))}
    assert used <= {*OWL_USED, OWL.versionInfo, OWL.versionIRI}
    assert not [node for triple in curated.schema for node in triple if isinstance(node, BNode)]


def test_nothing_contradicts(closure: Graph) -> None:
    assert not list(closure.subjects(RDF.type, OWL.Nothing))
    assert not list(closure.triples((None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error"), None)))


def test_domains_and_ranges_type_nothing_anew(curated: Curated, closure: Graph) -> None:
    plain = curated.without_glossary()
    said = plain.schema + plain.editorial()
    for thing in {s for s in said.subjects(RDF.type) if str(s).startswith(DEFAULT_BASE_IRI)}:
        given = set(said.objects(thing, RDF.type))
        above = {higher for kind in given for higher in plain.schema.transitive_objects(kind, RDFS.subClassOf)}
        found = {kind for kind in closure.objects(thing, RDF.type) if str(kind).startswith(FB)}
        assert found <= above, thing


def test_symmetry_follows(closure: Graph) -> None:
    pathways = (URIRef(NAMES.iri("boern-og-unge-forloeb")), URIRef(NAMES.iri("udsatte-gravide-forloeb")))
    assert (pathways[0], URIRef(FB + "supplements"), pathways[1]) in closure


def test_the_ontology_says_its_version_and_status(curated: Curated) -> None:
    (version,) = curated.schema.objects(ONTOLOGY, OWL.versionInfo)
    assert (ONTOLOGY, OWL.versionIRI, URIRef(f"{ONTOLOGY}/{version}")) in curated.schema
    assert list(curated.schema.objects(ONTOLOGY, URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")))


def test_the_source_of_a_term_is_a_passage_a_standard_or_ourselves(
    curated: Curated, documents: Sequence[Document]
) -> None:
    passages = {URIRef(NAMES.iri(passage.id)) for document in documents for passage in document.passages}
    for term in terms(curated.schema, OWL.Class, *PROPERTIES):
        sources = set(curated.schema.objects(term, DCTERMS.source))
        assert sources, term
        assert all(
            source in {*passages, ONTOLOGY} or str(source).startswith("http://www.w3.org/TR/") for source in sources
        ), term


def test_alignments_stand_apart(curated: Curated) -> None:
    own = set(terms(curated.schema, OWL.Class, *PROPERTIES)) | set(curated.schema.subjects(RDF.type, SKOS.Concept))
    assert len(curated.alignments) > 20
    for subject, predicate, value in curated.alignments:
        assert subject in own, subject
        assert predicate in MAPPINGS | KINSHIP
        assert not isinstance(value, Literal)
        assert not str(value).startswith((FB, DEFAULT_BASE_IRI))
    assert not set(curated.schema) & set(curated.alignments)
