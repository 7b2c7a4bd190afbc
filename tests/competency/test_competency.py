"""The graph answers what people would ask of it, exactly as someone who reads the sources would."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDFS, SH, Literal
from rdflib.plugins.sparql import prepareQuery

from forlobkg.errors import OntologyError
from forlobkg.graph import FB, Names
from forlobkg.graph.authoring.published_questions import published_questions
from forlobkg.graph.competency import USERS, Answer, Question, load_answer, load_questions
from forlobkg.resources import ontology_dir
from forlobkg.service import Forlobkg

FOLDER = ontology_dir() / "competency"
QUESTIONS = load_questions(FOLDER, Names())
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)

TERMS = "SELECT ?term WHERE { ?term rdfs:isDefinedBy <https://w3id.org/forlobkg/ontology> } ORDER BY ?term"
USED = """
SELECT DISTINCT ?term WHERE {
  ?term rdfs:isDefinedBy <https://w3id.org/forlobkg/ontology> .
  FILTER (EXISTS { ?thing ?term ?value } || EXISTS { ?kind rdfs:subClassOf* ?term . ?thing a ?kind })
}
"""


@each_question
def test_the_answer_is_the_one_written_by_hand(
    question: Question, service: Forlobkg, as_answer: Callable[[bytes], Answer]
) -> None:
    assert as_answer(service.sparql(question.query).content) == load_answer(FOLDER, question.name)


@each_question
def test_the_query_is_standard_sparql(question: Question) -> None:
    # Another parser than the one that serves; a prefix that a query does not declare itself is an error to it.
    assert prepareQuery(question.query).algebra.name == f"{question.form.capitalize()}Query"


@each_question
def test_an_empty_answer_says_why_and_a_full_one_does_not(question: Question) -> None:
    assert bool(question.empty) == (load_answer(FOLDER, question.name).rows == ())


@pytest.mark.parametrize(
    "question", [q for q in QUESTIONS if q.user != "udvikler"], ids=lambda question: question.name
)
def test_what_is_said_to_professionals_and_trainers_shows_where_it_is_from(question: Question) -> None:
    # "remark" is the editors' own word on what the sources do not say.
    variables = load_answer(FOLDER, question.name).variables
    assert any(name.lower().endswith("quote") or name in ("source", "remark") for name in variables)


def test_every_user_has_questions_enough() -> None:
    counts = Counter(question.user for question in QUESTIONS)
    assert set(counts) == set(USERS)
    assert min(counts.values()) >= 20
    assert len(QUESTIONS) >= 50
    assert {(question.user, question.name[0]) for question in QUESTIONS} == set(zip(USERS, "123", strict=True))


def test_no_two_questions_share_a_number_or_words() -> None:
    for values in (
        [question.name.partition("-")[0] for question in QUESTIONS],
        [question.danish for question in QUESTIONS],
        [question.english for question in QUESTIONS],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_every_answer_has_its_question() -> None:
    assert {path.stem for path in (FOLDER / "expected").iterdir()} == {question.name for question in QUESTIONS}


def test_no_term_without_a_question_behind_it(service: Forlobkg) -> None:
    terms = {row["term"].value.removeprefix(FB) for row in service.graph.select(TERMS)}
    asked = {term for question in QUESTIONS for term in re.findall(r"\bfb:(\w+)", question.query)}
    assert len(terms) > 80
    assert sorted(terms - asked) == []
    assert sorted(asked - terms) == [], "the schema does not define these"


def test_no_term_without_a_use(service: Forlobkg) -> None:
    terms = {row["term"].value for row in service.graph.select(TERMS)}
    assert sorted(terms - {row["term"].value for row in service.graph.select(USED)}) == []


def test_the_published_question_runs_as_it_stands(service: Forlobkg, as_answer: Callable[[bytes], Answer]) -> None:
    published = service.graph.select(
        """
        SELECT ?name ?label ?text WHERE {
          GRAPH <https://w3id.org/forlobkg/id/graf/spoergsmaal> {
            ?question a sh:SPARQLExecutable ; rdfs:label ?label ; dcterms:identifier ?name ; sh:select|sh:ask ?text
          }
          FILTER (LANG(?label) = "da")
        }
        """
    )
    assert {row["name"].value: row["label"].value for row in published} == {
        question.name: question.danish for question in QUESTIONS
    }
    text = next(row["text"].value for row in published if row["name"].value == "101-centrale-aktoerer")
    assert as_answer(service.sparql(text).content) == load_answer(FOLDER, "101-centrale-aktoerer")


def test_the_published_questions_name_their_prefixes_and_their_users() -> None:
    graph = published_questions(QUESTIONS)
    for question in graph.subjects(SH.prefixes):
        (declared,) = graph.objects(question, SH.prefixes)
        prefixes = {
            (str(graph.value(declaration, SH.prefix)), str(graph.value(declaration, SH.namespace)))
            for declaration in graph.objects(declared, SH.declare)
        }
        assert ("fb", FB) in prefixes
    labels = set(graph.objects(None, RDFS.label))
    assert {Literal(user.capitalize(), lang="da") for user in USERS} <= labels


def test_under_another_base_the_questions_ask_for_the_things_there() -> None:
    (question, *_) = load_questions(FOLDER, Names("https://example.org/ting/"))
    assert ("id", "https://example.org/ting/") in question.prefixes
    assert "w3id.org/forlobkg/id/" not in question.query


GOOD = "# da: Hvad?\n# en: What?\n# user: underviser\n# about: prøve\nSELECT ?a WHERE { ?a ?b ?c }\n"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("hvad.rq", GOOD, "filen skal hedde"),
        ("101-Hvad.rq", GOOD, "filen skal hedde"),
        ("101-hvad.rq", GOOD.replace("# en: What?\n", ""), "mangler «# en:»"),
        ("101-hvad.rq", GOOD.replace("underviser", "elev"), "vælg en af: fagperson, underviser, udvikler"),
        ("101-hvad.rq", GOOD.replace("# about", "# emne"), "linje 4"),
        ("101-hvad.rq", "# da: Hvad?\n" + GOOD, "linje 2"),
        ("101-hvad.rq", GOOD.replace("SELECT", "DELETE"), "linje 5: forespørgslen mangler; skriv SELECT eller ASK"),
    ],
)
def test_a_mistake_in_a_question_file_is_named(name: str, text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError) as raised:
        load_questions(tmp_path, Names())
    assert message in str(raised.value)
    assert name in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "første linje"), ("a\tb\n1\t2\n3\n", "linje 3: 1 celler, men 2 kolonner")],
)
def test_a_mistake_in_an_answer_file_is_named(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "expected").mkdir()
    (tmp_path / "expected" / "101-hvad.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError) as raised:
        load_answer(tmp_path, "101-hvad")
    assert message in str(raised.value)


def test_an_answer_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=re.escape("101-hvad.tsv: filen kan ikke læses")):
        load_answer(tmp_path, "101-hvad")


def test_one_prefix_stands_for_one_namespace(tmp_path: Path) -> None:
    for name, namespace in (("101-hvad", "urn:one:"), ("102-hvem", "urn:two:")):
        text = GOOD.replace("SELECT", f"PREFIX x: <{namespace}>\nSELECT")
        (tmp_path / f"{name}.rq").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match="102-hvem: præfikset x:"):
        published_questions(load_questions(tmp_path, Names()))
