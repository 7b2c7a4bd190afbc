"""Question in, cited answer or abstention out."""

from forlobkg.answer.answerer import Answerer
from forlobkg.answer.citing import Citations
from forlobkg.answer.danish_text import date_in_words
from forlobkg.answer.model import AskResult, Citation, DocumentRef, Fact, Term
from forlobkg.answer.reading import readable
from forlobkg.answer.verify import Sentence, UnsupportedAnswerError, verify

__all__ = [
    "Answerer",
    "AskResult",
    "Citation",
    "Citations",
    "DocumentRef",
    "Fact",
    "Sentence",
    "Term",
    "UnsupportedAnswerError",
    "date_in_words",
    "readable",
    "verify",
]
