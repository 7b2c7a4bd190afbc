"""The rules of inference, read: each a SPARQL CONSTRUCT in a file of its own, with its premises known.

A rule makes no terms, so a finite graph has finitely many conclusions, and drawing them always ends. A rule does
not look at which graph a premise stands in either, so that it holds or not whichever passages say its premises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyparsing import ParseBaseException
from rdflib import Literal, URIRef, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from forlobkg.errors import OntologyError
from forlobkg.graph.query_files import HeaderForm, read_query_file, run_query
from forlobkg.settings import DEFAULT_BASE_IRI

RULE_HEADER = HeaderForm(frozenset({"label", "label-en"}), remarks=True)
"""What the header of a rule's file says."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PREMISE = re.compile(r"premise[1-9]\d*")
_CONSTRUCT = re.compile(r"(?P<prologue>.*?)\bCONSTRUCT\s*\{[^{}]*\}\s*(?:WHERE\s*)?(?P<where>\{.*)", re.DOTALL | re.I)
_WHERE = "\nWHERE {"
_ONLY_AFTER_GRAPH = "må kun stå efter GRAPH; en regel gælder, hvor forudsætningerne end står"
_FORM = "skriv forudsætningerne som GRAPH ?premise1 { ... } GRAPH ?premise2 { ... }, eventuelt med FILTER og BIND"

Statement = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
"""A triple without blank nodes, such as a rule can conclude."""

_Pattern = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Fact:
    """A triple pattern among a rule's premises: the name of its graph's variable, and its terms in SPARQL."""

    premise: str
    terms: tuple[str, str, str]

    def matched(self, statement: tuple[str, str, str]) -> dict[str, str] | None:
        """What the variables stand for in the statement, all in SPARQL; None where the two cannot be the same."""
        if self.terms[1] != statement[1] and not self.terms[1].startswith("?"):
            return None
        found: dict[str, str] = {}
        for term, value in zip(self.terms, statement, strict=True):
            if term.startswith("?"):
                if found.setdefault(term, value) != value:
                    return None
            elif term.startswith("<") and term != value:
                return None
        return found


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``name`` is its file's, ``text`` its SPARQL as written, the labels what it says in words.

    ``select`` is the same rule as a SELECT: a row for each way to the conclusion, with the conclusion in
    ``?conclusion_s``, ``?conclusion_p``, ``?conclusion_o``, the graph of each premise in ``?premise1``,
    ``?premise2`` ... and the triples of the premises in ``?fact1_g``, ``?fact1_s``, ``?fact1_p``, ``?fact1_o``,
    ``?fact2_g`` ... in the order of ``facts``. ``made`` are the variables, ``?x``, that BIND gives their value.
    """

    name: str
    danish: str
    english: str
    text: str
    select: str
    facts: tuple[Fact, ...]
    made: frozenset[str]

    def selects_with(self, statements: Iterable[Statement]) -> Iterator[str]:
        """For each fact that may be one of the statements: ``select`` with that fact one of them."""
        written = [(str(subject), str(predicate), str(value)) for subject, predicate, value in statements]
        before, _, after = self.select.partition(_WHERE)
        for fact in self.facts:
            # A variable that BIND sets may not have a value before it.
            names = [name for name in dict.fromkeys(fact.terms) if name.startswith("?") and name not in self.made]
            rows = [
                f"({' '.join(found[name] for name in names)})"
                for statement in written
                if (found := fact.matched(statement)) is not None
            ]
            if rows:
                yield f"{before}{_WHERE} VALUES ({' '.join(names)}) {{ {' '.join(rows)} }}{after}"


def load_rules(folder: Path) -> tuple[Rule, ...]:
    """The rules in the ``.rq`` files of ``folder``, by name. Raises ``OntologyError`` naming file and fault."""
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise OntologyError(f"{folder.name}: der er ingen regler (*.rq); læg dem på plads")
    return tuple(_load(path) for path in paths)


def _load(path: Path) -> Rule:
    if not _NAME.fullmatch(path.stem):
        raise OntologyError(f"{path}: navnet må kun have små bogstaver a-z, cifre og bindestreger")
    file = read_query_file(path, RULE_HEADER)
    head, facts, made = _parse(path, file.text)
    return Rule(
        file.name,
        file.value("label"),
        file.value("label-en"),
        file.text,
        _as_select(path, file.text, head, facts),
        tuple(Fact(str(graph), (triple[0].n3(), triple[1].n3(), triple[2].n3())) for graph, triple in facts),
        frozenset(variable.n3() for variable in made),
    )


def _parse(path: Path, text: str) -> tuple[_Pattern, list[tuple[Variable, _Pattern]], set[Variable]]:
    """A rule's conclusion, its premises, each with the variable of its graph, and the variables that it makes."""
    if not isinstance(run_query(str(path), text, ox.Store()), ox.QueryTriples):
        raise OntologyError(f"{path}: reglen er ingen CONSTRUCT; skriv CONSTRUCT {{ ... }} WHERE {{ ... }}")
    try:
        algebra = translateQuery(parseQuery(text)).algebra
    except ParseBaseException as error:
        raise OntologyError(
            f"{path}, linje {error.lineno}: her står noget, en regel ikke kan have; {_FORM}"
        ) from error
    template = algebra["template"]
    if template is None or len(template) != 1 or algebra["datasetClause"]:
        raise OntologyError(f"{path}: CONSTRUCT skal have netop én konklusion: CONSTRUCT {{ ?a ?b ?c }} WHERE")
    facts: list[tuple[Variable, _Pattern]] = []
    made: set[Variable] = set()
    for part in _conjuncts(path, algebra["p"]["p"]):
        if part.name == "Extend":
            made.add(part["var"])
        elif part.name == "Graph":
            facts.extend((part["term"], triple) for triple in _triples(path, part))
    if not facts:
        raise OntologyError(f"{path}: reglen har ingen forudsætninger; {_FORM}")
    facts.sort(key=lambda fact: int(fact[0].removeprefix("premise")))
    head: _Pattern = template[0]
    bound = made.union(term for _, triple in facts for term in triple)
    graphs = {graph for graph, _ in facts}
    for term in head:
        if isinstance(term, Variable) and term not in bound:
            raise OntologyError(f"{path}: ?{term} i CONSTRUCT står ikke i nogen GRAPH ?premise {{ ... }}")
        if term in made:
            raise OntologyError(
                f"{path}: ?{term} i CONSTRUCT er lavet med BIND; en konklusion må kun nævne det, "
                "som forudsætningerne nævner, for ellers kan reglen blive ved uden ende"
            )
    for term in (*head, *(term for _, triple in facts for term in triple)):
        if not isinstance(term, Variable | URIRef | Literal):
            raise OntologyError(f"{path}: tomme knuder og stier kan ikke følges; brug variable og egenskaber")
        if term in graphs:
            raise OntologyError(f"{path}: {term.n3()} {_ONLY_AFTER_GRAPH}")
        if isinstance(term, URIRef) and term.startswith(DEFAULT_BASE_IRI):
            raise OntologyError(f"{path}: en regel gælder alle ting og må ikke nævne en bestemt: {term}")
    return head, facts, made


