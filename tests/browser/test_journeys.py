"""On the way through the site: back and forward, a slow server, impatience."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import NARROW, WIDE, Opener

FIRST, SECOND = "Hvem er de centrale aktører?", "Hvad indgår i døgnbehandling?"
ANSWER, OTHER = "De centrale aktører er familieambulatoriet", "Centrale elementer i døgnbehandling er"

TELL_OF_WAITING = """() => {
  const form = document.querySelector("form[data-ask]");
  form.addEventListener("submit", () => setTimeout(() => {
    let again;
    form.addEventListener("submit", (event) => { again = event.defaultPrevented; });
    const button = form.querySelector("[type=submit]");
    button.click();
    console.info("waiting", JSON.stringify({
      busy: form.getAttribute("aria-busy"),
      said: form.querySelector("[role=status]").textContent,
      shown: button.innerText,
      again,
    }));
  }, 50), { once: true });
}"""


def ask(page: Page, question: str) -> None:
    page.locator("main input[name=q]").first.fill(question)
    page.keyboard.press("Enter")


def shows(page: Page, question: str, answer: str) -> None:
    expect(page.locator("main input[name=q]").first).to_have_value(question)
    expect(page.get_by_role("main")).to_contain_text(answer)
    expect(page).to_have_title(re.compile(re.escape(question)))


@pytest.mark.parametrize("script", [True, False])
def test_back_and_forward_go_from_question_to_question(script: bool, site: str, context_of: Opener) -> None:
    context, watch = context_of(WIDE, script)
    watch.clear()
    page = context.new_page()
    page.goto(f"{site}/")
    ask(page, FIRST)
    shows(page, FIRST, ANSWER)
    first = page.url
    ask(page, SECOND)
    shows(page, SECOND, OTHER)
    page.go_back()
    shows(page, FIRST, ANSWER)
    assert page.url == first
    page.go_forward()
    shows(page, SECOND, OTHER)
    page.goto(first)
    shows(page, FIRST, ANSWER)
    page.close()
    assert watch.complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_a_filter_is_undone_by_going_back(script: bool, site: str, context_of: Opener) -> None:
    context, watch = context_of(WIDE, script)
    watch.clear()
    page = context.new_page()
    page.goto(f"{site}/hvem-goer-hvad")
    field = page.get_by_role("main").locator("select[name=aktoer]")
    field.select_option("kommune")
    if not script:
        page.get_by_role("button", name="Vis", exact=True).click()
    page.wait_for_url(re.compile(r"aktoer=kommune"))
    field.select_option("ingen")
    if not script:
        page.get_by_role("button", name="Vis", exact=True).click()
    page.wait_for_url(re.compile(r"aktoer=ingen"))
    page.go_back()
    page.wait_for_url(re.compile(r"aktoer=kommune"))
    expect(field).to_have_value("kommune")
    expect(page.locator("h1")).to_have_count(1)
    page.reload()
    expect(field).to_have_value("kommune")
    page.close()
    assert watch.complaints == []


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_while_the_server_is_slow_one_sees_that_it_works_and_asks_once(
    width: int, site: str, context_of: Opener
) -> None:
    context, _ = context_of(width, True)
    page = context.new_page()
    page.goto(f"{site}/")
    held: list[Route] = []
    page.route(re.compile(r"/\?q="), lambda route: held.append(route))
    # While a page is on its way nobody can ask about the old one from outside; so it tells by itself.
    page.evaluate(TELL_OF_WAITING)
    with page.expect_console_message(lambda message: message.text.startswith("waiting ")) as told:
        ask(page, FIRST)
    seen = json.loads(told.value.text.removeprefix("waiting "))
    assert seen == {"busy": "true", "said": "Søger i kilderne …", "shown": "Søger …", "again": True}
    assert len(held) == 1
    held[0].continue_()
    shows(page, FIRST, ANSWER)
    page.close()
