"""The curated files, read for authoring and checks with rdflib."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import SKOS, Dataset, Graph, Literal, URIRef
from rdflib.exceptions import ParserError
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.parsers.notation3 import BadSyntax

from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.glossary import GLOSSARY, GlossaryRow, lay_labels, load_glossary
from forlobkg.graph.names import EDITORIAL, FB, SCHEMA, Names
from forlobkg.settings import DEFAULT_BASE_IRI

CURATED_HASH = URIRef(FB + "curatedHash")
HASH_LENGTH = 16
# rdflib's TriG reader lets an IndexError out for some files that are cut short.
_UNREADABLE = (BadSyntax, ParserError, UnicodeDecodeError, OSError, IndexError)
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
    """Everything that people wrote: the schema with its vocabularies, the TriG files, and the glossary.

    The lay labels that the glossary gives stand among ``files`` too.
    """

    schema: Graph
    files: tuple[CuratedFile, ...]
    glossary: tuple[GlossaryRow, ...] = ()

    def without_glossary(self) -> Curated:
        """The same without the glossary and its lay labels."""
        return Curated(self.schema, tuple(file for file in self.files if file.path.name != GLOSSARY))

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
        """The named graphs and the schema's."""
        return {**self.graphs(), _FILE_NAMES.iri(SCHEMA): self.schema}


def load_curated(ontology_dir: Path) -> Curated:
    """The schema, vocabularies and curated graphs under ``ontology_dir``.

    IRIs are those of the files, under the default base. Raises ``OntologyError`` naming the file, with the
    line where the parser tells it, when one cannot be read.
    """
    schema = Graph()
    for path in sorted(ontology_dir.glob("*.ttl")):
        schema += _parse_turtle(path)
    curated_paths = sorted((ontology_dir / "curated").glob("*.trig"))
    if not len(schema) or not curated_paths:
        raise OntologyError(f"{ontology_dir}: schema.ttl og curated/*.trig skal være der, og det er de ikke alle")
    files = [_load_file(path) for path in curated_paths]
    glossary = load_glossary(ontology_dir)
    labels = lay_labels(glossary)
    if len(labels):
        files.append(CuratedFile(ontology_dir / GLOSSARY, {_FILE_NAMES.iri(EDITORIAL): labels}, {}, 0))
    return Curated(schema, tuple(files), tuple(glossary))


def load_shapes(path: Path) -> Graph:
    """The SHACL shapes of one Turtle file. Raises ``OntologyError``."""
    return _parse_turtle(path)


def _parse_turtle(path: Path) -> Graph:
    graph = Graph()
    try:
        graph.parse(path, format="turtle")
    except _UNREADABLE as error:
        raise OntologyError(_message(path, error)) from error
    return graph


def _load_file(path: Path) -> CuratedFile:
    dataset = Dataset()
    try:
        dataset.parse(path, format="trig")
    except _UNREADABLE as error:
        raise OntologyError(_message(path, error)) from error
    graphs: dict[str, Graph] = {}
    hashes: dict[str, str] = {}
    stray = 0
    for graph in dataset.graphs():
        if graph.identifier == DATASET_DEFAULT_GRAPH_ID:
            for subject, predicate, value in graph:
                if predicate == CURATED_HASH and isinstance(value, Literal):
                    if hashes.setdefault(str(subject), str(value)) != str(value):
                        raise OntologyError(f"{path.name}: {subject} har to forskellige fb:curatedHash; behold én")
                else:
                    stray += 1
        elif len(graph):
            copy = Graph()
            for triple in graph:
                copy.add(triple)
            graphs[str(graph.identifier)] = copy
    return CuratedFile(path, graphs, hashes, stray)


def _message(path: Path, error: Exception) -> str:
    if isinstance(error, BadSyntax):
        line = getattr(error, "lines", 0) + 1
        return f"{path.name}, linje {line}: filen kan ikke læses som RDF: {' '.join(error.message.split())}"
    return f"{path.name}: filen kan ikke læses: {error}"
