"""The SPARQL editor as a developer uses it: examples, completion, results, errors, download, sharing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from forlobkg.graph import FB

from .conftest import Watch

SET = "text => document.querySelector('#editor .CodeMirror').CodeMirror.setValue(text)"
GET = "() => document.querySelector('#editor .CodeMirror').CodeMirror.getValue()"


@pytest.fixture
def editor(page: Page, site: str, watch: Watch) -> Iterator[Page]:
    """The page with the editor; whatever a test does there, nothing foreign is asked for and no policy broken."""
    page.goto(f"{site}/udvikler")
    expect(page.locator("#editor .CodeMirror")).to_be_visible()
    yield page
    assert watch.foreign(site) == []
    assert watch.complaints == []


def run(page: Page, query: str | None = None) -> None:
    if query is not None:
        page.evaluate(SET, query)
    page.get_by_role("button", name="Kør", exact=True).click()
    expect(page.get_by_role("button", name="Kør", exact=True)).to_be_visible()


def written(page: Page) -> str:
    return str(page.evaluate(GET))


def test_an_example_is_found_and_run(editor: Page) -> None:
    editor.get_by_label("Find et eksempel").fill("CENTRALE elementer i døgn")
    links = editor.locator("#examples a:visible")
    expect(links).to_have_count(1)
    links.click()
    run(editor)
    rows = editor.locator("#results tbody tr")
    expect(rows.first).to_be_visible()
    assert rows.count() > 3
    expect(editor.locator("#results")).to_contain_text("Psykologhjælp")
    expect(editor.locator("#results")).to_contain_text("rækker på")


def test_things_in_the_results_lead_to_their_pages_on_this_host(editor: Page) -> None:
    run(editor, "SELECT ?thing WHERE { ?thing a fb:CooperationAgreement }")
    link = editor.locator("#results tbody a").first
    expect(link).to_have_attribute("href", "/id/samarbejdsaftale")
    expect(link).to_have_text("id:samarbejdsaftale")


def test_what_the_dataset_holds_is_no_markup(editor: Page, watch: Watch) -> None:
    run(editor, "SELECT ('<img src=x onerror=alert(1)>' AS ?text) (IRI('javascript:alert(1)') AS ?link) {}")
    expect(editor.locator("#results tbody")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(editor.locator("#results tbody :is(img, a[href^='javascript'])")).to_have_count(0)


def test_a_class_is_completed_from_its_danish_name(editor: Page) -> None:
    editor.evaluate(SET, "SELECT ?s WHERE { ?s a  }")
    editor.evaluate("() => { const e = document.querySelector('#editor .CodeMirror').CodeMirror;"
                    " e.focus(); e.setCursor({ line: 0, ch: 23 }); }")  # fmt: skip
    editor.keyboard.type("ansv")
    hint = editor.locator(".CodeMirror-hint")
    expect(hint).to_have_count(1)
    expect(hint).to_contain_text("fb:Responsibility  Ansvar")
    editor.keyboard.press("Enter")
    assert written(editor) == f"PREFIX fb: <{FB}>\nSELECT ?s WHERE {{ ?s a fb:Responsibility }}"


def test_a_property_is_completed_from_the_beginning_of_its_name(editor: Page) -> None:
    editor.evaluate(SET, f"PREFIX fb: <{FB}>\nSELECT ?s WHERE {{ ?s  ?o }}")
    editor.evaluate("() => { const e = document.querySelector('#editor .CodeMirror').CodeMirror;"
                    " e.focus(); e.setCursor({ line: 1, ch: 21 }); }")  # fmt: skip
    editor.keyboard.type("fb:hasEl")
    expect(editor.locator(".CodeMirror-hint").first).to_contain_text("fb:hasElement  ")
    editor.keyboard.press("Enter")
    assert "?s fb:hasElement ?o" in written(editor)


def test_an_error_is_shown_in_the_words_of_the_service(editor: Page) -> None:
    run(editor, "SELECT ?s WHERE { ?s ?s ?s ?s }")
    expect(editor.get_by_role("alert")).to_contain_text("Ugyldig forespørgsel: SPARQL-fejl på linje 1")
    editor.locator(".parseErrorIcon").hover()
    expect(editor.locator(".yasqe_tooltip")).to_contain_text("Linjen er ikke rigtig. Her ventes")


def test_a_yes_or_no_question_is_answered_in_danish(editor: Page) -> None:
    run(editor, "ASK { ?s a fb:Actor }")
    expect(editor.locator(".booleanResult")).to_have_text("Ja")


def test_the_result_is_downloaded_in_the_chosen_format(editor: Page) -> None:
    editor.evaluate(SET, "SELECT (COUNT(*) AS ?n) WHERE { ?s a fb:Recommendation }")
    editor.get_by_role("combobox", name="Hent som").select_option("json")
    with editor.expect_download() as download:
        editor.get_by_role("button", name="Hent", exact=True).click()
    assert download.value.suggested_filename == "forlobkg.json"
    (row,) = json.loads(Path(download.value.path()).read_text("utf-8"))["results"]["bindings"]
    assert int(row["n"]["value"]) > 4


def test_triples_are_downloaded_as_rdf(editor: Page) -> None:
    editor.evaluate(SET, "CONSTRUCT { ?s a fb:Goal } WHERE { ?s a fb:Goal }")
    editor.get_by_role("combobox", name="Hent som").select_option("nt")
    with editor.expect_download() as download:
        editor.get_by_role("button", name="Hent", exact=True).click()
    assert download.value.suggested_filename == "forlobkg.nt"
    assert f"<{FB}Goal> ." in Path(download.value.path()).read_text("utf-8")


def test_a_query_is_shared_by_its_address(editor: Page) -> None:
    query = 'SELECT ?s WHERE { ?s skos:prefLabel "Fødslen & barnet"@da } # 100 %'
    editor.evaluate(SET, query)
    editor.get_by_role("button", name="Kopiér link").click()
    expect(editor.get_by_role("status")).to_contain_text("Linket")
    (shared,) = parse_qs(urlsplit(editor.url).fragment)["query"]
    assert shared == query
    other = editor.context.new_page()
    other.goto(editor.url)
    expect(other.locator("#editor .CodeMirror")).to_be_visible()
    assert query in written(other)


def test_a_long_query_can_be_stopped(editor: Page) -> None:
    editor.evaluate(SET, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (?a = ?i) }")
    editor.get_by_role("button", name="Kør", exact=True).click()
    editor.get_by_role("button", name="Stop", exact=True).click()
    expect(editor.get_by_role("button", name="Kør", exact=True)).to_be_visible()


def test_the_keyboard_gets_in_and_out_of_the_editor(editor: Page) -> None:
    editor.locator("#editor textarea").focus()
    editor.keyboard.press("Tab")
    expect(editor.get_by_role("button", name="Kør", exact=True)).to_be_focused()


def test_the_page_works_without_script(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/udvikler")
        page.get_by_role("link", name="Hvad er de centrale elementer i døgnbehandlingen?").click()
        assert "id:doegnbehandling" in page.get_by_label("SPARQL-forespørgsel").input_value()
        with page.expect_request(f"{site}/sparql") as sent:
            page.get_by_role("button", name="Kør", exact=True).click()
        response = sent.value.response()
        assert response is not None
        assert response.ok
