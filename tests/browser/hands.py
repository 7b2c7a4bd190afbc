"""How a visitor reaches things: with a mouse, or with the keyboard alone. What it takes is counted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

_MOST_STOPS = 250
_FOCUSED = "element => element === document.activeElement"
_RING = "element => getComputedStyle(element).outlineStyle !== 'none'"
_AT_TOP = "() => document.activeElement === null || document.activeElement === document.body"


@dataclass
class Effort:
    """What a visitor did: clicks (by keyboard: Enter or space on a thing), letters typed, stops passed by Tab."""

    clicks: int = 0
    letters: int = 0
    stops: int = 0


class Hands(ABC):
    """Acts on one page as a visitor does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.effort = Effort()

    @abstractmethod
    def use(self, thing: Locator) -> None:
        """Follow a link, press a button, unfold something."""

    @abstractmethod
    def submit(self, field: Locator, text: str) -> None:
        """Write ``text`` into a field and send its form."""

    @abstractmethod
    def choose(self, field: Locator, option: Locator) -> None:
        """Choose an option of a list."""


class Mouse(Hands):
    """A mouse, and keys for letters only."""

    def use(self, thing: Locator) -> None:
        self.effort.clicks += 1
        thing.click()

    def submit(self, field: Locator, text: str) -> None:
        self.use(field)
        self.effort.letters += len(text)
        field.press_sequentially(text)
        self.use(field.locator("xpath=ancestor::form").locator("[type=submit]"))

    def choose(self, field: Locator, option: Locator) -> None:
        self.effort.clicks += 2
        field.select_option(value=option.get_attribute("value"))


class Keyboard(Hands):
    """The keyboard alone. Whatever is used must be reached by Tab and show that it has the focus."""

    def use(self, thing: Locator) -> None:
        self._reach(thing)
        self.effort.clicks += 1
        self.page.keyboard.press("Enter")

    def submit(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.effort.letters += len(text)
        self.page.keyboard.type(text)
        self.effort.clicks += 1
        self.page.keyboard.press("Enter")

    def choose(self, field: Locator, option: Locator) -> None:
        self._reach(field)
        wanted = option.get_attribute("value")
        options = field.locator("option").evaluate_all(
            "all => all.filter(one => !one.disabled).map(one => one.value)"
        )
        away = options.index(wanted) - options.index(field.input_value())
        for _ in range(abs(away)):
            self.effort.stops += 1
            self.page.keyboard.press("ArrowDown" if away > 0 else "ArrowUp")
        assert field.input_value() == wanted

    def _reach(self, thing: Locator) -> None:
        thing.wait_for()
        main = self.page.get_by_role("main")
        if self.page.evaluate(_AT_TOP) and main.evaluate("(main, one) => main.contains(one)", thing.element_handle()):
            # Who knows the way about takes the link over the menu.
            self.page.keyboard.press("Tab")
            self.page.keyboard.press("Enter")
            self.effort.stops += 2
        for _ in range(_MOST_STOPS):
            if thing.evaluate(_FOCUSED):
                assert thing.evaluate(_RING), f"{thing} has the focus and does not show it"
                return
            self.page.keyboard.press("Tab")
            self.effort.stops += 1
        raise AssertionError(f"Tab does not come to {thing}")
