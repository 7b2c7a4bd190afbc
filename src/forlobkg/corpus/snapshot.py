"""The corpus as a build keeps it: documents with their repaired texts, and passages, read back quickly."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from forlobkg.corpus.manifest import DocumentRecord
from forlobkg.corpus.outline import PassageKind
from forlobkg.corpus.passages import Document, Passage
from forlobkg.files import write_atomic

_DOCUMENTS = "documents.json"
_PASSAGES = "passages.jsonl"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of a build: its manifest record and its repaired text."""

    record: DocumentRecord
    text: str


class Corpus:
    """The documents and passages of a build."""

    def __init__(self, documents: list[StoredDocument], passages: list[Passage]) -> None:
        self.documents = {document.record.id: document for document in documents}
        self.passages = {passage.id: passage for passage in passages}

    @cached_property
    def _by_document(self) -> dict[str, list[Passage]]:
        grouped: dict[str, list[Passage]] = {name: [] for name in self.documents}
        for passage in self.passages.values():
            grouped[passage.document].append(passage)
        return grouped

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of a document in reading order; raises KeyError for an unknown document."""
        return self._by_document[document_id]

    def context_text(self, passage: Passage) -> str:
        """The words of the passage's headings and lead-ins, outermost first."""
        return " ".join(self.passages[parent].text for parent in reversed(passage.context))


def save_corpus(documents: list[Document], folder: Path) -> None:
    """Write the documents and passages to ``folder``."""
    records = [{**d.record.model_dump(mode="json"), "text": d.text} for d in documents]
    write_atomic(folder / _DOCUMENTS, json.dumps(records, ensure_ascii=False, indent=1).encode("utf-8"))
    lines = [
        json.dumps(dataclasses.asdict(passage), ensure_ascii=False)
        for document in documents
        for passage in document.passages
    ]
    write_atomic(folder / _PASSAGES, ("\n".join(lines) + "\n").encode("utf-8"))


def load_corpus(folder: Path) -> Corpus:
    """The corpus that ``save_corpus`` wrote."""
    records: list[dict[str, Any]] = json.loads((folder / _DOCUMENTS).read_text(encoding="utf-8"))
    documents = [StoredDocument(text=record.pop("text"), record=DocumentRecord(**record)) for record in records]
    lines = (folder / _PASSAGES).read_text(encoding="utf-8").splitlines()
    return Corpus(documents, [_passage(json.loads(line)) for line in lines])


def _passage(values: dict[str, Any]) -> Passage:
    return Passage(
        **{
            **values,
            "kind": PassageKind(values["kind"]),
            "received_ranges": tuple((low, high) for low, high in values["received_ranges"]),
            "parents": tuple(values["parents"]),
            "context": tuple(values["context"]),
        }
    )
