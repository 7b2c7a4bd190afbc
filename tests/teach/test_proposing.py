"""A choice becomes an outline: the right parts in a good order, with time for each and a source for every claim."""

from __future__ import annotations

import re
from typing import Any

import pytest

from forlobkg.errors import InputError
from forlobkg.service import Forlobkg
from forlobkg.teach import Choice, Outline
from forlobkg.teach.proposing import shared_out

PREGNANT = "udsatte-gravide-forloeb"
CHILDREN = "boern-og-unge-forloeb"
SIX = [
    (PREGNANT, "sundhedsplejerske"),
    (PREGNANT, "praktiserende-laege"),
    (PREGNANT, "familieambulatoriet"),
    (CHILDREN, "kommune"),
    (CHILDREN, "omsorgspersoner"),
    (CHILDREN, "kommunale-ledere"),
]
VERBS = "nævne|gengive|beskrive|forklare|sammenligne|redegøre for|placere"


def propose(service: Forlobkg, pathway: str = PREGNANT, **chosen: Any) -> Outline:
    return service.course.propose(Choice(pathway=pathway, **chosen))


@pytest.mark.parametrize("minutes", [15, 45, 90])
@pytest.mark.parametrize("level", ["introduktion", "fordybelse"])
@pytest.mark.parametrize(("pathway", "profession"), SIX)
def test_six_outlines(service: Forlobkg, pathway: str, profession: str, minutes: Any, level: Any) -> None:
    outline = propose(service, pathway, profession=profession, minutes=minutes, level=level)
    assert outline.parts[0].id == f"om-{profession}"
    assert sum(part.minutes for part in outline.parts) == minutes
    assert all(part.minutes >= 5 for part in outline.parts)
    fewest, most = {15: (3, 3), 45: (5, 7), 90: (9, 12)}[minutes]
    assert fewest <= len(outline.parts) <= most
    lines = [line for part in outline.parts for line in part.lines]
    assert not any(line.own for line in lines)
    for line in lines:
        assert bool(line.rests_on) is not line.gap, line.text
        for basis in line.rests_on:
            passage = service.corpus.passages[basis.passage]
            assert (basis.hash, basis.quote) == (passage.sha256, passage.text)
    assert all(line.gap for line in outline.parts[0].lines) is False
    assert any(line.gap for line in outline.parts[0].lines)


@pytest.mark.parametrize(("pathway", "profession"), SIX)
def test_objectives_have_verbs_that_one_can_see_done(service: Forlobkg, pathway: str, profession: str) -> None:
    outline = propose(service, pathway, profession=profession, minutes=90)
    parts = [part.id for part in outline.parts]
    assert 5 <= len(outline.objectives) <= 8
    for objective in outline.objectives:
        assert re.match(rf"Deltageren kan ({VERBS})\b.*\.$", objective.text)
        assert objective.part in parts


def test_every_objective_of_every_topic_has_such_a_verb(service: Forlobkg) -> None:
    from forlobkg.teach.topics import load_topics

    topics = load_topics()
    for topic in topics.topic:
        for text in (topic.objectives.introduktion, topic.objectives.fordybelse):
            assert re.match(rf"({VERBS})\b", text), text
            assert not text.endswith(".")


def test_a_short_course_has_what_matters_most(service: Forlobkg) -> None:
    assert [part.id for part in propose(service, minutes=15).parts] == ["maalgruppen", "anbefalingerne", "aktoererne"]
    assert [part.id for part in propose(service, CHILDREN, minutes=15).parts] == [
        "boernene", "foelger", "maal-for-boernene",
    ]  # fmt: skip


def test_pictures_stand_where_they_serve(service: Forlobkg) -> None:
    pictures = {part.id: part.picture for part in propose(service, minutes=90).parts if part.picture}
    assert pictures == {"aktoererne": "actor-map", "hvem-goer-hvad": "matrix", "historikken": "timeline"}


def test_a_list_of_the_sources_is_never_cut_short(service: Forlobkg) -> None:
    outline = propose(service, minutes=15)
    recommendations = next(part for part in outline.parts if part.id == "anbefalingerne")
    assert [line.text[:13] for line in recommendations.lines] == [
        f"Anbefaling {number}:"[:13] for number in ("1", "2", "3", "3a", "3b", "4", "5")
    ]


def test_more_depth_gives_more_lines(service: Forlobkg) -> None:
    shallow, deep = (propose(service, minutes=90, level=level) for level in ("introduktion", "fordybelse"))
    assert len(shallow.parts) == len(deep.parts)
    assert sum(len(part.lines) for part in shallow.parts) < sum(len(part.lines) for part in deep.parts)


def test_of_the_childrens_pathway_there_are_no_recommendations_and_it_says_so(service: Forlobkg) -> None:
    for minutes, profession in ((15, ""), (45, ""), (90, ""), (45, "kommunale-ledere"), (90, "omsorgspersoner")):
        outline = propose(service, CHILDREN, minutes=minutes, profession=profession)
        if minutes > 15:
            assert "ingen-anbefalinger" in [part.id for part in outline.parts]
        said = [line.text for part in outline.parts for line in part.lines if line.gap]
        assert any("hvilke anbefalinger" in text for text in said)
        assert not any(line.claim.startswith("anbefalingerne/") for part in outline.parts for line in part.lines)


def test_chosen_recommendations_are_told_of_and_no_others(service: Forlobkg) -> None:
    outline = propose(service, recommendations=["anbefaling-5"])
    told = next(part for part in outline.parts if part.id == "anbefalingerne")
    assert told.title == "De valgte anbefalinger"
    assert [line.claim for line in told.lines] == ["anbefalingerne/anbefaling-5"]
    ids = [part.id for part in outline.parts]
    assert "samarbejdsaftalen" in ids
    assert not {"ambulant-indsats", "doegnbehandling", "valg-af-indsats"} & set(ids)
    assert not any("fem anbefalinger" in objective.text for objective in outline.objectives)


