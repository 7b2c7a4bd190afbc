"""The corpus: documents in, passages out."""

from forlobkg.corpus.manifest import DocumentRecord, read_manifest
from forlobkg.corpus.outline import PassageKind
from forlobkg.corpus.passages import UNREADABLE, Document, Passage, load_documents, repair_document
from forlobkg.corpus.snapshot import Corpus, StoredDocument, load_corpus, save_corpus

__all__ = [
    "UNREADABLE",
    "Corpus",
    "Document",
    "DocumentRecord",
    "Passage",
    "PassageKind",
    "StoredDocument",
    "load_corpus",
    "load_documents",
    "read_manifest",
    "repair_document",
    "save_corpus",
]
