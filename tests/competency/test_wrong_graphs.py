"""A question that a wrong graph answers as the right one does asks nothing: here are graphs that are wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from forlobkg.graph import Names
from forlobkg.graph.competency import Answer, Question, load_answer, load_questions
from forlobkg.resources import ontology_dir
from forlobkg.service import Forlobkg

FOLDER = ontology_dir() / "competency"
SUPPOSED = Path(__file__).with_name("supposed")
NAMES = Names()
QUESTIONS = {question.name: question for question in load_questions(FOLDER, NAMES)}
# Such answers need a statement in the graph that is not there, or say that all statements are as they should be.
UNTOUCHED_BY_LOSS = sorted(name for name, question in QUESTIONS.items() if question.empty or question.form == "ask")
QUOTING = [
    question
    for question in QUESTIONS.values()
    if not question.empty
    and any(name.lower().endswith("quote") for name in load_answer(FOLDER, question.name).variables)
]

Graph = Iterable[ox.Quad]


@pytest.fixture(scope="module")
def exported(service: Forlobkg) -> Graph:
    return list(ox.parse(service.export("nq"), format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def without_claims(exported: Graph) -> ox.Store:
    """All that is exported but what the passages say and what follows from it."""
    own = {ox.NamedNode(iri) for iri in NAMES.own_graphs}
    return _store(quad for quad in exported if quad.graph_name in own)


@pytest.fixture
def answer(as_answer: Callable[[bytes], Answer]) -> Callable[[ox.Store, Question], Answer]:
    def ask(store: ox.Store, question: Question) -> Answer:
        results = store.query(question.query)
        assert not isinstance(results, ox.QueryTriples)
        return as_answer(results.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    return ask


def _store(quads: Graph) -> ox.Store:
    """A store of ``quads`` that holds every triple in its default graph too, as the one that is served does."""
    store = ox.Store()
    for quad in quads:
        store.add(quad)
        store.add(ox.Quad(*quad.triple))
    return store


@pytest.mark.parametrize("name", UNTOUCHED_BY_LOSS)
def test_a_graph_that_says_too_much_gets_another_answer(
    name: str, exported: Graph, answer: Callable[[ox.Store, Question], Answer]
) -> None:
    supposed = ox.parse(path=SUPPOSED / f"{name}.trig", format=ox.RdfFormat.TRIG)
    right, wrong = _store(exported), _store([*exported, *supposed])
    assert answer(right, QUESTIONS[name]) == load_answer(FOLDER, name)
    assert answer(wrong, QUESTIONS[name]) != load_answer(FOLDER, name)


def test_every_graph_that_says_too_much_has_its_question() -> None:
    assert sorted(path.stem for path in SUPPOSED.iterdir()) == UNTOUCHED_BY_LOSS


@pytest.mark.parametrize("question", QUOTING, ids=lambda question: question.name)
def test_a_graph_that_claims_nothing_quotes_nothing(
    question: Question, without_claims: ox.Store, answer: Callable[[ox.Store, Question], Answer]
) -> None:
    assert len(without_claims) > 1000
    assert answer(without_claims, question).rows == ()
