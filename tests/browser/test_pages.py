"""Every kind of page, as all can use it: axe-core, the keyboard, all widths, both themes, without script.

The kinds stand in ``kinds.toml``. A kind is opened once with script and once without, and looked at in several ways.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, Response, expect

from .conftest import HEIGHT, NARROW, WIDE, Opener, Watch
from .inspection import axe_finds, prepare, too_wide, unseen_focus
from .kinds import Kind, read_kinds

KINDS = read_kinds()
Theme = Literal["light", "dark"]
WIDTHS = (NARROW, 768, WIDE, 1920)


@dataclass(frozen=True)
class Visit:
    """A kind of page that is open."""

    kind: Kind
    page: Page
    response: Response
    watch: Watch
    measured: dict[str, object]

    def look(self, width: int, theme: Theme) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(color_scheme=theme)


def visited(kind: Kind, script: bool, site: str, context_of: Opener) -> Iterator[Visit]:
    context, watch = context_of(WIDE, script)
    watch.clear()
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    response = page.goto(f"{site}{kind.path}")
    assert response is not None
    page.wait_for_load_state("networkidle")
    if script:
        prepare(page)
    yield Visit(kind, page, response, watch, {"kind": kind.name})
    page.close()


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.name)
def opened(request: pytest.FixtureRequest, site: str, context_of: Opener, figures: Path | None) -> Iterator[Visit]:
    for visit in visited(request.param, True, site, context_of):
        yield visit
        if figures is not None:
            with (figures / "pages.jsonl").open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(visit.measured, ensure_ascii=False)}\n")


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.name)
def plain(request: pytest.FixtureRequest, site: str, context_of: Opener) -> Iterator[Visit]:
    yield from visited(request.param, False, site, context_of)


def test_the_page_comes_whole_and_from_this_host_alone(opened: Visit, site: str) -> None:
    assert opened.response.status == opened.kind.status
    policy = opened.response.header_value("content-security-policy") or ""
    assert "default-src" in policy
    assert "unsafe" not in policy
    assert opened.response.header_value("set-cookie") is None
    assert opened.watch.foreign(site) == []
    assert opened.watch.complaints == []
    expect(opened.page.locator("h1")).to_have_count(1)
    expect(opened.page.locator("html")).to_have_attribute("lang", opened.kind.language)
    assert opened.page.title().endswith(" – forlobkg")
    expect(opened.page.get_by_role("main")).to_contain_text(opened.kind.shows, ignore_case=True)


def test_nothing_reaches_over_the_edge(opened: Visit) -> None:
    found = {}
    for width in WIDTHS:
        opened.look(width, "light")
        found[width] = too_wide(opened.page)
    assert found == {width: [] for width in WIDTHS}


@pytest.mark.parametrize(("width", "theme"), [(WIDE, "light"), (NARROW, "dark")])
def test_axe_finds_nothing(opened: Visit, width: int, theme: Theme) -> None:
    opened.look(width, theme)
    found = axe_finds(opened.page, opened.kind.own)
    opened.measured[f"contrast, {theme}, {width}"] = found.least
    opened.measured[f"unsure, {theme}, {width}"] = found.unsure
    assert found.violations == []


def test_the_colours_of_the_dark_theme_can_be_told_apart(opened: Visit) -> None:
    opened.look(WIDE, "dark")
    found = axe_finds(opened.page, opened.kind.own, colours_only=True)
    opened.measured[f"contrast, dark, {WIDE}"] = found.least
    assert found.violations == []


@pytest.mark.parametrize(("width", "theme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_focus_is_seen_at_every_stop(opened: Visit, width: int, theme: Theme) -> None:
    opened.look(width, theme)
    focus = unseen_focus(opened.page, opened.kind.own)
    opened.measured[f"focus, {theme}"] = (focus.stops, focus.least)
    assert focus.stops > 5
    assert focus.faults == []


def test_the_page_is_whole_without_script(plain: Visit, site: str) -> None:
    assert plain.response.status == plain.kind.status
    expect(plain.page.get_by_role("main")).to_contain_text(plain.kind.shows, ignore_case=True)
    expect(plain.page.locator("[data-scripted]:visible")).to_have_count(0)
    expect(plain.page.locator("h1")).to_have_count(1)
    assert plain.watch.foreign(site) == []
    assert plain.watch.complaints == []
