"""The page of who does what and its table: filters in the address, gaps, quotes, and bad filters told of."""

from __future__ import annotations

import csv
import io
import re

import pytest
from fastapi.testclient import TestClient

from forlobkg.graph.tables import DELIMITER, LIST_SEPARATOR, guarded
from forlobkg.results import WhoTable
from forlobkg.service import Forlobkg
from forlobkg.views import who_csv

PAGE, FILE = "/hvem-goer-hvad", "/hvem-goer-hvad.csv"


def tasks(page: str) -> list[str]:
    """The ids of the tasks that the page shows."""
    return re.findall(r'<li id="opgave-([^"]+)"', page)


def rows(content: bytes) -> list[dict[str, str]]:
    """The lines of a table by their headings."""
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=DELIMITER))


def test_the_page_shows_every_task_with_its_quotes(client: TestClient, service: Forlobkg) -> None:
    page = client.get(PAGE).text
    table = service.who()
    assert sorted(tasks(page)) == sorted(row.id for row in table.rows)
    named = sum(not row.gap for row in table.rows)
    assert f"Kilderne nævner {len(table.rows)} opgaver. Ved {named} af dem står der" in page
    for row in table.rows:
        for citation in row.citations:
            assert f'id="{row.id}-{citation}"' in page


def test_every_reference_on_the_page_leads_to_a_quote_on_it(client: TestClient) -> None:
    page = client.get(PAGE).text
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("aktoer=kommune", 2),
        ("fase=fase-efter-foedslen", 1),
        ("maalgruppe=stofmisbrugere", 1),
        ("anbefaling=anbefaling-5", 6),
        ("aktoer=ingen&anbefaling=anbefaling-3b", 10),
        ("aktoer=&fase=&anbefaling=", 35),
        ("ukendt=1", 35),
    ],
)
def test_filters_live_in_the_address(asked: str, count: int, client: TestClient) -> None:
    response = client.get(f"{PAGE}?{asked}")
    assert response.status_code == 200
    assert len(tasks(response.text)) == count
    assert len(rows(client.get(f"{FILE}?{asked}").content)) == count


@pytest.mark.parametrize("across", ["anbefaling", "fase", "maalgruppe"])
def test_a_number_in_the_matrix_leads_to_as_many_tasks_with_open_quotes(across: str, client: TestClient) -> None:
    page = client.get(PAGE, params={"paa-tvaers": across}).text
    cells = re.findall(r'<td[^>]*><a href="([^"#]+)#opgaver".*?class="number">(\d+)<', page)
    assert len(cells) > 6
    for address, count in cells:
        found = client.get(address.replace("&amp;", "&")).text
        assert len(tasks(found)) == int(count)
        assert found.count("<details open>") == int(count)


@pytest.mark.parametrize(("asked", "first"), [("", "overblik"), ("?aktoer=kommune", "opgaver")])
def test_the_chosen_tasks_come_before_the_overview_of_everyone(asked: str, first: str, client: TestClient) -> None:
    headings = re.findall(r'<h2 id="(overblik|opgaver)"', client.get(PAGE + asked).text)
    assert headings[0] == first
    assert sorted(headings) == ["opgaver", "overblik"]


def test_a_choice_tells_how_many_tasks_it_leaves(client: TestClient) -> None:
    page = client.get(PAGE, params={"aktoer": "ingen"}).text
    options = re.findall(r'<option value="(anbefaling-\w+)"[^>]*>[^<]*\((\d+)\)</option>', page)
    assert dict(options)["anbefaling-3"] == "19"
    for slug, count in options:
        assert len(tasks(client.get(PAGE, params={"aktoer": "ingen", "anbefaling": slug}).text)) == int(count)


