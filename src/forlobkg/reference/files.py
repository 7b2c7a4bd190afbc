"""What the files of the ontology say of themselves: shapes by file, query files, the prefixes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from forlobkg.errors import OntologyError
from forlobkg.graph import HeaderForm, Names, QueryFile, read_query_file, read_text
from forlobkg.reference.model import Shape, ShapeFile

_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file. Raises ``OntologyError``."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"{path}: ikke gyldig TOML: {error}") from error


def read_prefixes(path: Path, names: Names) -> dict[str, str]:
    """The prefixes of the JSON-LD context at ``path``, with ``id`` for ``names.base``. Raises ``OntologyError``."""
    try:
        context = json.loads(read_text(path))["@context"]
    except (ValueError, KeyError, TypeError) as error:
        raise OntologyError(f"JSON-LD-konteksten {path} kan ikke læses: {error}") from error
    spaces = {
        name: space
        for name, space in context.items()
        if isinstance(space, str) and not name.startswith("@") and space.endswith(("/", "#"))
    }
    return {**spaces, "id": names.base}


def read_shape_graphs(folder: Path) -> dict[str, Graph]:
    """The graph of each file of shapes by the file's name. Raises ``OntologyError``."""
    graphs = {}
    for path in sorted(folder.glob("*.ttl")):
        graph = Graph()
        try:
            graph.parse(data=read_text(path), format="turtle")
        except (BadSyntax, ParserError) as error:
            raise OntologyError(f"{path} kan ikke læses som RDF: {error}") from error
        graphs[path.name] = graph
    return graphs


def read_shape_file(path: Path, graph: Graph) -> ShapeFile:
    """The shapes of ``path``, which ``graph`` holds, that have a message of their own, in the order of the file."""
    text = read_text(path)
    shapes = []
    for subject in set(graph.subjects(SH.message, None)):
        if isinstance(subject, URIRef):
            name = str(subject).rpartition("#")[2]
            message = " ".join(sorted(str(words) for words in graph.objects(subject, SH.message)))
            place = text.find(f":{name}")
            shapes.append((place, name, Shape(name, _targets(graph, subject), message)))
    return ShapeFile(path.name, _opening_comment(text), tuple(shape for _, _, shape in sorted(shapes, key=_place)))


def read_queries(folder: Path, form: HeaderForm) -> tuple[QueryFile, ...]:
    """The query files of ``folder`` in the order of their names; none where there is no such folder.

    Raises ``OntologyError`` for a file whose header is not as ``form``.
    """
    return tuple(read_query_file(path, form) for path in sorted(folder.glob("*.rq")))


def _place(entry: tuple[int, str, Shape]) -> tuple[int, str]:
    return entry[0], entry[1]


def _opening_comment(text: str) -> str:
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# "))
    return " ".join(lines).strip()


def _targets(graph: Graph, shape: Node) -> tuple[str, ...]:
    """What a shape is of: its own targets, its path, else those of the shapes that use it."""
    path = graph.value(shape, SH.path)
    if isinstance(path, URIRef):
        return (str(path),)
    own = {str(target) for kind in _TARGETS for target in graph.objects(shape, kind)}
    if not own:
        users = [user for user in graph.subjects(None, shape) if (user, RDF.type, SH.NodeShape) in graph]
        own = {str(target) for user in users for kind in _TARGETS for target in graph.objects(user, kind)}
    return tuple(sorted(target for target in own if ":" in target))


def allowed_classes(graphs: list[Graph], term: URIRef) -> tuple[set[str], set[str]]:
    """The classes or datatypes that shapes allow as subjects of the property ``term``, and as its objects."""
    subjects: set[str] = set()
    objects: set[str] = set()
    for graph in graphs:
        for shape in graph.subjects(SH.targetSubjectsOf, term):
            # A shape with several targets says nothing of this one alone.
            if len(list(graph.objects(shape, SH.targetSubjectsOf))) == 1:
                subjects |= _kinds(graph, shape)
                for constraint in graph.objects(shape, SH.property):
                    if graph.value(constraint, SH.path) == term:
                        objects |= _kinds(graph, constraint)
    return subjects, objects


def _kinds(graph: Graph, shape: Node) -> set[str]:
    found = {str(kind) for kind in (graph.value(shape, SH["class"]), graph.value(shape, SH.datatype)) if kind}
    choices = graph.value(shape, SH["or"])
    if choices is not None:
        for choice in Collection(graph, choices):
            found |= _kinds(graph, choice)
    return found
