"""The page that asks, and what every response carries."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


def test_the_page_answers_with_quotes_and_sources(client: TestClient) -> None:
    page = client.get("/", params={"q": "Hvem er de centrale aktører?"}).text
    assert '<html lang="da">' in page
    assert "De centrale aktører er familieambulatoriet" in page
    assert ">Familieambulatoriet, rusmiddelbehandlingen og" in page
    assert "Oplæg for DAS - Sjælland og Syddanmark, 13. januar 2023, side 4" in page
    assert "nyere udgave" in page


def test_the_page_says_when_the_sources_are_silent(client: TestClient) -> None:
    page = client.get("/", params={"q": "Hvem vandt EM i 1992?"}).text
    assert "Det står ikke i kilderne" in page
    assert "Nærmeste steder i kilderne" in page


def test_a_question_is_shown_as_text_not_as_markup(client: TestClient) -> None:
    page = client.get("/", params={"q": "<script>alert('x')</script>\"><b>"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_an_overlong_question_gets_a_message_on_the_page(client: TestClient) -> None:
    response = client.get("/", params={"q": "x" * 1001})
    assert response.status_code == 400
    assert "grænsen er 1000 tegn" in response.text


@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", "/api/documents", "/static/plain.css", "/findes-ikke"])
def test_every_response_is_locked_down(path: str, client: TestClient) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_api_page_lists_every_operation_and_needs_no_other_host(client: TestClient) -> None:
    page = client.get("/docs").text
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        for method in operations:
            assert f"{method.upper()} {path}" in page
    assert "http://" not in page
    assert "https://" not in page
