"""The real graph is sound, and each way of breaking it is reported in words that say what to do.

A folder under ``broken/`` is a case: ``patch.toml`` says what to change in a copy of the real ontology, the
rule that must be reported, a phrase of its message, and the rules that follow from the same fault. It may name the
``checks`` to make, and words of the ``line`` that must be pointed to.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from forlobkg.corpus import Document
from forlobkg.danish import Analyser
from forlobkg.graph.authoring.curated import HASH_LENGTH, Curated, CuratedFile, load_shapes
from forlobkg.graph.authoring.evidence import check_evidence
from forlobkg.graph.authoring.validate import Check, validate
from forlobkg.graph.authoring.violations import Violation
from forlobkg.graph.names import FB, Names
from forlobkg.resources import ontology_dir
from forlobkg.settings import DEFAULT_BASE_IRI

# What a case is looked at with that names no checks: the cases change nothing of the corpus, so the passages'
# descriptions need no second look, and a missing claim would leave its passage without any.
CHECKS = (Check.GRAPHS, Check.EVIDENCE, Check.SHAPES)
BROKEN = Path(__file__).parent / "broken"
WITHOUT_LINE = {"stray-statement", "passage-without-statements"}
"""Rules about what is nowhere in the file that is to be changed."""
SHAPES = Namespace("https://w3id.org/forlobkg/shapes#")
EDITORIAL_PREDICATES = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://www.w3.org/2004/02/skos/core#inScheme",
    FB + "sourceLabel",
    FB + "order",
    FB + "actorKind",
    FB + "interventionKind",
    FB + "properName",
    FB + "readingNote",
}


def _texts(violations: Sequence[Violation]) -> str:
    return "\n".join(f"{violation.rule}: {violation.message}" for violation in violations)


def _copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ontology_dir(), tmp_path / "ontology"))


def _apply(change: dict[str, str], folder: Path) -> None:
    path = folder / change["file"]
    content = path.read_text(encoding="utf-8")
    if "append" in change:
        content += change["append"]
    else:
        assert content.count(change["find"]) == 1, f"{change['find']!r} does not stand once in {path.name}"
        content = content.replace(change["find"], change["replace"])
    path.write_text(content, encoding="utf-8")


def test_the_real_graph_is_sound(documents: Sequence[Document], analyser: Analyser) -> None:
    found = validate(ontology_dir(), documents, analyser)
    assert not found, _texts(found)


@pytest.mark.parametrize("name", sorted(path.parent.name for path in BROKEN.glob("*/patch.toml")))
def test_a_broken_graph_is_reported(
    name: str, tmp_path: Path, documents: Sequence[Document], analyser: Analyser
) -> None:
    case: dict[str, Any] = tomllib.loads((BROKEN / name / "patch.toml").read_text(encoding="utf-8"))
    folder = _copy(tmp_path)
    for change in case["change"]:
        _apply(change, folder)

    found = validate(folder, documents, analyser, case.get("checks", CHECKS))

    expected = [violation for violation in found if violation.rule == case["rule"]]
    assert any(case["phrase"] in violation.message for violation in expected), _texts(found)
    assert {violation.rule for violation in found} == {case["rule"], *case.get("follows", [])}, _texts(found)
    assert all(violation.file for violation in expected), expected
    for violation in expected:
        assert violation.line is not None or violation.rule in WITHOUT_LINE, violation
        if violation.line is not None:
            lines = (folder / str(violation.file)).read_text(encoding="utf-8").splitlines()
            assert case.get("line", "") in lines[violation.line - 1], violation


def test_there_are_enough_broken_graphs() -> None:
    assert len(list(BROKEN.glob("*/patch.toml"))) >= 12


def test_every_claim_stands_in_the_graph_of_a_passage_whose_words_carry_it(
    curated: Curated, documents: Sequence[Document], analyser: Analyser
) -> None:
    names = Names(DEFAULT_BASE_IRI)
    passages = {names.iri(passage.id): passage for document in documents for passage in document.passages}
    claims = curated.claims()
    hashes = curated.hashes()

    assert sum(len(graph) for graph in claims.values()) > 150
    assert set(claims) <= set(passages)
    assert {name: hashes.get(name) for name in claims} == {
        name: passages[name].sha256[:HASH_LENGTH] for name in claims
    }
    found = check_evidence(curated, documents, analyser)
    assert not found, _texts(found)
    assert not any(file.stray for file in curated.files)


def test_the_editorial_graph_holds_nothing_that_needs_a_source(curated: Curated) -> None:
    assert {str(predicate) for predicate in curated.editorial().predicates()} <= EDITORIAL_PREDICATES
    for graph in curated.claims().values():
        assert not EDITORIAL_PREDICATES & {str(predicate) for predicate in graph.predicates()}


def test_a_claim_is_rarely_carried_by_other_words(
    curated: Curated, documents: Sequence[Document], analyser: Analyser
) -> None:
    """Nearly every passage refuses the claims of the next passage."""
    (slides,) = (file for file in curated.files if file.path.stem == "oplaeg-2023")
    names = list(slides.graphs)
    moved = dict(zip(names, (slides.graphs[name] for name in [*names[1:], names[0]]), strict=True))
    editorial = next(file for file in curated.files if file.path.stem == "redaktion")
    shuffled = Curated(curated.schema, (editorial, replace(slides, graphs=moved)))

    found = check_evidence(shuffled, documents, analyser)

    refused = {violation.graph for violation in found}
    assert len(refused) > 0.9 * len(names)


@pytest.mark.parametrize(
    ("passage", "date", "rules"),
    [
        ("oplaeg-2023-l50", Literal("2022-09", datatype=XSD.gYearMonth), set()),
        ("oplaeg-2023-l50", Literal("2022", datatype=XSD.gYear), set()),
        ("oplaeg-2023-l50", Literal("2021-09", datatype=XSD.gYearMonth), {"literal-not-carried"}),
        ("oplaeg-2023-l50", Literal("2022-09-09", datatype=XSD.date), {"literal-not-carried"}),
        ("nyhed-2022-l39", Literal("2022-09-09", datatype=XSD.date), set()),
        ("nyhed-2022-l39", Literal("--09-09", datatype=XSD.gMonthDay), set()),
        ("nyhed-2022-l39", Literal("2022-09", datatype=XSD.gYearMonth), set()),
        ("nyhed-2022-l39", Literal("2022-08-09", datatype=XSD.date), {"literal-not-carried"}),
        ("nyhed-2022-l39", Literal("2022-20", datatype=XSD.gYearMonth), {"literal-not-carried"}),
    ],
)
def test_a_date_needs_its_day_month_and_year(
    passage: str,
    date: Literal,
    rules: set[str],
    curated: Curated,
    documents: Sequence[Document],
    analyser: Analyser,
) -> None:
    name = Names(DEFAULT_BASE_IRI).iri(passage)
    text = next(p for document in documents for p in document.passages if p.id == passage)
    thing = Names(DEFAULT_BASE_IRI).iri("udgivelse-af-forloebsbeskrivelse")
    labels = Graph()
    labels.add((URIRef(thing), SKOS.prefLabel, Literal(text.text, lang="da")))
    claims = Graph()
    claims.add((URIRef(thing), DCTERMS.date, date))
    file = CuratedFile(Path("case.trig"), {name: claims}, {name: text.sha256[:HASH_LENGTH]}, 0)

    found = check_evidence(Curated(labels, (file,)), documents, analyser)

    assert {violation.rule for violation in found} == rules, _texts(found)


def test_the_shapes_agree_with_each_other_on_what_is_editorial() -> None:
    claims = load_shapes(ontology_dir() / "shapes" / "claims.ttl")
    targets = {str(target) for target in claims.objects(SHAPES.Claim, SH.targetSubjectsOf)}
    refused = {str(path) for shape in claims.subjects(SH.maxCount) for path in claims.objects(shape, SH.path)}
    assert targets == refused == EDITORIAL_PREDICATES


def test_the_shapes_repeat_the_schema(curated: Curated) -> None:
    folder = ontology_dir() / "shapes"
    shapes = load_shapes(folder / "properties.ttl") + load_shapes(folder / "passages.ttl")
    for term in curated.schema.subjects(RDF.type, OWL.ObjectProperty):
        name = str(term).removeprefix(FB)
        for predicate, shape in ((RDFS.domain, f"{name}-domain"), (RDFS.range, f"{name}-range")):
            said = set(curated.schema.objects(term, predicate))
            assert not said or said == _classes(shapes, SHAPES[shape]), shape
        assert (SHAPES[f"{name}-domain"], SH.targetSubjectsOf, term) in shapes
        assert (SHAPES[f"{name}-domain"], SH.property, SHAPES[f"{name}-range"]) in shapes
        assert (SHAPES[f"{name}-range"], SH.path, term) in shapes


def _classes(shapes: Graph, shape: URIRef) -> set[Node]:
    return set(shapes.objects(shape, SH["class"]))


def test_every_class_of_things_must_have_labels(curated: Curated) -> None:
    labels = load_shapes(ontology_dir() / "shapes" / "labels.ttl")
    targets = set(labels.objects(None, SH.targetClass))
    for kind in curated.schema.subjects(RDF.type, OWL.Class):
        above = {kind, *curated.schema.objects(kind, RDFS.subClassOf)}
        assert above & targets or str(kind) in {FB + "Passage", FB + "Document"}, kind


def test_every_message_of_the_shapes_is_danish() -> None:
    for path in sorted((ontology_dir() / "shapes").glob("*.ttl")):
        shapes = load_shapes(path)
        messages = list(shapes.objects(None, SH.message))
        assert messages
        assert all(getattr(message, "language", None) == "da" for message in messages), path.name


def test_a_missing_file_is_named(tmp_path: Path, documents: Sequence[Document], analyser: Analyser) -> None:
    folder = _copy(tmp_path)
    shutil.rmtree(folder / "shapes")
    (found,) = validate(folder, documents, analyser)
    assert found.rule == "missing-file"
    assert "mangler shapes/claims.ttl og shapes/editorial.ttl" in found.message
    assert found.place == ""


def test_a_shape_file_that_does_not_parse_is_named(
    tmp_path: Path, documents: Sequence[Document], analyser: Analyser
) -> None:
    folder = _copy(tmp_path)
    (folder / "shapes" / "labels.ttl").write_text("@prefix sh: <http://www.w3.org/ns/shacl#", encoding="utf-8")
    (found,) = validate(folder, documents, analyser)
    assert (found.rule, found.file) == ("unreadable-file", "shapes/labels.ttl")


def test_a_report_without_its_message_is_named(
    tmp_path: Path, documents: Sequence[Document], analyser: Analyser
) -> None:
    folder = _copy(tmp_path)
    (folder / "reports" / "empty-scheme.rq").write_text("SELECT ?subject WHERE {}", encoding="utf-8")
    (found,) = validate(folder, documents, analyser)
    assert (found.rule, found.file) == ("unreadable-file", "reports/empty-scheme.rq")
    assert "»# message:«" in found.message


def test_a_shape_that_cannot_be_run_is_reported(
    tmp_path: Path, documents: Sequence[Document], analyser: Analyser
) -> None:
    folder = _copy(tmp_path)
    path = folder / "shapes" / "structure.ttl"
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace("sh:minCount 1", 'sh:minCount "none"', 1), encoding="utf-8")
    found = validate(folder, documents, analyser, [Check.SHAPES])
    assert [violation.rule for violation in found] == ["shapes-unusable"]
    assert found[0].message.startswith("reglerne i shapes/ kan ikke bruges")
