"""The training of the built-in embedding, from end to end on a very small data set with a stub teacher."""

from __future__ import annotations

import hashlib
import importlib
import json
import lzma
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from forlobkg.index.embedding import LightEmbedder

WORDS = {
    "drikke": ("drink", "consume alcohol"),
    "alkohol": ("alcohol", "what one drinks"),
    "gravid": ("pregnant", "with child"),
    "jordemoder": ("midwife", "helps at birth"),
    "fødsel": ("birth", "being born"),
    "kommune": ("municipality", "local government"),
    "behandling": ("treatment", "care of the ill"),
    "barn": ("child", "a young person"),
}
SENTENCES = {f"{a} og {b}": f"{WORDS[a][0]} and {WORDS[b][0]}" for a in WORDS for b in WORDS if a < b}
TEXTS = {
    "lexicon_da_en.tsv": [f"{word}\t{english}\tenwikt,omw\t{gloss}" for word, (english, gloss) in WORDS.items()],
    "lexicon_omw_gloss.tsv": [f"{word}\t{english}\t{gloss}" for word, (english, gloss) in WORDS.items()],
    "lexicon_thesaurus.tsv": ["drikke\tpimpe\tsyn", "jordemoder\tfødselshjælper\tsyn", "barn\tspædbarn\thyp"],
    "parallel_tatoeba.tsv": [f"{danish}\t{english}" for danish, english in SENTENCES.items()],
    "parallel_ntrex.tsv": ["Kommunen tilbyder behandling.\tThe municipality offers treatment."],
    "parallel_flores.tsv": ["Barnet trives.\tThe child thrives.", "Den gravide drikker.\tThe pregnant one drinks."],
    "prose_folketing.txt": [
        f"I dag taler vi om {a} og om {b}, som er vigtige for os alle sammen." for a in WORDS for b in WORDS
    ],
}


class StubTeacher:
    """Gives the sum of a random vector for each word, and counts what it has read."""

    name = "stub"

    def __init__(self) -> None:
        self.read = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += len(texts)
        rows = np.stack([sum((self._word(word) for word in text.split()), np.zeros(24)) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def _word(self, word: str) -> NDArray[np.float64]:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
        return np.random.default_rng(seed).standard_normal(24)


@pytest.fixture
def package(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Imports a module of the training package, which is not installed."""
    monkeypatch.setattr(sys, "path", [str(checkout), *sys.path])
    return lambda name: importlib.import_module(f"training.danish_static.{name}")


@pytest.fixture
def train(tmp_path: Path, package: Callable[[str], ModuleType]) -> Callable[..., dict[str, float]]:
    """Runs the whole training on the small data set."""
    data = tmp_path / "data"
    data.mkdir()
    sums = {}
    for name, lines in TEXTS.items():
        packed = lzma.compress(("\n".join(lines) + "\n").encode())
        (data / f"{name}.xz").write_bytes(packed)
        sums[f"{name}.xz"] = hashlib.sha256(packed).hexdigest()
    catalogue = [replace(file, sha256=sums[file.name]) for file in package("data").read_catalogue()]
    settings = package("settings").Settings(
        teacher_dimension=16, dimension=8, context_dimension=8, epochs=2, batch=16, prose_batches=4, held_out_words=2
    )

    def run(teacher: StubTeacher, **options: Any) -> dict[str, float]:
        figures: dict[str, float] = package("pipeline").make(
            data, tmp_path / "work", tmp_path / "model", lambda: teacher, settings=settings, catalogue=catalogue,
            echo=lambda line: None, **options,
        )  # fmt: skip
        return figures

    return run


def test_gives_a_model_that_the_light_reader_loads(train: Callable[..., dict[str, float]], tmp_path: Path) -> None:
    glossary = tmp_path / "glossary.tsv"
    glossary.write_text("phrase\tterms\tconcept\tfrom\tnote\nhun drikker\talkohol | behandling\tc\t\t\n", "utf-8")
    figures = train(StubTeacher(), glossary=glossary)
    model = LightEmbedder(tmp_path / "model")
    assert model.dimension == 8
    vectors = model.encode_passages(["jordemoder", "jordemoderen", "og", "xq"])
    assert vectors[0] @ vectors[1] > 0.9
    assert not vectors[3].any()
    card = (tmp_path / "model" / "README.md").read_text("utf-8")
    assert "2 pairs of `ontology/glossary.tsv`" in card
    assert all(name in card for name in figures)
    assert "@" not in card.replace("nDCG@10", "").replace("recall@", "")


def test_a_second_run_makes_nothing_anew_and_gives_the_same(
    train: Callable[..., dict[str, float]], tmp_path: Path
) -> None:
    first = train(StubTeacher())
    before = (tmp_path / "model" / "model.safetensors").read_bytes()
    again = StubTeacher()
    assert train(again) == first
    assert again.read == 0
    assert (tmp_path / "model" / "model.safetensors").read_bytes() == before
    events = [json.loads(line)["event"] for line in (tmp_path / "work" / "log.jsonl").read_text("utf-8").splitlines()]
    second = events[events.index("model written") + 1 :]
    assert "stage done" not in second
    assert "epoch done" not in second


def test_training_goes_on_from_the_last_epoch(train: Callable[..., dict[str, float]], tmp_path: Path) -> None:
    first = train(StubTeacher())
    for kept in (tmp_path / "work").glob("rows-*.npz"):
        kept.unlink()
    assert train(StubTeacher()) == first
    events = [json.loads(line)["event"] for line in (tmp_path / "work" / "log.jsonl").read_text("utf-8").splitlines()]
    assert events.count("epoch done") == 4
    assert events.count("training goes on") == 2


def test_refuses_a_file_with_another_sum(
    train: Callable[..., dict[str, float]], tmp_path: Path, package: Callable[[str], ModuleType]
) -> None:
    (tmp_path / "data" / "parallel_ntrex.tsv.xz").write_bytes(lzma.compress(b"Hej.\tHello.\n"))
    with pytest.raises(package("data").DataError, match=r"parallel_ntrex\.tsv\.xz has sha256 \w+, expected"):
        train(StubTeacher())
    assert not (tmp_path / "model").exists()
