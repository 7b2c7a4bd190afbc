"""How the systems fare with ever more passages, made from running prose."""

from __future__ import annotations

import json
import lzma
import os
import random
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from peers import Report
from processes import run_worker
from systems import HYBRID, LIMIT, Passage, write_passages

from forlobkg.builds import Build
from forlobkg.evaluate import Split, load_questions
from forlobkg.index import LightEmbedder, VectorIndex
from forlobkg.resources import builtin_model_dir, evaluation_dir

PROSE = "prose_folketing.txt.xz"
DATA_VARIABLE = "FORLOBKG_TRAINING_DATA"
SYSTEMS = (HYBRID, "bm25s", "fts5", "faiss")
_SEED = 20220901
_QUERIES = 300
_FRAGMENT = (3, 8)
_SHORTEST, _LONGEST = 20, 60
_VECTORS = "vectors.faiss"


def prose_path(given: Path | None) -> Path:
    """The file of the prose: the one given, or the one in the training data. Raises SystemExit without either."""
    folder = os.environ.get(DATA_VARIABLE)
    path = given if given is not None else Path(folder) / PROSE if folder else None
    if path is None or not path.is_file():
        raise SystemExit(f"growth needs {PROSE}: give it with --prose, or its folder in {DATA_VARIABLE}")
    return path


def passages_of(sentences: Iterable[str]) -> Iterator[Passage]:
    """Passages of 20 to 60 words: sentences that follow each other, as few as make 20; a longer one is cut."""
    held: list[str] = []
    number = 0
    for sentence in sentences:
        held += sentence.split()
        while len(held) >= _SHORTEST:
            yield Passage(f"p{number}", "", " ".join(held[:_LONGEST]))
            number += 1
            held = held[_LONGEST:]


def measure_growth(sizes: Sequence[int], prose: Path, rounds: int, work: Path, report: Report) -> dict[str, Any]:
    """Every system at every size. ``work`` is a scratch folder."""
    with lzma.open(prose, "rt", encoding="utf-8") if prose.suffix == ".xz" else prose.open(encoding="utf-8") as lines:
        passages = list(islice(passages_of(lines), max(sizes)))
    if len(passages) < max(sizes):
        raise SystemExit(f"{prose.name} is enough for {len(passages)} passages only")
    questions = work / "growth-questions.json"
    # The same at every size: fragments come from passages that even the smallest index has.
    questions.write_text(json.dumps(_queries(passages[: min(sizes)]), ensure_ascii=False), encoding="utf-8")
    found = {}
    for size in sorted(sizes):
        texts = work / f"passages-{size}.jsonl"
        write_passages(passages[:size], texts)
        systems: dict[str, dict[str, Any]] = {}
        folders = {name: work / f"{name}-{size}" for name in SYSTEMS}
        for name, folder in folders.items():
            report(f"{size} passages: building {name}")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            built = run_worker("build", name, folder, texts)
            systems[name] = {
                "build_s": built["seconds"],
                "build_parts_s": built["parts"],
                "build_peak_mb": built["peak_mb"],
                "index_mb": _bytes_in(Build(folder).index if name == HYBRID else folder) / 1e6,
            }
        trips: dict[str, list[dict[str, Any]]] = {name: [] for name in SYSTEMS}
        for number in range(rounds):
            report(f"{size} passages: searching, round {number + 1} of {rounds}")
            for name in (*SYSTEMS[number % len(SYSTEMS) :], *SYSTEMS[: number % len(SYSTEMS)]):
                trips[name].append(run_worker("search", name, folders[name], questions))
        for name, own in trips.items():
            systems[name] |= _speed(own)
        systems[HYBRID] |= _faithfulness(folders[HYBRID], trips[HYBRID][0]["rankings"], questions, work)
        found[str(size)] = systems
        for folder in folders.values():
            shutil.rmtree(folder)
    return {"queries": _QUERIES, "rounds": rounds, "sizes": found}


def _queries(passages: Sequence[Passage]) -> list[str]:
    """Real questions, and fragments of the prose of three to eight words, half of each, shuffled."""
    chance = random.Random(_SEED)  # noqa: S311
    judged = [q.text for q in load_questions(evaluation_dir() / "questions.jsonl") if q.split is Split.TEST]
    chosen = chance.sample(judged, min(_QUERIES // 2, len(judged)))
    while len(chosen) < _QUERIES:
        words = chance.choice(passages).text.split()
        size = chance.randint(*_FRAGMENT)
        first = chance.randrange(len(words) - size + 1)
        chosen.append(" ".join(words[first : first + size]))
    chance.shuffle(chosen)
    return chosen


def _speed(own: Sequence[dict[str, Any]]) -> dict[str, Any]:
    seconds = np.array([second for trip in own for second in trip["seconds"]])
    return {
        "queries_per_s": float(np.median([len(trip["seconds"]) / sum(trip["seconds"]) for trip in own])),
        "p50_ms": float(np.percentile(seconds, 50) * 1000),
        "p95_ms": float(np.percentile(seconds, 95) * 1000),
        "open_s": float(np.median([trip["open_seconds"] for trip in own])),
        "resident_mb": float(np.median([trip["resident_after_mb"] for trip in own])),
    }


def _faithfulness(folder: Path, rankings: Sequence[Sequence[str]], questions: Path, work: Path) -> dict[str, Any]:
    """What the approximate vector search costs: its recall at ten, and how much of the hybrid's ten it changes."""
    approximate = VectorIndex.load(Build(folder).index / _VECTORS)
    if approximate.exact:
        return {"vectors": "exact", "vector_recall_at_10": 1.0, "hybrid_overlap_at_10": 1.0}
    vectors = approximate.vectors(np.arange(len(approximate), dtype=np.int64))
    exact = VectorIndex.build(vectors, flat_limit=len(vectors))
    texts: list[str] = json.loads(questions.read_text(encoding="utf-8"))
    asked = LightEmbedder(builtin_model_dir()).encode_queries(texts)
    pairs = [(approximate.search(row, LIMIT).numbers, exact.search(row, LIMIT).numbers) for row in asked]
    twin = work / "exact-twin"
    shutil.rmtree(twin, ignore_errors=True)
    shutil.copytree(folder, twin)
    exact.save(Build(twin).index / _VECTORS)
    others = run_worker("search", HYBRID, twin, questions)
    shutil.rmtree(twin)
    return {
        "vectors": "approximate",
        "vector_recall_at_10": _shared(pairs),
        "hybrid_overlap_at_10": _shared(list(zip(rankings, others["rankings"], strict=True))),
        "exact_p95_ms": float(np.percentile(others["seconds"], 95) * 1000),
    }


def _shared(pairs: Sequence[tuple[Iterable[Any], Iterable[Any]]]) -> float:
    """The mean share of the second's items that the first has; pairs whose second is empty say nothing."""
    sets = [(set(first), set(second)) for first, second in pairs]
    return float(np.mean([len(first & second) / len(second) for first, second in sets if second]))


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
