"""Search by words and by meaning over passages; concepts and the glossary come to it as plain records."""

from forlobkg.index.choice import ModelChoice, load_build_embedder, load_pieces, load_query_embedder, load_reranker
from forlobkg.index.embedding import Embedder, EmbeddingError, LightEmbedder, SentenceTransformerEmbedder
from forlobkg.index.explaining import Scored
from forlobkg.index.fusion import default_weights, fuse
from forlobkg.index.hybrid import HybridIndex
from forlobkg.index.records import Arm, ConceptRecord, GlossaryEntry, Hit, IndexEntry, Reason, Why
from forlobkg.index.reranking import RERANKED, CrossEncoderReranker, Reranker
from forlobkg.index.vectors import VectorIndex

__all__ = [
    "RERANKED",
    "Arm",
    "ConceptRecord",
    "CrossEncoderReranker",
    "Embedder",
    "EmbeddingError",
    "GlossaryEntry",
    "Hit",
    "HybridIndex",
    "IndexEntry",
    "LightEmbedder",
    "ModelChoice",
    "Reason",
    "Reranker",
    "Scored",
    "SentenceTransformerEmbedder",
    "VectorIndex",
    "Why",
    "default_weights",
    "fuse",
    "load_build_embedder",
    "load_pieces",
    "load_query_embedder",
    "load_reranker",
]
