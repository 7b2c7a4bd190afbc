"""Whatever an address carries: it is shown as text, refused in words, and never run."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from .conftest import WIDE, Opener
from .kinds import OVERLONG

BAD: dict[str, Any] = tomllib.loads(Path(__file__).with_name("bad-input.toml").read_text("utf-8"))
ADDRESSES = [str(address) for address in BAD["addresses"]]
REFUSED = [
    pytest.param(
        entry["path"].replace("@overlong@", quote(OVERLONG)), entry["status"], entry["helps"], id=entry["path"]
    )
    for entry in BAD["refused"]
]
MADE = "() => document.querySelectorAll('img[src=x], svg[onload], [onfocus], [onerror]').length"
LINKS = '() => document.querySelectorAll(\'[href^="javascript:"], [src^="javascript:"]\').length'


@pytest.mark.parametrize("address", ADDRESSES)
def test_markup_in_an_address_stays_text(address: str, site: str, context_of: Opener) -> None:
    context, watch = context_of(WIDE, True)
    watch.clear()
    page = context.new_page()
    for text in BAD["texts"]:
        response = page.goto(f"{site}{address.format(quote(text, safe=''))}")
        assert response is not None
        assert response.status < 500, text
        assert page.evaluate("() => globalThis.hurt") is None, text
        assert page.evaluate(MADE) == page.evaluate(LINKS) == 0, text
        expect(page.locator("h1")).to_have_count(1)
    page.close()
    assert watch.foreign(site) == []
    assert watch.complaints == []


def test_a_question_with_markup_is_shown_as_it_was_written(site: str, context_of: Opener) -> None:
    context, _ = context_of(WIDE, True)
    page = context.new_page()
    for text in BAD["texts"]:
        page.goto(f"{site}/?q={quote(text)}")
        expect(page.get_by_role("main").locator("input[name=q]").first).to_have_value(text)
    page.close()


@pytest.mark.parametrize(("path", "status", "helps"), REFUSED)
def test_what_cannot_be_is_refused_with_help(
    path: str, status: int, helps: str, site: str, context_of: Opener
) -> None:
    context, watch = context_of(WIDE, False)
    watch.clear()
    page = context.new_page()
    response = page.goto(f"{site}{path}")
    assert response is not None
    assert response.status == status
    expect(page.locator("html")).to_have_attribute("lang", "da")
    expect(page.get_by_role("navigation").first).to_be_attached()
    expect(page.get_by_role("main")).to_contain_text(helps)
    page.close()
    assert watch.complaints == []
