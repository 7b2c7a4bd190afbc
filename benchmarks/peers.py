"""The peers side by side over the passages of the corpus, on the same judged questions."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from processes import run, run_worker
from systems import BASELINE, HYBRID, Passage, write_passages

from forlobkg.cli_eval import with_variants
from forlobkg.evaluate import Interval, JudgedQuestion, Split, interval, load_questions, measure, paired_interval
from forlobkg.resources import evaluation_dir
from forlobkg.service import open_service

Report = Callable[[str], None]

EVERYDAY, WRITTEN, ALL = "everyday", "written", "all"
"""Groups of questions: everyday ones; all as they are written; those and their variants."""
_MEASURE = "nDCG@10"
_COLD_SEARCHES = 7
_TORCH_IMPORTED = """\
import sys
from forlobkg.cli import app
app(sys.argv[1:], standalone_mode=False)
print("torch" in sys.modules)
"""


def measure_peers(names: Sequence[str], rounds: int, work: Path, report: Report) -> dict[str, Any]:
    """Every system's quality, speed, memory and cold start. ``work`` is a scratch folder."""
    service = open_service(report=report)
    passages = [
        Passage(name, service.corpus.context_text(service.corpus.passages[name]), service.corpus.passages[name].text)
        for name in service.index.ids
    ]
    judged = with_variants([q for q in load_questions(evaluation_dir() / "questions.jsonl") if q.split is Split.TEST])
    texts, questions, one = work / "passages.jsonl", work / "questions.json", work / "question.json"
    write_passages(passages, texts)
    questions.write_text(json.dumps([question.text for question in judged]), encoding="utf-8")
    one.write_text(json.dumps([judged[0].text]), encoding="utf-8")

    found: dict[str, dict[str, list[dict[str, Any]]]] = {
        name: {"build": [], "search": [], "cold": []} for name in names
    }
    for number in range(rounds):
        # Another order each round, so that no system always comes first.
        for name in [*names[number % len(names) :], *names[: number % len(names)]]:
            report(f"round {number + 1} of {rounds}: {name}")
            folder = work / name
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            found[name]["build"].append(run_worker("build", name, folder, texts))
            # The hybrid is judged as it is used: the index of the product's own build.
            opened = service.build.path if name == HYBRID else folder
            found[name]["search"].append(run_worker("search", name, opened, questions))
            found[name]["cold"].append(run_worker("cold", name, opened, one))
    return {
        "passages": len(passages),
        "questions": {group: len(_chosen(judged, group)) for group in (EVERYDAY, WRITTEN, ALL)},
        "rounds": rounds,
        "systems": {name: _summary(found[name], found, judged) for name in names},
        "interpreter_s": median(run([sys.executable, "-c", "pass"]).seconds for _ in range(rounds)),
        "command": _cold_search(judged[0].text, report),
    }


def _chosen(judged: Sequence[JudgedQuestion], group: str) -> list[int]:
    if group == EVERYDAY:
        return [number for number, question in enumerate(judged) if question.kind == EVERYDAY]
    return [number for number, question in enumerate(judged) if group == ALL or "~" not in question.id]


def _summary(
    own: dict[str, list[dict[str, Any]]],
    everyone: dict[str, dict[str, list[dict[str, Any]]]],
    judged: Sequence[JudgedQuestion],
) -> dict[str, Any]:
    values = _values(own, judged)
    quality, gain = {}, {}
    for group in (EVERYDAY, WRITTEN, ALL):
        numbers = _chosen(judged, group)
        quality[group] = _rounded(interval([values[n] for n in numbers]))
        if HYBRID in everyone and everyone[HYBRID] is not own:
            ours = _values(everyone[HYBRID], judged)
            gain[group] = _rounded(paired_interval([ours[n] for n in numbers], [values[n] for n in numbers]))
    seconds = np.array([second for trip in own["search"] for second in trip["seconds"]])
    rates = _rates(own)
    return {
        "ndcg": quality,
        "hybrid_gain": gain,
        "build_s": median(trip["seconds"] for trip in own["build"]),
        "queries_per_s": median(rates),
        "p50_ms": float(np.percentile(seconds, 50) * 1000),
        "p95_ms": float(np.percentile(seconds, 95) * 1000),
        "resident_mb": median(trip["resident_mb"] for trip in own["search"]),
        "cold_s": median(trip["wall"] for trip in own["cold"]),
        "torch_to_search": any(trip["torch"] for trip in own["search"] + own["cold"]),
        "torch_to_build": any(trip["torch"] for trip in own["build"]),
        # Of one round with the same round, so that what slows the machine down slows both.
        "queries_per_s_against": {
            other: median(a / b for a, b in zip(rates, _rates(everyone[other]), strict=True))
            for other in (BASELINE, HYBRID)
            if other in everyone
        },
    }


def _values(own: dict[str, list[dict[str, Any]]], judged: Sequence[JudgedQuestion]) -> list[float]:
    return measure(_MEASURE, own["search"][0]["rankings"], [question.judged for question in judged])


def _rates(own: dict[str, list[dict[str, Any]]]) -> list[float]:
    return [len(trip["seconds"]) / sum(trip["seconds"]) for trip in own["search"]]


def _rounded(value: Interval) -> list[float]:
    return [round(number, 4) for number in value]


def _cold_search(question: str, report: Report) -> dict[str, Any]:
    """The whole command ``forlobkg search``, as one types it."""
    report("forlobkg search, cold")
    command = [str(Path(sys.executable).with_name("forlobkg")), "search", question]
    seconds = [run(command).seconds for _ in range(_COLD_SEARCHES)]
    imported = run([sys.executable, "-c", _TORCH_IMPORTED, "search", question])
    return {
        "cold_s": median(seconds),
        "runs": _COLD_SEARCHES,
        "torch": imported.output.splitlines()[-1] == "True",
    }
