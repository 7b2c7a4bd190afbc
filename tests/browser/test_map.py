"""The map as it is explored: by mouse and by keyboard, saved as a picture, and without script."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import Watch

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def explored(page: Page, site: str, watch: Watch) -> Iterator[Page]:
    """The map around an intervention; whatever is done there, nothing foreign is asked for, no policy broken."""
    open_map(page, f"{site}/kort?fra=doegnbehandling")
    yield page
    assert watch.foreign(site) == []
    assert watch.complaints == []


def open_map(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-map-canvas] canvas").first).to_be_visible()


def chosen(page: Page) -> Locator:
    return page.locator("[data-chosen-label]")


def rows(page: Page) -> Locator:
    return page.locator("[data-map-table] tbody tr")


def walk_to(page: Page, label: str, key: str) -> None:
    """Press ``key`` until ``label`` is chosen."""
    for _ in range(15):
        if chosen(page).inner_text() == label:
            return
        page.keyboard.press(key)
    expect(chosen(page)).to_have_text(label)


def test_the_keyboard_chooses_unfolds_and_goes_back(explored: Page) -> None:
    explored.locator("[data-map-canvas]").focus()
    before = rows(explored).count()
    explored.keyboard.press("ArrowLeft")
    walk_to(explored, "Anbefaling 3b", "ArrowDown")
    expect(explored.locator("[data-map-says]")).to_contain_text("Anbefaling: Anbefaling 3b. Fold ud")
    explored.keyboard.press("Enter")
    expect(explored.locator("[data-chosen-open]")).to_have_text("Fold sammen")
    assert "udvid=anbefaling-3b" in explored.url
    assert rows(explored).count() > before
    explored.keyboard.press("Home")
    expect(chosen(explored)).to_have_text("Døgnbehandling")
    explored.go_back()
    expect(rows(explored)).to_have_count(before)


def test_a_second_click_in_the_rings_begins_there(explored: Page, site: str) -> None:
    open_map(explored, f"{site}/kort")
    explored.locator("[data-map-canvas]").focus()
    explored.keyboard.press("ArrowUp")
    expect(chosen(explored)).to_have_text("Familieafdelingen i kommunerne")
    box = explored.locator("[data-map-canvas]").bounding_box()
    assert box is not None
    expect(explored.locator("[data-chosen-start]")).to_have_attribute("href", "/kort?fra=familieafdelingen")
    explored.keyboard.press("Enter")
    explored.wait_for_url("**/kort?fra=familieafdelingen")


def test_the_table_is_sorted_in_place_and_keeps_the_focus(explored: Page) -> None:
    explored.locator("#orden-til").click()
    expect(explored.locator("th[aria-sort=ascending]")).to_contain_text("Til")
    expect(explored.locator("#orden-til")).to_be_focused()
    assert "orden=til" in explored.url
    explored.locator("#orden-til").click()
    expect(explored.locator("th[aria-sort=descending]")).to_contain_text("Til")


def test_the_picture_is_saved_with_its_sources(explored: Page, tmp_path: Path) -> None:
    for kind in ("svg", "png"):
        with explored.expect_download() as saving:
            explored.get_by_role("button", name=f"Hent {kind.upper()}").click()
        assert saving.value.suggested_filename == f"kort-doegnbehandling.{kind}"
        saving.value.save_as(tmp_path / f"kort.{kind}")
        expect(explored.get_by_text(f"Billedet er hentet som kort-doegnbehandling.{kind}")).to_be_visible()
    drawn = ET.parse(tmp_path / "kort.svg").getroot()  # noqa: S314  # our own file
    words = [" ".join(span.text or "" for span in text.iter(f"{SVG}tspan")) for text in drawn.iter(f"{SVG}text")]
    assert "Døgnbehandling" in words
    assert "består blandt andet af" in words
    assert any("Oplæg for DAS" in (text.text or "") for text in drawn.iter(f"{SVG}text"))
    head = (tmp_path / "kort.png").read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert min(struct.unpack(">II", head[16:])) > 500


def test_the_name_in_the_field_gives_way_to_the_next_one_typed(explored: Page) -> None:
    expect(explored.get_by_text("Billedet kræver JavaScript")).to_be_hidden()
    explored.get_by_label("Begynd ved").click()
    explored.keyboard.type("Anbefaling 3")
    expect(explored.get_by_label("Begynd ved")).to_have_value("Anbefaling 3")


def test_where_the_picture_cannot_be_fetched_the_page_says_so(page: Page, site: str) -> None:
    page.route("**/kort.json*", lambda route: route.abort())
    page.goto(f"{site}/kort?fra=doegnbehandling")
    expect(page.get_by_text("Kortet kunne ikke hentes").first).to_be_visible()
    expect(page.locator("[data-map]")).to_be_hidden()


def test_the_page_can_be_scrolled_past_the_map_with_the_wheel(explored: Page) -> None:
    explored.locator("[data-map-canvas]").hover()
    explored.mouse.wheel(0, 400)
    explored.wait_for_function("scrollY > 100")


def test_without_script_the_table_and_the_form_are_the_map(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/kort?fra=doegnbehandling")
    expect(page.locator("[data-map]")).to_be_hidden()
    expect(page.get_by_text("Billedet kræver JavaScript")).to_be_visible()
    before = rows(page).count()
    page.get_by_label("Vis hvor langt ud").select_option("2")
    page.get_by_role("button", name="Vis kortet").click()
    expect(rows(page).nth(before)).to_be_attached()
    page.get_by_label("Begynd ved").fill("Familieambulatoriet")
    page.get_by_role("button", name="Vis kortet").click()
    expect(page).to_have_title("Kort: Familieambulatoriet – forlobkg")
    page.locator("#orden-til").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Til")
    context.close()


@pytest.mark.parametrize("path", ["/kort", "/kort?fra=udsatte-gravide&vis=forbindelser&dybde=2", "/tidslinje"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_runs_out_of_the_page(browser: Browser, site: str, path: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{site}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