def _conjuncts(path: Path, pattern: CompValue) -> Iterator[CompValue]:
    """The parts that must all hold. Anything but graphs, filters and new values has no premises one could name."""
    if pattern.name == "Join":
        yield from _conjuncts(path, pattern["p1"])
        yield from _conjuncts(path, pattern["p2"])
    elif pattern.name in ("Filter", "Extend"):
        for part in _inside(pattern["expr"]):
            if isinstance(part, CompValue) and part.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
                raise OntologyError(f"{path}: EXISTS er ingen forudsætning, der kan vises; {_FORM}")
            if isinstance(part, Variable) and _PREMISE.fullmatch(part):
                raise OntologyError(f"{path}: {part.n3()} {_ONLY_AFTER_GRAPH}")
        yield from _conjuncts(path, pattern["p"])
        yield pattern
    elif pattern.name == "Graph":
        if not isinstance(pattern["term"], Variable) or not _PREMISE.fullmatch(pattern["term"]):
            raise OntologyError(f"{path}: GRAPH {pattern['term'].n3()} er ingen ?premise1; {_FORM}")
        yield pattern
    elif pattern.name != "BGP" or pattern["triples"]:
        raise OntologyError(f"{path}: noget i WHERE står uden for GRAPH ?premise {{ ... }}; {_FORM}")


def _triples(path: Path, graph: CompValue) -> list[_Pattern]:
    if graph["p"].name != "BGP":
        raise OntologyError(f"{path}: i GRAPH ?{graph['term']} må der kun stå udsagn; {_FORM}")
    return list(graph["p"]["triples"])


def _inside(expression: object) -> Iterator[object]:
    yield expression
    if isinstance(expression, CompValue):
        for value in expression.values():
            yield from _inside(value)
    elif isinstance(expression, list):
        for value in expression:
            yield from _inside(value)


def _as_select(path: Path, text: str, head: _Pattern, facts: list[tuple[Variable, _Pattern]]) -> str:
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    parts = _CONSTRUCT.fullmatch(plain)
    if parts is None:
        raise OntologyError(f"{path}: CONSTRUCT og WHERE kan ikke skilles ad; skriv dem enklere")
    columns = [f"({term.n3()} AS ?conclusion_{place})" for term, place in zip(head, "spo", strict=True)]
    columns.extend(dict.fromkeys(graph.n3() for graph, _ in facts))
    for number, (graph, triple) in enumerate(facts, start=1):
        columns.append(f"({graph.n3()} AS ?fact{number}_g)")
        columns.extend(f"({term.n3()} AS ?fact{number}_{place})" for term, place in zip(triple, "spo", strict=True))
    select = f"{parts['prologue'].strip()}\nSELECT DISTINCT {' '.join(columns)}\nWHERE {parts['where'].strip()}\n"
    run_query(str(path), select, ox.Store())
    return select
