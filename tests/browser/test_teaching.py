"""The trainer's desk in a browser: an outline changed by keyboard, mouse and without script, and files fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from .conftest import NARROW, WIDE, Opener
from .inspection import axe_finds, prepare, too_wide, unseen_focus
from .watching import Watch

COURSE = "/undervisning?forloeb=udsatte-gravide-forloeb&profession=sundhedsplejerske&minutter=15"
LINE = "Målgruppen er heterogen og har forskellige indsatsbehov."
FETCH = "**/undervisning/hent"


@pytest.fixture(params=[(WIDE, True), (NARROW, True), (WIDE, False)], ids=["wide", "narrow", "plain"])
def desk(request: pytest.FixtureRequest, site: str, context_of: Opener) -> Iterator[Page]:
    """A course on the desk: wide, narrow, and without script."""
    context, watch = context_of(*request.param)
    watch.clear()
    page = context.new_page()
    page.goto(f"{site}{COURSE}")
    yield page
    page.close()
    assert watch.foreign(site) == []
    assert watch.complaints == []


@pytest.fixture
def scripted(site: str, page: Page) -> Page:
    """A course on the desk where scripts run."""
    page.goto(f"{site}{COURSE}")
    return page


def line(page: Page, text: str) -> str:
    """The id of the field that holds the line."""
    found: str = page.locator("textarea").evaluate_all(
        "(all, text) => all.find(one => one.value.trim() === text).id", text
    )
    return found


def unfold(page: Page, name: str) -> None:
    page.locator(f"#{name}-boks > summary").click()


def test_a_line_moves_and_keeps_the_focus(desk: Page) -> None:
    name = line(desk, LINE)
    part, number = map(int, name.split("-")[1:])
    assert number > 0
    unfold(desk, name)
    up = desk.locator(f"#op-{part}-{number}")
    up.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#gjort")).to_have_text("Linjen er flyttet op.")
    expect(desk.locator(f"#op-{part}-{number - 1}")).to_be_focused()
    assert line(desk, LINE) == f"linje-{part}-{number - 1}"
    expect(desk.locator(f"#linje-{part}-{number - 1}")).to_be_visible()
    # And again, without looking for it, into the part before.
    desk.keyboard.press("Enter")
    for _ in range(number - 1):
        expect(desk.locator(":focus")).to_have_accessible_name(f"Flyt op: {LINE}")
        desk.keyboard.press("Enter")
    desk.wait_for_function(
        "([text, part]) => [...document.querySelectorAll(`textarea[name^='linje-${part - 1}-']`)]"
        ".at(-1)?.value.trim() === text",
        arg=[LINE, part],
    )


def test_what_is_written_becomes_ones_own_and_can_be_undone(desk: Page) -> None:
    name = line(desk, LINE)
    unfold(desk, name)
    desk.locator(f"#{name}").fill("Vi møder alle slags")
    desk.locator(f"#{name}-boks").get_by_role("button", name="Gem rettelsen").click()
    summary = desk.locator(f"#{name}-boks > summary")
    expect(summary).to_contain_text("Vi møder alle slags")
    expect(summary).to_contain_text("egen tekst")
    desk.get_by_role("button", name="Fortryd").click()
    expect(summary).to_contain_text(LINE)
    expect(summary).not_to_contain_text("egen tekst")


def test_a_part_of_ones_own_with_a_line_is_saved_and_opened_again(desk: Page, site: str, tmp_path: Path) -> None:
    desk.get_by_text("Tilføj din egen del").click()
    desk.get_by_label("Overskriften på den nye del").fill("Velkommen")
    desk.get_by_role("button", name="Tilføj delen").click()
    expect(desk.get_by_role("heading", name="Velkommen")).to_be_visible()
    # The field for its first line is open, and has the focus.
    expect(desk.locator(":focus")).to_have_accessible_name("Ny linje")
    desk.keyboard.type("Hvem er vi?")
    desk.locator(".part").last.get_by_role("button", name="Tilføj linjen").click()
    expect(desk.locator(".part").last).to_contain_text("Hvem er vi?")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Gem planen som fil").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "Udsatte gravide med skadeligt rusmiddelforbrug.plan.yaml"
    assert yaml.safe_load(file.read_text("utf-8"))["parts"][-1]["title"] == "Velkommen"
    desk.goto(f"{site}/undervisning")
    desk.get_by_label("Planen som fil").set_input_files(file)
    desk.get_by_role("button", name="Åbn planen").click()
    expect(desk.get_by_role("heading", name="Velkommen")).to_be_visible()
    expect(desk.locator("#gjort")).to_have_text("Planen er åbnet.")


def test_slides_are_shown(desk: Page) -> None:
    desk.get_by_role("button", name="Vis slides som billeder").click()
    heading = desk.get_by_role("heading", name="Slides")
    expect(heading).to_be_focused()
    pictures = desk.locator(".pictures img")
    assert pictures.count() > 5
    first = pictures.first
    first.scroll_into_view_if_needed()
    expect(first).to_have_js_property("complete", True)
    assert first.evaluate("one => [one.naturalWidth, one.naturalHeight]") == [960, 540]
    expect(first).to_have_attribute(
        "alt", f"Slide 1 af {pictures.count()}: Udsatte gravide med skadeligt rusmiddelforbrug"
    )
    assert too_wide(prepared(desk)) == []


def test_what_is_too_long_is_told_of_where_it_stands(desk: Page) -> None:
    name = line(desk, LINE)
    unfold(desk, name)
    desk.locator(f"#{name}").fill("x" * 2_001)
    with desk.expect_response("**/undervisning/hent"):
        desk.get_by_role("button", name="Markdown").click()
    told = desk.get_by_role("alert")
    expect(told).to_contain_text("er på 2001 tegn; der er plads til 2000")
    told.get_by_role("link").click()
    field = desk.locator(f"#{name}")
    expect(field).to_be_visible()
    expect(field).to_have_value("x" * 2_001)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        "Linje 2 i del 2 er på 2001 tegn; der er plads til 2000. Gør teksten kortere."
    )


def prepared(page: Page) -> Page:
    prepare(page)
    return page


@pytest.mark.parametrize(("width", "theme"), [(WIDE, "light"), (NARROW, "dark")])
def test_axe_finds_nothing_on_a_desk_with_faults_and_slides(
    width: int, theme: str, scripted: Page, watch: Watch, site: str
) -> None:
    scripted.set_viewport_size({"width": width, "height": 900})
    scripted.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    name = line(scripted, LINE)
    unfold(scripted, name)
    scripted.locator(f"#{name}").fill("Egen")
    scripted.get_by_role("button", name="Vis slides som billeder").click()
    expect(scripted.get_by_role("heading", name="Slides")).to_be_visible()
    assert axe_finds(prepared(scripted)).violations == []
    assert too_wide(scripted) == []
    assert unseen_focus(scripted).faults == []
    scripted.locator("#titel").fill("")
    scripted.locator("#del-0-minutter").fill("x")
    scripted.get_by_role("button", name="Opdatér planen").click()
    expect(scripted.get_by_role("alert").get_by_role("link")).to_have_count(2)
    assert axe_finds(prepared(scripted)).violations == []
    assert too_wide(scripted) == []


def test_a_file_is_asked_for_once_however_often_one_presses(scripted: Page) -> None:
    asked = []
    held: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route.request.post_data)
        held.append(route)

    scripted.route(FETCH, hold)
    button = scripted.get_by_role("button", name="PowerPoint")
    button.click()
    told = scripted.locator("[data-progress]").first
    expect(told).to_have_text("Bygger: PowerPoint")
    expect(told).to_have_role("status")
    button.click()
    scripted.get_by_role("button", name="Word").click()
    with scripted.expect_download() as download:
        held[0].continue_()
    assert download.value.suggested_filename.endswith(".pptx")
    expect(told).to_have_text(f"Filen er hentet: {download.value.suggested_filename}")
    assert len(asked) == 1
    # Then the next can be had.
    scripted.unroute(FETCH)
    with scripted.expect_download():
        scripted.get_by_role("button", name="Word").click()


def test_where_no_answer_comes_it_says_so_and_keeps_the_outline(scripted: Page, watch: Watch) -> None:
    scripted.route(FETCH, lambda route: route.abort())
    scripted.get_by_role("button", name="PDF").click()
    expect(scripted.locator("[data-progress]").first).to_contain_text("Der kom intet svar")
    expect(scripted.get_by_role("heading", name="Planen", exact=True)).to_be_visible()


def test_what_is_not_saved_is_asked_about_before_it_is_left(browser: Browser, site: str) -> None:
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    with browser.new_context(viewport={"width": WIDE, "height": 900}) as context:
        page = context.new_page()
        page.on("dialog", agree)
        for saves in (True, False):
            page.goto(f"{site}{COURSE}")
            name = line(page, LINE)
            unfold(page, name)
            page.locator(f"#{name}").press_sequentially("!")
            if saves:
                with page.expect_download():
                    page.get_by_role("button", name="Gem planen som fil").click()
                expect(page.locator("[data-progress]").first).to_contain_text("Filen er hentet")
            page.goto(f"{site}/om")
            assert asked == ([] if saves else ["beforeunload"])


def test_only_what_the_pathway_has_can_be_chosen_with_it(site: str, page: Page) -> None:
    page.goto(f"{site}/undervisning")
    profession = page.get_by_label("Kurset er for")
    profession.select_option("sundhedsplejerske")
    page.get_by_label("Forløb", exact=True).select_option("boern-og-unge-forloeb")
    expect(profession).to_have_value("")
    expect(profession.locator("option[value=sundhedsplejerske]")).to_be_disabled()
    page.get_by_label("Forløb", exact=True).select_option("udsatte-gravide-forloeb")
    expect(profession.locator("option[value=sundhedsplejerske]")).to_be_enabled()


def test_questions_are_approved_one_by_one(site: str, page: Page) -> None:
    page.goto(f"{site}/undervisning/quiz?forloeb=&antal=5&nummer=2")
    told = page.locator("[data-approved]")
    expect(told).to_have_text("0 af 5 er godkendt.")
    page.get_by_role("button", name="Moodle (XML)").click()
    expect(page.get_by_role("alert").or_(page.locator("[data-progress].error"))).to_contain_text("Godkend mindst ét")
    page.get_by_label("Godkend").nth(0).check()
    page.get_by_label("Godkend").nth(3).check()
    expect(told).to_have_text("2 af 5 er godkendt.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Moodle (XML)").click()
    kinds = re.findall(r'<question type="([^"]+)"', Path(download.value.path()).read_text("utf-8"))
    assert len([kind for kind in kinds if kind != "category"]) == 2
