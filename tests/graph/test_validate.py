"""The real graph is sound, and each way of breaking it is reported in words that say what to do.

A folder under ``broken/`` is a case: ``patch.toml`` says what to change in a copy of the real ontology, the
rule that must be reported, a phrase of its message, and the rules that follow from the same fault. It may name the
``checks`` to make, the files of ``shapes`` to try (all where it names none; that each file finds what it is for is in
``test_mutations.py``), and words of the ``line`` that must be pointed to.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from forlobkg.corpus import Document
from forlobkg.danish import Analyser
from forlobkg.graph.authoring import curated as curated_files
from forlobkg.graph.authoring.curated import CURATED_HASH, HASH_LENGTH, Curated, CuratedFile, load_shapes
from forlobkg.graph.authoring.evidence import check_evidence
from forlobkg.graph.authoring.validate import Check, further_graphs, validate
from forlobkg.graph.authoring.violations import Violation
from forlobkg.graph.names import FB, INFERRED, Names
from forlobkg.resources import ontology_dir
from forlobkg.settings import DEFAULT_BASE_IRI

# What a case is looked at with that names no checks: the cases change nothing of the corpus, so the passages'
# descriptions need no second look, and a missing claim would leave its passage without any.
CHECKS = (Check.GRAPHS, Check.EVIDENCE, Check.SHAPES)
BROKEN = Path(__file__).parent / "broken"
SHAPE_FILES = sorted(path.stem for path in (ontology_dir() / "shapes").glob("*.ttl"))
WITHOUT_LINE = {"stray-statement", "passage-without-statements"}
"""Rules about what is nowhere in the file that is to be changed."""
REPORT = "# message: er forkert. Ret det.\n# level: error\n"
RULE = "# label: Regel\n# label-en: Rule\n"
QUESTION = "# da: Hvilke mål?\n# en: Which goals?\n# user: fagperson\n# about: mål\n"
TABLE = (
    "# da: Aktører\n# en: Actors\n# file: aktoerer\n# about: actor\n# key: actor\n"
    "# column actor: Navn | Name\n# column label: Aktør | Actor\n"
)
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


@pytest.fixture(scope="module", autouse=True)
def _files_are_parsed_once() -> Iterator[None]:
    """Parse a file again only when it has changed: most of every copy of the ontology is as it was."""

    def once(parse: Callable[[Path], Any]) -> Callable[[Path], Any]:
        parsed: dict[tuple[str, bytes], Any] = {}

        def parse_once(path: Path) -> Any:
            key = path.name, path.read_bytes()
            if key not in parsed:
                parsed[key] = parse(path)
            return parsed[key]

        return parse_once

    with pytest.MonkeyPatch.context() as patch:
        for name in ("parse_trig", "parse_turtle"):
            patch.setattr(curated_files, name, once(getattr(curated_files, name)))
        yield


def _copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ontology_dir(), tmp_path / "ontology"))


def _leave_out_shapes(folder: Path, kept: Sequence[str]) -> None:
    for path in (folder / "shapes").glob("*.ttl"):
        if path.stem not in kept:
            path.write_text("# Left out of this case.\n", encoding="utf-8")


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
    _leave_out_shapes(folder, case.get("shapes", SHAPE_FILES))

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
    shapes = _property_shapes()
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    ours = {term for kind in kinds for term in curated.schema.subjects(RDF.type, kind) if str(term).startswith(FB)}
    # What evidence is checked against is compared with the passage itself.
    for term in ours - {CURATED_HASH}:
        name = str(term).removeprefix(FB)
        for predicate, shape in ((RDFS.domain, f"{name}-domain"), (RDFS.range, f"{name}-range")):
            said = set(curated.schema.objects(term, predicate))
            assert not said or said == _kinds(shapes, SHAPES[shape]), shape
        assert _guards(shapes, term) == {SHAPES[f"{name}-domain"]: {SHAPES[f"{name}-range"]}}


def test_every_property_of_a_claim_has_a_domain_and_a_range(curated: Curated, documents: Sequence[Document]) -> None:
    """Those of other vocabularies too, whose own standards let them stand on nearly anything."""
    shapes = _property_shapes()
    inferred = {
        name: graph
        for name, graph in further_graphs(curated, documents, ontology_dir()).items()
        if name.startswith(Names(DEFAULT_BASE_IRI).iri(INFERRED))
    }
    used = {term for graph in (*curated.claims().values(), *inferred.values()) for term in graph.predicates()}
    assert len([term for term in used if not str(term).startswith(FB)]) > 15
    for term in used:
        ((domain, ranges),) = _guards(shapes, term).items()
        (ends,) = ranges
        assert str(domain).endswith("-domain"), term
        assert str(ends).removesuffix("-range") == str(domain).removesuffix("-domain"), term
        # Where a thing may have any value or anything may have it, the schema says so of a property of ours.
        assert _kinds(shapes, ends), term
        assert _kinds(shapes, domain) or not list(curated.schema.objects(term, RDFS.domain)), term
        assert _kinds(shapes, domain) or str(term).startswith(FB), term


def _property_shapes() -> Graph:
    folder = ontology_dir() / "shapes"
    shapes = Graph()
    for name in ("properties", "foreign", "passages"):
        shapes += load_shapes(folder / f"{name}.ttl")
    return shapes


def _guards(shapes: Graph, term: Node) -> dict[Node, set[Node]]:
    """The shapes of the things that have ``term``, each with its shapes of the values."""
    return {
        shape: {value for value in shapes.objects(shape, SH.property) if (value, SH.path, term) in shapes}
        for shape in shapes.subjects(SH.targetSubjectsOf, term)
        if str(shape).endswith("-domain")
    }


def _kinds(shapes: Graph, shape: Node) -> set[Node]:
    """The classes or datatypes that the shape asks for, one of them where it names several."""
    choices = [item for choice in shapes.objects(shape, SH["or"]) for item in shapes.items(choice)]
    return {
        kind
        for node in (shape, *choices)
        for predicate in (SH["class"], SH.datatype)
        for kind in shapes.objects(node, predicate)
    }


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


def test_a_folder_of_rules_or_questions_that_is_missing_is_named(
    tmp_path: Path, documents: Sequence[Document], analyser: Analyser
) -> None:
    folder = _copy(tmp_path)
    for name in ("rules", "competency", "tables"):
        shutil.rmtree(folder / name)
    (folder / "context.jsonld").unlink()
    (found,) = validate(folder, documents, analyser)
    assert "mangler rules/*.rq og competency/*.rq og tables/*.rq og context.jsonld" in found.message


_CHECK_OF = {"reports": Check.REPORTS, "rules": Check.REPORTS}
"""The check in which the files of a folder are read; the others are read in one of their own, or at once."""


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("shapes/labels.ttl", "@prefix sh: <http://www.w3.org/ns/shacl#", "filen kan ikke læses"),
        ("dataset.ttl", "id:datasaet a", "filen kan ikke læses"),
        ("context.jsonld", '{"@context": {', "kan ikke læses"),
        ("context.jsonld", "{}", "kan ikke læses"),
        ("reports/empty-scheme.rq", "SELECT ?subject WHERE {}", "der mangler «# level:» øverst"),
        ("reports/empty-scheme.rq", f"{REPORT}SELECT ?subject WHERE {{", "forespørgslen kan ikke læses"),
        ("reports/empty-scheme.rq", f"{REPORT}ASK {{}}", "skal være en SELECT"),
        ("rules/del-af-helhed.rq", "CONSTRUCT { ?a ?b ?c } WHERE {", "mangler"),
        ("rules/del-af-helhed.rq", f"{RULE}CONSTRUCT {{ ?a ?b ?c }} WHERE {{", "kan ikke læses"),
        ("rules/del-af-helhed.rq", f"{RULE}SELECT ?a WHERE {{ ?a ?b ?c }}", "ingen CONSTRUCT"),
        ("competency/126-maal.rq", "SELECT ?goal WHERE { ?goal a ?class }", "der mangler «# "),
        ("competency/126-maal.rq", f"{QUESTION}SELECT ?goal WHERE {{", "forespørgslen kan ikke læses"),
        ("competency/126-maal.rq", f"{QUESTION}SELECT ?goal WHERE {{ ?goal a fb:Goal }}", "linje 5: "),
        ("tables/actors.rq", "SELECT ?actor WHERE { ?actor a ?class }", "der mangler «# column navn:» øverst"),
        ("tables/actors.rq", f"{TABLE}SELECT ?actor WHERE {{", "forespørgslen kan ikke læses"),
        ("tables/actors.rq", f"{TABLE}SELECT ?actor WHERE {{ ?actor a ?class }}", "kolonnen label er ingen variabel"),
        ("queries/goals.rq", "SELECT ?goal WHERE {", "forespørgslen kan ikke læses"),
        ("queries/goals.rq", b"SELECT ?m\xe5l WHERE {}", "filen kan ikke læses"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    file: str, content: str | bytes, words: str, tmp_path: Path, documents: Sequence[Document], analyser: Analyser
) -> None:
    folder = _copy(tmp_path)
    _leave_out_shapes(folder, [])
    assert (folder / file).is_file()
    (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    found = next(
        found
        for found in validate(folder, documents, analyser, [_CHECK_OF.get(file.split("/")[0], Check.FILES)])
        if found.rule == "unreadable-file"
    )
    assert (found.rule, found.file) == ("unreadable-file", file)
    assert words in found.message
    assert "Ret filen." in found.message
    assert str(folder) not in found.message


def test_a_shape_that_cannot_be_run_is_reported(
    tmp_path: Path, documents: Sequence[Document], analyser: Analyser
) -> None:
    folder = _copy(tmp_path)
    _leave_out_shapes(folder, ["structure"])
    path = folder / "shapes" / "structure.ttl"
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace("sh:minCount 1", 'sh:minCount "none"', 1), encoding="utf-8")
    found = validate(folder, documents, analyser, [Check.SHAPES])
    assert [violation.rule for violation in found] == ["shapes-unusable"]
    assert found[0].message.startswith("reglerne i shapes/ kan ikke bruges")
