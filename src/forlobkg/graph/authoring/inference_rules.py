"""The rules of inference, read: each a SPARQL CONSTRUCT in a file of its own, with its premises known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import Literal, URIRef, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from forlobkg.errors import OntologyError
from forlobkg.settings import DEFAULT_BASE_IRI

_LABELS = {"da": "label", "en": "label-en"}
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PREMISE = re.compile(r"premise[1-9]\d*")
_CONSTRUCT = re.compile(r"(?P<prologue>.*?)\bCONSTRUCT\s*\{[^{}]*\}\s*(?:WHERE\s*)?(?P<where>\{.*)", re.DOTALL | re.I)
_ERROR_PLACE = re.compile(r"error at (?P<line>\d+):\d+: (?P<what>[^\n]*)")
_LONGEST_CAUSE = 120
_FORM = "skriv forudsætningerne som GRAPH ?premise1 { ... } GRAPH ?premise2 { ... }, eventuelt med FILTER og BIND"

_Pattern = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``name`` is its file's, ``text`` its SPARQL as written, the labels what it says in words.

    ``select`` is the same rule as a SELECT: a row for each way to the conclusion, with the conclusion in
    ``?conclusion_s``, ``?conclusion_p``, ``?conclusion_o``, the graph of each premise in ``?premise1``,
    ``?premise2`` ... and the triples of the premises in ``?fact1_g``, ``?fact1_s``, ``?fact1_p``, ``?fact1_o``,
    ``?fact2_g`` ... ``premises`` are the names of the variables of the graphs; ``makes_values`` tells whether the
    rule makes values that stand in no premise.
    """

    name: str
    danish: str
    english: str
    text: str
    select: str
    premises: tuple[str, ...]
    makes_values: bool


def load_rules(folder: Path) -> tuple[Rule, ...]:
    """The rules in the ``.rq`` files of ``folder``, by name. Raises ``OntologyError`` naming file and fault."""
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise OntologyError(f"{folder}: der er ingen regler (*.rq)")
    return tuple(_load(path) for path in paths)


def _load(path: Path) -> Rule:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path.name}: filen kan ikke læses: {error}") from error
    if not _NAME.fullmatch(path.stem):
        raise OntologyError(f"{path.name}: navnet må kun have små bogstaver a-z, cifre og bindestreger")
    labels = {language: _header(text, key) for language, key in _LABELS.items()}
    for language, key in _LABELS.items():
        if not labels[language]:
            raise OntologyError(f"{path.name}: linjen »# {key}: ...« mangler; giv reglen et navn")
    head, facts, made = _parse(path, text)
    return Rule(
        path.stem,
        labels["da"],
        labels["en"],
        text,
        _as_select(path, text, head, facts),
        tuple(sorted({str(graph) for graph, _ in facts}, key=lambda name: int(name.removeprefix("premise")))),
        bool(made),
    )


def _header(text: str, key: str) -> str:
    found = re.search(rf"^# {key}: *(.+?) *$", text, re.MULTILINE)
    return found[1] if found else ""


def _parse(path: Path, text: str) -> tuple[_Pattern, list[tuple[Variable, _Pattern]], set[Variable]]:
    """A rule's conclusion, its premises, each with the variable of its graph, and the variables that it makes."""
    if not isinstance(_run(path, text), ox.QueryTriples):
        raise OntologyError(f"{path.name}: reglen er ingen CONSTRUCT; skriv CONSTRUCT {{ ... }} WHERE {{ ... }}")
    algebra = translateQuery(parseQuery(text)).algebra
    template = algebra["template"]
    if template is None or len(template) != 1 or algebra["datasetClause"]:
        raise OntologyError(f"{path.name}: CONSTRUCT skal have netop én konklusion: CONSTRUCT {{ ?a ?b ?c }} WHERE")
    facts: list[tuple[Variable, _Pattern]] = []
    made: set[Variable] = set()
    for part in _conjuncts(path, algebra["p"]["p"]):
        if part.name == "Extend":
            made.add(part["var"])
        elif part.name == "Graph":
            facts.extend((part["term"], triple) for triple in _triples(path, part))
    if not facts:
        raise OntologyError(f"{path.name}: reglen har ingen forudsætninger; {_FORM}")
    facts.sort(key=lambda fact: int(fact[0].removeprefix("premise")))
    head: _Pattern = template[0]
    bound = made.union(term for _, triple in facts for term in triple)
    for term in head:
        if isinstance(term, Variable) and term not in bound:
            raise OntologyError(f"{path.name}: ?{term} i CONSTRUCT står ikke i nogen GRAPH ?premise {{ ... }}")
    for term in (*head, *(term for _, triple in facts for term in triple)):
        if not isinstance(term, Variable | URIRef | Literal):
            raise OntologyError(f"{path.name}: tomme knuder og stier kan ikke følges; brug variable og egenskaber")
        if isinstance(term, URIRef) and term.startswith(DEFAULT_BASE_IRI):
            raise OntologyError(f"{path.name}: en regel gælder alle ting og må ikke nævne en bestemt: {term}")
    return head, facts, made


