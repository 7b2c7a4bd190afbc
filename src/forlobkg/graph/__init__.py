"""The knowledge graph: query, export, who does what. Reading and checking what people wrote is in ``authoring``."""

from forlobkg.graph.export import EXPORT_FORMATS, export_graphs
from forlobkg.graph.knowledge import Concept, KnowledgeGraph, Statement, Term
from forlobkg.graph.names import FB, Names
from forlobkg.graph.sparql import GRAPH_TYPES, RESULT_TYPES, SparqlResult, SparqlRunner
from forlobkg.graph.who import WhoRow, filter_rows, require_class, who_does_what

__all__ = [
    "EXPORT_FORMATS",
    "FB",
    "GRAPH_TYPES",
    "RESULT_TYPES",
    "Concept",
    "KnowledgeGraph",
    "Names",
    "SparqlResult",
    "SparqlRunner",
    "Statement",
    "Term",
    "WhoRow",
    "export_graphs",
    "filter_rows",
    "require_class",
    "who_does_what",
]
