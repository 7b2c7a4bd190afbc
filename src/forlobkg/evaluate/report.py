"""The table of an evaluation: each run's measures by kind of question, and what the hybrid gains on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forlobkg.evaluate.arms import Run
from forlobkg.evaluate.measures import MEASURES, Interval, interval, measure, paired_interval
from forlobkg.evaluate.questions import KINDS, JudgedQuestion

ALL = "all"
_MAIN = "nDCG@10"
_DEEP = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One run's measures over the questions of one kind, and the hybrid's paired gain over it in nDCG@10."""

    run: str
    kind: str
    questions: int
    measures: dict[str, Interval]
    gain: Interval | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A question none of whose answers (grade 2) is among the first ten, with what was found first instead."""

    id: str
    kind: str
    text: str
    wanted: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """All lines, run by run and kind by kind, and the hybrid's misses."""

    lines: tuple[Line, ...]
    misses: tuple[Miss, ...]

    def markdown(self) -> str:
        """The lines as Markdown tables: nDCG@10 by run and kind, then the hybrid's other measures."""
        kinds = list(dict.fromkeys(line.kind for line in self.lines))
        by_cell = {(line.run, line.kind): line for line in self.lines}
        runs = list(dict.fromkeys(line.run for line in self.lines))
        head = (
            "| nDCG@10 | "
            + " | ".join(f"{k} ({by_cell[runs[0], k].questions})" for k in kinds)
            + " | hybrid's gain |"
        )
        rows = [head, "|---|" + "---:|" * (len(kinds) + 1)]
        for run in runs:
            cells = [_number(by_cell[run, kind].measures[_MAIN]) for kind in kinds]
            gain = by_cell[run, ALL].gain
            rows.append(f"| {run} | {' | '.join(cells)} | {_signed(gain) if gain else ''} |")
        others = [name for name in MEASURES if name != _MAIN]
        rows += ["", "| hybrid | " + " | ".join(others) + " |", "|---|" + "---:|" * len(others)]
        for kind in kinds:
            cells = [_number(by_cell[runs[0], kind].measures[name]) for name in others]
            rows.append(f"| {kind} | {' | '.join(cells)} |")
        return "\n".join(rows) + "\n"


def retrieval_report(questions: Sequence[JudgedQuestion], runs: Sequence[Run]) -> RetrievalReport:
    """The report of ``runs`` over ``questions``; the first run is the one that the others are compared with."""
    present = [kind for kind in KINDS if any(question.kind == kind for question in questions)]
    judged = [question.judged for question in questions]
    values = {(run.name, name): measure(name, run.rankings, judged) for run in runs for name in MEASURES}
    lines = []
    for run in runs:
        for kind in [*present, ALL]:
            chosen = [number for number, question in enumerate(questions) if kind in (ALL, question.kind)]
            measures = {name: interval([values[run.name, name][n] for n in chosen]) for name in MEASURES}
            gain = None
            if run is not runs[0]:
                ours, theirs = ([values[name, _MAIN][n] for n in chosen] for name in (runs[0].name, run.name))
                gain = paired_interval(ours, theirs)
            lines.append(Line(run.name, kind, len(chosen), measures, gain))
    return RetrievalReport(tuple(lines), tuple(_misses(questions, runs[0])))


def _misses(questions: Sequence[JudgedQuestion], run: Run) -> list[Miss]:
    missed = []
    for question, ranking in zip(questions, run.rankings, strict=True):
        wanted = tuple(item for item, grade in question.judged.items() if grade == 2)
        if not set(wanted).intersection(ranking[:_DEEP]):
            missed.append(Miss(question.id, question.kind, question.text, wanted, tuple(ranking[:3])))
    return missed


def _number(value: Interval) -> str:
    return f"{value.mean:.3f} ({value.low:.2f}–{value.high:.2f})"


def _signed(value: Interval) -> str:
    return f"{value.mean:+.3f} ({value.low:+.3f} to {value.high:+.3f})"
