"""The manifest: which documents the corpus holds, and where each one's files lie."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from forlobkg.errors import CorpusError

MANIFEST_NAME = "manifest.toml"


class DocumentRecord(BaseModel):
    """A document's row in the manifest; paths are relative to the corpus folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    publisher: str
    date: datetime.date
    kind: str
    language: str
    licence: str
    origin: str
    received: str
    sha256: str
    repairs: str
    outline: str
    repaired: str


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    document: list[DocumentRecord]


def read_manifest(corpus_dir: Path) -> list[DocumentRecord]:
    """The documents of the corpus in the manifest's order. Raises ``CorpusError``."""
    path = corpus_dir / MANIFEST_NAME
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        documents = _Manifest.model_validate(content).document
    except OSError as error:
        raise CorpusError(f"the corpus manifest {path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: not valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CorpusError(f"{path}: {place}: {first['msg']}") from error
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise CorpusError(f"{path}: the document id {document.id!r} stands twice")
        seen.add(document.id)
    return documents
