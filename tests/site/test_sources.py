"""The sources as their pages show them, against the corpus and the graph that they come from."""

from __future__ import annotations

import pytest

from forlobkg.errors import NotFoundError
from forlobkg.service import Forlobkg
from forlobkg.site.sources import Form

SLIDES = "oplaeg-2023"
NEWS = "nyhed-2022"


@pytest.mark.parametrize("document", [SLIDES, NEWS])
def test_every_passage_is_shown_once_and_in_order(document: str, service: Forlobkg) -> None:
    shown = [passage.id for passage in service.site.source(document).passages]
    assert shown == [passage.id for passage in service.corpus.passages_of(document)]


@pytest.mark.parametrize("document", [SLIDES, NEWS])
def test_what_is_drawn_from_a_passage_is_what_its_graph_says(document: str, service: Forlobkg) -> None:
    said: dict[str, set[tuple[str, str]]] = {}
    for statement in service.graph.statements():
        for slug in statement.passages:
            said.setdefault(slug, set()).add((statement.subject, statement.predicate))
    for passage in service.site.source(document).passages:
        assert {(drawn.subject.iri, drawn.property.iri) for drawn in passage.drawn} == said.get(passage.id, set())


def test_a_slide_deck_is_divided_by_its_pages(service: Forlobkg) -> None:
    slides = service.site.source(SLIDES)
    assert [part.page for part in slides.parts] == list(range(1, 15))
    assert slides.printed == [5, 10, 12]
    assert slides.parts[2].heading is None, "the time line has no heading of its own"


def test_a_page_without_numbers_is_divided_by_its_headings(service: Forlobkg) -> None:
    news = service.site.source(NEWS)
    assert [part.heading.text for part in news.parts if part.heading][1:3] == [
        "Anbefalinger til kommunerne",
        "Opsporing og grundig udredning",
    ]
    paragraph = news.parts[0].blocks[1]
    assert paragraph.form is Form.PROSE
    assert [passage.id for passage in paragraph.passages] == ["nyhed-2022-l5", "nyhed-2022-l5-2"]


def test_bullets_stand_under_their_lead_in(service: Forlobkg) -> None:
    target_group = service.site.source(SLIDES).parts[3]
    assert [(block.form.value, block.depth) for block in target_group.blocks][:3] == [
        ("prose", 0),
        ("prose", 1),
        ("bullet", 2),
    ]


def test_numbers_and_dates_stand_in_danish(service: Forlobkg) -> None:
    slides = service.site.source(SLIDES)
    for passage, text in (("oplaeg-2023-l111", "3.500.000"), ("oplaeg-2023-l50", "september 2022")):
        place = slides.at(passage)
        assert place is not None
        assert text in {end.text for drawn in place[1].drawn for end in drawn.ends}


def test_what_cannot_be_read_is_listed(service: Forlobkg) -> None:
    slides = service.site.source(SLIDES)
    assert {(part.page, passage.text) for part, passage in slides.unreadable} == {
        (11, "[ulæseligt]ophold"),
        (11, "[ulæseligt] behandling"),
        (11, "Juridisk bistand til [ulæseligt]"),
    }
    costs = service.names.iri("udgiftssammenligning")
    assert (5, costs) in {(part.page, remark.thing.iri) for part, remark in slides.remarks}


def test_a_remark_stands_once_and_in_two_languages(service: Forlobkg) -> None:
    remarks = [remark for _, remark in service.site.source(SLIDES).remarks]
    assert len({remark.thing.iri for remark in remarks}) == len(remarks)
    assert all(set(remark.texts) == {"da", "en"} for remark in remarks)


def test_a_long_source_is_divided_between_its_parts(service: Forlobkg) -> None:
    slides = service.site.source(SLIDES)
    sheets = slides.sheets(most=40)
    assert len(sheets) > 1
    assert [part for sheet in sheets for part in sheet] == slides.parts
    assert all(len(sheet) == 1 or sum(len(part.passages) for part in sheet) <= 40 for sheet in sheets)
    assert len(slides.sheets()) == 1


def test_an_unknown_source_is_told_with_those_there_are(service: Forlobkg) -> None:
    with pytest.raises(NotFoundError, match="oplaeg-2023, nyhed-2022"):
        service.site.source("findes-ikke")
