"""SHACL: what pySHACL says of a graph, as violations with Danish labels."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from forlobkg.graph.authoring.violations import Violation, Wording


def check_shapes(data: Graph, shapes: Graph, graphs: Mapping[str, Graph], wording: Wording) -> list[Violation]:
    """What in ``data`` breaks ``shapes``; ``graphs`` are the named graphs in which to find each fault.

    A violation's rule is the local name of the shape, or of its SPARQL constraint, that was broken.
    """
    from pyshacl import validate as run
    from pyshacl.errors import ReportableRuntimeError

    try:
        _, report, _ = run(data, shacl_graph=shapes, inference="none", inplace=True)
    except ReportableRuntimeError as error:
        return [_unusable(str(error))]
    if not isinstance(report, Graph):
        return [_unusable(str(report))]
    found = [_violation(report, result, graphs, wording) for result in report.objects(None, SH.result)]
    return sorted(set(found), key=lambda violation: (violation.rule, violation.message))


def _violation(report: Graph, result: Node, graphs: Mapping[str, Graph], wording: Wording) -> Violation:
    focus = report.value(result, SH.focusNode)
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    constraint = report.value(result, SH.sourceConstraint)
    shape = constraint if isinstance(constraint, URIRef) else report.value(result, SH.sourceShape)
    rule = str(shape).rpartition("#")[2] if isinstance(shape, URIRef) else "shape"
    subject = focus
    if str(focus) in graphs:
        # A shape whose focus is a whole graph names the statement's subject as the value.
        subject, value = value, None
    parts = [wording.label(subject)] if subject is not None else []
    if isinstance(path, URIRef):
        parts.append(wording.label(path))
    if value is not None and value != subject:
        parts.append(wording.label(value))
    messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
    graph = _place(graphs, subject, path, value)
    return Violation(
        rule,
        f"{' – '.join(parts)}: {' '.join(messages)}",
        str(subject) if subject is not None else None,
        graph,
    )


def _place(graphs: Mapping[str, Graph], subject: Node | None, path: Node | None, value: Node | None) -> str | None:
    """The graph in which to look: that of the statement, else that which types the thing."""
    predicate = path if isinstance(path, URIRef) else None
    for pattern in ((subject, predicate, value), (subject, predicate, None), (subject, RDF.type, None)):
        if None in pattern[:2]:
            continue
        for name in sorted(graphs):
            if pattern in graphs[name]:
                return name
    return None


def _unusable(reason: str) -> Violation:
    return Violation("shapes-unusable", f"reglerne i shapes/ kan ikke bruges: {reason}. Ret filen.")
