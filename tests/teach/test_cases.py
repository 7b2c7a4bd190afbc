"""Cases: every word on a person is the sources', every answer is the graph's, and everybody sees what is made up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.teach.reading import claims, unfounded_quotes

from forlobkg.errors import InputError
from forlobkg.graph import FB, Statement, who_does_what
from forlobkg.service import Forlobkg
from forlobkg.teach.cases import Case, Pattern, compose_cases, make_cases, sentences
from forlobkg.teach.cases.texts import load_case_texts
from forlobkg.teach.lookup import Lookup
from forlobkg.teach.material import Material

SEEDS = range(30)
MARK = "Konstrueret eksempel – ikke en virkelig person"
PATHWAYS = ("udsatte-gravide-forloeb", "boern-og-unge-forloeb")


@pytest.fixture(scope="module")
def many(service: Forlobkg) -> list[list[Case]]:
    """A set of cases for each of 30 seeds, the pathways in turn, and of both."""
    turns = [*PATHWAYS, None]
    return [
        compose_cases(service.graph, service.corpus, seed=seed, count=4, pathway=turns[seed % len(turns)])
        for seed in SEEDS
    ]


@pytest.fixture(scope="module")
def material(service: Forlobkg) -> Material:
    """One set with answers."""
    return make_cases(service.graph, service.corpus, seed=1, count=8)


def each(many: list[list[Case]]) -> Iterator[Case]:
    for cases in many:
        yield from cases


def is_asserted(service: Forlobkg, statement: Statement) -> bool:
    found = service.graph.statements(subject=statement.subject, predicate=statement.predicate)
    return any((one.object, one.passages) == (statement.object, statement.passages) for one in found)


def is_absent(service: Forlobkg, pattern: Pattern) -> bool:
    lookup = Lookup(service.graph, service.corpus)
    return not lookup.said(subject=pattern.subject, predicate=pattern.predicate, object_=pattern.object)


def test_what_a_case_names_is_in_the_graph(service: Forlobkg, many: list[list[Case]]) -> None:
    named = {s for case in each(many) for one in case.vignette.named for s in one.statements}
    assert len(named) > 30
    assert [statement for statement in named if not is_asserted(service, statement)] == []


def test_no_answer_says_more_than_the_graph(service: Forlobkg, many: list[list[Case]]) -> None:
    points = [point for case in each(many) for asked in case.questions for point in asked.points]
    assert all(point.statements for point in points)
    said = {statement for point in points for statement in point.statements}
    assert [statement for statement in said if not is_asserted(service, statement)] == []
    silent = {pattern for point in points for pattern in point.absent}
    assert silent
    assert [pattern for pattern in silent if not is_absent(service, pattern)] == []


def test_where_nobody_has_a_task_the_answer_is_that_the_sources_do_not_say(
    service: Forlobkg, many: list[list[Case]]
) -> None:
    open_tasks = [asked for case in each(many) for asked in case.questions if asked.open]
    assert open_tasks
    assert all(asked.points[0].text.startswith("Det siger kilderne ikke.") for asked in open_tasks)
    with_actors = {row.task for row in who_does_what(service.graph) if row.actors}
    named = {pattern.subject for asked in open_tasks for point in asked.points for pattern in point.absent}
    assert named
    assert not named & with_actors


def test_criteria_of_a_case_speak_for_one_intervention_unless_they_are_to_be_weighed(
    service: Forlobkg, many: list[list[Case]]
) -> None:
    speaks_for = {(s.subject, s.object) for s in service.graph.statements(predicate=f"{FB}speaksFor")}
    for case in each(many):
        named = {service.names.iri(slug) for slug in case.vignette.slugs}
        interventions = {intervention for criterion, intervention in speaks_for if criterion in named}
        weighed = case.vignette.scenario.id == "vaegtning"
        assert len(interventions) == 2 if weighed else len(interventions) <= 1
        assert weighed == any(asked.id == "vaegt" for asked in case.questions)


def test_the_answer_names_the_intervention_that_the_criteria_speak_for(many: list[list[Case]]) -> None:
    leads = {
        case.vignette.scenario.id: asked.points[0].text
        for case in each(many)
        for asked in case.questions
        if asked.id == "indsats"
    }
    assert leads["doegn"].startswith("Oplysningerne taler for døgnbehandling.")
    assert leads["ambulant"].startswith("Oplysningerne taler for forstærket ambulant indsats.")


def test_weighing_is_left_to_professionals(many: list[list[Case]]) -> None:
    weighed = [asked for case in each(many) for asked in case.questions if asked.id == "vaegt"]
    assert weighed
    for asked in weighed:
        assert "ingen regel" in asked.points[0].text
        assert "»Faglig vurdering«" in asked.points[-1].text


def test_a_vignette_is_short_and_invents_no_numbers(many: list[list[Case]]) -> None:
    for case in each(many):
        text = case.vignette.text
        assert 3 <= len(sentences(text)) <= 5, text
        assert not re.search(r"\d|[{}_]| {2}", text), text
        assert text[0].isupper()
        assert text.endswith(".")


def test_no_two_cases_of_a_set_are_alike(many: list[list[Case]]) -> None:
    for cases in many:
        assert len({case.vignette.likeness for case in cases}) == len(cases)
        assert len({case.vignette.person.name for case in cases}) == len(cases)
        assert len({case.vignette.text for case in cases}) == len(cases)


def test_the_same_seed_gives_the_same_cases(service: Forlobkg) -> None:
    made = [make_cases(service.graph, service.corpus, seed=seed, count=3) for seed in (7, 7, 8)]
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_a_case_says_in_title_and_text_that_it_is_made_up(material: Material) -> None:
    vignettes = [section for section in material.sections if re.fullmatch(r"case-\d+", section.id)]
    assert len(vignettes) == 8
    for section in vignettes:
        assert MARK.lower() in section.title
        assert section.lines[0].text.startswith(f"{MARK}: ")
        assert section.lines[0].exercise
        assert "opdigtet" in section.note


def test_every_line_of_an_answer_has_its_sources_and_its_quotes_are_verbatim(material: Material) -> None:
    assert [text for text, numbers in claims(material) if not numbers] == []
    assert unfounded_quotes(material) == []


def test_the_table_shows_what_the_sources_name_in_the_case(material: Material) -> None:
    for section in material.sections:
        if section.table:
            assert all(row[0].text and row[1].text.startswith("»") and row[1].sources for row in section.table.rows)


def test_a_sheet_for_participants_has_no_answers(service: Forlobkg) -> None:
    sheet = make_cases(service.graph, service.corpus, seed=1, count=2, answers=False)
    with_answers = make_cases(service.graph, service.corpus, seed=1, count=2)
    assert [section.id for section in sheet.sections] == ["case-1", "case-2"]
    of_cases = [section for section in with_answers.sections if "svar" not in section.id]
    assert [section.lines for section in of_cases] == [section.lines for section in sheet.sections]
    asked = [line for section in sheet.sections for line in section.lines if line.text.startswith("Spørgsmål ")]
    assert len(with_answers.sections) == len(of_cases) + len(asked)
    assert all(line.exercise for section in sheet.sections for line in section.lines)


@pytest.mark.parametrize(("count", "pathway", "says"), [
    (0, None, "fra 1 til"),
    (99, None, "fra 1 til"),
    (1, "anbefaling-1", "vælg en af: udsatte-gravide-forloeb"),
])  # fmt: skip
def test_what_cannot_be_made_is_said(service: Forlobkg, count: int, pathway: str | None, says: str) -> None:
    with pytest.raises(InputError, match=says):
        make_cases(service.graph, service.corpus, count=count, pathway=pathway)


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_the_most_cases_can_be_made(service: Forlobkg, pathway: str) -> None:
    most = load_case_texts().most
    assert len(compose_cases(service.graph, service.corpus, count=most, pathway=pathway)) == most


def test_the_file_names_things_that_there_are(service: Forlobkg) -> None:
    texts = load_case_texts()
    rows = service.graph.rows("teach/case-elements")
    elements = {service.names.slug(row["thing"]) for row in rows}
    assert set(texts.say) <= elements
    assert {slug for slugs in texts.slots.values() for slug in slugs} <= set(texts.say)
    tasks = {row.task for row in who_does_what(service.graph)}
    assert {task.thing for task in texts.task} <= tasks
    asked = {name for scenario in texts.scenario for name in (*scenario.asked, *scenario.more)}
    assert asked == set(texts.questions)
    assert set(texts.pathways) == {slug for slug, c in service.graph.concepts.items() if "Pathway" in c.types}
