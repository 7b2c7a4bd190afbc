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
VERBS = (
    "nævne|gengive|beskrive|forklare|sammenligne|redegøre for|placere|pege på|genkende|bruge|give|finde|vise|skelne"
)
FRAME = {"velkomst", "slaa-op", "opsamling", "case"}


def taught(outline: Outline) -> list[str]:
    """The ids of the parts that tell of the sources."""
    return [part.id for part in outline.parts if part.id not in FRAME]


def propose(service: Forlobkg, pathway: str = PREGNANT, **chosen: Any) -> Outline:
    return service.course.propose(Choice(pathway=pathway, **chosen))


@pytest.mark.parametrize("minutes", [15, 45, 90])
@pytest.mark.parametrize("level", ["introduktion", "fordybelse"])
@pytest.mark.parametrize(("pathway", "profession"), SIX)
def test_six_outlines(service: Forlobkg, pathway: str, profession: str, minutes: Any, level: Any) -> None:
    outline = propose(service, pathway, profession=profession, minutes=minutes, level=level)
    assert f"om-{profession}" in taught(outline)
    assert (outline.parts[0].id, outline.parts[-1].id) == ("velkomst", "opsamling")
    assert sum(part.minutes for part in outline.parts) == minutes
    assert all(0 <= part.discussion <= part.minutes and part.minutes >= 2 for part in outline.parts)
    assert all(part.discussion for part in outline.parts if any(line.exercise for line in part.lines))
    fewest, most = {15: (2, 5), 45: (6, 10), 90: (7, 12)}[minutes]
    assert fewest <= len(taught(outline)) <= most
    lines = [line for part in outline.parts for line in part.lines]
    assert not any(line.own for line in lines)
    for line in lines:
        assert bool(line.rests_on) is not (line.gap or line.exercise), line.text
        for basis in line.rests_on:
            passage = service.corpus.passages[basis.passage]
            assert (basis.hash, basis.quote) == (passage.sha256, passage.text)
    about = next(part for part in outline.parts if part.id == f"om-{profession}")
    assert any(line.rests_on for line in about.lines)
    assert not any(line.gap for line in about.lines)


@pytest.mark.parametrize(("pathway", "profession"), SIX)
def test_objectives_have_verbs_that_one_can_see_done(service: Forlobkg, pathway: str, profession: str) -> None:
    outline = propose(service, pathway, profession=profession, minutes=90)
    parts = [part.id for part in outline.parts]
    assert 5 <= len(outline.objectives) <= 6
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
    assert taught(propose(service, minutes=15)) == ["maalgruppen", "anbefalingerne", "aktoererne"]
    assert taught(propose(service, CHILDREN, minutes=15)) == ["boernene", "foelger", "opsporing", "maal-for-boernene"]


def test_pictures_stand_where_they_serve(service: Forlobkg) -> None:
    pictures = {part.id: part.picture for part in propose(service, minutes=90).parts if part.picture}
    assert pictures == {"aktoererne": "actor-map", "hvem-goer-hvad": "matrix", "historikken": "timeline"}
    of_children = propose(service, CHILDREN, minutes=90).parts
    assert {part.picture for part in of_children if part.picture} == {"matrix"}


