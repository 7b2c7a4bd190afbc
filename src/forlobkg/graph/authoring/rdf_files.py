"""RDF files read with rdflib; a file that cannot be read is named, with the line where the parser tells it."""

from __future__ import annotations

from pathlib import Path

from rdflib import Dataset, Graph
from rdflib.exceptions import ParserError
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.parsers.notation3 import BadSyntax

from forlobkg.errors import OntologyError

# rdflib's TriG reader lets an IndexError out for some files that are cut short.
_UNREADABLE = (BadSyntax, ParserError, UnicodeDecodeError, OSError, IndexError)


def parse_turtle(path: Path) -> Graph:
    """The graph of a Turtle file. Raises ``OntologyError``."""
    graph = Graph()
    try:
        graph.parse(path, format="turtle")
    except _UNREADABLE as error:
        raise OntologyError(_message(path, error)) from error
    return graph


def parse_trig(path: Path) -> tuple[Graph, dict[str, Graph]]:
    """The default graph of a TriG file, and its named graphs that hold something. Raises ``OntologyError``."""
    dataset = Dataset()
    try:
        dataset.parse(path, format="trig")
    except _UNREADABLE as error:
        raise OntologyError(_message(path, error)) from error
    default = Graph()
    named: dict[str, Graph] = {}
    for graph in dataset.graphs():
        is_default = graph.identifier == DATASET_DEFAULT_GRAPH_ID
        target = default if is_default else Graph()
        for triple in graph:
            target.add(triple)
        if not is_default and len(target):
            named[str(graph.identifier)] = target
    return default, named


def _message(path: Path, error: Exception) -> str:
    if isinstance(error, BadSyntax):
        line = getattr(error, "lines", 0) + 1
        return f"{path.name}, linje {line}: filen kan ikke læses som RDF: {' '.join(error.message.split())}"
    return f"{path.name}: filen kan ikke læses: {error}"
