"""Authoring with rdflib: the curated files read, checked against the sources, and composed for serving."""

from forlobkg.graph.authoring.compose import public_graphs, write_store
from forlobkg.graph.authoring.curated import Curated, load_curated
from forlobkg.graph.authoring.evidence import check_evidence
from forlobkg.graph.authoring.glossary import GlossaryRow
from forlobkg.graph.authoring.named_things import NamedThing, named_things
from forlobkg.graph.authoring.validate import Check, validate
from forlobkg.graph.authoring.violations import Violation

__all__ = [
    "Check",
    "Curated",
    "GlossaryRow",
    "NamedThing",
    "Violation",
    "check_evidence",
    "load_curated",
    "named_things",
    "public_graphs",
    "validate",
    "write_store",
]
