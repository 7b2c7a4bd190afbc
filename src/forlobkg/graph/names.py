"""The IRIs of the graph: namespaces, the base of things and passages, and the graphs of our own."""

from __future__ import annotations

from dataclasses import dataclass

from forlobkg.settings import DEFAULT_BASE_IRI

FB = "https://w3id.org/forlobkg/ontology#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

EDITORIAL = "graf/redaktion"
PASSAGES = "graf/passager"
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
        """The named graphs that are no passages."""
        return frozenset(self.iri(slug) for slug in (EDITORIAL, PASSAGES, SCHEMA))

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that queries and exports use."""
        return {
            "fb": FB,
            "id": self.base,
            "dcterms": DCTERMS,
            "oa": OA,
            "prov": PROV,
            "rdf": RDF,
            "rdfs": RDFS,
            "skos": SKOS,
            "xsd": XSD,
        }
