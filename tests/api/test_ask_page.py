"""The page that asks: the answer card, what leads on from it, and what a URL can carry."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

QUESTION = "Hvad indgår i døgnbehandling for gravide?"


def test_the_front_page_has_examples_for_each_profession(client: TestClient) -> None:
    page = client.get("/").text
    for profession in ("Jordemoder", "Sundhedsplejerske", "Socialrådgiver", "Praktiserende læge", "Underviser"):
        assert f">{profession}</h3>" in page


def test_an_answer_can_be_copied_with_its_sources_and_address(client: TestClient) -> None:
    page = client.get("/", params={"q": QUESTION}).text
    copied = page.partition('<textarea id="copy-text"')[2].partition("</textarea>")[0]
    assert "[1] »Tværfaglig og tværsektoriel«" in copied
    assert "(Oplæg for DAS - Sjælland og Syddanmark, 13. januar 2023, side 9)" in copied
    assert f"http://testserver/?q={quote(QUESTION)}" in copied


def test_the_answer_leads_to_the_table_the_map_and_the_search(client: TestClient) -> None:
    page = client.get("/", params={"q": QUESTION}).text
    assert 'href="/kort?fra=doegnbehandling"' in page
    assert 'href="/hvem-goer-hvad?maalgruppe=udsatte-gravide"' in page
    assert f'href="/soeg?q={quote("indgår døgnbehandling gravide")}"' in page


def test_an_abstention_leads_on_and_has_no_confidence(client: TestClient) -> None:
    page = client.get("/", params={"q": "Hvem gør hvad?"}).text
    assert "Intet svar på" in page
    assert page.index('href="/hvem-goer-hvad">Hvem gør hvad: tabellen') < page.index('id="answer"')
    assert "Det svarer kilderne på" in page
    assert 'class="sure"' not in page
    assert "Forløbsbeskrivelserne selv er ikke blandt kilderne" in page


def test_the_front_page_says_what_the_sources_are(client: TestClient) -> None:
    page = client.get("/").text
    assert "Forløbsbeskrivelserne selv er ikke med" in page
    assert "The descriptions themselves are not included" in client.get("/en/").text


def test_a_thing_is_left_out_by_the_address_and_taken_in_again(client: TestClient) -> None:
    page = client.get("/", params={"q": QUESTION, "uden": "udsatte-gravide"}).text
    assert "Spurgt uden »gravide«" in page
    assert f'value="{QUESTION}"' in page
    assert f'href="/?q={quote(QUESTION)}">Tag det med igen' in page


@pytest.mark.parametrize("without", ["kl", "findes-ikke", "<b>", "\x00"])
def test_what_cannot_be_left_out_gets_a_message_on_the_page(without: str, client: TestClient) -> None:
    response = client.get("/", params={"q": QUESTION, "uden": without})
    assert response.status_code == 400
    assert "er ikke blandt det, spørgsmålet nævner" in response.text
    assert "<b>" not in response.text


def test_in_english_the_frame_changes_and_the_guidance_does_not(client: TestClient) -> None:
    page = client.get("/en/", params={"q": "Hvem er de centrale aktører?"}).text
    assert "Answer to" in page
    assert '<div class="text" lang="da">' in page
    assert 'href="/en/?q=' in page


def test_offers_come_as_json_with_where_they_lead(client: TestClient) -> None:
    offered = client.get("/forslag", params={"q": "familieamb"}).json()["options"]
    assert {"text": "Hvilken rolle har familieambulatoriet?", "kind": "", "also": "", "href": ""} in offered
    assert "/side/familieambulatoriet" in [one["href"] for one in offered]
    english = client.get("/en/forslag", params={"q": "familieamb"}).json()["options"]
    assert "/en/side/familieambulatoriet" in [one["href"] for one in english]
