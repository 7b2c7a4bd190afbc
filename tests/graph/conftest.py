"""The corpus and the analyser, made once for all tests of the graph."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from forlobkg.corpus import Document, load_documents
from forlobkg.danish import Analyser
from forlobkg.graph.authoring.curated import Curated, load_curated
from forlobkg.resources import corpus_dir, ontology_dir


@pytest.fixture(scope="session")
def documents() -> Sequence[Document]:
    return load_documents(corpus_dir())


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    return Analyser()


@pytest.fixture(scope="session")
def curated() -> Curated:
    return load_curated(ontology_dir())
