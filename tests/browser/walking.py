"""A visitor walks through a task: does its steps, sees what they promise, and the effort is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any, Literal
from urllib.parse import urlsplit
from zipfile import ZipFile, is_zipfile

from playwright.sync_api import Locator, Page, expect

from .hands import Effort, Hands
from .tasks import DOES, Task

_THINK, _POINT, _CLICK, _KEY = 1.35, 1.1, 0.2, 0.28
"""Seconds of the keystroke-level model (Card, Moran and Newell 1980): to make up one's mind, to point, to press and
let go of a button, to hit a key as an average typist."""


def seconds_by_hand(effort: Effort) -> float:
    """How long a person's hands and mind take for ``effort`` by the keystroke-level model, without reading."""
    moves = effort.clicks * (_THINK + _POINT + _CLICK) if not effort.stops else effort.clicks * (_THINK + _KEY)
    return moves + effort.letters * _KEY + effort.stops * _KEY


class Walk:
    """One visitor's way through the site at ``site``, with ``hands``."""

    def __init__(self, site: str, hands: Hands, *, script: bool) -> None:
        self._site = site
        self._hands = hands
        self._page: Page = hands.page
        self._script = script
        self._does: dict[str, Callable[[Any], None]] = {name: getattr(self, f"_{name}") for name in DOES}
        self.seconds = 0.0

    def take(self, task: Task) -> None:
        """Walk ``task`` from the front page to its end. Fails where something cannot be done, or is not seen."""
        self._page.goto(f"{self._site}/")
        start = perf_counter()
        for step in task.steps:
            if step.only in (None, self._script):
                getattr(self, f"_{step.does}")(step.what)
        self.seconds = perf_counter() - start

    # What a visitor does.

    def _go(self, path: str) -> None:
        self._page.goto(f"{self._site}{path}")

    def _ask(self, question: str) -> None:
        self._hands.submit(
            self._main.get_by_role("searchbox").or_(self._main.get_by_role("combobox")).first, question
        )

    def _follow(self, name: str) -> None:
        self._hands.use(_seen(self._main.get_by_role("link", name=name)))

    def _menu(self, name: str) -> None:
        folded = self._page.get_by_role("banner").locator("summary")
        if folded.is_visible():
            self._hands.use(folded)
        self._hands.use(_seen(self._page.get_by_role("navigation").get_by_role("link", name=name, exact=True)))

    def _foot(self, name: str) -> None:
        self._hands.use(self._page.get_by_role("contentinfo").get_by_role("link", name=name))

    def _open(self, name: str) -> None:
        self._hands.use(_seen(self._main.locator("summary").filter(has_text=name)))

    def _press(self, name: str) -> None:
        self._hands.use(_seen(self._main.get_by_role("button", name=name, exact=True)))

    def _choose(self, what: dict[str, str]) -> None:
        field = self._main.get_by_label(what["field"], exact=True)
        self._hands.choose(field, field.locator("option").filter(has_text=what["option"]).first)

    def _download(self, what: dict[str, str]) -> None:
        role: Literal["button", "link"] = "button" if "button" in what else "link"
        with self._page.expect_download() as download:
            self._hands.use(_seen(self._main.get_by_role(role, name=what[role])))
        path = Path(download.value.path())
        if is_zipfile(path):
            with ZipFile(path) as parts:
                assert what["holds"] in parts.namelist()
        else:
            assert what["holds"] in path.read_text("utf-8-sig", errors="replace")

    # What a visitor sees.

    def _see(self, text: str) -> None:
        expect(_seen(self._main.get_by_text(text))).to_be_visible()

    def _shows(self, text: str) -> None:
        expect(self._page.locator("body")).to_contain_text(text)

    def _quote(self, words: str) -> None:
        expect(_seen(self._main.locator(".quote blockquote").filter(has_text=words))).to_be_visible()

    def _at(self, path: str) -> None:
        self._page.wait_for_url(lambda url: urlsplit(url).path == path)

    def _holds(self, what: dict[str, str]) -> None:
        text = self._main.get_by_label(what["field"])
        expect(text).to_be_visible()
        assert what["text"] in text.input_value()

    def _copied(self, text: str) -> None:
        self._page.wait_for_function(
            "async text => (await navigator.clipboard.readText()).includes(text)", arg=text, polling=100
        )

    @property
    def _main(self) -> Locator:
        return self._page.get_by_role("main")


def _seen(locator: Locator) -> Locator:
    return locator.locator("visible=true").first