def test_a_recommendation_comes_with_its_parts(service: Forlobkg) -> None:
    outline = propose(service, recommendations=["anbefaling-3"])
    told = next(part for part in outline.parts if part.id == "anbefalingerne")
    assert [line.claim.partition("/")[2] for line in told.lines] == [
        "anbefaling-3", "anbefaling-3a", "anbefaling-3b",
    ]  # fmt: skip
    assert {"ambulant-indsats", "doegnbehandling"} <= {part.id for part in outline.parts}


def test_a_chosen_phase_or_target_group_is_told_of_even_in_a_short_course(service: Forlobkg) -> None:
    for chosen in ({"phase": "fase-efter-foedslen"}, {"target": "familien"}):
        assert "efter-foedslen" in [part.id for part in propose(service, minutes=15, **chosen).parts]
    law = propose(service, minutes=15, target="stofmisbrugere")
    assert "tilbageholdelse" in [part.id for part in law.parts]


def test_the_pathways_own_target_group_changes_nothing(service: Forlobkg) -> None:
    assert propose(service, target="udsatte-gravide").parts == propose(service).parts


def test_chosen_actors_narrow_what_tells_of_actors(service: Forlobkg) -> None:
    outline = propose(service, minutes=90, actors=["kommunale-ledere"])
    tasks = next(part for part in outline.parts if part.id == "hvem-goer-hvad")
    assert [line.claim for line in tasks.lines if not line.gap] == ["hvem-goer-hvad/ansvar-planlaegning"]
    assert "samarbejdet" not in [part.id for part in outline.parts]


def test_a_part_that_would_say_the_same_as_that_on_the_profession_is_left_out(service: Forlobkg) -> None:
    outline = propose(service, CHILDREN, profession="omsorgspersoner", minutes=90)
    assert "omsorgspersoner" not in [part.id for part in outline.parts]
    assert "omsorgspersoner/hvem-de-er" in [line.claim for line in outline.parts[0].lines]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"pathway": ""}, "vælg et forløb: udsatte-gravide-forloeb, boern-og-unge-forloeb"),
        ({"pathway": "findes-ikke"}, "forløb 'findes-ikke' kendes ikke; vælg en af: udsatte-gravide-forloeb"),
        ({"pathway": "sundhedsplejerske"}, "der står intet om »Sundhedsplejerske« som forløb"),
        ({"profession": "findes-ikke"}, "faggruppe 'findes-ikke' kendes ikke; vælg en af: "),
        ({"profession": "omsorgspersoner"}, "der står intet om »Omsorgspersoner« som faggruppe"),
        ({"profession": "kl"}, "der står intet om »KL« som faggruppe"),
        ({"actors": ["omsorgspersoner"]}, "der står intet om »Omsorgspersoner« som aktør"),
        ({"target": "eksponerede-boern-og-unge"}, "som målgruppe"),
        ({"phase": "findes-ikke"}, "fase 'findes-ikke' kendes ikke"),
        ({"recommendations": ["anbefaling-9"]}, "anbefaling 'anbefaling-9' kendes ikke; vælg en af: anbefaling-1"),
        ({"recommendations": ["anbefaling-5"], "phase": "fase-efter-foedslen"}, "vælg færre ting"),
        ({"pathway": CHILDREN, "recommendations": ["anbefaling-1"]}, "kilderne gengiver ingen anbefalinger"),
        ({"pathway": CHILDREN, "phase": "fase-efter-foedslen"}, "der står intet om »Efter fødslen« som fase"),
        ({"pathway": CHILDREN, "profession": "sundhedsplejerske"}, "vælg en af: interessegrupper"),
    ],
)
def test_what_the_sources_cannot_fill_is_refused_with_what_there_is(
    service: Forlobkg, chosen: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError, match=re.escape(said)) as raised:
        service.course.propose(Choice(**{"pathway": PREGNANT, **chosen}))
    assert "\n" not in str(raised.value)


def test_all_that_is_offered_can_be_chosen(service: Forlobkg) -> None:
    options = service.course.options()
    singles = {"targets": "target", "professions": "profession", "phases": "phase"}
    lists = {"actors": "actors", "recommendations": "recommendations"}
    for name, field in {**singles, **lists}.items():
        for offered in getattr(options, name):
            for pathway in offered.pathways:
                value = offered.slug if name in singles else [offered.slug]
                outline = propose(service, pathway, minutes=15, **{field: value})
                assert any(not line.gap for part in outline.parts for line in part.lines)


def test_options_say_which_pathway_has_what(service: Forlobkg) -> None:
    options = service.course.options()
    recommendations = {offered.slug: offered.pathways for offered in options.recommendations}
    assert len(recommendations) == 7
    assert set(map(tuple, recommendations.values())) == {(PREGNANT,)}
    assert {offered.slug for offered in options.targets if CHILDREN in offered.pathways} == {
        "boern-af-gravide", "eksponerede-boern-og-unge",
    }  # fmt: skip
    assert (options.minutes, options.levels) == ([15, 45, 90], ["introduktion", "fordybelse"])


def test_the_same_choice_gives_the_same_outline(service: Forlobkg) -> None:
    assert propose(service, profession="psykiatri") == propose(service, profession="psykiatri")


def test_time_is_shared_out_in_fives() -> None:
    assert shared_out(45, [6, 6, 6, 6, 6]) == [10, 10, 10, 10, 5]
    assert shared_out(15, [1, 100, 1]) == [5, 5, 5]
    assert shared_out(90, [1, 17]) == [10, 80]
