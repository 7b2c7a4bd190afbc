"""What an evaluation of answers comes to: tables, intervals, the curve of risk against coverage, every failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from forlobkg.answer import AskResult
from forlobkg.evaluate.answering import Outcome
from forlobkg.evaluate.gold import GoldQuestion
from forlobkg.evaluate.measures import Interval, interval

_ACCURACY = 0.95


@dataclass(frozen=True, slots=True)
class Given:
    """A gold question with what the system gave, the slugs of what it cited and of the things it found named.

    ``confidence`` and ``would_be_right`` are those of its best candidate, whether it was given or not.
    """

    question: GoldQuestion
    result: AskResult
    cited: tuple[str, ...]
    found: frozenset[str]
    confidence: float
    would_be_right: bool

    @property
    def answered(self) -> bool:
        """Whether an answer was given."""
        return not self.result.abstained

    @property
    def right(self) -> bool:
        """Whether an answer was given that is right."""
        return self.answered and self.question.is_right(self.cited, self.result.answer.text)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one set of questions; shares are in [0, 1] with their bootstrap intervals."""

    questions: int
    answered_right: Interval
    accuracy: Interval
    citation_precision: Interval
    citation_recall: Interval
    entity_f1: float
    auroc: float
    coverage: float
    abstention_precision: Interval
    silent_far: Interval
    silent_near: Interval


def figures(given: Sequence[Given]) -> Figures:
    """The figures of ``given``, which holds answerable questions and others, and answers to some."""
    inside = [item for item in given if item.question.answer == "in"]
    answers = [item for item in given if item.answered]
    carried = [item for item in answers if item.question.answer == "in"]
    silent = [item for item in given if not item.answered]
    return Figures(
        len(given),
        _share(inside, lambda item: item.right),
        _share(answers, lambda item: item.right),
        interval([item.question.precision(item.cited) for item in carried] or [0.0]),
        interval([item.question.recall(item.cited) for item in carried] or [0.0]),
        _entity_f1(given),
        area_under_curve([item.confidence for item in given], [item.would_be_right for item in given]),
        coverage_at([Outcome(i.question, i.confidence, i.would_be_right) for i in given], _ACCURACY),
        _share(silent, lambda item: not item.would_be_right),
        _share((i for i in given if i.question.answer == "far"), lambda item: not item.answered),
        _share((i for i in given if i.question.answer == "near"), lambda item: not item.answered),
    )


def area_under_curve(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """The area under the ROC curve of confidence as a sign of being right; 0.5 where all are alike."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(list(right), list(confidences))) if len(set(right)) > 1 else 0.5


def risk_coverage(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """Points (coverage, risk), the surest answers first: the share answered, and the share of these that is wrong."""
    ordered = sorted(outcomes, key=lambda item: -item.confidence)
    wrong = np.cumsum([not item.right for item in ordered])
    return [(n / len(ordered), float(wrong[n - 1]) / n) for n in range(1, len(ordered) + 1)]


def coverage_at(outcomes: Sequence[Outcome], accuracy: float) -> float:
    """The share of answerable questions answered rightly where ``accuracy`` of the answers is to be right."""
    answerable = sum(item.question.answer == "in" for item in outcomes)
    ordered = sorted(outcomes, key=lambda item: -item.confidence)
    best = right = 0
    for number, item in enumerate(ordered, start=1):
        right += item.right
        if right / number >= accuracy:
            best = right
    return best / answerable if answerable else 0.0


def figure_rows(name: str, found: Figures) -> list[str]:
    """The figures as rows of a Markdown table, with its head."""
    rows = [
        ("Answerable questions answered rightly", _cell(found.answered_right)),
        ("Given answers that are right", _cell(found.accuracy)),
        ("Citations that bear on the question (precision)", _cell(found.citation_precision)),
        ("Needed passages that are cited (recall)", _cell(found.citation_recall)),
        ("Things found in the question (F1)", f"{found.entity_f1:.3f}"),
        ("AUROC of confidence", f"{found.auroc:.3f}"),
        ("Answered rightly where 95 % are to be right", f"{found.coverage:.3f}"),
        ("Silences where no right answer was at hand", _cell(found.abstention_precision)),
        ("Far-off questions not answered", _cell(found.silent_far)),
        ("Near misses not answered", _cell(found.silent_near)),
    ]
    return [f"| {name} ({found.questions} questions) | |", "|---|---:|", *(f"| {a} | {b} |" for a, b in rows)]


def group_rows(given: Sequence[Given], groups: Callable[[Given], Iterable[str]]) -> list[str]:
    """How the questions of each group fared, as a Markdown table."""
    by_group: dict[str, list[Given]] = {}
    for item in given:
        for name in groups(item):
            by_group.setdefault(name, []).append(item)
    rows = ["| | questions | right | wrong | silent |", "|---|---:|---:|---:|---:|"]
    for name, items in sorted(by_group.items()):
        right = sum(item.right for item in items)
        silent = sum(not item.answered for item in items)
        rows.append(f"| {name} | {len(items)} | {right} | {len(items) - right - silent} | {silent} |")
    return rows


def failure_rows(given: Sequence[Given]) -> list[str]:
    """Every question that was answered wrongly, or not though it could be, as a Markdown table."""
    rows = ["| id | question | what it got | confidence |", "|---|---|---|---:|"]
    for item in given:
        if item.right or (item.question.answer != "in" and not item.answered):
            continue
        text = "silence" if not item.answered else _short(item.result.answer.text)
        rows.append(f"| {item.question.id} | {_short(item.question.text)} | {text} | {item.confidence:.2f} |")
    return rows


def _short(text: str) -> str:
    line = " ".join(text.split()).replace("|", "/")
    return line if len(line) <= 120 else f"{line[:119]}…"


def _share(items: Iterable[Given], holds: Callable[[Given], bool]) -> Interval:
    values = [float(holds(item)) for item in items]
    return interval(values) if values else Interval(float("nan"), float("nan"), float("nan"))


def _entity_f1(given: Sequence[Given]) -> float:
    met = sum(len(item.found & item.question.entities) for item in given)
    total = sum(len(item.found) + len(item.question.entities) for item in given)
    return 2 * met / total if total else 0.0


def _cell(value: Interval) -> str:
    return f"{value.mean:.3f} ({value.low:.2f}–{value.high:.2f})"
