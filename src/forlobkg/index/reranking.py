"""An optional second look at the best hits by a cross-encoder, which reads query and passage together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from forlobkg.index.embedding import LOAD_FAILURES, EmbeddingError, first_line
from forlobkg.index.records import Hit

RERANKED = 30
"""How many of the best hits are looked at again."""


class Reranker(Protocol):
    """Puts hits in a new order."""

    def rerank(self, query: str, hits: Sequence[Hit], texts: Mapping[str, str]) -> list[Hit]:
        """Give ``hits`` best first, their scores replaced by the model's in [0, 1]; ``texts`` has each hit's text."""


class CrossEncoderReranker:
    """Any model that sentence-transformers' CrossEncoder can load and that gives one score a pair."""

    def __init__(self, model: str) -> None:
        """Load ``model``, a folder or a model hub's name. Raises ``EmbeddingError``."""
        try:
            from sentence_transformers import CrossEncoder
        except ImportError as error:
            raise EmbeddingError(f"the reranker {model} needs sentence-transformers: install the package") from error
        try:
            self._model = CrossEncoder(model)
        except LOAD_FAILURES as error:
            raise EmbeddingError(
                f"cannot load the reranker {model} ({first_line(error)}): check the name or the directory; "
                "without a network it must be a directory or already be in the local cache"
            ) from error
        if self._model.num_labels != 1:
            raise EmbeddingError(f"{model} gives {self._model.num_labels} scores a pair, a reranker gives one")

    def rerank(self, query: str, hits: Sequence[Hit], texts: Mapping[str, str]) -> list[Hit]:
        """Give ``hits`` best first by the model's score, squeezed into (0, 1) by the logistic function."""
        if not hits:
            return []
        import torch

        pairs = [(query, texts[hit.id]) for hit in hits]
        logits = self._model.predict(pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False)
        scores = 1 / (1 + np.exp(-np.asarray(logits, dtype=np.float64)))
        order = np.argsort(-scores, kind="stable")
        return [replace(hits[place], score=round(float(scores[place]), 4)) for place in order]
