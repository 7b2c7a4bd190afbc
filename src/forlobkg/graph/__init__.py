"""The knowledge graph: query, export, who does what. Reading and checking what people wrote is in ``authoring``."""

from forlobkg.graph.competency import QUESTION_HEADER, Question, load_questions
from forlobkg.graph.describing import Description, describe, is_described
from forlobkg.graph.explaining import Explanation, Inferred, explain
from forlobkg.graph.export import DATA_FORMATS, EXPORT_FORMATS, export_graphs, write_data
from forlobkg.graph.knowledge import Concept, KnowledgeGraph, Statement, Term
from forlobkg.graph.names import FB, SCHEMA, Names
from forlobkg.graph.query_files import HeaderForm, QueryFile, read_query_file, read_text
from forlobkg.graph.sparql import GRAPH_TYPES, RESULT_TYPES, SparqlResult, SparqlRunner
from forlobkg.graph.tables import export_tables, zip_tables
from forlobkg.graph.who import NONE, WhoPart, WhoRow, filter_rows, require_class, who_does_what

__all__ = [
    "DATA_FORMATS",
    "EXPORT_FORMATS",
    "FB",
    "GRAPH_TYPES",
    "NONE",
    "QUESTION_HEADER",
    "RESULT_TYPES",
    "SCHEMA",
    "Concept",
    "Description",
    "Explanation",
    "HeaderForm",
    "Inferred",
    "KnowledgeGraph",
    "Names",
    "QueryFile",
    "Question",
    "SparqlResult",
    "SparqlRunner",
    "Statement",
    "Term",
    "WhoPart",
    "WhoRow",
    "describe",
    "explain",
    "export_graphs",
    "export_tables",
    "filter_rows",
    "is_described",
    "load_questions",
    "read_query_file",
    "read_text",
    "require_class",
    "who_does_what",
    "write_data",
    "zip_tables",
]
