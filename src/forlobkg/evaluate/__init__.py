"""Scoring against judged questions: retrieval by arm and by kind of question, and answers with their abstentions."""

from forlobkg.evaluate.answer_evaluation import AnswerEvaluation, evaluate_answers
from forlobkg.evaluate.answering import Asked, Outcome, ask_all, outcome, threshold_for
from forlobkg.evaluate.arms import HYBRID, Run, ablations, ranking, run_arms, score_all
from forlobkg.evaluate.calibrating import cross_fitted, fit_measure, trees_of
from forlobkg.evaluate.fitting import Fit, fit_weights
from forlobkg.evaluate.gold import GoldQuestion, load_gold, of_split
from forlobkg.evaluate.measures import MEASURES, Interval, interval, measure, paired_interval
from forlobkg.evaluate.questions import KINDS, JudgedQuestion, Split, load_questions, variants
from forlobkg.evaluate.report import RetrievalReport, retrieval_report

__all__ = [
    "HYBRID",
    "KINDS",
    "MEASURES",
    "AnswerEvaluation",
    "Asked",
    "Fit",
    "GoldQuestion",
    "Interval",
    "JudgedQuestion",
    "Outcome",
    "RetrievalReport",
    "Run",
    "Split",
    "ablations",
    "ask_all",
    "cross_fitted",
    "evaluate_answers",
    "fit_measure",
    "fit_weights",
    "interval",
    "load_gold",
    "load_questions",
    "measure",
    "of_split",
    "outcome",
    "paired_interval",
    "ranking",
    "retrieval_report",
    "run_arms",
    "score_all",
    "threshold_for",
    "trees_of",
    "variants",
]
