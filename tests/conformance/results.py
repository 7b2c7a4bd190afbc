"""Whether a result is the one that a W3C test expects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, Graph, Namespace
from rdflib.compare import isomorphic
from rdflib.term import Identifier, Node

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_TABLES = {".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON}
_XSD = "http://www.w3.org/2001/XMLSchema#"
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = dict[str, Term]
Table = bool | tuple[frozenset[str], list[Row]]


def expects_table(path: Path) -> bool:
    """Whether the expected result is of SELECT or ASK; a graph otherwise."""
    return path.suffix in _TABLES or (None, RDF.type, RS.ResultSet) in Graph().parse(path)


def is_expected_table(content: bytes, path: Path) -> bool:
    """Whether JSON results are those of the file, but for order and the names of blank nodes."""
    in_rdf = path.suffix not in _TABLES
    expected = _table_in_rdf(path) if in_rdf else _table(path.read_bytes(), _TABLES[path.suffix])
    found = _table(content, ox.QueryResultsFormat.JSON)
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    return expected[0] == found[0] and _same_rows(expected[1], found[1])


def is_expected_graph(content: bytes, path: Path, base: str) -> bool:
    """Whether Turtle holds the graph of the file."""
    expected = Graph().parse(path, publicID=base)
    return isomorphic(Graph().parse(content, format="turtle"), expected)


def _table(content: bytes, results_format: ox.QueryResultsFormat) -> Table:
    results = ox.parse_query_results(content, format=results_format)
    if not isinstance(results, ox.QuerySolutions):
        return bool(results)
    variables = [variable.value for variable in results.variables]
    rows = [{name: _plain(row[name]) for name in variables if row[name] is not None} for row in results]
    return frozenset(variables), rows


def _table_in_rdf(path: Path) -> Table:
    graph = Graph().parse(path)
    [table] = graph.subjects(RDF.type, RS.ResultSet)
    rows: list[Row] = []
    for solution in graph.objects(table, RS.solution):
        pairs = [
            f"<urn:row> <urn:{graph.value(binding, RS.variable)}> {_n3(graph.value(binding, RS.value))} ."
            for binding in graph.objects(solution, RS.binding)
        ]
        quads = ox.parse("\n".join(pairs), format=ox.RdfFormat.N_TRIPLES)
        rows.append({quad.predicate.value.removeprefix("urn:"): _plain(quad.object) for quad in quads})
    return frozenset(str(variable) for variable in graph.objects(table, RS.resultVariable)), rows


def _n3(node: Node | None) -> str:
    assert isinstance(node, Identifier)
    return node.n3()


def _plain(term: Term | None) -> Term:
    """The term, a number written one way: 2.0 and 2 are the same decimal, 1.0E2 and 100 the same double."""
    assert term is not None
    if isinstance(term, ox.Literal) and term.datatype.value in (f"{_XSD}decimal", f"{_XSD}double", f"{_XSD}float"):
        return ox.Literal(repr(float(term.value)), datatype=term.datatype)
    return term


def _same_rows(expected: list[Row], found: list[Row]) -> bool:
    """Whether the rows are the same bag, blank nodes matched one to one."""
    if len(expected) != len(found):
        return False
    if not any(isinstance(term, ox.BlankNode) for row in expected for term in row.values()):
        return Counter(map(_key, expected)) == Counter(map(_key, found))
    return isomorphic(_as_graph(expected), _as_graph(found))


def _key(row: Row) -> frozenset[tuple[str, str]]:
    return frozenset((name, str(term)) for name, term in row.items())


def _as_graph(rows: list[Row]) -> Graph:
    """The rows as RDF, in which blank nodes can be compared."""
    return Graph().parse(data="\n".join(_lines(rows)), format="nt")


def _lines(rows: list[Row]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"_:row{number} <{RS.solution}> <{RS.ResultSet}> ."
        for name, term in row.items():
            yield f"_:row{number} <{RS.binding}/{name}> {term} ."
