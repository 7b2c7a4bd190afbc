"""The knowledge graph: query, export, who does what. Reading and checking what people wrote is in ``authoring``."""

from forlobkg.graph.competency import QUESTION_HEADER, Question, load_questions
from forlobkg.graph.explaining import Explanation, Inferred, explain
from forlobkg.graph.export import EXPORT_FORMATS, export_graphs
from forlobkg.graph.knowledge import Concept, KnowledgeGraph, Statement, Term
from forlobkg.graph.names import DATASET, DCAT, DCTERMS, FB, RDF, RDFS, SD, VOID, XSD, Names
from forlobkg.graph.query_files import HeaderForm, QueryFile, read_query_file, read_text
from forlobkg.graph.tables import export_tables, zip_tables
from forlobkg.graph.who import NONE, WhoPart, WhoRow, filter_rows, require_class, who_does_what

__all__ = [
    "DATASET",
    "DCAT",
    "DCTERMS",
    "EXPORT_FORMATS",
    "FB",
    "NONE",
    "QUESTION_HEADER",
    "RDF",
    "RDFS",
    "SD",
    "VOID",
    "XSD",
    "Concept",
    "Explanation",
    "HeaderForm",
    "Inferred",
    "KnowledgeGraph",
    "Names",
    "QueryFile",
    "Question",
    "Statement",
    "Term",
    "WhoPart",
    "WhoRow",
    "explain",
    "export_graphs",
    "export_tables",
    "filter_rows",
    "load_questions",
    "read_query_file",
    "read_text",
    "require_class",
    "who_does_what",
    "zip_tables",
]
