"""Text to vectors: a light path for static models, and sentence-transformers for any other.

Both give rows of length one, so that a dot product is a cosine. For the built-in model both give the same
vectors; the light path needs neither torch nor sentence-transformers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

_BATCH = 4096
_FEW = 32
LOAD_FAILURES: Final = (OSError, ValueError, RuntimeError, ImportError, LookupError, TypeError, SafetensorError)
_E5_FAMILY = "intfloat/multilingual-e5-"


class EmbeddingError(Exception):
    """A model cannot be loaded; the message is one line that says why, and what to do where that is known."""


class Embedder(Protocol):
    """Turns texts into vectors.

    ``name`` changes when the vectors change, so that an index can tell whether it was made with this model.
    ``dimension`` is the length of a vector.
    """

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Give an (n, dimension) array of unit rows for texts to be found; no known piece, a zero row."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Give an (n, dimension) array of unit rows for texts to search with; no known piece, a zero row."""


@dataclass(frozen=True)
class _StaticModel:
    """A static model as read from its directory: one float32 row for each piece of the tokenizer."""

    name: str
    rows: Vectors
    tokenizer: Tokenizer


class LightEmbedder:
    """A SentenceTransformer directory that holds a StaticEmbedding, computed with numpy alone.

    A text's vector is the mean of its pieces' rows, scaled to length one. Prompts in the model's
    configuration are not used. Several threads may encode at once.
    """

    def __init__(self, path: Path) -> None:
        """Load the model in the directory *path*; raises EmbeddingError if it is missing or damaged."""
        model = _read_static_model(path, _static_folder(path))
        self.name = model.name
        self.dimension = int(model.rows.shape[1])
        self._rows = model.rows
        self._tokenizer = model.tokenizer

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Give an (n, dimension) float32 array of unit rows; a text with no known piece gets zeros."""
        return self._encode(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Give the same as encode_passages: a static model reads queries and passages alike."""
        return self._encode(texts)

    @property
    def rows(self) -> Vectors:
        """The vector of each piece, shape (pieces, dimension); not to be changed."""
        return self._rows

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """Give the numbers of the pieces of each text, in order."""
        return [item.ids for item in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def _encode(self, texts: Sequence[str]) -> Vectors:
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            out[start : start + len(batch)] = self._sums(batch)
        return _unit_rows(out)

    def _sums(self, texts: list[str]) -> Vectors:
        """Add up each text's rows; the division by the count would be undone by the scaling that follows."""
        if len(texts) <= _FEW:
            # A batch is shared out among threads, which costs more than so few texts take.
            few = [self._tokenizer.encode(text, add_special_tokens=False).ids for text in texts]
            return np.stack([self._rows[ids].sum(axis=0) for ids in few])
        encoded = [item.ids for item in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
        counts = np.array([len(ids) for ids in encoded], dtype=np.intp)
        pieces = np.fromiter((i for ids in encoded for i in ids), dtype=np.intp, count=int(counts.sum()))
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        filled = counts > 0
        if filled.any():
            # reduceat mishandles empty runs, so those are left out; they take no pieces from others.
            starts = (np.cumsum(counts) - counts)[filled]
            sums[filled] = np.add.reduceat(self._rows[pieces], starts, axis=0)
        return sums


class SentenceTransformerEmbedder:
    """Any model that sentence-transformers can load, by name or by directory."""

    def __init__(self, model: str, *, query_prompt: str = "", passage_prompt: str = "") -> None:
        """Load *model*, a directory or a model hub's name for it.

        Prompts are put before each text. Where none is given, the multilingual E5 models get "query: " and
        "passage: " (Wang et al. 2024), and others the prompts of their own configuration, if any.
        Raises EmbeddingError if sentence-transformers is not installed or the model cannot be loaded.
        """
        self.name = model
        path = Path(model)
        if path.is_dir():
            folder = _find_static_folder(path)
            if folder is not None:
                self.name = _read_static_model(path, folder).name
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EmbeddingError(
                f"the model {model} needs sentence-transformers: install the package and try again"
            ) from error
        try:
            loaded = SentenceTransformer(model)
        except LOAD_FAILURES as error:
            raise EmbeddingError(
                f"cannot load the model {model} ({first_line(error)}): check the name or the directory; "
                "without a network the model must be a directory or already be in the local cache"
            ) from error
        dimension = loaded.get_embedding_dimension()
        if dimension is None:
            raise EmbeddingError(f"the model {model} does not say how long its vectors are: choose another")
        # Half-precision weights are computed in float32, as on the light path.
        self._model = loaded.float()
        self.dimension = int(dimension)
        is_e5 = model.startswith(_E5_FAMILY)
        self._query_prompt = query_prompt or ("query: " if is_e5 else None)
        self._passage_prompt = passage_prompt or ("passage: " if is_e5 else None)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Give an (n, dimension) float32 array of unit rows for *texts*, each after the passage prompt."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        encoded = self._model.encode_document(
            list(texts), prompt=self._passage_prompt, convert_to_numpy=True, show_progress_bar=False
        )
        return _unit_rows(np.asarray(encoded, dtype=np.float32))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Give an (n, dimension) float32 array of unit rows for *texts*, each after the query prompt."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        encoded = self._model.encode_query(
            list(texts), prompt=self._query_prompt, convert_to_numpy=True, show_progress_bar=False
        )
        return _unit_rows(np.asarray(encoded, dtype=np.float32))