def test_an_actor_without_a_task_gets_the_silence_of_the_sources_and_its_own_page(client: TestClient) -> None:
    page = client.get(PAGE, params={"aktoer": "familieambulatoriet"}).text
    assert tasks(page) == []
    assert "Kilderne nævner ingen opgave for Familieambulatoriet." in page
    assert '<a href="/side/familieambulatoriet" lang="da">Familieambulatoriet</a>' in page


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("aktoer=findes-ikke", 404, "Ingen hedder »findes-ikke« i feltet »Hvem«"),
        ("fase=kommune", 404, "Ingen hedder »kommune« i feltet »Hvornår«"),
        ("aktoer=%3Cscript%3E", 404, "Ingen hedder »&lt;script&gt;«"),
        (f"aktoer={'x' * 1000}", 404, "xxx …« i feltet »Hvem«"),
        ("paa-tvaers=skostoerrelse", 400, "Vælg anbefaling, fase eller målgruppe"),
    ],
)
def test_a_bad_filter_is_told_of_beside_the_choices(asked: str, status: int, said: str, client: TestClient) -> None:
    response = client.get(f"{PAGE}?{asked}")
    assert response.status_code == status
    assert said in response.text
    assert '<option value="kommune"' in response.text
    assert len(tasks(response.text)) == 35


def test_a_bad_filter_of_the_table_is_a_problem(client: TestClient) -> None:
    response = client.get(FILE, params={"aktoer": "findes-ikke"})
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")
    assert "familieambulatoriet" in response.json()["detail"]


def test_the_english_page_keeps_the_guidance_in_danish(client: TestClient) -> None:
    page = client.get(f"/en{PAGE}", params={"aktoer": "kommune"}).text
    assert "The sources name 35 tasks." in page
    assert '<span class="task" lang="da">tilrettelægge indsatsen for både kvinder og børn</span>' in page
    assert 'href="/en/side/kommune"' in page
    assert 'href="/hvem-goer-hvad.csv?aktoer=kommune"' in page


def test_the_table_holds_what_the_service_says(client: TestClient, service: Forlobkg) -> None:
    content = client.get(FILE).content
    assert content.startswith(b"\xef\xbb\xbf")
    table = service.who()
    quotes = {citation.id: citation.quote for citation in table.citations}
    for line, row in zip(rows(content), table.rows, strict=True):
        assert line["Hvem"] == row.actor_text
        assert line["Opgave"] == guarded(row.task)
        assert line["Ordlyd i kilden"] == guarded(LIST_SEPARATOR.join(quotes[name] for name in row.citations))
    assert sum(line["Hvem"] == "ikke angivet i kilden" for line in rows(content)) == 29


def test_a_spreadsheet_reads_no_cell_as_a_formula(service: Forlobkg) -> None:
    table = service.who(actor="kommune")
    row = table.rows[0].model_copy(update={"task": '=HYPERLINK("x")'})
    assert rows(who_csv(WhoTable(rows=[row], citations=table.citations)))[0]["Opgave"] == '\'=HYPERLINK("x")'


def test_the_api_gives_the_table_as_csv_by_name_and_by_accept(client: TestClient) -> None:
    page = client.get(FILE)
    assert page.headers["content-type"].startswith("text/csv")
    assert "attachment" in page.headers["content-disposition"]
    assert client.get("/api/who?format=csv").content == page.content
    assert client.get("/api/who", headers={"accept": "text/csv"}).content == page.content
    assert client.get("/api/who?format=json", headers={"accept": "text/csv"}).json()["rows"]
    assert client.get("/api/who?format=xlsx").status_code == 400
    assert client.get("/api/who", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("address", ["/api/who", "/api/who?format=csv", FILE])
def test_a_client_that_has_the_table_need_not_fetch_it_again(address: str, client: TestClient) -> None:
    tag = client.get(address).headers["etag"]
    again = client.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    changed = f"{address}{'&' if '?' in address else '?'}{'aktoer' if 'hvem' in address else 'actor'}=kommune"
    assert client.get(changed, headers={"if-none-match": tag}).status_code == 200
