"""Another engine over the exported graphs gives the same answers: rdflib, with every graph in its default graph."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rdflib import Dataset, URIRef
from rdflib.term import Identifier

from forlobkg.graph import Names
from forlobkg.graph.competency import Question, load_answer, load_questions
from forlobkg.resources import ontology_dir
from forlobkg.service import Forlobkg

FOLDER = ontology_dir() / "competency"
# The others ask for the same kinds of things; rdflib is slow on those that go through every graph.
QUESTIONS = [question for question in load_questions(FOLDER, Names()) if question.user == "fagperson"]

# rdflib warns of its own use of what it has renamed.
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.\w+ is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def exported(service: Forlobkg) -> Dataset:
    dataset = Dataset(default_union=True)
    dataset.parse(data=service.export("nq"), format="nquads")
    return dataset


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_rdflib_gives_the_answer_written_by_hand(
    question: Question, exported: Dataset, readable: Callable[[str, str], str]
) -> None:
    result = exported.query(question.query)
    variables = result.vars or []
    rows = tuple(
        tuple(_written(solution.get(variable), readable) for variable in variables) for solution in result.bindings
    )
    answer = load_answer(FOLDER, question.name)
    assert tuple(map(str, variables)) == answer.variables
    assert rows == answer.rows


def _written(term: Identifier | None, readable: Callable[[str, str], str]) -> str:
    if term is None:
        return ""
    return readable("uri" if isinstance(term, URIRef) else "literal", str(term))
