"""The page about the site and the accessibility statement, in both languages."""

from __future__ import annotations

import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from forlobkg.service import Forlobkg
from forlobkg_api import create_app

_ROWS = {
    "answered_rightly": "Answerable questions answered rightly",
    "given_and_right": "Given answers that are right",
    "near_misses_silent": "Near misses not answered",
}


def test_the_figures_are_those_of_the_evaluation(checkout: Path) -> None:
    shown = tomllib.loads((checkout / "api/forlobkg_api/data/quality.toml").read_text("utf-8"))
    report = (checkout / "evaluation/report.md").read_text("utf-8").partition("\n\n| Dev split")[0]
    assert f"Test split ({shown['questions']} questions)" in report
    for name, row in _ROWS.items():
        measured = re.search(rf"^\| {row} \| (\d\.\d+)", report, re.MULTILINE)
        assert measured is not None
        assert shown[name] / 100 == pytest.approx(float(measured[1]), abs=0.0051), name


def test_the_sources_stand_there_with_date_and_rights(client: TestClient) -> None:
    page = client.get("/om").text
    for document in client.get("/api/documents").json():
        for name in ("title", "publisher", "origin", "licence", "date"):
            assert document[name] in page
    assert '<blockquote cite="https://w3id.org/forlobkg/id/oplaeg-2023-l1">' in page


def test_it_says_so_where_questions_are_logged(service: Forlobkg, monkeypatch: pytest.MonkeyPatch) -> None:
    with TestClient(create_app(service)) as client:
        assert "Spørgsmål skrives ikke i nogen log" in client.get("/om").text
        monkeypatch.setattr(service, "settings", service.settings.model_copy(update={"log_questions": True}))
        assert "Her skrives spørgsmål i loggen." in client.get("/om").text
        assert "Questions are written to the log here." in client.get("/en/om").text


class _Outline(HTMLParser):
    """The ids and levels of headings, sections, and what links within the page lead to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if str(given.get("href")).startswith("#"):
            self.targets.add(str(given["href"])[1:])


@pytest.mark.parametrize("path", ["/om", "/tilgaengelighed", "/docs", "/udvikler"])
def test_both_languages_have_the_same_parts(path: str, client: TestClient) -> None:
    danish, english = (_Outline(client.get(prefix + path).text) for prefix in ("", "/en"))
    assert danish.levels == english.levels
    assert danish.ids == english.ids
    assert danish.levels[0] == 1
    assert danish.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(danish.levels, danish.levels[1:], strict=False))
    for outline in (danish, english):
        assert outline.targets <= set(outline.ids)
        assert len(outline.ids) == len(set(outline.ids))


def test_the_statement_says_what_was_not_tried_and_how_to_complain(client: TestClient) -> None:
    page = client.get("/tilgaengelighed").text
    assert "ikke prøvet siden med en skærmlæser" in page
    assert "klage til Digitaliseringsstyrelsen" in page
    assert "@" not in page


def test_programs_that_try_every_host_find_their_files(client: TestClient) -> None:
    robots = client.get("/robots.txt")
    assert robots.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Disallow: /sparql" in robots.text
    icon = client.get("/favicon.ico")
    assert (icon.headers["content-type"], icon.content[:4]) == ("image/png", b"\x89PNG")
