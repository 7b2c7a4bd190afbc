"""Authoring with rdflib: the curated files read, checked against the sources, and composed for serving."""

from forlobkg.graph.authoring.compose import public_graphs, served_graphs, write_store
from forlobkg.graph.authoring.coverage import coverage, coverage_counts, coverage_lines, coverage_records, load_unused
from forlobkg.graph.authoring.curated import Curated, load_curated
from forlobkg.graph.authoring.evidence import check_evidence
from forlobkg.graph.authoring.glossary import GlossaryRow
from forlobkg.graph.authoring.inference_rules import RULE_HEADER
from forlobkg.graph.authoring.named_things import NamedThing, named_things
from forlobkg.graph.authoring.validate import Check, validate
from forlobkg.graph.authoring.violations import Level, Violation

__all__ = [
    "RULE_HEADER",
    "Check",
    "Curated",
    "GlossaryRow",
    "Level",
    "NamedThing",
    "Violation",
    "check_evidence",
    "coverage",
    "coverage_counts",
    "coverage_lines",
    "coverage_records",
    "load_curated",
    "load_unused",
    "named_things",
    "public_graphs",
    "served_graphs",
    "validate",
    "write_store",
]
