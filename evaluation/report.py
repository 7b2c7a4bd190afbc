"""Write the tables of evaluation/README.md and the plot beside it.

    python evaluation/report.py [--plain-model DIR]

DIR is a model made by ``python -m training.danish_static --no-glossary``; with it the effects of the model and of the
glossary are shown apart. Needs matplotlib (``pip install forlobkg[bench]``).
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from forlobkg.builder import index_in_memory
from forlobkg.cli_eval import with_variants
from forlobkg.evaluate import (
    HYBRID,
    KINDS,
    Interval,
    JudgedQuestion,
    RetrievalReport,
    Run,
    Split,
    interval,
    load_questions,
    measure,
    paired_interval,
    ranking,
    retrieval_report,
    run_arms,
    score_all,
    variants,
)
from forlobkg.index import Arm, HybridIndex, LightEmbedder, default_weights
from forlobkg.resources import builtin_model_dir
from forlobkg.service import open_service

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"
PLOT = HERE / "retrieval.png"
MAIN = "nDCG@10"


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plain-model", type=Path, help="a model trained without the glossary")
    return parser.parse_args()


def main() -> None:
    """Measure on the test split, and write."""
    given = parsed()
    questions = [q for q in load_questions(HERE / "questions.jsonl") if q.split is Split.TEST]
    service = open_service()
    index = service.index
    every = with_variants(questions)
    report = retrieval_report(every, run_arms(index, every))
    sections = {
        "results": report.markdown(),
        "typed": typed_table(index, questions),
        "stripped": stripped_table(index, questions),
        "misses": miss_table(index, questions, {p.id: p.text for p in service.corpus.passages.values()}),
    }
    if given.plain_model is not None:
        indexes = {
            (model, glossary): index_in_memory(service.analyser, LightEmbedder(folder), with_glossary=glossary)
            for model, folder in (("plain", given.plain_model), ("glossary", builtin_model_dir()))
            for glossary in (False, True)
        }
        sections["effects"] = effects_table(indexes, questions)
    text = README.read_text(encoding="utf-8")
    for name, content in sections.items():
        before, _, rest = text.partition(f"<!-- {name} -->\n")
        text = f"{before}<!-- {name} -->\n{content}<!-- /{name} -->{rest.partition(f'<!-- /{name} -->')[2]}"
    README.write_text(text, encoding="utf-8")
    draw(report)


def shown(value: Interval, *, signed: bool = False) -> str:
    """A mean with its interval."""
    return (
        f"{value.mean:+.3f} ({value.low:+.3f} to {value.high:+.3f})"
        if signed
        else (f"{value.mean:.3f} ({value.low:.2f}–{value.high:.2f})")
    )


def values(index: HybridIndex, questions: Sequence[JudgedQuestion], weights: dict[Arm, float]) -> list[float]:
    """nDCG@10 of each question."""
    rankings = [ranking(index, scored, weights) for scored in score_all(index, questions)]
    return measure(MAIN, rankings, [question.judged for question in questions])


def typed_table(index: HybridIndex, questions: Sequence[JudgedQuestion]) -> str:
    """The hybrid over the questions as they were written, without variants."""
    report = retrieval_report(questions, run_arms(index, questions)[:1])
    rows = ["| as written | questions | nDCG@10 | Recall@5 | success@3 | MRR |", "|---|---:|---:|---:|---:|---:|"]
    for line in report.lines:
        cells = [shown(value) for value in line.measures.values()]
        rows.append(f"| {line.kind} | {line.questions} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def stripped_table(index: HybridIndex, questions: Sequence[JudgedQuestion]) -> str:
    """What it costs to leave out æ, ø and å, over the same questions of every kind."""
    rows = ["| letters left out | questions | typed | stripped | difference |", "|---|---:|---:|---:|---:|"]
    for way, name in (("digraph", "ae, oe, aa"), ("bare", "a, o, a")):
        stripped = [question for question in variants(questions, "stripped") if question.id.endswith(way)]
        ids = {question.id.partition("~")[0] for question in stripped}
        typed = [question for question in questions if question.id in ids]
        before, after = (values(index, each, default_weights()) for each in (typed, stripped))
        cells = [f"{interval(before).mean:.3f}", f"{interval(after).mean:.3f}"]
        rows.append(
            f"| {name} | {len(typed)} | {' | '.join(cells)} | {shown(paired_interval(after, before), signed=True)} |"
        )
    return "\n".join(rows) + "\n"


def effects_table(indexes: dict[tuple[str, bool], HybridIndex], questions: Sequence[JudgedQuestion]) -> str:
    """nDCG@10 of everyday questions with and without the glossary and the model, each apart."""
    everyday = [question for question in questions if question.kind == "everyday"]
    words: dict[Arm, float] = {
        arm: weight for arm, weight in default_weights().items() if arm not in (Arm.MEANING, Arm.CONCEPTS)
    }
    rows: list[tuple[str, tuple[str, bool], dict[Arm, float] | None]] = [
        ("words, letters and thesaurus", ("plain", False), words),
        ("the same with the glossary as expansion", ("plain", True), words),
        ("all arms, model trained without the glossary, no glossary in the index", ("plain", False), None),
        ("all arms, model trained with the glossary, no glossary in the index", ("glossary", False), None),
        ("all arms, model trained without the glossary, glossary in the index", ("plain", True), None),
        ("all arms, model trained with the glossary, glossary in the index", ("glossary", True), None),
    ]
    lines = ["| everyday questions | nDCG@10 | gain over the first line |", "|---|---:|---:|"]
    first: list[float] = []
    for name, key, weights in rows:
        found = values(indexes[key], everyday, weights or default_weights())
        first = first or found
        gain = shown(paired_interval(found, first), signed=True) if found is not first else ""
        lines.append(f"| {name} | {shown(interval(found))} | {gain} |")
    return "\n".join(lines) + "\n"


def miss_table(index: HybridIndex, questions: Sequence[JudgedQuestion], texts: dict[str, str]) -> str:
    """Every everyday question whose answer is not among the first ten, with what was found first."""
    everyday = [question for question in questions if question.kind == "everyday"]
    run: Run = run_arms(index, everyday)[0]
    with (HERE / "misses.tsv").open(encoding="utf-8", newline="") as stream:
        reasons = {row["id"]: row["why"] for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)}
    rows = ["| question | an answer | its rank | found first | why |", "|---|---|---:|---|---|"]
    for question, found in zip(everyday, run.rankings, strict=True):
        wanted = [item for item, grade in question.judged.items() if grade == 2]
        if set(wanted).intersection(found[:10]):
            continue
        rank = next((place for place, item in enumerate(found, start=1) if item in wanted), None)
        best = next((item for item in found if item in wanted), wanted[0])
        cells = [f"{question.text} ({question.id})", cut(texts[best]), str(rank or "–"), cut(texts[found[0]])]
        rows.append(f"| {' | '.join(cells)} | {reasons.get(question.id, 'not read yet')} |")
    return "\n".join(rows) + "\n"


def cut(text: str, most: int = 70) -> str:
    """``text`` on one line, shortened."""
    line = " ".join(text.split()).replace("|", "/")
    return line if len(line) <= most else f"{line[: most - 1]}…"


def draw(report: RetrievalReport) -> None:
    """nDCG@10 of the hybrid and of each arm alone, by kind."""
    by_cell = {(line.run, line.kind): line.measures[MAIN] for line in report.lines}
    runs = [HYBRID, *(f"{arm.value} alone" for arm in Arm)]
    kinds = [*(kind for kind in KINDS if (HYBRID, kind) in by_cell), "all"]
    figure, axes = plt.subplots(figsize=(10, 4.2))
    width = 0.8 / len(runs)
    for number, run in enumerate(runs):
        cells = [by_cell[run, kind] for kind in kinds]
        places = [place + (number - len(runs) / 2 + 0.5) * width for place in range(len(kinds))]
        errors = [[cell.mean - cell.low for cell in cells], [cell.high - cell.mean for cell in cells]]
        style = {"elinewidth": 0.7, "ecolor": "#333333"}
        axes.bar(places, [cell.mean for cell in cells], width, yerr=errors, label=run, error_kw=style)
    axes.set_xticks(range(len(kinds)), kinds)
    axes.set_ylim(0, 1)
    axes.set_ylabel("nDCG@10, test split")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(ncol=3, frameon=False, loc="upper center", bbox_to_anchor=(0.5, 1.18))
    figure.savefig(PLOT, dpi=130, bbox_inches="tight")


if __name__ == "__main__":
    main()