def _run(path: Path, query: str) -> object:
    try:
        return ox.Store().query(query)
    except SyntaxError as error:
        place = _ERROR_PLACE.match(str(error))
        where, what = (f", linje {place['line']}", place["what"]) if place else ("", str(error))
        raise OntologyError(f"{path.name}{where}: reglen kan ikke læses: {what[:_LONGEST_CAUSE]}") from error


def _conjuncts(path: Path, pattern: CompValue) -> Iterator[CompValue]:
    """The parts that must all hold. Anything but graphs, filters and new values has no premises one could name."""
    if pattern.name == "Join":
        yield from _conjuncts(path, pattern["p1"])
        yield from _conjuncts(path, pattern["p2"])
    elif pattern.name in ("Filter", "Extend"):
        if any(part.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS") for part in _inside(pattern["expr"])):
            raise OntologyError(f"{path.name}: EXISTS er ingen forudsætning, der kan vises; {_FORM}")
        yield from _conjuncts(path, pattern["p"])
        yield pattern
    elif pattern.name == "Graph":
        if not isinstance(pattern["term"], Variable) or not _PREMISE.fullmatch(pattern["term"]):
            raise OntologyError(f"{path.name}: GRAPH {pattern['term'].n3()} er ingen ?premise1; {_FORM}")
        yield pattern
    elif pattern.name != "BGP" or pattern["triples"]:
        raise OntologyError(f"{path.name}: noget i WHERE står uden for GRAPH ?premise {{ ... }}; {_FORM}")


def _triples(path: Path, graph: CompValue) -> list[_Pattern]:
    if graph["p"].name != "BGP":
        raise OntologyError(f"{path.name}: i GRAPH ?{graph['term']} må der kun stå udsagn; {_FORM}")
    return list(graph["p"]["triples"])


def _inside(expression: object) -> Iterator[CompValue]:
    if isinstance(expression, CompValue):
        yield expression
        for value in expression.values():
            yield from _inside(value)
    elif isinstance(expression, list):
        for value in expression:
            yield from _inside(value)


def _as_select(path: Path, text: str, head: _Pattern, facts: list[tuple[Variable, _Pattern]]) -> str:
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    parts = _CONSTRUCT.fullmatch(plain)
    if parts is None:
        raise OntologyError(f"{path.name}: CONSTRUCT og WHERE kan ikke skilles ad; skriv dem enklere")
    columns = [f"({term.n3()} AS ?conclusion_{place})" for term, place in zip(head, "spo", strict=True)]
    columns.extend(dict.fromkeys(graph.n3() for graph, _ in facts))
    for number, (graph, triple) in enumerate(facts, start=1):
        columns.append(f"({graph.n3()} AS ?fact{number}_g)")
        columns.extend(f"({term.n3()} AS ?fact{number}_{place})" for term, place in zip(triple, "spo", strict=True))
    select = f"{parts['prologue'].strip()}\nSELECT DISTINCT {' '.join(columns)}\nWHERE {parts['where'].strip()}\n"
    _run(path, select)
    return select
