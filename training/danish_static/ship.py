"""From trained rows to the directory that SentenceTransformer and forlobkg's own reader load."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import save
from tokenizers import Tokenizer
from training.danish_static.teacher import Vectors, unit_rows
from training.danish_static.vocabulary import piece_counts

_CONFIGURATION: Mapping[str, object] = {
    "modules.json": [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ],
    "config_sentence_transformers.json": {
        "default_prompt_name": None,
        "model_type": "SentenceTransformer",
        "prompts": {"document": "", "query": ""},
        "similarity_fn_name": "cosine",
    },
    "1_Normalize/config.json": {
        "module_input_name": "sentence_embedding",
        "module_output_name": "sentence_embedding",
    },
}


@dataclass(frozen=True)
class Shipped:
    """The finished model: ``rows`` (pieces, d) in half precision, and its tokenizer.

    ``axes`` (t, d) brings the teacher's reduced vectors into the rows' space, to measure the one by the other.
    """

    rows: np.ndarray
    tokenizer: Tokenizer
    axes: Vectors

    def encode(self, texts: list[str]) -> Vectors:
        """Give (n, d) unit rows for *texts*, as the model's readers do; a text without a known piece gets zeros."""
        return unit_rows(piece_counts(self.tokenizer, texts) @ self.rows.astype(np.float32))


def finish(rows: Vectors, tokenizer: Tokenizer, sample: list[str], dimension: int) -> Shipped:
    """Turn the *rows* (pieces, t) so that *dimension* axes keep the most of the *sample* texts, and drop the rest."""
    vectors = unit_rows(piece_counts(tokenizer, sample) @ rows).astype(np.float64)
    axes = np.linalg.eigh(vectors.T @ vectors)[1][:, ::-1][:, :dimension]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    kept = np.asarray(axes, dtype=np.float32)
    return Shipped((rows @ kept).astype(np.float16), tokenizer, kept)


def write_model(out: Path, shipped: Shipped, card: str) -> None:
    """Write the model's directory at *out*, replacing an older one only when all is written."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        (fresh / "1_Normalize").mkdir()
        weights = save({"embedding.weight": np.ascontiguousarray(shipped.rows)}, metadata={"format": "pt"})
        (fresh / "model.safetensors").write_bytes(weights)
        (fresh / "tokenizer.json").write_text(shipped.tokenizer.to_str(pretty=False) + "\n", encoding="utf-8")
        (fresh / "README.md").write_text(card, encoding="utf-8")
        for name, content in _CONFIGURATION.items():
            (fresh / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        fresh.chmod(0o755)
        if out.exists():
            # Renamed away first, so that no reader sees half a model.
            old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
            out.rename(old / out.name)
            fresh.rename(out)
            shutil.rmtree(old)
        else:
            fresh.rename(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def megabytes(folder: Path) -> float:
    """Give the size of all files in *folder*."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
