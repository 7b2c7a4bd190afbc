"""The evaluation of answers, whole: the shipped system on the test split, and cross-fitted over the whole set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader

from forlobkg.answer import Answerer, load_measure
from forlobkg.evaluate.answer_report import (
    Figures,
    Given,
    area_under_curve,
    coverage_at,
    failure_rows,
    figure_rows,
    figures,
    group_rows,
    risk_coverage,
)
from forlobkg.evaluate.answering import Asked, Outcome, ask_all, outcome
from forlobkg.evaluate.calibrating import cross_fitted
from forlobkg.evaluate.gold import GoldQuestion
from forlobkg.evaluate.questions import Split
from forlobkg.files import write_atomic
from forlobkg.graph import Names

REPORT = "report.md"
CURVE = "risk-coverage.svg"


@dataclass(frozen=True, slots=True)
class CrossFitted:
    """The whole set, each question by a measure that was fitted without it, answered from ``threshold`` on."""

    threshold: float
    answered: int
    right: int
    answerable: int
    far: int
    near: int
    auroc: float
    coverage: float


@dataclass(frozen=True, slots=True)
class AnswerEvaluation:
    """The evaluation: ``test`` and ``dev`` by the shipped measure, ``crossed`` by ones made for it."""

    test: Figures
    dev: Figures
    crossed: CrossFitted
    given: tuple[Given, ...]
    outcomes: tuple[Outcome, ...]

    def markdown(self) -> str:
        """The report."""
        test = [item for item in self.given if item.question.split is Split.TEST]
        c = self.crossed
        lines = [
            "# How well questions are answered",
            "",
            "Made by `forlobkg eval`. What the figures mean is said in `README.md` beside this file.",
            "",
            *figure_rows("Test split", self.test),
            "",
            *figure_rows("Dev split, which was looked at", self.dev),
            "",
            "Cross-fitted over the whole set (each question by a measure fitted without it, "
            f"on a fifth of the fitting set, answered from a confidence of {c.threshold:.2f}):",
            f"{c.answered} of {len(self.outcomes)} answered, {c.right} of these right"
            f" ({c.right / max(c.answered, 1):.3f});"
            f" {c.right} of {c.answerable} answerable ones answered rightly ({c.right / max(c.answerable, 1):.3f});"
            f" far-off ones answered: {c.far}; near misses answered: {c.near};"
            f" AUROC {c.auroc:.3f}; answered rightly where 95 % are to be right: {c.coverage:.3f}.",
            "",
            f"![Risk against coverage]({CURVE})",
            "",
            "## By kind of question (test)",
            "",
            *group_rows(test, lambda item: (item.question.kind,)),
            "",
            "## By how it is put (test)",
            "",
            *group_rows(test, lambda item: sorted(item.question.traits) or ("plain",)),
            "",
            "## By answer (test)",
            "",
            *group_rows(test, lambda item: (item.question.answer,)),
            "",
            "## Every failure (both splits)",
            "",
            *failure_rows(self.given),
        ]
        return "\n".join(lines) + "\n"

    def save(self, folder: Path) -> None:
        """Write the report and the curve of risk against coverage to ``folder``."""
        environment = Environment(loader=PackageLoader("forlobkg.evaluate", "data"), autoescape=True)
        curve = risk_coverage(self.outcomes)
        shown = Split.TEST
        test = [Outcome(i.question, i.confidence, i.would_be_right) for i in self.given if i.question.split is shown]
        svg = environment.get_template("risk-coverage.svg.jinja").render(crossed=curve, test=risk_coverage(test))
        write_atomic(folder / CURVE, svg.encode("utf-8"))
        write_atomic(folder / REPORT, self.markdown().encode("utf-8"))


_EVERY = 5
"""Of the fitting questions one of so many is asked for the cross-fitted figures, which is quicker and no better."""


def evaluate_answers(
    answerer: Answerer, questions: Sequence[GoldQuestion], fitting: Sequence[GoldQuestion], names: Names
) -> AnswerEvaluation:
    """The evaluation of ``answerer`` on ``questions``; ``fitting`` are further ones to fit on, never measured on."""
    measure = load_measure()
    asked = ask_all(answerer, questions)
    given = [_given(item, answerer, outcome(item, measure), names) for item in asked]
    outcomes = cross_fitted(asked, ask_all(answerer, fitting[::_EVERY]))
    answered = [item for item in outcomes if item.confidence >= measure.threshold]
    crossed = CrossFitted(
        measure.threshold,
        len(answered),
        sum(item.right for item in answered),
        sum(item.question.answer == "in" for item in outcomes),
        sum(item.question.answer == "far" for item in answered),
        sum(item.question.answer == "near" for item in answered),
        area_under_curve([item.confidence for item in outcomes], [item.right for item in outcomes]),
        coverage_at(outcomes, 0.95),
    )
    by_split = {split: [item for item in given if item.question.split is split] for split in Split}
    return AnswerEvaluation(
        figures(by_split[Split.TEST]), figures(by_split[Split.DEV]), crossed, tuple(given), tuple(outcomes)
    )


def _given(asked: Asked, answerer: Answerer, best: Outcome, names: Names) -> Given:
    result = answerer.respond(asked.question.text, asked.considered)
    cited = tuple(slug for citation in result.citations if (slug := names.slug(citation.passage)) is not None)
    found = frozenset(slug for entity in result.entities if (slug := names.slug(entity.iri)) is not None)
    return Given(asked.question, result, cited, found, best.confidence, best.right)
