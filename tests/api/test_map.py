"""The map and the timeline: what they show, in words and as data, and what they say to addresses that are wrong."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient


def asked(client: TestClient, **params: str) -> dict[str, Any]:
    response = client.get("/kort.json", params=params)
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def labels(view: dict[str, Any]) -> set[str]:
    return {thing["label"] for thing in view["things"]}


def test_the_map_begins_with_the_actors_in_rings_as_the_sources_place_them(client: TestClient) -> None:
    view = asked(client)
    central, around = view["rings"]
    assert set(central["things"]) == {"familieambulatoriet", "rusmiddelbehandlingen", "familieafdelingen"}
    assert "praktiserende-laege" in around["things"]
    assert not set(central["things"]) & set(around["things"])
    assert around["unreadable"] == ["[ulæseligt]ophold", "[ulæseligt] behandling"]


def test_every_link_on_the_map_is_carried_by_a_quote(client: TestClient) -> None:
    view = asked(client, fra="udsatte-gravide", dybde="2", slutninger="ja")
    known = {citation["id"] for citation in view["citations"]}
    assert len(view["links"]) > 100
    for link in view["links"]:
        assert link["citations"]
        assert set(link["citations"]) <= known


def test_the_ends_of_every_link_are_on_the_map_and_hang_together_with_its_start(client: TestClient) -> None:
    view = asked(client, fra="familieambulatoriet", dybde="2", slags="Actor")
    slugs = {thing["slug"] for thing in view["things"]}
    reached = {"familieambulatoriet"}
    for _ in view["links"]:
        for link in view["links"]:
            if {link["start"], link["end"]} & reached:
                reached |= {link["start"], link["end"]}
    assert reached == slugs
    assert {thing["kind"] for thing in view["things"]} == {"Actor"}


def test_what_is_unfolded_shows_its_own_links_too(client: TestClient) -> None:
    before = asked(client, fra="doegnbehandling")
    after = asked(client, fra="doegnbehandling", udvid="anbefaling-3b")
    recommendation = next(thing for thing in before["things"] if thing["slug"] == "anbefaling-3b")
    assert len(after["links"]) == len(before["links"]) + recommendation["more"]
    assert labels(before) < labels(after)


def test_what_follows_by_a_rule_is_only_shown_when_asked_for_and_names_the_rule(client: TestClient) -> None:
    said = asked(client, fra="doegnbehandling")
    both = asked(client, fra="doegnbehandling", slutninger="ja")
    assert not any(link["rule"] for link in said["links"])
    follows = [link for link in both["links"] if link["rule"]]
    assert follows
    assert len(both["links"]) == len(said["links"]) + len(follows)


@pytest.mark.parametrize(("order", "end"), [("fra", "start"), ("til", "end")])
def test_the_table_can_be_sorted_both_ways(client: TestClient, order: str, end: str) -> None:
    view = asked(client, fra="udsatte-gravide", orden=order)
    back = asked(client, fra="udsatte-gravide", orden=f"-{order}")
    names = {thing["slug"]: thing["label"] for thing in view["things"]}
    column = [names[link[end]].casefold() for link in view["links"]]
    assert column[0] <= column[-1]
    assert [link["end"] for link in back["links"]] == [link["end"] for link in reversed(view["links"])]


def test_the_page_has_the_same_as_a_table_without_script(client: TestClient) -> None:
    page = client.get("/kort", params={"fra": "familieambulatoriet"}).text
    view = asked(client, fra="familieambulatoriet")
    assert page.count('<tr role="row">') == len(view["links"]) + 1
    for thing in view["things"]:
        assert f'href="/side/{thing["slug"]}"' in page
    assert 'orden=-fra#tabel"' not in page
    assert 'aria-sort="ascending"' in page


def test_a_danish_name_leads_to_the_address_of_the_thing(client: TestClient) -> None:
    response = client.get("/en/kort", params={"fra": "Sundhedsplejerske"}, follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"] == "/en/kort?fra=sundhedsplejerske"


def test_the_next_start_leaves_out_what_only_the_one_before_it_had(client: TestClient) -> None:
    asked_by_the_form = {"fra": "Anbefaling 3", "vis": "aktoerer", "udvid": "satspuljeprojekt"}
    response = client.get("/kort", params=asked_by_the_form, follow_redirects=False)
    assert response.headers["location"] == "/kort?fra=anbefaling-3"
    assert asked(client, fra="anbefaling-3", vis="aktoerer")["view"] == "forbindelser"


@pytest.mark.parametrize(
    ("params", "status", "said"),
    [
        ({"fra": "familieambulatorie"}, 404, "Mente du:"),
        ({"fra": "<script>"}, 404, "&lt;script&gt;"),
        ({"fra": "doegnbehandling", "dybde": "9"}, 400, "vælg 1 eller 2"),
        ({"fra": "doegnbehandling", "dybde": "to"}, 400, "vælg 1 eller 2"),
        ({"fra": "doegnbehandling", "slags": "Kat"}, 400, "der er: Actor"),
        ({"fra": "doegnbehandling", "vis": "kat"}, 400, "vælg forbindelser"),
        ({"fra": "doegnbehandling", "orden": "x"}, 400, "vælg kilde, fra, forbindelse, til"),
        ({"fra": "doegnbehandling", "udvid": "kat"}, 404, "fold noget andet ud"),
    ],
)
def test_a_wrong_address_gets_a_message_on_the_page(
    client: TestClient, params: dict[str, str], status: int, said: str
) -> None:
    response = client.get("/kort", params=params)
    assert response.status_code == status
    assert said in response.text
    assert "<script>" not in response.text
    data = client.get("/kort.json", params=params)
    assert data.status_code == status
    assert data.headers["content-type"] == "application/problem+json"


def test_the_timeline_tells_every_year_and_quotes_every_milestone(client: TestClient) -> None:
    page = client.get("/tidslinje").text
    places = [
        page.index(f'<time datetime="{date}"') for date in ("2016", "2019", "2021", "2022-02", "2022-09", "2023")
    ]
    assert places == sorted(places)
    assert page.count('class="milestone"') <= page.count("<blockquote")
    assert page.count('class="history-gap"') == 3


def test_the_timeline_says_what_cu_is_read_as_wherever_it_stands(client: TestClient) -> None:
    for slug in ("central-udmelding", "tilbagemelding"):
        milestone = client.get("/tidslinje").text.split(f'id="{slug}">')[1].split("</li>")[0]
        assert "uden at sige, hvad det står for" in milestone


def test_the_timeline_says_what_the_sources_leave_open(client: TestClient) -> None:
    page = client.get("/tidslinje").text
    assert "hvad der skulle ske i 2023, står der ikke" in page
    without_a_year = page[page.index("Uden årstal i kilderne") :]
    assert '<time datetime="--09-09"' in without_a_year
    assert "FASD-dagen" in without_a_year
