"""The frame in two languages: what has one, and that nothing is left untranslated."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from jinja2 import Environment

from forlobkg.site.questions import all_ways, offered_questions
from forlobkg_api.language import CATALOGUES, ENGLISH, path_in

TEMPLATES = "api/forlobkg_api/templates"
LOCALE = "api/forlobkg_api/locale/en"
_VALUE = re.compile(r"%\(\w+\)s|%(?!\()\S?")


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """What the templates say in Danish in ``_()``, and the template that says it."""
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - it draws nothing
    for template in sorted(folder.rglob("*.html")):
        extracted = environment.extract_translations(template.read_text("utf-8"))  # type: ignore[attr-defined]
        for _, _, said in extracted:
            for text in said if isinstance(said, tuple) else (said,):
                if text is not None:
                    yield text, template.name
    yield from ((text, "data") for text in _names_in_data())


def _names_in_data() -> Iterator[str]:
    """What templates say that stands in the data of the pages."""
    yield from (group.name for group in offered_questions().professions)
    yield from (way.name for way in all_ways())


def test_all_that_the_templates_say_has_english(checkout: Path) -> None:
    missing = {(name, text) for text, name in _texts(checkout / TEMPLATES) if text not in CATALOGUES[ENGLISH]}
    assert missing == set()


def test_the_catalogue_holds_nothing_that_no_template_says(checkout: Path) -> None:
    said = {text for text, _ in _texts(checkout / TEMPLATES)}
    assert set(CATALOGUES[ENGLISH]) - said == set()


def test_no_two_files_of_the_catalogue_say_the_same_otherwise(checkout: Path) -> None:
    known: dict[str, str] = {}
    for path in sorted((checkout / LOCALE).glob("*.toml")):
        for danish, english in tomllib.loads(path.read_text("utf-8")).items():
            assert known.setdefault(danish, english) == english, f"{path.name}: {danish}"


@pytest.mark.parametrize(("danish", "english"), CATALOGUES[ENGLISH].items())
def test_a_translation_takes_the_same_values(danish: str, english: str) -> None:
    assert sorted(_VALUE.findall(english)) == sorted(_VALUE.findall(danish))
    assert english.strip() == english
    assert danish[-1] == english[-1] or danish[-1] not in ".:?!" or english[-1] in ".:?!"


@pytest.mark.parametrize(
    ("path", "english"),
    [
        ("/", "/en/"),
        ("/om", "/en/om"),
        ("/side/kl?x=1#c2", "/en/side/kl?x=1#c2"),
        ("/idraet", "/en/idraet"),
        ("/api/who?actor=kl", "/api/who?actor=kl"),
        ("/data/kl.ttl", "/data/kl.ttl"),
        ("/static/icon.svg", "/static/icon.svg"),
        ("/ontology", "/ontology"),
        ("/dokumentation/ontologi#Actor", "/dokumentation/ontologi/en#Actor"),
        ("https://w3id.org/", "https://w3id.org/"),
        ("", ""),
    ],
)
def test_only_pages_have_an_address_in_english(path: str, english: str) -> None:
    assert path_in("en", path) == english
    assert path_in("da", path) == path


@pytest.mark.parametrize(
    "path", ["/en/api/documents", "/en/data/kl.ttl", "/en/sparql", "/en/healthz", "/en/static/plain.css"]
)
def test_data_has_no_address_in_english(path: str, client: TestClient) -> None:
    assert client.get(path.removeprefix("/en")).status_code == 200
    assert client.get(path).status_code == 404


def test_a_page_leads_to_itself_in_the_other_language(client: TestClient) -> None:
    danish = client.get("/om?x=%C3%A6")
    english = client.get("/en/om?x=%C3%A6")
    assert 'href="/en/om?x=%C3%A6" hreflang="en" lang="en">English</a>' in danish.text
    assert 'href="/om?x=%C3%A6" hreflang="da" lang="da">Dansk</a>' in english.text
    assert (danish.headers["content-language"], english.headers["content-language"]) == ("da", "en")
    assert ">Who does what</a>" in english.text
    assert 'href="/en/kilder"' in english.text
