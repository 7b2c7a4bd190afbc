"""Looking closely at an open page: by axe-core, at the ring of the focus, at what is too wide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_HERE = Path(__file__).resolve().parent
_AXE = _HERE.parents[1] / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = ["color-contrast", "link-in-text-block"]


@dataclass(frozen=True)
class Findings:
    """What axe found; ``unsure`` is what it leaves to people, ``least`` the poorest contrast of a text and where."""

    violations: list[str]
    unsure: list[str]
    least: tuple[float, str] | None


@dataclass(frozen=True)
class Focus:
    """How many stops the Tab key has, the poorest contrast of a ring, and the stops whose focus is not seen."""

    stops: int
    least: float | None
    faults: list[str]


@cache
def _scripts() -> str:
    return f"{_AXE.read_text('utf-8')}\n{(_HERE / 'inspect.js').read_text('utf-8')}"


def prepare(page: Page) -> None:
    """Readies ``page`` for the rest of this module, and unfolds all that is folded in its main part."""
    # Not a script of the page: the browser's own interface runs it, which the page's policy does not concern.
    page.evaluate(f"() => {{ {_scripts()} }}")
    page.evaluate("() => inspected.unfold()")


def axe_finds(page: Page, leave_out: tuple[str, ...] = (), *, colours_only: bool = False) -> Findings:
    """What axe-core finds at WCAG 2.2 AA and among its good practices, but for the parts of ``leave_out``."""
    found: dict[str, Any] = page.evaluate(
        "([tags, rules, left]) => inspected.axeFinds(tags, rules, left)",
        [TAGS, COLOUR_RULES if colours_only else [], list(leave_out)],
    )
    least = found["least"]
    return Findings(found["violations"], found["unsure"], least and (least["ratio"], least["at"]))


def unseen_focus(page: Page, leave_out: tuple[str, ...] = ()) -> Focus:
    """Where the focus would go by the keyboard, and where it would not be seen."""
    page.keyboard.press("Tab")  # from now on the browser shows rings, as it does for those who use the keyboard
    return Focus(**page.evaluate("left => inspected.unseenFocus(left)", list(leave_out)))


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways at its present width."""
    found: list[str] = page.evaluate("() => inspected.tooWide()")
    return found
