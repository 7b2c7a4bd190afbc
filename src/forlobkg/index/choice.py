"""Which embedder is used: the built-in model, or the one that the settings name."""

from __future__ import annotations

from forlobkg.errors import BuildError
from forlobkg.index.embedding import Embedder, EmbeddingError, LightEmbedder, SentenceTransformerEmbedder
from forlobkg.resources import builtin_model_dir


def load_build_embedder(model: str) -> Embedder:
    """The embedder that passages are indexed with, always by way of sentence-transformers.

    ``model`` is a SentenceTransformer folder or name, or empty for the built-in model. Raises ``BuildError``.
    """
    return _sentence_transformer(model or str(builtin_model_dir()))


def load_query_embedder(model: str) -> Embedder:
    """The embedder for questions: the built-in model without torch, or ``model``. Raises ``BuildError``."""
    if model:
        return _sentence_transformer(model)
    try:
        return LightEmbedder(builtin_model_dir())
    except EmbeddingError as error:
        raise BuildError(str(error)) from error


def _sentence_transformer(model: str) -> Embedder:
    try:
        return SentenceTransformerEmbedder(model)
    except EmbeddingError as error:
        raise BuildError(str(error)) from error
