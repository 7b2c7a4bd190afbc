"""Every property that the sources' statements use has words for both ways."""

from __future__ import annotations

from forlobkg.service import Forlobkg
from forlobkg.site.relations import Relations

_USED = """
PREFIX fb: <https://w3id.org/forlobkg/ontology#>
SELECT DISTINCT ?property ?linked WHERE {
  GRAPH ?passage { ?subject ?property ?object }
  ?passage a fb:Passage .
  BIND (isIRI(?object) AS ?linked)
}
"""


def test_every_property_of_a_claim_is_headed_in_words(service: Forlobkg) -> None:
    relations = Relations.load(service.names)
    unheaded: set[tuple[str, bool]] = set()
    for row in service.graph.select(_USED):
        iri = row["property"].value
        ways = (True, False) if row["linked"].value == "true" else (True,)
        unheaded.update((iri, way) for way in ways if (iri, way) not in relations.headings)
    assert {iri for iri, _ in unheaded} <= relations.technical
