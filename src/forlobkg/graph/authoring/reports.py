"""Reports: SPARQL queries that list what is wrong or doubtful, in the manner of ROBOT's ``report``.

A report is a file ``ontology/reports/{rule}.rq`` that begins with ``# message:`` (Danish: what is wrong with the
subject, and what to do) and ``# level:`` (error or warning). It selects ``?subject`` and, where it helps, ``?value``.
It sees every public graph under its name, and every triple of them once in the default graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.places import Source, find
from forlobkg.graph.authoring.violations import Level, Violation, Wording, short_name
from forlobkg.graph.query_files import HeaderForm, read_query_file, run_query

_HEADER = HeaderForm(frozenset({"message", "level"}), remarks=True)


@dataclass(frozen=True, slots=True)
class Report:
    """A query whose rows are faults; ``rule`` is the name of its file."""

    rule: str
    level: Level
    message: str
    query: str


def load_reports(ontology_dir: Path) -> list[Report]:
    """The reports of the folder, by name. Raises ``OntologyError`` naming the file that is not as it must be."""
    return [_load(path) for path in sorted((ontology_dir / "reports").glob("*.rq"))]


def report_store(graphs: Mapping[str, Graph]) -> ox.Store:
    """The graphs in memory as reports see them."""
    store = ox.Store()
    for name in sorted(graphs):
        content = graphs[name].serialize(format="nt11", encoding="utf-8")
        for target in (ox.NamedNode(name), ox.DefaultGraph()):
            store.load(content, format=ox.RdfFormat.N_TRIPLES, to_graph=target)
    return store


def run_report(report: Report, store: ox.Store, among: Sequence[Source], wording: Wording) -> Iterator[Violation]:
    """The rows of a report as violations, each placed in one of the sources ``among``, in a fixed order.

    Raises ``OntologyError`` when the query is no SPARQL SELECT of a subject.
    """
    rows = run_query(f"reports/{report.rule}.rq", report.query, store)
    if not isinstance(rows, ox.QuerySolutions) or "subject" not in {variable.value for variable in rows.variables}:
        raise OntologyError(f"reports/{report.rule}.rq: forespørgslen skal være en SELECT, der giver ?subject")
    has_value = "value" in {variable.value for variable in rows.variables}
    found = {(_node(row["subject"]), _node(row["value"]) if has_value else None) for row in rows}
    for subject, value in sorted(found, key=lambda pair: (str(pair[0]), str(pair[1] or ""))):
        if subject is None:
            continue
        place = find(among, subject, None, value)
        nodes = [node for node in (subject, value) if node is not None]
        parts = [wording.label(node) for node in nodes]
        if len(set(parts)) < len(parts):
            parts = [short_name(node) for node in nodes]
        yield Violation(
            report.rule,
            f"{' – '.join(parts)}: {report.message}",
            str(subject),
            place.graph,
            place.file,
            report.level,
            place.line,
        )


def _load(path: Path) -> Report:
    file = read_query_file(path, _HEADER)
    if file.value("level") not in set(Level):
        raise OntologyError(
            f"{file.place('level')}: level er {file.value('level')!r}; vælg en af: {', '.join(sorted(Level))}"
        )
    return Report(file.name, Level(file.value("level")), file.value("message"), file.text)


def _node(term: Any) -> Node | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=URIRef(term.datatype.value))
