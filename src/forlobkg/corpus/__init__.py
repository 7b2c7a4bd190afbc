"""The corpus: documents in, passages out."""

from forlobkg.corpus.manifest import DocumentRecord, read_manifest
from forlobkg.corpus.outline import PassageKind
from forlobkg.corpus.passages import UNREADABLE, Document, Passage, load_documents, repair_document

__all__ = [
    "UNREADABLE",
    "Document",
    "DocumentRecord",
    "Passage",
    "PassageKind",
    "load_documents",
    "read_manifest",
    "repair_document",
]