def test_a_list_of_the_sources_is_never_cut_short(service: Forlobkg) -> None:
    outline = propose(service, minutes=15)
    recommendations = next(part for part in outline.parts if part.id == "anbefalingerne")
    told = [line for line in recommendations.lines if not line.exercise]
    assert [line.text[:13] for line in told] == [
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
            assert "slaa-op" in [part.id for part in outline.parts]
        said = [line.text for part in outline.parts for line in part.lines if line.gap]
        assert any("hvilke anbefalinger" in text for text in said)
        assert not any(line.claim.startswith("anbefalingerne/") for part in outline.parts for line in part.lines)


def test_chosen_recommendations_are_told_of_and_no_others(service: Forlobkg) -> None:
    outline = propose(service, recommendations=["anbefaling-5"])
    told = next(part for part in outline.parts if part.id == "anbefalingerne")
    assert told.title == "De valgte anbefalinger"
    assert [line.claim for line in told.lines if not line.exercise] == ["anbefalingerne/anbefaling-5"]
    ids = [part.id for part in outline.parts]
    assert "samarbejdsaftalen" in ids
    assert not {"ambulant-indsats", "doegnbehandling", "valg-af-indsats"} & set(ids)
    assert not any("fem anbefalinger" in objective.text for objective in outline.objectives)


def test_a_recommendation_comes_with_its_parts(service: Forlobkg) -> None:
    outline = propose(service, recommendations=["anbefaling-3"])
    told = next(part for part in outline.parts if part.id == "anbefalingerne")
    assert [line.claim.partition("/")[2] for line in told.lines if not line.exercise] == [
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
    assert [line.claim for line in tasks.lines if line.rests_on] == ["hvem-goer-hvad/ansvar-planlaegning"]
    assert "samarbejdet" not in [part.id for part in outline.parts]


def test_a_part_that_would_say_the_same_as_that_on_the_profession_is_left_out(service: Forlobkg) -> None:
    outline = propose(service, CHILDREN, profession="omsorgspersoner", minutes=90)
    assert "omsorgspersoner" not in [part.id for part in outline.parts]
    assert "omsorgspersoner/hvem-de-er" in [line.claim for part in outline.parts for line in part.lines if line.gap]


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


def test_time_is_shared_out_by_what_there_is_to_tell() -> None:
    assert shared_out(45, [6, 6, 6, 6, 6], 3) == [9, 9, 9, 9, 9]
    assert shared_out(11, [1, 100, 1], 2) == [2, 7, 2]
    assert shared_out(4, [1, 1, 1], 2) == [2, 1, 1]


@pytest.mark.parametrize(("pathway", "profession"), SIX)
@pytest.mark.parametrize("minutes", [15, 45, 90])
def test_the_parts_with_most_time_have_an_objective(
    service: Forlobkg, pathway: str, profession: str, minutes: Any
) -> None:
    outline = propose(service, pathway, profession=profession, minutes=minutes)
    minutes_of = {part.id: part.minutes for part in outline.parts if part.id in {*taught(outline), "case"}}
    aimed_at = [objective.part for objective in outline.objectives]
    assert len(aimed_at) == len(set(aimed_at)) <= {15: 3, 45: 5, 90: 6}[minutes]
    others = [given for part, given in minutes_of.items() if part not in aimed_at]
    assert max(others, default=0) <= min(minutes_of[part] for part in aimed_at)


@pytest.mark.parametrize(("pathway", "profession"), SIX)
def test_what_is_left_open_is_told_once_and_near_the_end(service: Forlobkg, pathway: str, profession: str) -> None:
    outline = propose(service, pathway, profession=profession, minutes=90, level="fordybelse")
    assert [part.id for part in outline.parts[-2:]] == ["slaa-op", "opsamling"]
    for part in outline.parts[:-2]:
        assert sum(line.gap for line in part.lines) <= 1, part.id
    gaps = [line.text for part in outline.parts for line in part.lines if line.gap]
    assert len(gaps) == len(set(gaps)) > 3


def test_no_line_is_told_twice_unless_two_passages_say_it(service: Forlobkg) -> None:
    outline = propose(service, CHILDREN, profession="kommunale-ledere", minutes=90, level="fordybelse")
    told = [
        (line.text, tuple(basis.passage for basis in line.rests_on)) for part in outline.parts for line in part.lines
    ]
    assert len(told) == len(set(told))
    both = propose(service, minutes=90)
    elements = [line.text for part in both.parts for line in part.lines if "Støtte til fremmøde" in line.text]
    assert len(elements) == 2


def test_the_childrens_course_for_leaders_goes_from_the_child_to_what_they_must_look_up(service: Forlobkg) -> None:
    outline = propose(service, CHILDREN, profession="kommunale-ledere")
    ids = [part.id for part in outline.parts]
    order = [
        "boernene", "opsporing", "maal-for-boernene", "forudsaetninger", "om-kommunale-ledere", "kommunens-opgaver",
        "slaa-op",
    ]  # fmt: skip
    assert [part for part in ids if part in order] == order
    said = " ".join(line.text for part in outline.parts for line in part.lines)
    for words in ("svært at opspore", "ikke bliver relateret", "den rette hjælp og støtte", "En grundig udredning"):
        assert words in said
    assert said.count("bedst kan tilrettelægge") == 1


def test_parts_of_a_point_stand_under_it(service: Forlobkg) -> None:
    outline = propose(service, minutes=90, level="fordybelse")
    below = {
        line.text[:14]: part.lines[place - 1].text
        for part in outline.parts
        for place, line in enumerate(part.lines)
        if line.level and not part.lines[place - 1].level
    }
    assert below["Anbefaling 3a:"].startswith("Anbefaling 3:")
    assert below["Eksempel: Forb"].startswith("For døgnbehandling:")
    assert below["Angst, depress"] == "Psykiatriske lidelser"
    assert below["Konfliktfyldte"] == "Spinkle sociale relationer"


def test_lines_end_with_a_full_stop_where_they_are_sentences(service: Forlobkg) -> None:
    for pathway in (PREGNANT, CHILDREN):
        for part in propose(service, pathway, minutes=90, level="fordybelse").parts:
            for line in part.lines:
                ends = line.text.rstrip("«").endswith((".", "?")) or line.text.endswith("«")
                is_sentence = re.search(r"\b(er|har|kan|giver|viser|taler|står|deltager|nævner)\b", line.text)
                assert ends or not is_sentence or line.claim.startswith(("doegnbehandling", "opsamling")), line.text


def test_depth_and_length_bring_a_case_with_its_answers_in_the_note(service: Forlobkg) -> None:
    assert "case" not in [part.id for part in propose(service).parts]
    for outline in (propose(service, minutes=90), propose(service, CHILDREN, level="fordybelse")):
        case = next(part for part in outline.parts if part.id == "case")
        assert all(line.exercise and not line.claim for line in case.lines)
        assert case.lines[0].text.startswith("Konstrueret eksempel – ikke en virkelig person")
        questions = sum(line.text.startswith("Spørgsmål") for line in case.lines)
        assert case.note.count("Svar ") == questions >= 2
        assert "side " in case.note or "2022" in case.note


def test_health_visitors_hear_of_the_time_after_birth(service: Forlobkg) -> None:
    assert "efter-foedslen" in taught(propose(service, profession="sundhedsplejerske"))
    assert "efter-foedslen" not in taught(propose(service, profession="psykiatri"))


def test_the_clinics_own_helped_to_write_the_descriptions(service: Forlobkg) -> None:
    outline = propose(service, profession="familieambulatoriet")
    about = next(part for part in outline.parts if part.id == "om-familieambulatoriet")
    assert any("repræsentanter fra de regionale familieambulatorier" in line.text for line in about.lines)
