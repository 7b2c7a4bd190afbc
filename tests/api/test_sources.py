"""The pages of the sources, as a browser without script gets them."""

from __future__ import annotations

import gzip
import html
import re

import pytest
from fastapi.testclient import TestClient

from forlobkg.service import Forlobkg

LARGEST = 60_000


def test_the_list_tells_what_each_source_is(client: TestClient) -> None:
    page = client.get("/kilder").text
    assert "Oplæg for DAS - Sjælland og Syddanmark" in page
    assert "13. januar 2023" in page
    assert "Ingen licens angivet i kilden" in page
    assert "14 sider, 140 tekststeder" in page
    assert "Søjlernes værdier kan ikke læses i kilden" in page
    assert "forløbsbeskrivelser selv er ikke blandt kilderne" in page


@pytest.mark.parametrize("document", ["oplaeg-2023", "nyhed-2022"])
@pytest.mark.parametrize("view", ["", "modtaget", "udsagn"])
def test_every_passage_stands_there_word_for_word(
    document: str, view: str, client: TestClient, service: Forlobkg
) -> None:
    page = client.get(f"/kilder/{document}", params={"vis": view}).text
    shown = re.split(r'<span class="passage" id="', page)[1:]
    for piece, passage in zip(shown, service.corpus.passages_of(document), strict=True):
        name, _, rest = piece.partition('">')
        words = html.unescape(re.sub(r"<[^>]+>", "", rest))
        assert name == passage.id
        assert words.startswith(passage.text)


@pytest.mark.parametrize("path", ["/kilder", "/kilder/oplaeg-2023?vis=modtaget", "/kilder/nyhed-2022?vis=udsagn"])
def test_a_page_is_small(path: str, client: TestClient) -> None:
    assert len(gzip.compress(client.get(path).content)) < LARGEST


def test_every_citation_of_an_answer_leads_to_its_words(client: TestClient) -> None:
    page = client.get("/", params={"q": "Hvem er de centrale aktører?"}).text
    links = [html.unescape(link) for link in re.findall(r'href="(/kilder/[^"]+\?sted=[^"]+)"', page)]
    assert links
    for link in links:
        address, _, fragment = link.partition("#")
        source = client.get(address)
        assert source.status_code == 200
        assert source.text.count(f'class="passage is-here" id="{fragment}"') == 1
        assert source.text.count("is-here") == 1


def test_the_place_in_question_shows_what_was_received(client: TestClient) -> None:
    page = client.get("/kilder/oplaeg-2023", params={"sted": "oplaeg-2023-l85"}).text
    assert page.count('<details class="received" open>') == 1
    assert '<del><span class="sr-only">modtaget: </span>forsteerket</del>' in page
    assert '<ins><span class="sr-only">rettet til: </span>forstærket</ins>' in page
    assert 'href="#oplaeg-2023-l85">Gå til stedet, side 4' in page


def test_statements_stand_by_the_words_and_lead_to_the_things(client: TestClient) -> None:
    page = client.get("/kilder/oplaeg-2023").text
    line = page[page.index('id="oplaeg-2023-l206"') :].partition('<div class="line')[0]
    assert '<a class="subject" href="/side/doegnbehandling">Døgnbehandling</a>' in line
    assert "består blandt andet af" in line
    assert 'href="/side/specialiseret-laegelig-rusmiddelbehandling"' in line


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/kilder/findes-ikke", 404, "ingen kilde, der hedder »findes-ikke«"),
        ("/kilder/nyhed-2022?sted=oplaeg-2023-l1", 404, "findes ikke i denne kilde"),
        ("/kilder/nyhed-2022?vis=baglaens", 400, "»baglaens« er ingen visning"),
        ("/kilder/nyhed-2022?del=2", 404, "findes ikke i denne kilde"),
        ("/kilder/nyhed-2022?del=-1", 404, "findes ikke i denne kilde"),
        ("/kilder/nyhed-2022?sted=%3Cscript%3Ealert(1)%3C/script%3E", 404, "&lt;script&gt;alert(1)"),
    ],
)
def test_what_an_address_gets_wrong_is_told_on_the_page(
    path: str, status: int, message: str, client: TestClient
) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert message in response.text
    assert "<script>alert" not in response.text
    assert "Hjælp gravide med et skadeligt forbrug" in response.text


def test_the_frame_is_english_and_the_words_stay_danish(client: TestClient) -> None:
    page = client.get("/en/kilder/oplaeg-2023", params={"sted": "oplaeg-2023-l111"}).text
    assert '<html lang="en">' in page
    assert "How to read the source" in page
    assert "The values of the bars cannot be read" in page
    assert '<h1 lang="da">Oplæg for DAS - Sjælland og Syddanmark</h1>' in page
    assert 'href="/en/side/udgiftssammenligning"' in page
