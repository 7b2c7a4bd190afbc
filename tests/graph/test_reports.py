"""Reports as files, the list of known exceptions, and the places that violations name.

That each report finds what it is for is in ``test_mutations.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import SKOS, Graph, Literal, URIRef

from forlobkg.corpus import Document
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.curated import Curated
from forlobkg.graph.authoring.exceptions import (
    EXCEPTIONS,
    KnownException,
    load_exceptions,
    outlived,
    without_known,
)
from forlobkg.graph.authoring.places import Locator, find, sources
from forlobkg.graph.authoring.reports import Report, load_reports, report_store, run_report
from forlobkg.graph.authoring.validate import further_graphs, report_violations
from forlobkg.graph.authoring.violations import Level, Violation, Wording
from forlobkg.graph.names import EDITORIAL, SCHEMA, Names
from forlobkg.resources import ontology_dir
from forlobkg.settings import DEFAULT_BASE_IRI

NAMES = Names(DEFAULT_BASE_IRI)
MOST_EXCEPTIONS = 0
"""How many known exceptions there are. May only be made smaller."""


def test_the_real_graph_has_nothing_to_report(curated: Curated, documents: Sequence[Document]) -> None:
    found = list(
        report_violations(curated, further_graphs(curated, documents, ontology_dir()), load_reports(ontology_dir()))
    )
    assert without_known(found, load_exceptions(ontology_dir())) == []


def test_the_list_of_known_exceptions_only_shrinks() -> None:
    assert len(load_exceptions(ontology_dir())) == MOST_EXCEPTIONS


def test_every_report_says_in_danish_what_to_do() -> None:
    reports = load_reports(ontology_dir())
    assert {"missing-label", "duplicate-label", "orphan-concept", "cycle-in-broader", "deprecated-in-use"} <= {
        report.rule for report in reports
    }
    for report in reports:
        sentences = report.message.removesuffix(".").split(". ")
        assert len(sentences) > 1, f"{report.rule} says what is wrong, and not what to do"
    assert {report.level for report in reports} == set(Level)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("# level: error\nSELECT ?subject WHERE {}", r"x\.rq: der mangler «# message:» øverst"),
        ("# message: er forkert. Ret det.\nSELECT ?subject WHERE {}", r"x\.rq: der mangler «# level:» øverst"),
        (
            "# message: er forkert. Ret det.\n# level: fatal\nSELECT ?subject WHERE {}",
            r"x\.rq, linje 2: level er 'fatal'; vælg en af: error, warning",
        ),
    ],
)
def test_a_report_needs_message_and_level(query: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "x.rq").write_text(query, encoding="utf-8")
    with pytest.raises(OntologyError, match=words):
        load_reports(tmp_path)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?subject WHERE {", "kan ikke læses"),
        ("SELECT ?thing WHERE { ?thing ?p ?o }", "der giver"),
        ("ASK {}", "skal være en SELECT"),
    ],
)
def test_a_report_must_be_a_select_of_subjects(query: str, words: str) -> None:
    report = Report("x", Level.ERROR, "er forkert. Ret det.", query)
    with pytest.raises(OntologyError, match=words):
        list(run_report(report, report_store({}), [], Wording([])))


def test_reports_see_every_triple_once_outside_its_graphs() -> None:
    claim = Graph()
    claim.add((URIRef("urn:a"), SKOS.broader, URIRef("urn:b")))
    store = report_store({"urn:one": claim, "urn:two": claim})
    assert len(list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))) == 1
    assert len(store) == 3


def _violation(rule: str, slug: str) -> Violation:
    return Violation(rule, "er forkert. Ret det.", NAMES.iri(slug))


def test_a_known_exception_is_left_out_and_goes_with_its_fault() -> None:
    known = [KnownException(2, "slug", "id:kommune", date(2022, 9, 9), "sådan hedder den")]
    fault, other = _violation("slug", "kommune"), _violation("slug", "region")
    assert without_known([fault, other], known) == [other]
    assert outlived([fault, other], known) == []
    (left,) = outlived([other], known)
    assert (left.rule, left.place) == ("outlived-exception", f"{EXCEPTIONS}:2")
    assert left.message.endswith("finder ikke længere noget galt med id:kommune. Fjern rækken.")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("slug\tid:kommune\t9. september\tsådan er det", "linje 2: datoen skal skrives"),
        ("slug\tid:kommune\t2022-09-09\t", "linje 2: regel, emne og grund"),
        ("slug\tid:kommune", "linje 2: der skal være 4 felter"),
    ],
)
def test_an_exception_needs_a_date_and_a_reason(row: str, words: str, tmp_path: Path) -> None:
    (tmp_path / EXCEPTIONS).write_text(f"rule\tsubject\tdate\twhy\n{row}\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=words):
        load_exceptions(tmp_path)


def _line(violation: Violation) -> str:
    assert violation.file is not None
    assert violation.line is not None
    lines = (ontology_dir() / violation.file).read_text(encoding="utf-8").splitlines()
    return lines[violation.line - 1].strip()


@pytest.mark.parametrize(
    ("subject", "graph", "file", "begins"),
    [
        # The subject in its graph, an object in it, the graph alone, and terms and things of the schema.
        ("samarbejdsaftale", "oplaeg-2023-l296", "curated/oplaeg-2023.trig", "id:samarbejdsaftale fb:hasElement"),
        ("kriminalforsorg", "oplaeg-2023-l272", "curated/oplaeg-2023.trig", ""),
        (None, "oplaeg-2023-l272", "curated/oplaeg-2023.trig", "id:oplaeg-2023-l272 {"),
        ("kommune", EDITORIAL, "curated/redaktion.trig", "id:kommune a fb:Actor"),
        ("sektor-kommune", SCHEMA, None, "id:sektor-kommune a fb:Sector"),
    ],
)
def test_a_fault_is_found_in_its_file(subject: str | None, graph: str, file: str | None, begins: str) -> None:
    fault = Violation("x", "…", NAMES.iri(subject) if subject else None, NAMES.iri(graph), file)
    found = _line(Locator(ontology_dir()).located(fault))
    assert found.startswith(begins)
    assert f"id:{subject or graph}" in found


def test_a_lay_label_of_the_glossary_is_found_in_the_glossary(curated: Curated) -> None:
    row = next(row for row in curated.glossary if row.concept)
    place = find(sources(curated), URIRef(NAMES.iri(row.concept)), SKOS.altLabel, Literal(row.phrase, lang="da"))
    assert (place.file, place.line) == ("glossary.tsv", row.line)


def test_what_stands_nowhere_has_no_line() -> None:
    fault = Violation("x", "…", NAMES.iri("findes-ikke"), None, "curated/redaktion.trig")
    assert Locator(ontology_dir()).located(fault) == fault
