"""Question in, cited answer or abstention out."""

from forlobkg.answer.answerer import Answerer, Considered, save_recogniser
from forlobkg.answer.citing import Citations
from forlobkg.answer.danish_text import begin_sentence, date_in_words, inside_sentence, listing
from forlobkg.answer.features import FEATURES, Weighed
from forlobkg.answer.measure import (
    Logistic,
    Measure,
    best_candidate,
    confidence_features,
    load_measure,
    measure_data,
    measure_path,
)
from forlobkg.answer.reading import readable
from forlobkg.answer.recognition import KnownQuestion
from forlobkg.answer.trees import Trees
from forlobkg.answer.verify import Sentence, UnsupportedAnswerError, Verifier
from forlobkg.results import AskResult, Citation, DocumentRef, Fact, Term

__all__ = [
    "FEATURES",
    "Answerer",
    "AskResult",
    "Citation",
    "Citations",
    "Considered",
    "DocumentRef",
    "Fact",
    "KnownQuestion",
    "Logistic",
    "Measure",
    "Sentence",
    "Term",
    "Trees",
    "UnsupportedAnswerError",
    "Verifier",
    "Weighed",
    "begin_sentence",
    "best_candidate",
    "confidence_features",
    "date_in_words",
    "inside_sentence",
    "listing",
    "load_measure",
    "measure_data",
    "measure_path",
    "readable",
    "save_recogniser",
]
