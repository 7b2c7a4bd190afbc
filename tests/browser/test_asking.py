"""The page that asks in a browser: suggestions by keyboard and pointer, a slow server, copying, the way back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Watch

QUESTION = "Hvad indgår i døgnbehandling?"


@pytest.fixture
def front(page: Page, site: str, watch: Watch) -> Iterator[Page]:
    """The front page; whatever a test does there, nothing foreign is asked for and no policy broken."""
    page.goto(f"{site}/")
    yield page
    assert watch.foreign(site) == []
    assert watch.complaints == []


def type_in(page: Page, text: str) -> None:
    page.get_by_role("combobox").press_sequentially(text)
    expect(page.get_by_role("option").first).to_be_visible()


def test_a_suggested_question_is_asked_by_the_keyboard_alone(front: Page) -> None:
    field = front.get_by_role("combobox")
    type_in(front, "døgnbeh")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(front.locator("[data-status]")).to_contain_text("forslag. Gå til dem med pil ned.")
    front.keyboard.press("ArrowDown")
    chosen = front.get_by_role("option", selected=True)
    expect(chosen).to_contain_text(QUESTION)
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    expect(field).to_be_focused()
    front.keyboard.press("Enter")
    expect(front.get_by_role("heading", level=1)).to_contain_text(QUESTION)


def test_arrows_go_round_by_way_of_the_field_and_escape_closes(front: Page) -> None:
    field = front.get_by_role("combobox")
    type_in(front, "døgnbeh")
    front.keyboard.press("ArrowUp")
    expect(front.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    front.keyboard.press("ArrowDown")
    expect(front.get_by_role("option", selected=True)).to_have_count(0)
    front.keyboard.press("ArrowDown")
    front.keyboard.press("Home")
    expect(front.get_by_role("option", selected=True)).to_have_count(0)
    front.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("døgnbeh")


def test_enter_asks_what_is_written_where_nothing_is_chosen(front: Page) -> None:
    type_in(front, "Hvem er de centrale aktører")
    front.keyboard.press("Enter")
    expect(front.locator(".answer .text")).to_contain_text("familieambulatoriet")


def test_a_thing_leads_to_its_page(front: Page) -> None:
    type_in(front, "familieamb")
    front.get_by_role("option").filter(has_text="Aktør").first.click()
    front.wait_for_url("**/side/familieambulatoriet")


def test_the_way_back_leads_to_the_question_before(front: Page) -> None:
    front.get_by_role("link", name="Hvad er FASD?").click()
    front.locator(".onward .offered a").first.click()
    front.go_back()
    expect(front.get_by_role("combobox")).to_have_value("Hvad er FASD?")
    expect(front.get_by_role("heading", level=1)).to_contain_text("Hvad er FASD?")
    front.go_back()
    expect(front.get_by_role("heading", level=1)).to_have_text("Spørg kilderne")


def test_an_answer_is_copied_with_its_source_and_address(front: Page, site: str) -> None:
    front.context.grant_permissions(["clipboard-read", "clipboard-write"])
    front.goto(f"{site}/?q={QUESTION}")
    front.get_by_text("Kopiér med kilde").click()
    expect(front.locator("[data-copy-status]")).to_have_text("Kopieret")
    copied = front.evaluate("navigator.clipboard.readText()")
    assert "[1] »Tværfaglig og tværsektoriel«" in copied
    assert f"{site}/?q=Hvad%20indg" in copied


def test_where_copying_is_refused_the_text_is_shown_and_marked(front: Page, site: str) -> None:
    front.goto(f"{site}/?q={QUESTION}")
    front.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')) }")
    front.get_by_text("Kopiér med kilde").click()
    expect(front.locator("#copy-text")).to_be_focused()
    expect(front.locator("[data-copy-status]")).to_contain_text("kopiér den selv")


def test_a_chip_asks_without_a_thing(front: Page, site: str) -> None:
    front.goto(f"{site}/?q=Hvad indgår i døgnbehandling for gravide?")
    front.get_by_role("link", name="Spørg uden »gravide«").click()
    expect(front.get_by_role("heading", level=1)).to_contain_text(QUESTION)
    front.get_by_role("link", name="Tag det med igen").click()
    expect(front.get_by_role("heading", level=1)).to_contain_text("for gravide?")


def test_without_script_the_same_page_asks_answers_and_gives_the_text_to_copy(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/")
    page.get_by_label("Stil et spørgsmål").fill(QUESTION)
    page.get_by_role("button", name="Spørg").click()
    page.get_by_text("Kopiér med kilde").click()
    expect(page.locator("#copy-text")).to_be_visible()
    expect(page.get_by_role("button", name="Udskriv")).to_have_count(0)
    page.context.close()
