"""What the page that asks shows of an answer."""

from __future__ import annotations

import pytest

from forlobkg.errors import InputError
from forlobkg.service import Forlobkg
from forlobkg.site import Answered

QUESTION = "Hvad indgår i døgnbehandling for gravide?"


def answered(service: Forlobkg, question: str, *without: str) -> Answered:
    return service.site.answered(service.ask, question, without)


def test_it_tells_which_words_were_taken_for_what(service: Forlobkg) -> None:
    understood = {one.words: [thing.slug for thing in one.things] for one in answered(service, QUESTION).understood}
    assert understood["døgnbehandling"] == ["doegnbehandling"]
    assert "gravide" in understood


def test_a_thing_can_be_left_out_with_the_small_words_before_it(service: Forlobkg) -> None:
    view = answered(service, QUESTION, "udsatte-gravide")
    assert view.question == QUESTION
    assert view.result.question == "Hvad indgår i døgnbehandling?"
    assert [one.words for one in view.dropped] == ["gravide"]


def test_words_inside_other_words_stay(service: Forlobkg) -> None:
    view = answered(service, "Hvilken støtte får gravide under graviditeten?", "udsatte-gravide")
    assert view.result.question == "Hvilken støtte får under graviditeten?"


def test_only_what_the_question_names_can_be_left_out(service: Forlobkg) -> None:
    with pytest.raises(InputError, match=r"»kl« er ikke blandt .* doegnbehandling"):
        answered(service, QUESTION, "kl")


def test_something_must_be_left_to_ask_about(service: Forlobkg) -> None:
    with pytest.raises(InputError, match="intet tilbage"):
        answered(service, "Døgnbehandling?", "doegnbehandling")


def test_quotes_under_the_same_headings_stand_together_and_in_order(service: Forlobkg) -> None:
    view = answered(service, "Hvilke skader kan barnet få?")
    assert [cited for place in view.places for cited in place] == view.result.citations
    assert 1 < len(view.places) < len(view.result.citations)
    for place in view.places:
        assert len({tuple(above.passage for above in cited.context) for cited in place}) == 1


def test_every_fact_stands_in_one_group(service: Forlobkg) -> None:
    view = answered(service, QUESTION)
    assert [fact for group in view.facts for fact in group.facts] == view.result.facts
    assert len(view.facts) == 1


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("Hvem gør hvad?", "/hvem-goer-hvad"),
        ("hvem goer hvad", "/hvem-goer-hvad"),
        ("Hvad er ansvarsfordelingen?", "/hvem-goer-hvad"),
        ("Hvad er forskellen på døgnbehandling og forstærket ambulant indsats?", "/indsatser"),
    ],
)
def test_some_questions_lead_to_a_page_that_shows_it_all(question: str, path: str, service: Forlobkg) -> None:
    assert path in [way.path for way in answered(service, question).ways]


def test_other_questions_lead_nowhere_else(service: Forlobkg) -> None:
    assert answered(service, QUESTION).ways == []
