"""Scoring against judged questions: retrieval by arm and by kind of question."""

from forlobkg.evaluate.arms import HYBRID, Run, ablations, ranking, run_arms, score_all
from forlobkg.evaluate.fitting import Fit, fit_weights
from forlobkg.evaluate.measures import MEASURES, Interval, interval, measure, paired_interval
from forlobkg.evaluate.questions import KINDS, JudgedQuestion, Split, load_questions, variants
from forlobkg.evaluate.report import RetrievalReport, retrieval_report

__all__ = [
    "HYBRID",
    "KINDS",
    "MEASURES",
    "Fit",
    "Interval",
    "JudgedQuestion",
    "RetrievalReport",
    "Run",
    "Split",
    "ablations",
    "fit_weights",
    "interval",
    "load_questions",
    "measure",
    "paired_interval",
    "ranking",
    "retrieval_report",
    "run_arms",
    "score_all",
    "variants",
]
