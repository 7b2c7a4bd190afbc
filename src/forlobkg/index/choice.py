"""Which models are used: the built-in embedding, or what the settings name, or the built-in one in its place."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from forlobkg.errors import BuildError
from forlobkg.index.embedding import Embedder, EmbeddingError, LightEmbedder, SentenceTransformerEmbedder
from forlobkg.index.reranking import CrossEncoderReranker, Reranker
from forlobkg.resources import builtin_model_dir

_LOGGER = logging.getLogger("forlobkg")


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """What the settings say of models.

    ``embedding`` is a SentenceTransformer folder or name, or empty for the built-in model; ``query_prompt`` and
    ``passage_prompt`` go before each text, the model's own where they are empty; ``reranker`` is a CrossEncoder
    folder or name, or empty for none. With ``fallback`` a model that cannot be loaded is warned of and done without.
    """

    embedding: str = ""
    query_prompt: str = ""
    passage_prompt: str = ""
    reranker: str = ""
    fallback: bool = False


def load_build_embedder(choice: ModelChoice) -> Embedder:
    """The embedder that passages are indexed with, always by way of sentence-transformers. Raises ``BuildError``."""
    if choice.embedding:
        chosen = _configured(choice)
        if chosen is not None:
            return chosen
    try:
        return SentenceTransformerEmbedder(str(builtin_model_dir()))
    except EmbeddingError as error:
        raise BuildError(str(error)) from error


def load_query_embedder(choice: ModelChoice) -> Embedder:
    """The embedder for questions: the built-in model without torch, or the one chosen. Raises ``BuildError``."""
    if choice.embedding:
        chosen = _configured(choice)
        if chosen is not None:
            return chosen
    return load_pieces()


def load_pieces() -> LightEmbedder:
    """The built-in model, with the vectors of its pieces. Raises ``BuildError``."""
    try:
        return LightEmbedder(builtin_model_dir())
    except EmbeddingError as error:
        raise BuildError(str(error)) from error


def load_reranker(choice: ModelChoice) -> Reranker | None:
    """The reranker that is chosen, if one is. Raises ``BuildError`` where it cannot be loaded and must be."""
    if not choice.reranker:
        return None
    try:
        return CrossEncoderReranker(choice.reranker)
    except EmbeddingError as error:
        if not choice.fallback:
            raise BuildError(_advice(error, "FORLOBKG_RERANKER_MODEL")) from error
        _LOGGER.warning("%s; hits keep the order of the index", error)
        return None


def _configured(choice: ModelChoice) -> Embedder | None:
    try:
        return SentenceTransformerEmbedder(
            choice.embedding, query_prompt=choice.query_prompt, passage_prompt=choice.passage_prompt
        )
    except EmbeddingError as error:
        if not choice.fallback:
            raise BuildError(_advice(error, "FORLOBKG_EMBEDDING_MODEL")) from error
        _LOGGER.warning("%s; the built-in model is used in its place", error)
        return None


def _advice(error: EmbeddingError, variable: str) -> str:
    return f"{error}; or unset {variable}, or set FORLOBKG_MODEL_FALLBACK=true to go on without it"
