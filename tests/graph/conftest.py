"""The corpus, the analyser and the graphs, made once for all tests of the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from rdflib import Graph

from forlobkg.corpus import Document, load_documents
from forlobkg.danish import Analyser
from forlobkg.graph import Names
from forlobkg.graph.authoring import served_graphs
from forlobkg.graph.authoring.curated import Curated, load_curated
from forlobkg.resources import corpus_dir, ontology_dir


@pytest.fixture(scope="session")
def documents() -> Sequence[Document]:
    return load_documents(corpus_dir())


@pytest.fixture(scope="session")
def analyser(lemmas: Path) -> Analyser:
    return Analyser(lemmas)


@pytest.fixture(scope="session")
def curated() -> Curated:
    return load_curated(ontology_dir())


@pytest.fixture(scope="session")
def served(curated: Curated, documents: Sequence[Document]) -> Mapping[str, Graph]:
    """Every graph of a build, by name; not to be changed."""
    return served_graphs(curated, documents, ontology_dir(), Names())
