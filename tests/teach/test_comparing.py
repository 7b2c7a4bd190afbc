"""Comparisons agree with what SPARQL finds in the graph, cell by cell with their sources."""

from __future__ import annotations

import pytest
from tests.teach.reading import unfounded_quotes

from forlobkg.errors import InputError
from forlobkg.graph import FB
from forlobkg.service import Forlobkg
from forlobkg.teach.comparing import compare
from forlobkg.teach.material import Cell, Material, Section

PAIRS = [
    ("forstaerket-ambulant-indsats", "doegnbehandling"),
    ("familieambulatoriet", "praktiserende-laege"),
    ("kommune", "region"),
    ("sundhedsstyrelsen", "omsorgspersoner"),
    ("udsatte-gravide-forloeb", "boern-og-unge-forloeb"),
    ("udsatte-gravide", "eksponerede-boern-og-unge"),
    ("boern-af-gravide", "familien"),
]


def section(material: Material, name: str) -> Section:
    (found,) = [section for section in material.sections if section.id == name]
    return found


def rows(found: Section) -> dict[str, tuple[Cell, ...]]:
    assert found.table is not None
    return {row[0].text: row[1:] for row in found.table.rows}


def ends(service: Forlobkg, slug: str, prop: str) -> set[str]:
    iri = service.names.iri(slug)
    query = f"SELECT DISTINCT ?end WHERE {{ GRAPH ?p {{ <{iri}> <{FB}{prop}> ?end }} ?p a <{FB}Passage> }}"
    return {service.graph.label(solution["end"].value) for solution in service.graph.select(query)}


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_every_cell_has_its_sources_or_is_empty(service: Forlobkg, one: str, other: str) -> None:
    material = compare(service.graph, service.corpus, one, other)
    numbers = {source.number for source in material.sources}
    for found in material.sections:
        for cells in rows(found).values():
            assert len(cells) == 2
            assert all(bool(cell.text) == bool(cell.sources) and set(cell.sources) <= numbers for cell in cells)
        for line in found.lines:
            assert line.gap != bool(line.sources), line
    assert unfounded_quotes(material) == []


def test_elements_are_shared_or_of_one_intervention_as_sparql_has_them(service: Forlobkg) -> None:
    one, other = "forstaerket-ambulant-indsats", "doegnbehandling"
    elements = section(compare(service.graph, service.corpus, one, other), "hasElement")
    ours, theirs = ends(service, one, "hasElement"), ends(service, other, "hasElement")
    table = rows(elements)
    assert {label for label, cells in table.items() if all(cell.text for cell in cells)} == ours & theirs
    assert {label for label, cells in table.items() if cells[0].text and not cells[1].text} == ours - theirs
    assert {label for label, cells in table.items() if cells[1].text and not cells[0].text} == theirs - ours
    assert len(ours & theirs) == 2
    assert set(list(table)[:2]) == ours & theirs
    assert all(label in elements.lines[0].text for label in ours & theirs)


def test_what_speaks_for_an_intervention_and_its_recommendation_are_told(service: Forlobkg) -> None:
    material = compare(service.graph, service.corpus, "forstaerket-ambulant-indsats", "doegnbehandling")
    criteria = rows(section(material, "speaksFor"))
    assert [bool(cells[0].text) for cells in criteria.values()] == [True, False, False, False, False]
    recommended = rows(section(material, "side"))["Anbefaling"]
    assert recommended[0].text == "Anbefaling 3a: »Forstærket ambulant indsats«"
    assert recommended[1].text == "Anbefaling 3b: »Specialiseret døgnindsats«"


def test_actors_differ_by_ring_sector_and_cooperation_and_their_gaps_show(service: Forlobkg) -> None:
    material = compare(service.graph, service.corpus, "familieambulatoriet", "praktiserende-laege")
    side = rows(section(material, "side"))
    assert side["Central aktør for"][0].text
    assert not side["Central aktør for"][1].text
    assert side["Sektor"][0].text == "Region"
    assert "Rusmiddelbehandlingen" in side["Har behov for samarbejde med"][0].text
    assert [cell.text for cell in side["Opgaver, som kilderne giver aktøren"]] == ["", ""]
    assert "13. januar 2023" in side["Nævnes i"][1].text
    assert "9. september 2022" not in side["Nævnes i"][1].text


def test_an_actor_with_a_task_has_it_in_the_sources_words(service: Forlobkg) -> None:
    material = compare(service.graph, service.corpus, "omsorgspersoner", "kommune")
    tasks = rows(section(material, "side"))["Opgaver, som kilderne giver aktøren"]
    assert tasks[0].text == "»tage de rette hensyn og tilpasse krav og stimuli«"
    assert "»tilrettelægge indsatsen for både kvinder og børn«" in tasks[1].text


def test_the_pathway_without_recommendations_is_said_to_have_none(service: Forlobkg) -> None:
    material = compare(service.graph, service.corpus, "udsatte-gravide-forloeb", "boern-og-unge-forloeb")
    recommendations = section(material, "hasRecommendation")
    says = "De to kilder gengiver ingen anbefalinger fra forløbsbeskrivelsen om børn og unge."
    assert [line.text for line in recommendations.lines] == [says]
    assert all(cells[0].text and not cells[1].text for cells in rows(recommendations).values())
    assert len(rows(recommendations)) == 7
    assert rows(section(material, "side"))["Udgivet"][0].text == "september 2022"


def test_things_are_found_by_their_danish_labels(service: Forlobkg) -> None:
    by_label = compare(service.graph, service.corpus, "Familieambulatoriet", "praktiserende læge")
    assert by_label == compare(service.graph, service.corpus, "familieambulatoriet", "praktiserende-laege")


@pytest.mark.parametrize(("one", "other", "says"), [
    ("kommune", "doegnbehandling", "ikke af samme slags; to indsatser, to aktører"),
    ("fasd", "alkohol", "ikke af samme slags"),
    ("kommune", "kommune", "vælg to forskellige"),
    ("kommune", "noget-andet", "grafen kender ingen 'noget-andet'; to indsatser"),
    ("", "kommune", "grafen kender ingen"),
])  # fmt: skip
def test_what_cannot_be_compared_is_told_what_can(service: Forlobkg, one: str, other: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        compare(service.graph, service.corpus, one, other)
