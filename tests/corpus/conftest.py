"""The real corpus, and a copy of it that a test may damage."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from forlobkg.corpus import Document, DocumentRecord, load_documents, read_manifest
from forlobkg.resources import corpus_dir


@pytest.fixture(scope="session")
def records() -> Mapping[str, DocumentRecord]:
    return {record.id: record for record in read_manifest(corpus_dir())}


@pytest.fixture(scope="session")
def documents() -> Mapping[str, Document]:
    return {document.record.id: document for document in load_documents(corpus_dir())}


@pytest.fixture
def corpus_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(corpus_dir(), tmp_path / "corpus"))
