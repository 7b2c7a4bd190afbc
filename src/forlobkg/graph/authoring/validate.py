"""Everything that is checked before a curated graph may be built."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from rdflib import Graph

from forlobkg.corpus import Document
from forlobkg.danish import Analyser
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.curated import Curated, load_curated, load_shapes
from forlobkg.graph.authoring.describe import describe_documents
from forlobkg.graph.authoring.evidence import check_evidence
from forlobkg.graph.authoring.glossary import check_glossary
from forlobkg.graph.authoring.rules import check_graphs
from forlobkg.graph.authoring.shapes import check_shapes
from forlobkg.graph.authoring.violations import Violation, Wording
from forlobkg.graph.names import PASSAGES, Names
from forlobkg.settings import DEFAULT_BASE_IRI

_NAMES = Names(DEFAULT_BASE_IRI)
_PASSAGE_SHAPES = "passages"
_SHAPES = ("claims", "editorial", "labels", _PASSAGE_SHAPES, "properties", "structure")
_FILES = ("schema.ttl", "curated/*.trig", *(f"shapes/{name}.ttl" for name in _SHAPES))


class Check(StrEnum):
    """The parts of a validation; loading always comes first."""

    GRAPHS = "graphs"
    EVIDENCE = "evidence"
    SHAPES = "shapes"
    PASSAGES = "passages"


def validate(
    ontology_dir: Path,
    documents: Sequence[Document],
    analyser: Analyser,
    checks: Collection[Check] = tuple(Check),
) -> list[Violation]:
    """What is wrong with the ontology folder's schema, vocabularies, curated graphs and shapes.

    Empty when all is well. A file that is missing or cannot be read is one violation, and ends
    the validation.
    """
    missing = [pattern for pattern in _FILES if not any(ontology_dir.glob(pattern))]
    if missing:
        return [Violation("missing-file", f"Der mangler {' og '.join(missing)}. Læg filerne på plads.")]
    try:
        curated = load_curated(ontology_dir)
        shapes = {path.stem: load_shapes(path) for path in sorted((ontology_dir / "shapes").glob("*.ttl"))}
    except OntologyError as error:
        return [_unreadable(ontology_dir, error)]
    violations: list[Violation] = []
    if Check.GRAPHS in checks:
        own = {_NAMES.iri(document.record.id) for document in documents}
        own |= {_NAMES.iri(passage.id) for document in documents for passage in document.passages}
        violations += check_graphs(curated, frozenset(own))
    if Check.EVIDENCE in checks:
        violations += check_evidence(curated, documents, analyser)
        violations += check_glossary(curated.glossary, curated.editorial(), documents)
    if Check.SHAPES in checks:
        violations += _shape_violations(curated, shapes)
    if Check.PASSAGES in checks:
        described = describe_documents(documents, _NAMES)
        violations += check_shapes(
            described,
            shapes[_PASSAGE_SHAPES],
            {_NAMES.iri(PASSAGES): described},
            Wording([curated.schema, described]),
        )
    return violations


def _shape_violations(curated: Curated, shapes: dict[str, Graph]) -> Iterator[Violation]:
    graphs = curated.all_graphs()
    union = _union(graphs.values())
    alone = {"editorial": _union([curated.editorial()]), "claims": _union(curated.claims().values())}
    common = _union(shape for name, shape in shapes.items() if name not in {*alone, _PASSAGE_SHAPES})
    wording = Wording([union])
    files = {name: f"curated/{file.path.name}" for file in reversed(curated.files) for name in file.graphs}
    for data, rules in ((union, common), *((alone[name], shapes[name]) for name in alone)):
        for violation in check_shapes(data, rules, graphs, wording):
            yield replace(violation, file=files.get(violation.graph or ""))


def _union(graphs: Iterable[Graph]) -> Graph:
    union = Graph()
    for graph in graphs:
        union += graph
    return union


def _unreadable(ontology_dir: Path, error: OntologyError) -> Violation:
    paths = (path for pattern in ("*.ttl", "*/*") for path in sorted(ontology_dir.glob(pattern)))
    file = next((path for path in paths if str(error).startswith(path.name)), None)
    return Violation(
        "unreadable-file",
        f"{' '.join(str(error).split())}. Ret filen; resten er ikke kontrolleret.",
        file=file.relative_to(ontology_dir).as_posix() if file is not None else None,
    )
