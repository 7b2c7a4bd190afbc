"""Everything that is checked before a curated graph may be built."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from rdflib import RDF, RDFS, Graph

from forlobkg.corpus import Document
from forlobkg.danish import Analyser
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.coverage import UnusedPassage, check_coverage, load_unused
from forlobkg.graph.authoring.curated import Curated, load_curated, load_shapes
from forlobkg.graph.authoring.describe import describe_documents
from forlobkg.graph.authoring.evidence import check_evidence
from forlobkg.graph.authoring.exceptions import KnownException, load_exceptions, outlived, without_known
from forlobkg.graph.authoring.facts import check_facts
from forlobkg.graph.authoring.glossary import check_glossary
from forlobkg.graph.authoring.inference import infer
from forlobkg.graph.authoring.known_questions import check_known_questions
from forlobkg.graph.authoring.places import Locator, Source, sources, unreadable
from forlobkg.graph.authoring.published_files import PUBLISHED_FILES, check_published_files
from forlobkg.graph.authoring.reports import Report, load_reports, report_store, run_report
from forlobkg.graph.authoring.rules import check_graphs
from forlobkg.graph.authoring.shapes import check_shapes
from forlobkg.graph.authoring.violations import Violation, Wording
from forlobkg.graph.names import EDITORIAL, INFERRED, PASSAGES, Names
from forlobkg.settings import DEFAULT_BASE_IRI

_NAMES = Names(DEFAULT_BASE_IRI)
_PASSAGE_SHAPES = "passages"
_PROPERTY_SHAPES = ("properties", "foreign")
_SHAPES = ("claims", "editorial", "labels", _PASSAGE_SHAPES, *_PROPERTY_SHAPES, "skos", "structure", "style", "terms")
_FILES = (
    "schema.ttl",
    "curated/*.trig",
    *(f"shapes/{name}.ttl" for name in sorted(_SHAPES)),
    "reports/*.rq",
    "rules/*.rq",
    *PUBLISHED_FILES,
)


class Check(StrEnum):
    """The parts of a validation; loading always comes first."""

    GRAPHS = "graphs"
    EVIDENCE = "evidence"
    SHAPES = "shapes"
    PASSAGES = "passages"
    REPORTS = "reports"
    COVERAGE = "coverage"
    FILES = "files"


@dataclass(frozen=True)
class _Files:
    """What the ontology folder holds, and what the program makes of it when it is asked for."""

    folder: Path
    documents: Sequence[Document]
    curated: Curated
    shapes: Mapping[str, Graph]
    reports: Sequence[Report]
    unused: Sequence[UnusedPassage]
    known: Sequence[KnownException]

    @cached_property
    def described(self) -> dict[str, Graph]:
        """The graph that describes the passages, by its name."""
        return {_NAMES.iri(PASSAGES): describe_documents(self.documents, _NAMES)}

    @cached_property
    def further(self) -> dict[str, Graph]:
        """The graphs that the program makes: descriptions and conclusions. Raises ``OntologyError``."""
        return {**self.described, **_conclusions(self.curated, self.documents, self.folder)}


def validate(
    ontology_dir: Path,
    documents: Sequence[Document],
    analyser: Analyser,
    checks: Collection[Check] = tuple(Check),
) -> list[Violation]:
    """What is wrong with the ontology folder's schema, vocabularies, curated graphs, shapes and tables.

    Empty when all is well but for the known exceptions. One of these that has nothing left to except is itself a
    violation, which only a validation with every check can tell. A file without which the others cannot be checked
    is one violation when it is missing or cannot be read, and ends the validation.
    """
    missing = [pattern for pattern in _FILES if not any(ontology_dir.glob(pattern))]
    if missing:
        return [Violation("missing-file", f"Der mangler {' og '.join(missing)}. Læg filerne på plads.")]
    locator = Locator(ontology_dir)
    try:
        files = _load(ontology_dir, documents)
        found = list(_violations(files, analyser, checks))
    except OntologyError as error:
        return [locator.located(unreadable(ontology_dir, error, "Resten er ikke kontrolleret."))]
    over = outlived(found, files.known) if set(checks) == set(Check) else []
    return [locator.located(violation) for violation in (*without_known(found, files.known), *over)]


def shape_violations(
    curated: Curated, further: Mapping[str, Graph], shapes: Mapping[str, Graph]
) -> Iterator[Violation]:
    """What breaks the shapes, which are given by the names of their files: the name tells what a file sees.

    ``further`` are graphs that the program makes: the shapes of passages see the description of these alone, the
    others what people wrote and any conclusions from it.
    """
    described = further.get(_NAMES.iri(PASSAGES), Graph())
    conclusions = {name: graph for name, graph in further.items() if name != _NAMES.iri(PASSAGES)}
    written = curated.all_graphs()
    union = _union([*written.values(), *conclusions.values()])
    alone: dict[str, Callable[[], Graph]] = {
        "claims": lambda: _union(curated.claims().values()),
        "editorial": lambda: _union([written.get(_NAMES.iri(EDITORIAL), Graph())]),
        "foreign": lambda: statements_with_classes(_union(curated.claims().values()), conclusions, union, described),
        _PASSAGE_SHAPES: lambda: described,
    }
    wording = Wording([union, described])
    among = [*sources(curated), Source(_NAMES.iri(PASSAGES), None, described)]
    common = _union(shape for name, shape in shapes.items() if name not in alone)
    if len(common):
        yield from check_shapes(union, common, among, wording)
    for name, seen in alone.items():
        if len(shapes.get(name, ())):
            yield from check_shapes(seen(), shapes[name], among, wording)


def statements_with_classes(claims: Graph, conclusions: Mapping[str, Graph], union: Graph, described: Graph) -> Graph:
    """The claims and the conclusions with the class of each thing and document, and nothing else.

    ``union`` holds what people wrote, ``described`` the passages and documents. Where foreign properties are
    looked at, what the schema and the description of the passages say with them is left out.
    """
    inferred = (graph for name, graph in conclusions.items() if name.startswith(_NAMES.iri(INFERRED)))
    statements = _union([claims, *inferred])
    for graph in (union, described):
        for predicate in (RDF.type, RDFS.subClassOf):
            for triple in graph.triples((None, predicate, None)):
                statements.add(triple)
    return statements


def report_violations(
    curated: Curated, further: Mapping[str, Graph], reports: Iterable[Report]
) -> Iterator[Violation]:
    """What the reports find in what people wrote and in ``further``: the passages described, the conclusions."""
    graphs = {**curated.all_graphs(), **further}
    store = report_store(graphs)
    among = sources(curated)
    wording = Wording(graphs.values())
    for report in reports:
        yield from run_report(report, store, among, wording)


def further_graphs(curated: Curated, documents: Sequence[Document], ontology_dir: Path) -> dict[str, Graph]:
    """The graphs that the program makes of the documents and of what people wrote: descriptions and conclusions.

    Raises ``OntologyError`` for a rule of inference that cannot be used.
    """
    described = {_NAMES.iri(PASSAGES): describe_documents(documents, _NAMES)}
    return {**described, **_conclusions(curated, documents, ontology_dir)}


def _conclusions(curated: Curated, documents: Sequence[Document], ontology_dir: Path) -> dict[str, Graph]:
    passages = frozenset(_NAMES.iri(passage.id) for document in documents for passage in document.passages)
    return infer(curated.all_graphs(), passages, ontology_dir / "rules")


def _load(ontology_dir: Path, documents: Sequence[Document]) -> _Files:
    return _Files(
        ontology_dir,
        documents,
        load_curated(ontology_dir),
        {path.stem: load_shapes(path) for path in sorted((ontology_dir / "shapes").glob("*.ttl"))},
        load_reports(ontology_dir),
        load_unused(ontology_dir),
        load_exceptions(ontology_dir),
    )


def _violations(
    files: _Files,
    analyser: Analyser,
    checks: Collection[Check],
) -> Iterator[Violation]:
    curated, documents = files.curated, files.documents
    if Check.GRAPHS in checks:
        papers = frozenset(_NAMES.iri(document.record.id) for document in documents)
        passages = {_NAMES.iri(passage.id) for document in documents for passage in document.passages}
        yield from check_graphs(curated, papers | passages)
        yield from check_facts(curated.facts, curated.editorial(), papers)
    if Check.EVIDENCE in checks:
        yield from check_evidence(curated, documents, analyser)
        yield from check_glossary(curated.glossary, curated.editorial(), documents)
        yield from check_known_questions(curated.known_questions, documents)
    if Check.SHAPES in checks:
        yield from _shape_violations(files)
    if Check.PASSAGES in checks:
        yield from shape_violations(curated, files.described, {_PASSAGE_SHAPES: files.shapes[_PASSAGE_SHAPES]})
    if Check.REPORTS in checks:
        yield from report_violations(curated, files.further, files.reports)
    if Check.COVERAGE in checks:
        yield from check_coverage(curated, documents, files.unused, analyser)
    if Check.FILES in checks:
        yield from check_published_files(files.folder)


def _shape_violations(files: _Files) -> list[Violation]:
    """What breaks the shapes, but for those of passages. The ends of properties are tried on the conclusions too."""
    ends = {name: files.shapes[name] for name in _PROPERTY_SHAPES}
    others = {name: shape for name, shape in files.shapes.items() if name not in (*ends, _PASSAGE_SHAPES)}
    found = list(shape_violations(files.curated, files.described, others))
    # What follows from a fault is no news: conclusions count only where all that people wrote is in order.
    following = [] if found else list(shape_violations(files.curated, files.further, ends))
    if found or following:
        found += shape_violations(files.curated, files.described, ends)
    return found or following


def _union(graphs: Iterable[Graph]) -> Graph:
    union = Graph()
    for graph in graphs:
        union += graph
    return union
