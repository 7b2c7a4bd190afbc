"""Everything that is checked before a curated graph may be built."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rdflib import Graph

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
from forlobkg.graph.authoring.places import Locator, Source, sources
from forlobkg.graph.authoring.reports import Report, load_reports, report_store, run_report
from forlobkg.graph.authoring.rules import check_graphs
from forlobkg.graph.authoring.shapes import check_shapes
from forlobkg.graph.authoring.violations import Violation, Wording
from forlobkg.graph.names import PASSAGES, Names
from forlobkg.settings import DEFAULT_BASE_IRI

_NAMES = Names(DEFAULT_BASE_IRI)
_PASSAGE_SHAPES = "passages"
_SHAPES = ("claims", "editorial", "labels", _PASSAGE_SHAPES, "properties", "skos", "structure", "style", "terms")
_FILES = ("schema.ttl", "curated/*.trig", *(f"shapes/{name}.ttl" for name in _SHAPES), "reports/*.rq")


class Check(StrEnum):
    """The parts of a validation; loading always comes first."""

    GRAPHS = "graphs"
    EVIDENCE = "evidence"
    SHAPES = "shapes"
    PASSAGES = "passages"
    REPORTS = "reports"
    COVERAGE = "coverage"


_NEED_FURTHER = {Check.SHAPES, Check.PASSAGES, Check.REPORTS}


@dataclass(frozen=True, slots=True)
class _Files:
    """What the ontology folder holds."""

    curated: Curated
    shapes: Mapping[str, Graph]
    reports: Sequence[Report]
    unused: Sequence[UnusedPassage]
    known: Sequence[KnownException]


def validate(
    ontology_dir: Path,
    documents: Sequence[Document],
    analyser: Analyser,
    checks: Collection[Check] = tuple(Check),
) -> list[Violation]:
    """What is wrong with the ontology folder's schema, vocabularies, curated graphs, shapes and tables.

    Empty when all is well but for the known exceptions. One of these that has nothing left to except is itself a
    violation, which only a validation with every check can tell. A file that is missing or cannot be read is one
    violation, and ends the validation.
    """
    missing = [pattern for pattern in _FILES if not any(ontology_dir.glob(pattern))]
    if missing:
        return [Violation("missing-file", f"Der mangler {' og '.join(missing)}. Læg filerne på plads.")]
    locator = Locator(ontology_dir)
    try:
        files = _load(ontology_dir)
        further = further_graphs(files.curated, documents, ontology_dir) if _NEED_FURTHER & set(checks) else {}
        found = list(_violations(files, documents, analyser, checks, further))
    except OntologyError as error:
        return [locator.located(_unreadable(ontology_dir, error))]
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
    conclusions = [graph for name, graph in further.items() if name != _NAMES.iri(PASSAGES)]
    union = _union([*curated.all_graphs().values(), *conclusions])
    alone = {
        "claims": _union(curated.claims().values()),
        "editorial": _union([curated.editorial()]),
        _PASSAGE_SHAPES: described,
    }
    wording = Wording([union, described])
    among = [*sources(curated), Source(_NAMES.iri(PASSAGES), None, described)]
    common = [shape for name, shape in shapes.items() if name not in alone]
    if common:
        yield from check_shapes(union, _union(common), among, wording)
    for name, data in alone.items():
        if name in shapes:
            yield from check_shapes(data, shapes[name], among, wording)


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
    passages = frozenset(_NAMES.iri(passage.id) for document in documents for passage in document.passages)
    inferred = infer(curated.all_graphs(), passages, ontology_dir / "rules").graphs
    return {_NAMES.iri(PASSAGES): describe_documents(documents, _NAMES), **inferred}


def _load(ontology_dir: Path) -> _Files:
    return _Files(
        load_curated(ontology_dir),
        {path.stem: load_shapes(path) for path in sorted((ontology_dir / "shapes").glob("*.ttl"))},
        load_reports(ontology_dir),
        load_unused(ontology_dir),
        load_exceptions(ontology_dir),
    )


def _violations(
    files: _Files,
    documents: Sequence[Document],
    analyser: Analyser,
    checks: Collection[Check],
    further: Mapping[str, Graph],
) -> Iterator[Violation]:
    curated = files.curated
    if Check.GRAPHS in checks:
        papers = frozenset(_NAMES.iri(document.record.id) for document in documents)
        passages = {_NAMES.iri(passage.id) for document in documents for passage in document.passages}
        yield from check_graphs(curated, papers | passages)
        yield from check_facts(curated.facts, curated.editorial(), papers)
    if Check.EVIDENCE in checks:
        yield from check_evidence(curated, documents, analyser)
        yield from check_glossary(curated.glossary, curated.editorial(), documents)
    if Check.SHAPES in checks:
        shapes = {name: shape for name, shape in files.shapes.items() if name != _PASSAGE_SHAPES}
        found = list(shape_violations(curated, {}, shapes))
        # What follows from a fault is no news.
        found = found or list(shape_violations(curated, further, {"properties": shapes["properties"]}))
        yield from found
    if Check.PASSAGES in checks:
        yield from shape_violations(curated, further, {_PASSAGE_SHAPES: files.shapes[_PASSAGE_SHAPES]})
    if Check.REPORTS in checks:
        yield from report_violations(curated, further, files.reports)
    if Check.COVERAGE in checks:
        yield from check_coverage(curated, documents, files.unused, analyser)


def _union(graphs: Iterable[Graph]) -> Graph:
    union = Graph()
    for graph in graphs:
        union += graph
    return union


def _unreadable(ontology_dir: Path, error: OntologyError) -> Violation:
    paths = (path for path in sorted(ontology_dir.rglob("*")) if path.is_file())
    file = next((path for path in paths if str(error).startswith(path.name)), None)
    return Violation(
        "unreadable-file",
        f"{' '.join(str(error).split())}. Ret filen; resten er ikke kontrolleret.",
        file=file.relative_to(ontology_dir).as_posix() if file is not None else None,
    )
