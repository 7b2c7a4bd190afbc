"""Readers: a file of the user's in, a document of passages out, with pages, sections and what could not be read."""

from forlobkg.corpus.reading.language import LANGUAGE_NAMES
from forlobkg.corpus.reading.model import (
    Limits,
    Place,
    Problem,
    Progress,
    ReadDocument,
    ReadKind,
    ReadPage,
    ReadPassage,
)
from forlobkg.corpus.reading.reader import read_document

__all__ = [
    "LANGUAGE_NAMES",
    "Limits",
    "Place",
    "Problem",
    "Progress",
    "ReadDocument",
    "ReadKind",
    "ReadPage",
    "ReadPassage",
    "read_document",
]
