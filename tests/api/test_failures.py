"""What fails: a page in a browser, in its language, and problem details for programs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from forlobkg.errors import QueryTimeoutError
from forlobkg.service import Forlobkg
from forlobkg_api import create_app
from forlobkg_api.limits import MAX_BODY_BYTES
from forlobkg_api.problems import PROBLEM_TYPE, SECURITY_HEADERS

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def failing(service: Forlobkg) -> Iterator[TestClient]:
    """A client of the service with three more pages, each of which fails."""
    app = create_app(service)
    _add_failing_pages(app)
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


def _add_failing_pages(app: FastAPI) -> None:
    @app.get("/itu")
    def broken() -> None:
        raise RuntimeError("the inside <secret>")

    @app.get("/optaget")
    def busy() -> None:
        raise QueryTimeoutError("der er for mange forespørgsler <i> gang", retry_after=7)

    @app.get("/tal")
    def number(antal: int) -> int:
        return antal


@pytest.mark.parametrize(
    ("path", "status", "heading", "english"),
    [
        ("/findes-ikke", 404, "Siden findes ikke", "There is no such page"),
        (
            "/tal?antal=%3Cb%3Etre",
            422,
            "En oplysning i adressen kan ikke bruges",
            "A value in the address cannot be used",
        ),
        ("/itu", 500, "Der skete en fejl", "Something went wrong"),
        ("/optaget", 503, "Siden er ikke klar lige nu", "The page is not ready just now"),
    ],
)
def test_a_browser_gets_a_page_and_a_program_gets_problem_details(
    path: str, status: int, heading: str, english: str, failing: TestClient
) -> None:
    danish_page = failing.get(path, headers=BROWSER)
    english_page = failing.get(f"/en{path}", headers=BROWSER)
    details = failing.get(path)
    assert [danish_page.status_code, english_page.status_code, details.status_code] == [status] * 3
    assert f"<h1>{heading}</h1>" in danish_page.text
    assert f"<h1>{english}</h1>" in english_page.text
    assert '<html lang="en">' in english_page.text
    assert details.headers["content-type"] == PROBLEM_TYPE
    assert details.json()["status"] == status
    for response in (danish_page, english_page, details):
        assert "secret" not in response.text
        assert "<b>tre" not in response.text
        assert {name: response.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_a_page_says_what_the_error_says_and_when_to_come_back(failing: TestClient) -> None:
    response = failing.get("/optaget", headers=BROWSER)
    assert "Der er for mange forespørgsler &lt;i&gt; gang." in response.text
    assert response.headers["retry-after"] == "7"
    assert 'href="/optaget">Prøv igen' in response.text


def test_what_is_missing_can_be_searched_for(client: TestClient) -> None:
    page = client.get("/en/findes-ikke", headers=BROWSER).text
    assert '<form class="seek" action="/en/soeg" method="get" role="search">' in page


def test_a_body_over_the_limit_gets_a_page_in_a_browser(client: TestClient) -> None:
    response = client.post("/", content=b"x" * (MAX_BODY_BYTES + 1), headers=BROWSER)
    assert response.status_code == 413
    assert "<h1>Det er for langt</h1>" in response.text


def test_a_page_can_only_be_read(client: TestClient) -> None:
    response = client.post("/", headers=BROWSER)
    assert (response.status_code, response.headers["allow"]) == (405, "GET")
    assert "<h1>Siden kan kun læses</h1>" in response.text


@pytest.mark.parametrize(
    "path", ["/api/findes-ikke", "/static/findes-ikke.js", "/data/findes-ikke.ttl", "/sparql?query=x"]
)
def test_addresses_of_data_give_problem_details_to_browsers_too(path: str, client: TestClient) -> None:
    response = client.get(path, headers=BROWSER)
    assert response.status_code in {400, 404}
    assert response.headers["content-type"] == PROBLEM_TYPE


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", PROBLEM_TYPE),
        ("application/json", PROBLEM_TYPE),
        ("application/pdf", PROBLEM_TYPE),
        ("text/html;q=0.2, application/problem+json", PROBLEM_TYPE),
        ("text/html", "text/html; charset=utf-8"),
    ],
)
def test_who_gets_which_is_settled_by_accept(accept: str, kind: str, client: TestClient) -> None:
    response = client.get("/findes-ikke", headers={"Accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (404, kind)
