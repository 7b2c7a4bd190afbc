"""Material from outlines: numbered sources with their quotes, pictures with words for them, posters."""

from __future__ import annotations

import pytest

from forlobkg.errors import InputError
from forlobkg.service import Forlobkg
from forlobkg.teach import Choice, Material, Outline
from forlobkg.teach.material import ActorMap, Matrix, Timeline
from forlobkg.teach.slides import make_slides

PREGNANT = "udsatte-gravide-forloeb"
CHILDREN = "boern-og-unge-forloeb"


@pytest.fixture(scope="module")
def outline(service: Forlobkg) -> Outline:
    return service.course.propose(
        Choice(pathway=PREGNANT, profession="sundhedsplejerske", minutes=90, level="fordybelse")
    )


@pytest.fixture(scope="module")
def material(service: Forlobkg, outline: Outline) -> Material:
    return service.course.material(outline)


def test_sources_are_numbered_in_the_order_of_their_first_use(material: Material) -> None:
    assert [source.number for source in material.sources] == list(range(1, len(material.sources) + 1))
    met: list[int] = []
    for section in material.sections:
        for line in section.lines:
            met += [number for number in line.sources if number not in met]
        drawing = section.picture.drawing if section.picture else None
        shown = (
            drawing.events if isinstance(drawing, Timeline) else drawing.rows if isinstance(drawing, Matrix) else ()
        )
        for row in shown:
            met += [number for number in row.sources if number not in met]
    assert met == list(range(1, len(material.sources) + 1))


def test_every_line_of_the_sources_is_cited_and_no_other(material: Material) -> None:
    for section in material.sections:
        for line in section.lines:
            assert bool(line.sources) is not (line.own or line.gap or line.exercise), line.text
            assert line.state == "same"


def test_quotes_stand_in_their_documents(material: Material, service: Forlobkg) -> None:
    for source in material.sources:
        passage = service.corpus.passages[source.passage]
        text = service.corpus.documents[source.document].text
        assert text[passage.start : passage.end] == source.quote
        assert all(heading in text for heading in source.context)
        assert source.address == f"/kilder/{source.document}?sted={source.passage}#{source.passage}"
        assert source.iri == service.names.iri(source.passage)


def test_a_source_says_who_what_when_and_where(service: Forlobkg) -> None:
    material = service.course.material(service.course.propose(Choice(pathway=CHILDREN, minutes=15)))
    slide = next(source for source in material.sources if source.document == "oplaeg-2023")
    assert slide.reference == "Socialstyrelsen: Oplæg for DAS - Sjælland og Syddanmark, 13. januar 2023, side 1"
    news = next(source for source in material.sources if source.passage == "nyhed-2022-l21")
    assert news.reference.endswith(", 9. september 2022, afsnittet »Anbefalinger til kommunerne«")
    assert news.context == ("Anbefalinger til kommunerne",)


def test_a_heading_is_shown_with_its_bullet_and_not_as_a_source_of_its_own(
    material: Material, outline: Outline
) -> None:
    cited = {source.passage: source for source in material.sources}
    assert "oplaeg-2023-l280" not in cited
    assert cited["oplaeg-2023-l260"].context[-1] == "Figur 3: Centrale- og mulige øvrige aktører omkring den gravide"


def test_it_says_for_whom_how_long_and_of_what_date(material: Material) -> None:
    assert material.title == "Udsatte gravide med skadeligt rusmiddelforbrug"
    assert material.subtitle == "Kursus for sundhedsplejersker: 90 minutter, fordybelse"
    assert "9. september 2022 og 13. januar 2023" in material.notice
    assert "nyere udgave" in material.notice


def test_objectives_and_notes_come_along(material: Material, outline: Outline) -> None:
    assert [one.text for one in material.objectives] == [one.text for one in outline.objectives]
    assert [section.note for section in material.sections] == [part.note for part in outline.parts]
    assert sum(section.minutes for section in material.sections) == 90


