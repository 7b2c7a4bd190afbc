"""Users' SPARQL queries: looked at before they run, run within limits, killed when they run past them."""

from forlobkg.sparql.counting import has_more_rows
from forlobkg.sparql.engine import GRAPH_TYPES, RESULT_TYPES, QueryEngine, SparqlResult
from forlobkg.sparql.inspection import Inspected, inspect_query
from forlobkg.sparql.limits import Limits
from forlobkg.sparql.places import Places, Waiting
from forlobkg.sparql.runner import SparqlRunner

__all__ = [
    "GRAPH_TYPES",
    "RESULT_TYPES",
    "Inspected",
    "Limits",
    "Places",
    "QueryEngine",
    "SparqlResult",
    "SparqlRunner",
    "Waiting",
    "has_more_rows",
    "inspect_query",
]
