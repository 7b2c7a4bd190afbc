"""The rules on where statements may stand and which terms they may use."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.term import Node

from forlobkg.graph.authoring.curated import Curated
from forlobkg.graph.authoring.violations import Triple, Violation, Wording, short_name
from forlobkg.graph.names import EDITORIAL, FB, Names
from forlobkg.settings import DEFAULT_BASE_IRI

_NAMES = Names(DEFAULT_BASE_IRI)
_EDITORIAL_GRAPH = _NAMES.iri(EDITORIAL)
_CLASSES = (OWL.Class, RDFS.Class)
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property)
# Terms of other vocabularies that the schema need not label: shapes/claims.ttl says where they may stand.
_EDITORIAL_TERMS = {RDF.type, SKOS.prefLabel, SKOS.altLabel, SKOS.inScheme}


def check_graphs(curated: Curated, passages: frozenset[str]) -> list[Violation]:
    """Statements outside named graphs or in reserved ones, undefined terms, things without a type.

    ``passages`` holds the IRIs that name passages and documents, which need no type in the editorial graph.
    """
    wording = Wording([curated.schema, curated.editorial()])
    return [
        *_misplaced(curated, wording),
        *_undefined_terms(curated, wording),
        *_dangling(curated, wording, passages),
        *_about_themselves(curated, wording),
    ]


def _misplaced(curated: Curated, wording: Wording) -> Iterator[Violation]:
    for file in curated.files:
        place = f"curated/{file.path.name}"
        if file.stray:
            yield Violation(
                "stray-statement",
                f"{file.path.name}: {file.stray} udsagn står uden for alle navngivne grafer. "
                "Sæt hvert udsagn ind i grafen for det tekststed, der siger det.",
                file=place,
            )
        for name in sorted(set(file.graphs) & (_NAMES.own_graphs - {_EDITORIAL_GRAPH})):
            yield Violation(
                "reserved-graph",
                f"{short_name(URIRef(name))} laves af programmet og kan ikke skrives i en fil: "
                f"{wording.statements(file.graphs[name])}. Flyt udsagnene til tekststedernes grafer.",
                graph=name,
                file=place,
            )


def _places(curated: Curated) -> Iterator[tuple[str | None, str | None, Triple]]:
    """Every statement with its graph and file; those of the schema and the vocabularies have neither."""
    for statement in sorted(curated.schema):
        yield None, None, statement
    for file in curated.files:
        for name in sorted(file.graphs):
            for statement in sorted(file.graphs[name]):
                yield name, f"curated/{file.path.name}", statement


def _undefined_terms(curated: Curated, wording: Wording) -> Iterator[Violation]:
    schema = curated.schema
    classes = _instances(schema, _CLASSES) | {SKOS.Concept, SKOS.ConceptScheme}
    properties = _instances(schema, _PROPERTIES) | set(schema.subjects(RDFS.label)) | _EDITORIAL_TERMS
    own_terms = {term for term in classes | properties if str(term).startswith(FB)}
    reported: set[Node] = set()
    for name, file, statement in _places(curated):
        subject, predicate, value = statement
        used = {node: "term" for node in statement if str(node).startswith(FB) and node not in own_terms}
        if name is not None and name != _EDITORIAL_GRAPH and predicate not in properties:
            used[predicate] = "egenskab"
        if name is not None and predicate == RDF.type and value not in classes:
            used[value] = "klasse"
        for term, kind in used.items():
            if term in reported:
                continue
            reported.add(term)
            yield Violation(
                "undefined-term",
                f"{wording.statement(statement)}: {short_name(term)} er ikke defineret som {kind} i "
                f"schema.ttl.{_suggestion(term, classes | properties)} Ret navnet, eller definer det dér.",
                str(subject),
                name,
                file,
            )


def _instances(graph: Graph, classes: tuple[URIRef, ...]) -> set[Node]:
    return {subject for kind in classes for subject in graph.subjects(RDF.type, kind)}


def _suggestion(term: Node, known: set[Node]) -> str:
    near = get_close_matches(short_name(term), sorted(short_name(other) for other in known), n=1)
    return f" Er der ment {near[0]}?" if near else ""


def _dangling(curated: Curated, wording: Wording, passages: frozenset[str]) -> Iterator[Violation]:
    typed = set((curated.schema + curated.editorial()).subjects(RDF.type))
    reported: set[Node] = set()
    for name, file, statement in _places(curated):
        subject, _, value = statement
        for node in (subject, value):
            if node in reported or node in typed or str(node) in passages:
                continue
            if isinstance(node, BNode):
                reason = "en knude uden navn kan ikke citeres. Giv den et navn under id:"
            elif isinstance(node, URIRef) and str(node).startswith(_NAMES.base):
                reason = (
                    f"{short_name(node)} er nævnt, men har ingen klasse. Ret navnet, eller giv tingen "
                    "rdf:type og betegnelser i redaktion.trig"
                )
            else:
                continue
            reported.add(node)
            yield Violation("dangling-thing", f"{wording.statement(statement)}: {reason}.", str(node), name, file)


def _about_themselves(curated: Curated, wording: Wording) -> Iterator[Violation]:
    for name, file, statement in _places(curated):
        if name is not None and statement[0] == statement[2]:
            yield Violation(
                "about-itself",
                f"{wording.statement(statement)}: udsagnet peger på sig selv. Ret den ene side.",
                str(statement[0]),
                name,
                file,
            )