def test_the_actor_map_has_rings_and_does_not_tell_apart_what_the_source_does_not(material: Material) -> None:
    picture = next(section.picture for section in material.sections if section.id == "aktoererne")
    assert picture is not None
    assert isinstance(picture.drawing, ActorMap)
    assert {actor.slug for actor in picture.drawing.actors if actor.ring == 1} == {
        "familieambulatoriet", "rusmiddelbehandlingen", "familieafdelingen",
    }  # fmt: skip
    assert sum(actor.ring == 2 for actor in picture.drawing.actors) == 8
    assert picture.drawing.unreadable == 3
    assert all(actor.label in picture.alt for actor in picture.drawing.actors)
    assert "Kilden skelner ikke mellem dem, der er centrale, og dem, der er mulige øvrige." in picture.alt


def test_the_matrix_has_named_actors_first_and_gaps(service: Forlobkg) -> None:
    outline = service.course.propose(Choice(pathway=PREGNANT, minutes=90))
    material = service.course.material(outline)
    picture = next(section.picture for section in material.sections if section.id == "hvem-goer-hvad")
    assert picture is not None
    assert isinstance(picture.drawing, Matrix)
    actors = [row.actors for row in picture.drawing.rows]
    named = sum(map(bool, actors))
    assert named == 4 and all(actors[:named]) and len(actors) > named
    assert {row.part_of for row in picture.drawing.rows[named:]} == {"Kilderne nævner ingen aktør"}
    assert "omsorgspersoner" not in picture.alt.casefold()
    assert picture.drawing.left_out == 0
    assert "Døgnbehandling: ni centrale elementer" in picture.alt
    assert all(row.sources for row in picture.drawing.rows)


def test_the_matrix_of_the_childrens_pathway_has_its_own_tasks(service: Forlobkg) -> None:
    material = service.course.material(service.course.propose(Choice(pathway=CHILDREN, minutes=90)))
    picture = next(section.picture for section in material.sections if section.id == "kommunens-opgaver")
    assert picture is not None
    assert isinstance(picture.drawing, Matrix)
    assert {name for row in picture.drawing.rows for name in row.actors} == {
        "Kommunen", "Kommunale ledere", "Omsorgspersoner",
    }  # fmt: skip
    assert any(not row.actors for row in picture.drawing.rows)


def test_the_timeline_is_in_order_of_time(service: Forlobkg) -> None:
    outline = service.course.propose(Choice(pathway=PREGNANT, minutes=90))
    material = service.course.material(outline)
    picture = next(section.picture for section in material.sections if section.id == "historikken")
    assert picture is not None
    assert isinstance(picture.drawing, Timeline)
    assert [(event.year, event.when) for event in picture.drawing.events] == [
        (2016, "2016"), (2019, "2019"), (2021, "2021"), (2022, "februar og marts 2022"),
        (2022, "9. september 2022"), (2023, "2023"),
    ]  # fmt: skip
    assert picture.alt.startswith("Tidslinje")
    assert all(event.label in picture.alt and event.sources for event in picture.drawing.events)


def test_a_picture_that_the_sources_cannot_fill_is_left_out(service: Forlobkg) -> None:
    outline = service.course.propose(Choice(pathway=CHILDREN, minutes=15))
    parts = [part.model_copy(update={"picture": "actor-map"}) for part in outline.parts]
    material = service.course.material(outline.model_copy(update={"parts": parts}))
    assert not any(section.picture for section in material.sections)


def test_a_poster_says_what_an_actor_does_and_what_nobody_is_given(service: Forlobkg) -> None:
    poster = service.course.poster("familieambulatoriet")
    assert poster.actor == "Familieambulatoriet"
    assert poster.tasks[0].text == "Familieambulatoriet er en af de centrale aktører."
    assert next(line.text for line in poster.tasks if line.gap) == (
        "Det står ikke i kilderne, hvilke opgaver familieambulatoriet har."
    )
    assert {line.text.rpartition(" og ")[2] for line in poster.together} == {
        "familieafdelingen i kommunerne.", "rusmiddelbehandlingen.",
    }  # fmt: skip
    assert any(line.text.startswith("Døgnbehandling: ") for line in poster.open_tasks)
    numbers = {source.number for source in poster.sources}
    for line in (*poster.tasks, *poster.together, *poster.open_tasks):
        assert set(line.sources) <= numbers
        assert bool(line.sources) is not line.gap