def _unit_rows(vectors: Vectors) -> Vectors:
    """Scale each row of *vectors* (n, d) to length one; rows of zeros stay."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
    return scaled


def first_line(error: BaseException) -> str:
    """Give the first line of an error's own words, or its kind where it has none."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".:") if lines else type(error).__name__


def _read(path: Path) -> bytes:
    """Read a file of a model; raises EmbeddingError that names it."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise EmbeddingError(f"the model in {path.parent} has no {path.name}: restore the model") from error
    except OSError as error:
        raise EmbeddingError(f"cannot read {path}: {error.strerror}") from error


def _modules(path: Path) -> list[tuple[str, str]]:
    """Give (type, folder) for each module that ``modules.json`` in *path* lists."""
    try:
        return [(str(item["type"]), str(item["path"])) for item in json.loads(_read(path / "modules.json"))]
    except (ValueError, LookupError, TypeError) as error:
        raise EmbeddingError(f"{path / 'modules.json'} is damaged: restore the model") from error


def _find_static_folder(path: Path) -> Path | None:
    """Give the folder of a directory's StaticEmbedding, or None if its model is of another kind."""
    if not (path / "modules.json").is_file():
        return None
    modules = _modules(path)
    kinds = [kind.rpartition(".")[2] for kind, _folder in modules]
    if kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]):
        return path / modules[0][1]
    return None


def _static_folder(path: Path) -> Path:
    """Give the folder of the StaticEmbedding in *path*; raises EmbeddingError where there is none."""
    if not path.is_dir():
        raise EmbeddingError(f"there is no model directory {path}: check the setting or restore the model")
    _read(path / "modules.json")
    folder = _find_static_folder(path)
    if folder is None:
        raise EmbeddingError(f"the model in {path} is not static: load it with sentence-transformers")
    return folder


def _read_static_model(path: Path, folder: Path) -> _StaticModel:
    """Read and check the weights and the tokenizer in *folder*, which belong to the model in *path*."""
    data = _read(folder / "model.safetensors")
    rows = _parse_rows(data, folder / "model.safetensors")
    tokenizer = _parse_tokenizer(_read(folder / "tokenizer.json"), folder / "tokenizer.json")
    if tokenizer.get_vocab_size() != len(rows):
        raise EmbeddingError(
            f"the model in {path} does not fit together: {len(rows)} rows for "
            f"{tokenizer.get_vocab_size()} pieces; restore the model"
        )
    fingerprint = hashlib.sha256(data).hexdigest()[:12]
    return _StaticModel(f"{path.resolve().name}-{fingerprint}", rows, tokenizer)


def _parse_rows(data: bytes, source: Path) -> Vectors:
    """Give the (pieces, dimension) float32 matrix in the safetensors *data*, read from *source*."""
    try:
        weights = load_tensors(data).get("embedding.weight")
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise EmbeddingError(f"{source} is damaged or cut short: restore the model") from error
    if weights is None:
        raise EmbeddingError(f"{source} holds no embedding.weight: it is not a static embedding")
    if weights.ndim != 2 or 0 in weights.shape or not np.issubdtype(weights.dtype, np.floating):
        raise EmbeddingError(
            f"{source} holds {weights.dtype} numbers of shape {weights.shape}, not a table of vectors: "
            "restore the model"
        )
    rows = np.ascontiguousarray(weights, dtype=np.float32)
    if not np.isfinite(rows).all():
        raise EmbeddingError(f"{source} holds numbers that are not finite: restore the model")
    return rows


def _parse_tokenizer(data: bytes, source: Path) -> Tokenizer:
    """Give the tokenizer in the JSON *data*, read from *source*."""
    try:
        tokenizer = Tokenizer.from_buffer(data)
    except Exception as error:
        # tokenizers raises a plain Exception for bad JSON, or ValueError; a narrower error is something else.
        if type(error) not in (Exception, ValueError):
            raise
        raise EmbeddingError(f"{source} is damaged: restore the model") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
