"""Questions to ask next, and short questions that go on from the one before."""

from __future__ import annotations

import pytest

from forlobkg.answer import AskResult
from forlobkg.errors import InputError
from forlobkg.service import Forlobkg

ANSWERED = [
    "Hvem er de centrale aktører?",
    "Hvad indgår i døgnbehandlingen?",
    "Hvad er FASD?",
    "Hvilke anbefalinger er der?",
    "Hvad bør en samarbejdsaftale indeholde?",
    "Hvilke sociale problemer kan den gravide have?",
    "Hvornår er der behov for døgnbehandling?",
    "Hvem har udgivet forløbsbeskrivelserne?",
    "Hvad viser figur 3?",
]
SILENT = ["Hvad koster forløb 2 i kroner?", "Hvem vandt EM i 1992?"]


def named(result: AskResult, service: Forlobkg) -> set[str | None]:
    return {service.names.slug(entity.iri) for entity in result.entities}


@pytest.mark.parametrize("question", [*ANSWERED, *SILENT])
def test_every_suggestion_is_itself_answered(question: str, service: Forlobkg) -> None:
    suggestions = service.ask(question).suggestions
    assert 0 < len(suggestions) <= 4
    assert len(set(suggestions)) == len(suggestions)
    assert [text for text in suggestions if service.ask(text).abstained] == []


def test_suggestions_are_near_what_was_asked(service: Forlobkg) -> None:
    suggestions = service.ask("Hvad indgår i døgnbehandlingen?").suggestions
    assert any("døgnbehandling" in text for text in suggestions)
    assert service.ask("Hvem vandt EM i 1992?").suggestions != suggestions


def test_a_short_question_goes_on_from_the_one_before(service: Forlobkg) -> None:
    result = service.ask("Og efter fødslen?", ["fase-under-graviditeten"])
    assert "oplaeg-2023-l242" in [service.names.slug(citation.passage) for citation in result.citations]


@pytest.mark.parametrize(
    ("thing", "passage"),
    [
        ("samarbejdsaftale", "oplaeg-2023-l288"),
        ("forstaerket-ambulant-indsats", "oplaeg-2023-l192"),
        ("doegnbehandling", "oplaeg-2023-l210"),
    ],
)
def test_the_context_decides_what_the_same_short_question_is_about(
    thing: str, passage: str, service: Forlobkg
) -> None:
    result = service.ask("Hvad består den af?", [thing])
    assert not result.abstained
    assert passage in [service.names.slug(citation.passage) for citation in result.citations]


def test_a_thing_of_the_context_is_taken_up_where_the_question_names_none_like_it(service: Forlobkg) -> None:
    assert named(service.ask("Hvad består den af?"), service) == set()
    assert named(service.ask("Hvad består den af?", ["doegnbehandling"]), service) == {"doegnbehandling"}
    # The question's own intervention takes the place of the one before.
    assert named(service.ask("Hvad indgår i ambulant indsats?", ["doegnbehandling"]), service) == {
        "forstaerket-ambulant-indsats"
    }


def test_a_context_that_the_graph_does_not_know_is_named(service: Forlobkg) -> None:
    with pytest.raises(InputError, match="'findes-ikke' er ikke en af dem"):
        service.ask("Og efter fødslen?", ["fase-under-graviditeten", "findes-ikke"])
