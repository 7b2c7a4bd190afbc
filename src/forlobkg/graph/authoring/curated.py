"""The curated files, read for authoring and checks with rdflib."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from rdflib import SKOS, Graph, Literal, URIRef

from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.facts import Facts, load_facts
from forlobkg.graph.authoring.glossary import GLOSSARY, GlossaryRow, lay_labels, load_glossary
from forlobkg.graph.authoring.known_questions import KnownQuestionRow, load_known_questions
from forlobkg.graph.authoring.rdf_files import parse_trig, parse_turtle
from forlobkg.graph.names import ALIGNMENTS, EDITORIAL, FB, SCHEMA, Names
from forlobkg.settings import DEFAULT_BASE_IRI

CURATED_HASH = URIRef(FB + "curatedHash")
HASH_LENGTH = 16
_SCHEMA_FILES = ("schema.ttl", "vocabularies.ttl")
_ALIGNMENTS_FILE = "alignments.ttl"
_FILE_NAMES = Names(DEFAULT_BASE_IRI)


@dataclass(frozen=True, slots=True)
class CuratedFile:
    """One TriG file: the named graphs it holds, and for each passage the hash of the words that were read.

    ``stray`` counts the statements outside every named graph that are no hashes.
    """

    path: Path
    graphs: dict[str, Graph]
    hashes: dict[str, str]
    stray: int


@dataclass(frozen=True, slots=True)
class Curated:
    """Everything that people wrote: the schema with its vocabularies, the TriG files, the glossary, and more.

    The lay labels that the glossary gives stand among ``files`` too. ``facts`` holds what is known from outside.
    """

    schema: Graph
    files: tuple[CuratedFile, ...]
    glossary: tuple[GlossaryRow, ...] = ()
    known_questions: tuple[KnownQuestionRow, ...] = ()
    alignments: Graph = field(default_factory=Graph)
    facts: Facts = field(default_factory=Facts)

    def without_glossary(self) -> Curated:
        """The same without the glossary and its lay labels, and without known questions."""
        files = tuple(file for file in self.files if file.path.name != GLOSSARY)
        return replace(self, files=files, glossary=(), known_questions=())

    def graphs(self) -> dict[str, Graph]:
        """The named graphs of all files together; a graph that stands in two files is their union."""
        merged: dict[str, Graph] = {}
        for file in self.files:
            for name, graph in file.graphs.items():
                merged[name] = merged[name] + graph if name in merged else graph
        return merged

    def claims(self) -> dict[str, Graph]:
        """The named graphs other than the editorial one: what passages are said to say."""
        own = _FILE_NAMES.own_graphs
        return {name: graph for name, graph in self.graphs().items() if name not in own}

    def editorial(self) -> Graph:
        """The editorial graph."""
        return self.graphs().get(_FILE_NAMES.iri(EDITORIAL), Graph())

    def hashes(self) -> dict[str, str]:
        """For each passage, the hash of the words that were read when its statements were written."""
        return {passage: value for file in self.files for passage, value in file.hashes.items()}

    def danish_labels(self) -> Iterator[str]:
        """Every Danish label of the editorial graph and the vocabularies: preferred, source and lay."""
        for graph in (self.editorial(), self.schema):
            for predicate in (SKOS.prefLabel, SKOS.altLabel, URIRef(FB + "sourceLabel")):
                for label in graph.objects(None, predicate):
                    if isinstance(label, Literal) and label.language == "da":
                        yield str(label)

    def all_graphs(self) -> dict[str, Graph]:
        """The named graphs, those of the schema and the alignments, and those of the facts from outside."""
        return {
            **self.graphs(),
            _FILE_NAMES.iri(SCHEMA): self.schema,
            _FILE_NAMES.iri(ALIGNMENTS): self.alignments,
            **self.facts.graphs(),
        }


def load_curated(ontology_dir: Path) -> Curated:
    """The schema, vocabularies and curated graphs under ``ontology_dir``.

    IRIs are those of the files, under the default base. Raises ``OntologyError`` naming the file, with the
    line where the parser tells it, when one cannot be read.
    """
    schema = Graph()
    for name in _SCHEMA_FILES:
        path = ontology_dir / name
        if path.is_file():
            schema += parse_turtle(path)
    curated_paths = sorted((ontology_dir / "curated").glob("*.trig"))
    if not len(schema) or not curated_paths:
        raise OntologyError(f"{ontology_dir}: schema.ttl og curated/*.trig skal være der, og det er de ikke alle")
    files = [_load_file(path) for path in curated_paths]
    glossary = load_glossary(ontology_dir)
    labels = lay_labels(glossary)
    if len(labels):
        files.append(CuratedFile(ontology_dir / GLOSSARY, {_FILE_NAMES.iri(EDITORIAL): labels}, {}, 0))
    path = ontology_dir / _ALIGNMENTS_FILE
    alignments = parse_turtle(path) if path.is_file() else Graph()
    known = tuple(load_known_questions(ontology_dir))
    return Curated(schema, tuple(files), tuple(glossary), known, alignments, load_facts(ontology_dir))


def load_shapes(path: Path) -> Graph:
    """The SHACL shapes of one Turtle file. Raises ``OntologyError``."""
    return parse_turtle(path)


def _load_file(path: Path) -> CuratedFile:
    default, graphs = parse_trig(path)
    hashes: dict[str, str] = {}
    stray = 0
    for subject, predicate, value in default:
        if predicate == CURATED_HASH and isinstance(value, Literal):
            if hashes.setdefault(str(subject), str(value)) != str(value):
                raise OntologyError(f"{path.name}: {subject} har to forskellige fb:curatedHash; behold én")
        else:
            stray += 1
    return CuratedFile(path, graphs, hashes, stray)
