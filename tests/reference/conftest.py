"""The real graph and the pages written from it, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from forlobkg.corpus import load_documents
from forlobkg.graph import Names
from forlobkg.graph.authoring import load_curated
from forlobkg.graph.authoring.compose import served_graphs
from forlobkg.reference import write_reference
from forlobkg.resources import corpus_dir, ontology_dir


@pytest.fixture(scope="session")
def graphs() -> dict[str, Graph]:
    return served_graphs(load_curated(ontology_dir()), load_documents(corpus_dir()), ontology_dir(), Names())


@pytest.fixture(scope="session")
def written(graphs: dict[str, Graph], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pages."""
    folder = tmp_path_factory.mktemp("reference")
    write_reference(ontology_dir(), graphs, Names(), folder)
    return folder
