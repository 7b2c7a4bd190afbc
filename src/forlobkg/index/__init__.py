"""Lexical and embedding search over passages; concepts come to it as plain records."""

from forlobkg.index.choice import load_build_embedder, load_query_embedder
from forlobkg.index.embedding import Embedder, EmbeddingError, LightEmbedder, SentenceTransformerEmbedder
from forlobkg.index.hybrid import Hit, HybridIndex, IndexEntry

__all__ = [
    "Embedder",
    "EmbeddingError",
    "Hit",
    "HybridIndex",
    "IndexEntry",
    "LightEmbedder",
    "SentenceTransformerEmbedder",
    "load_build_embedder",
    "load_query_embedder",
]
