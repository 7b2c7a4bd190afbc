"""A whole number in a claim is carried by the figures that Danish texts write, whatever stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from rdflib import XSD, Graph, Literal, Namespace, URIRef

from forlobkg.corpus import Document
from forlobkg.danish import Analyser
from forlobkg.graph.authoring.curated import HASH_LENGTH, Curated, CuratedFile
from forlobkg.graph.authoring.evidence import check_evidence, whole_numbers
from forlobkg.graph.names import FB, Names
from forlobkg.settings import DEFAULT_BASE_IRI

NAMES = Names(DEFAULT_BASE_IRI)
OUR = Namespace(FB)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3.500.000", {3500000}),
        ("I 2022, 2023 og 120.000.", {2022, 2023, 120000}),
        ("Der var 11.000, og 12.", {11000, 12}),
        ("Barnets 3.-6. leveår", {3, 6}),
        ("2,5 og 7,25 promille", set()),
        ("09-09-2022", {9, 2022}),
    ],
)
def test_the_numbers_of_a_text(text: str, numbers: set[int]) -> None:
    assert whole_numbers(text) == numbers


@pytest.mark.parametrize(
    ("value", "carried"), [("3500000", True), ("3500001", False), ("3500", False), ("mange", False)]
)
def test_a_number_is_carried_by_its_figures_only(
    value: str, carried: bool, documents: Sequence[Document], analyser: Analyser, curated: Curated
) -> None:
    (passage,) = (p for document in documents for p in document.passages if p.id == "oplaeg-2023-l111")
    claim = Graph()
    comparison = URIRef(NAMES.iri("udgiftssammenligning"))
    claim.add((comparison, OUR.axisValue, Literal(value, datatype=XSD.integer)))
    name = NAMES.iri(passage.id)
    file = CuratedFile(Path("case.trig"), {name: claim}, {name: passage.sha256[:HASH_LENGTH]}, 0)
    labels = curated.schema + curated.editorial()
    found = check_evidence(Curated(labels, (file,)), documents, analyser)
    assert [violation.rule for violation in found] == ([] if carried else ["literal-not-carried"])
