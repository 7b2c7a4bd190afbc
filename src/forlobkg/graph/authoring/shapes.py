"""SHACL: what pySHACL says of a graph, as violations with Danish labels."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from forlobkg.graph.authoring.places import Source, find
from forlobkg.graph.authoring.violations import Violation, Wording
from forlobkg.graph.names import Names
from forlobkg.settings import DEFAULT_BASE_IRI

_OWN_GRAPHS = Names(DEFAULT_BASE_IRI).own_graphs


def check_shapes(data: Graph, shapes: Graph, among: Sequence[Source], wording: Wording) -> list[Violation]:
    """What in ``data`` breaks ``shapes``; each fault is placed in one of the sources ``among``.

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
    found = [_violation(report, result, among, wording) for result in report.objects(None, SH.result)]
    return sorted(set(found), key=lambda violation: (violation.rule, violation.message))


def _violation(report: Graph, result: Node, among: Sequence[Source], wording: Wording) -> Violation:
    focus = report.value(result, SH.focusNode)
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    constraint = report.value(result, SH.sourceConstraint)
    shape = constraint if isinstance(constraint, URIRef) else report.value(result, SH.sourceShape)
    rule = str(shape).rpartition("#")[2] if isinstance(shape, URIRef) else "shape"
    subject = focus
    if str(focus) in _OWN_GRAPHS:
        # A shape whose focus is a whole graph names the statement's subject as the value.
        subject, value = value, None
    parts = [wording.label(subject)] if subject is not None else []
    if isinstance(path, URIRef):
        parts.append(wording.label(path))
    if value is not None and value != subject:
        parts.append(wording.label(value))
    messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
    place = find(among, subject, path if isinstance(path, URIRef) else None, value)
    return Violation(
        rule,
        f"{' – '.join(parts)}: {' '.join(messages)}",
        str(subject) if subject is not None else None,
        place.graph,
        place.file,
        line=place.line,
    )


def _unusable(reason: str) -> Violation:
    return Violation("shapes-unusable", f"reglerne i shapes/ kan ikke bruges: {reason}. Ret filen.")
