"""The page with the SPARQL editor as it is served, and the static files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from forlobkg.graph import load_questions
from forlobkg.resources import ontology_dir
from forlobkg.service import Forlobkg
from forlobkg_api.assets import Assets


def test_every_competency_question_is_an_example(client: TestClient, service: Forlobkg) -> None:
    page = client.get("/udvikler").text
    questions = load_questions(ontology_dir() / "competency", service.names)
    assert re.findall(r'data-example="([^"]+)"', page) == [question.name for question in questions]
    assert {example.name: example.query for example in service.site.editor.examples} == {
        question.name: question.query for question in questions
    }


def test_an_example_is_opened_by_its_name(client: TestClient) -> None:
    page = client.get("/udvikler", params={"eksempel": "324-isbn"}).text
    area = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert area is not None
    assert "dcterms:identifier ?identifier" in area[1]


def test_an_unknown_example_is_told_of_as_text(client: TestClient) -> None:
    response = client.get("/udvikler", params={"eksempel": "<b>x"})
    assert response.status_code == 404
    assert "»&lt;b&gt;x«" in response.text


def test_the_terms_are_those_of_the_dataset_with_their_danish_names(service: Forlobkg) -> None:
    view = service.site.editor
    classes = {term.iri: term for term in view.classes}
    actor = classes["https://w3id.org/forlobkg/ontology#Actor"]
    counted = service.sparql("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a fb:Actor }", results="csv").content.split()
    assert (actor.label, actor.count) == ("Aktør", int(counted[1]))
    assert "https://w3id.org/forlobkg/ontology#hasElement" in {term.iri for term in view.properties}
    assert len(classes) == len(view.classes)


def test_the_vocabulary_cannot_end_its_element(client: TestClient) -> None:
    page = client.get("/udvikler").text
    data = page.partition('id="vocabulary">')[2].partition("</script>")[0]
    assert "<" not in data
    assert json.loads(data)["prefixes"]["fb"] == "https://w3id.org/forlobkg/ontology#"


def test_only_our_own_scripts_may_run(client: TestClient) -> None:
    policy = client.get("/udvikler").headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_page_is_a_plain_form_where_nothing_is_built(tmp_path: Path, client: TestClient) -> None:
    application = client.app
    built = application.state.assets  # type: ignore[attr-defined]
    application.state.assets = Assets.load(tmp_path)  # type: ignore[attr-defined]
    try:
        page = client.get("/udvikler").text
    finally:
        application.state.assets = built  # type: ignore[attr-defined]
    assert '<script type="module"' not in page
    assert '<form id="query-form" action="/sparql" method="post">' in page


def test_a_damaged_manifest_names_nothing(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    assert Assets.load(tmp_path).url("editor.js") is None


def test_a_built_file_is_kept_for_good_and_others_are_checked(client: TestClient) -> None:
    url = Assets.load().url("editor.js")
    if url is None:
        pytest.skip("the SPARQL editor is not built; run: make setup")
    assert "immutable" in client.get(url).headers["cache-control"]
    assert client.get("/static/built/manifest.json").headers["cache-control"] == "no-cache"


def test_an_unchanged_file_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/static/plain.css")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/static/plain.css", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/findes-ikke.js",
        "/static/..%2fproblems.py",
        "/static/built/..%2f..%2fproblems.py",
        "/static/%00",
        "/static/" + "x" * 5000,
        "/static/%ff",
    ],
)
def test_no_other_file_is_served(path: str, client: TestClient) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert "default-src 'none'" in response.headers["content-security-policy"]
