"""The files that a build publishes beside the graph, or asks it with: whether each can be read and used."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.dataset import load_description
from forlobkg.graph.authoring.places import unreadable
from forlobkg.graph.authoring.published_questions import published_questions
from forlobkg.graph.authoring.violations import Violation
from forlobkg.graph.competency import load_questions
from forlobkg.graph.jsonld import read_context
from forlobkg.graph.names import Names
from forlobkg.graph.query_files import read_text, run_query
from forlobkg.graph.tables import load_tables
from forlobkg.settings import DEFAULT_BASE_IRI

PUBLISHED_FILES = ("competency/*.rq", "tables/*.rq", "queries/*.rq", "dataset.ttl", "context.jsonld")
"""The files that must be there."""

_NAMES = Names(DEFAULT_BASE_IRI)


def check_published_files(ontology_dir: Path) -> list[Violation]:
    """Which of the competency questions, the tables, the queries, the dataset's description and the context fail.

    Nothing is asked of the graph: the queries are run on an empty one.
    """
    questions, tables = ontology_dir / "competency", ontology_dir / "tables"
    queries = [path for folder in (questions, ontology_dir / "queries") for path in sorted(folder.glob("*.rq"))]
    steps: list[Callable[[], object]] = [
        *(partial(_rows, path) for path in queries),
        lambda: published_questions(load_questions(questions, _NAMES)),
        lambda: _check_tables(tables),
        lambda: load_description(ontology_dir),
        lambda: read_context(ontology_dir / "context.jsonld", _NAMES),
    ]
    found = []
    for step in steps:
        try:
            step()
        except OntologyError as error:
            found.append(unreadable(ontology_dir, error))
    return found


def _check_tables(folder: Path) -> None:
    for path, table in zip(sorted(folder.glob("*.rq")), load_tables(folder), strict=True):
        rows = _rows(path)
        if not isinstance(rows, ox.QuerySolutions):
            raise OntologyError(f"{path}: forespørgslen er ingen SELECT; en tabel kan kun laves af en SELECT")
        given = {variable.value for variable in rows.variables}
        for column in table.columns:
            if column.name not in given:
                raise OntologyError(f"{path}: kolonnen {column.name} er ingen variabel, som forespørgslen giver")


def _rows(path: Path) -> object:
    return run_query(str(path), read_text(path), ox.Store())
