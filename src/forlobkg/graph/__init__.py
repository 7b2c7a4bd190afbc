"""The knowledge graph: query, export, who does what. Reading and checking what people wrote is in ``authoring``."""

from forlobkg.graph.competency import QUESTION_HEADER, Question, load_questions
from forlobkg.graph.describing import Description, describe, is_described
from forlobkg.graph.explaining import Explanation, Inferred, explain
from forlobkg.graph.export import DATA_FORMATS, EXPORT_FORMATS, export_graphs, write_data
from forlobkg.graph.knowledge import Concept, KnowledgeGraph, Statement
from forlobkg.graph.names import DATASET, DCAT, DCTERMS, FB, RDF, RDFS, SCHEMA, SD, VOID, XSD, Names
from forlobkg.graph.query_files import HeaderForm, QueryFile, read_query_file, read_text, unreadable
from forlobkg.graph.store import GraphStore, Solution, Term, written_out
from forlobkg.graph.store_oxigraph import OxigraphStore, solutions_of
from forlobkg.graph.tables import export_tables, zip_tables
from forlobkg.graph.who import NONE, WhoPart, WhoRow, filter_rows, require_class, who_does_what

__all__ = [
    "DATASET",
    "DATA_FORMATS",
    "DCAT",
    "DCTERMS",
    "EXPORT_FORMATS",
    "FB",
    "NONE",
    "QUESTION_HEADER",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SD",
    "VOID",
    "XSD",
    "Concept",
    "Description",
    "Explanation",
    "GraphStore",
    "HeaderForm",
    "Inferred",
    "KnowledgeGraph",
    "Names",
    "OxigraphStore",
    "QueryFile",
    "Question",
    "Solution",
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
    "solutions_of",
    "unreadable",
    "who_does_what",
    "write_data",
    "written_out",
    "zip_tables",
]
