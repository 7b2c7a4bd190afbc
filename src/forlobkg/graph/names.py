"""The IRIs of the graph: namespaces, the base of things and passages, and the graphs of our own."""

from __future__ import annotations

from dataclasses import dataclass

from forlobkg.settings import DEFAULT_BASE_IRI

FB = "https://w3id.org/forlobkg/ontology#"
DC = "http://purl.org/dc/elements/1.1/"
"""Dublin Core's first elements: unlike those of DCTERMS, their values may be texts."""
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
ELI = "http://data.europa.eu/eli/ontology#"
FOAF = "http://xmlns.com/foaf/0.1/"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA_ORG = "https://schema.org/"
SD = "http://www.w3.org/ns/sparql-service-description#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
VOID = "http://rdfs.org/ns/void#"
XSD = "http://www.w3.org/2001/XMLSchema#"

ALIGNMENTS = "graf/tilknytninger"
DATASET = "graf/datasaet"
EDITORIAL = "graf/redaktion"
FACTS = "graf/fakta"
FACTS_FROM = FACTS + "-"
"""What the graphs of facts from outside are called: a graph for each source."""
INFERENCES = "graf/slutninger"
INFERRED = "graf/slutning-"
"""What the graphs of inferred statements are called: a graph for each rule and set of premises."""
PASSAGES = "graf/passager"
QUESTIONS = "graf/spoergsmaal"
SCHEMA = "graf/skema"


@dataclass(frozen=True, slots=True)
class Names:
    """Makes the IRIs of things and passages under one base."""

    base: str = DEFAULT_BASE_IRI

    def iri(self, slug: str) -> str:
        """The IRI of the thing, passage or graph called ``slug``."""
        return self.base + slug

    def slug(self, iri: str) -> str | None:
        """The slug of an IRI of ours, or None for any other."""
        return iri[len(self.base) :] if iri.startswith(self.base) else None

    @property
    def own_graphs(self) -> frozenset[str]:
        """The named graphs that are neither passages nor of facts from one source nor of one inference."""
        return frozenset(
            self.iri(slug)
            for slug in (ALIGNMENTS, DATASET, EDITORIAL, FACTS, INFERENCES, PASSAGES, QUESTIONS, SCHEMA)
        )

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that queries and exports use."""
        return {
            "fb": FB,
            "id": self.base,
            "dc": DC,
            "dcat": DCAT,
            "dcterms": DCTERMS,
            "eli": ELI,
            "foaf": FOAF,
            "oa": OA,
            "org": ORG,
            "prov": PROV,
            "rdf": RDF,
            "rdfs": RDFS,
            "schema": SCHEMA_ORG,
            "sh": SH,
            "skos": SKOS,
            "vcard": VCARD,
            "void": VOID,
            "xsd": XSD,
        }