def test_every_profession_has_a_poster(service: Forlobkg) -> None:
    for offered in service.course.options().professions:
        poster = service.course.poster(offered.slug)
        assert any(not line.gap for line in poster.tasks + poster.together), offered.slug


def test_a_poster_of_nobody_is_refused_with_those_there_are(service: Forlobkg) -> None:
    for slug in ("findes-ikke", "anbefaling-1", ""):
        with pytest.raises(InputError, match=r"vælg en af: .*sundhedsplejerske"):
            service.course.poster(slug)


@pytest.mark.parametrize(("pathway", "profession"), [(PREGNANT, "sundhedsplejerske"), (CHILDREN, "kommunale-ledere")])
def test_what_nobody_can_read_is_told_to_the_speaker_only(service: Forlobkg, pathway: str, profession: str) -> None:
    outline = service.course.propose(Choice(pathway=pathway, profession=profession))
    slides = make_slides(service.course.material(outline))
    shown = " ".join(text for slide in slides for text in (slide.title, *(line.text for line in slide.lines)))
    labels = [
        actor.label
        for slide in slides
        if slide.picture is not None and isinstance(slide.picture.drawing, ActorMap)
        for actor in slide.picture.drawing.actors
    ]
    assert "ulæseligt" not in shown + " ".join(labels)
    if pathway == PREGNANT:
        assert "Juridisk bistand" in labels
        note = next(part.note for part in outline.parts if part.id == "aktoererne")
        assert "I den tekst, vi har af oplægget, kan tre felter i figur 3 ikke læses helt." in note


def test_tasks_are_worded_no_stronger_than_their_passages(service: Forlobkg) -> None:
    leaders = service.course.poster("kommunale-ledere")
    assert any(line.text.startswith("Forløbsbeskrivelserne er målrettet kommunale ledere") for line in leaders.tasks)
    material = service.course.material(
        service.course.propose(Choice(pathway=CHILDREN, profession="kommunale-ledere"))
    )
    text = " ".join(line.text for section in material.sections for line in section.lines)
    assert "Kommunale ledere har ansvar" not in text
    assert "Trygge rammer for barnet kræver" not in text
    drawing = next(section.picture.drawing for section in material.sections if section.picture)
    assert isinstance(drawing, Matrix)
    assert drawing.rows[0].actors == ("Kommunale ledere",)
    assert "dem, forløbsbeskrivelserne er målrettet" in drawing.rows[0].task


def test_the_notice_names_only_what_is_used_and_says_where_there_is_little(service: Forlobkg) -> None:
    one = service.course.material(service.course.propose(Choice(pathway=PREGNANT, minutes=15)))
    assert {source.document for source in one.sources} == {"oplaeg-2023"}
    assert "Bygger på en kilde fra 13. januar 2023." in one.notice
    little = service.course.material(service.course.propose(Choice(pathway=CHILDREN)))
    assert little.notice.startswith("Kilderne gengiver kun mål og fokus fra forløbsbeskrivelsen om børn og unge")


def test_an_exercise_that_a_trainer_wrote_stands_as_own(service: Forlobkg) -> None:
    outline = service.course.propose(Choice(pathway=PREGNANT, minutes=15))
    (line,) = outline.parts[0].lines
    claimed = line.model_copy(update={"text": "Kommunen skal tilbyde døgnbehandling."})
    part = outline.parts[0].model_copy(update={"lines": [line, claimed]})
    told = service.course.material(outline.model_copy(update={"parts": [part, *outline.parts[1:]]})).sections[0].lines
    assert [(one.exercise, one.own) for one in told] == [(True, False), (True, True)]
