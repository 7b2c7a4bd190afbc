"""The lists of things, the search, and the way on from a wrong address."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from forlobkg.service import Forlobkg

LISTS = ["/aktoerer", "/aktoerer?efter=sektor", "/anbefalinger", "/indsatser", "/maalgrupper", "/emner"]


def part(page: str, start: str, end: str = "<h2") -> str:
    """What stands on ``page`` from the heading ``start`` to the next."""
    begun = page[page.index(start) + len(start) :]
    return begun[: begun.index(end)] if end in begun else begun


def things(text: str) -> list[str]:
    """The slugs of the things that ``text`` links to, each once."""
    return list(dict.fromkeys(re.findall(r'href="(?:/en)?/side/([^"]+)"', text)))


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_thing_that_a_list_names_has_its_page(path: str, language: str, client: TestClient) -> None:
    response = client.get(language + path)
    assert response.status_code == 200
    named = things(response.text)
    assert named
    assert {slug for slug in named if client.head(f"/side/{slug}").status_code != 200} == set()


def test_actors_are_listed_by_what_the_sources_call_them(client: TestClient) -> None:
    page = client.get("/aktoerer").text
    central = re.findall(r'<h3><a href="/side/([^"]+)"', part(page, ">Centrale aktører "))
    assert set(central) == {"familieafdelingen", "familieambulatoriet", "rusmiddelbehandlingen"}
    figure = part(page, ">Centrale eller mulige øvrige aktører ")
    assert "sundhedsplejerske" in things(figure)
    assert "figuren siger ikke hvilken af delene" in figure
    assert "[ulæseligt]ophold" in part(page, ">Det kan ikke læses")


def test_every_actor_is_listed_once_by_role_and_none_is_left_out_by_sector(
    client: TestClient, service: Forlobkg
) -> None:
    actors = {slug for slug, one in service.graph.concepts.items() if "Actor" in one.types}
    for path in ("/aktoerer", "/aktoerer?efter=sektor"):
        listed = re.findall(r'<(?:h3|li)><a href="/side/([^"]+)"', client.get(path).text)
        assert sorted(listed) == sorted(actors)
    unsaid = part(client.get("/aktoerer?efter=sektor").text, ">Kilderne siger ikke, hvilken sektor de hører til ")
    assert "sundhedsplejerske" in things(unsaid)


def test_recommendations_stand_in_order_and_the_childrens_pathway_has_none(client: TestClient) -> None:
    pregnant, children = client.get("/anbefalinger").text.split('aria-labelledby="forloeb-')[1:]
    assert re.findall(r'id="anbefaling-(\w+)"', pregnant) == ["1", "2", "3", "3a", "3b", "4", "5"]
    assert "Kilderne gengiver ingen anbefalinger fra denne forløbsbeskrivelse" in children
    assert "anbefaling-" not in children


def test_interventions_stand_side_by_side_with_what_they_share(client: TestClient) -> None:
    page = client.get("/indsatser").text
    shared = things(part(page, ">Elementer, som indsatserne har til fælles<"))
    assert shared == ["tvaerfaglig-og-tvaersektoriel", "stoette-til-fremmoede"]
    own = part(page, ">Elementer, som indsatserne har hver for sig<")
    assert not set(shared) & set(things(own))
    assert {"psykologhjaelp", "ambulant-social-rusmiddelbehandling"} <= set(things(own))


def test_all_concepts_stand_in_the_order_of_the_danish_alphabet(client: TestClient, service: Forlobkg) -> None:
    page = client.get("/emner").text
    letters = re.findall(r'<h2 id="bogstav-(.)"', page)
    assert letters[-1] == "Ø"
    assert letters.index("A") < letters.index("B") < letters.index("S")
    assert set(things(page)) == set(service.graph.concepts)


def test_one_class_of_concepts_can_be_had_alone(client: TestClient) -> None:
    page = client.get("/emner?slags=Problem").text
    assert "angst" in things(page)
    assert "familieambulatoriet" not in things(page)
    wrong = client.get("/emner?slags=Aktor")
    assert wrong.status_code == 404
    assert "Den side findes ikke" in wrong.text


def test_a_search_finds_passages_with_the_words_marked_and_things(client: TestClient) -> None:
    page = client.get("/soeg", params={"q": "dognbehandling"}).text
    assert 'href="/kilder/oplaeg-2023?sted=' in page
    assert "<mark>døgnbehandling</mark>" in page.lower()
    assert things(part(page, ">Begreber<"))[0] == "doegnbehandling"


def test_what_stands_nowhere_is_said_to_stand_nowhere(client: TestClient) -> None:
    page = client.get("/soeg", params={"q": "urinprøve"}).text
    assert 'Intet tekststed har ordet <span lang="da">»urinprøve«</span>' in page
    assert "Steder, hvor ordene står" not in page
    assert "Steder, der ligner i betydning" in page
    some = client.get("/soeg", params={"q": "dosis til gravide"}).text
    assert "»dosis«" in part(some, 'role="note"', "</p>")
    assert "gravid" in part(some, "Steder, hvor ordene står", "Steder, der ligner").lower()
    assert "betydning:" not in some


def test_one_concept_is_one(client: TestClient) -> None:
    assert "1 begreb." in client.get("/soeg", params={"q": "psykologhjælp"}).text


def test_what_is_searched_for_is_text_and_too_much_of_it_gets_a_message(client: TestClient) -> None:
    page = client.get("/soeg", params={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    long = client.get("/soeg", params={"q": "x" * 2000})
    assert long.status_code == 400
    assert "grænsen er 1000 tegn" in long.text


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("doegnbehandlig", "doegnbehandling"),
        ("døgnbehandling", "doegnbehandling"),
        ("sundhedsplejersken", "sundhedsplejerske"),
    ],
)
def test_a_wrong_address_leads_to_what_was_meant(wrong: str, meant: str, client: TestClient) -> None:
    response = client.get(f"/side/{wrong}")
    assert response.status_code == 404
    assert meant in things(part(response.text, ">Mente du?<"))


def test_a_statement_that_is_said_is_not_told_again_as_inferred(client: TestClient) -> None:
    needs = part(client.get("/side/familieambulatoriet").text, "<h3>Har behov for samarbejde med</h3>", "<h3")
    assert things(needs)[:2] == ["familieafdelingen", "rusmiddelbehandlingen"]
    assert "Udledt" not in needs


def test_elements_stand_in_the_order_of_the_source(client: TestClient) -> None:
    elements = part(client.get("/side/doegnbehandling").text, "<h3>Består blandt andet af</h3>", "<details")
    assert things(elements)[:3] == [
        "tvaerfaglig-og-tvaersektoriel",
        "specialiseret-laegelig-rusmiddelbehandling",
        "intensiv-social-rusmiddelbehandling",
    ]


def test_the_quotes_of_a_page_are_ready_for_teaching(client: TestClient) -> None:
    page = client.get("/side/familieambulatoriet").text
    copied = part(page, '<textarea id="copied"', "</textarea>")
    assert "»Familieambulatoriet, rusmiddelbehandlingen og familieafdelingen i kommunerne«" in copied
    assert "Kilde: Socialstyrelsen: Oplæg for DAS - Sjælland og Syddanmark, 13. januar 2023, side 4" in copied
    assert copied.endswith("/side/familieambulatoriet")


def test_the_frame_is_english_and_the_guidance_danish_where_english_is_asked_for(client: TestClient) -> None:
    page = client.get("/en/side/familieambulatoriet").text
    assert "<h3>Needs cooperation with</h3>" in page
    assert '<a href="/en/side/rusmiddelbehandlingen" lang="da">Rusmiddelbehandlingen</a>' in page
