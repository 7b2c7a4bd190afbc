"""What the service gives, as data alone: the same objects in Python, on the command line and over HTTP."""

from forlobkg.results.answers import AnswerText, AskResult, Citation, ContextQuote, DocumentRef, EntityRef, Fact, Term
from forlobkg.results.explanations import Derivation, ExplainedFact, ExplanationView
from forlobkg.results.health import Readiness
from forlobkg.results.views import (
    DocumentDetail,
    DocumentPassage,
    DocumentSummary,
    EntityView,
    OutsideFact,
    SearchHit,
    SearchResult,
)
from forlobkg.results.who import Across, Kind, WhoCell, WhoHead, WhoLine, WhoMatrix, WhoMatrixLine, WhoTable, WhoWords

__all__ = [
    "Across",
    "AnswerText",
    "AskResult",
    "Citation",
    "ContextQuote",
    "Derivation",
    "DocumentDetail",
    "DocumentPassage",
    "DocumentRef",
    "DocumentSummary",
    "EntityRef",
    "EntityView",
    "ExplainedFact",
    "ExplanationView",
    "Fact",
    "Kind",
    "OutsideFact",
    "Readiness",
    "SearchHit",
    "SearchResult",
    "Term",
    "WhoCell",
    "WhoHead",
    "WhoLine",
    "WhoMatrix",
    "WhoMatrixLine",
    "WhoTable",
    "WhoWords",
]
