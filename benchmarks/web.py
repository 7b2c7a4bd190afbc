"""What the pages weigh and how soon an answer is seen, in a real browser, against a budget.

    python benchmarks/web.py [--rounds 5] [--out FILE] [--write]

Ends with status 1 where something is over the budget (``web-budget.toml``). See the README beside this file.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

from keeping import keep
from machine import WEB_PACKAGES, described
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from serving import served

_HERE = Path(__file__).resolve().parent
_RESULTS = _HERE / "results-web.json"
_BUDGET = _HERE / "web-budget.toml"
_KINDS = _HERE.parent / "tests" / "browser" / "kinds.toml"
_QUESTION = "Hvem er de centrale aktører?"
_ANSWER = "De centrale aktører er"
_PAINTS = """() => new Promise((resolve) => new PerformanceObserver((list) => resolve({
  first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
  largest: list.getEntries().at(-1)?.startTime ?? null,
})).observe({ type: "largest-contentful-paint", buffered: true }))"""
_SEEN = "words => document.querySelector('main')?.innerText.includes(words)"


@dataclass
class _Traffic:
    """What a page loaded over the network."""

    bytes: int = 0
    requests: list[str] = field(default_factory=list)

    def over(self, session: CDPSession) -> _Traffic:
        """Counts what the page of ``session`` loads, from now on without a cache."""
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.requestWillBeSent", lambda event: self.requests.append(event["request"]["url"]))
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        return self

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])


def main() -> None:
    """Read the command line, measure, and say what came out. Exits with 1 where it is over the budget."""
    parser = argparse.ArgumentParser(description="Weigh the pages, and time the first answer, in a browser.")
    parser.add_argument("--rounds", type=int, default=5, help="how often the answer is timed (default 5)")
    parser.add_argument("--out", type=Path, default=_RESULTS, help="where the results go, as JSON")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    options = parser.parse_args()
    if options.rounds <= 0:
        parser.error("rounds are more than 0")
    program = shutil.which("chromium")
    if program is None:
        parser.error("there is no chromium; install the system's package chromium")
    budget = tomllib.loads(_BUDGET.read_text("utf-8"))
    machine = described(WEB_PACKAGES)
    with served({}) as (_, url), sync_playwright() as playwright:
        # Its sandbox needs privileges that a container has not; only our own pages are visited.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        found = {
            "machine": machine | {"browser": browser.version},
            "budget": budget,
            "rounds": options.rounds,
            "pages": [
                _weighed(browser, url, kind, budget) for kind in tomllib.loads(_KINDS.read_text("utf-8"))["kind"]
            ],
            "first_answer_s": {
                "asked": [_asked(browser, url) for _ in range(options.rounds)],
                "opened": [_opened(browser, url, budget["phone"]) for _ in range(options.rounds)],
            },
        }
        browser.close()
    keep("web", found, _table, options.out, write=options.write)
    over = _over(found)
    for line in over:
        print(f"over the budget: {line}", file=sys.stderr)
    sys.exit(bool(over))


def _weighed(browser: Browser, url: str, kind: Mapping[str, Any], budget: Mapping[str, Any]) -> dict[str, Any]:
    """What the page of ``kind`` loads, and what it may."""
    with browser.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK") as context:
        page = context.new_page()
        traffic = _Traffic().over(context.new_cdp_session(page))
        page.goto(url + kind["path"].replace("@overlong@", "hvad+" * 240), wait_until="networkidle")
        return {
            "name": kind["name"],
            "kilobytes": round(traffic.bytes / 1000, 1),
            "requests": len(traffic.requests),
            "may": budget["page"] | budget["kinds"].get(kind["name"], {}),
        }


def _asked(browser: Browser, url: str) -> float:
    """Seconds from Enter on the front page to the answer."""
    with browser.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK") as context:
        page = context.new_page()
        page.goto(url, wait_until="networkidle")
        page.locator("main input[name=q]").first.fill(_QUESTION)
        start = page.evaluate("() => performance.timeOrigin + performance.now()")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=*")
        _wait_for_answer(page)
        return float(page.evaluate("start => performance.timeOrigin + performance.now() - start", start)) / 1000


def _opened(browser: Browser, url: str, phone: Mapping[str, Any]) -> dict[str, float]:
    """Seconds from opening an answer's address on a slow phone to its first and largest paint, and to the answer."""
    with browser.new_context(viewport={"width": phone["width"], "height": 800}, locale="da-DK") as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        traffic = _Traffic().over(session)
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": phone["latency_ms"],
                "downloadThroughput": phone["down_kbit_s"] * 1000 / 8,
                "uploadThroughput": phone["up_kbit_s"] * 1000 / 8,
            },
        )
        session.send("Emulation.setCPUThrottlingRate", {"rate": phone["cpu_times_slower"]})
        page.goto(f"{url}/?q={quote(_QUESTION)}", wait_until="commit")
        _wait_for_answer(page)
        answer = float(page.evaluate("() => performance.now()"))
        page.wait_for_load_state("networkidle")
        paints = page.evaluate(_PAINTS)
        assert traffic.requests  # noqa: S101 - the cache was off
        return {"answer": answer / 1000, "first": paints["first"] / 1000, "largest": paints["largest"] / 1000}


def _wait_for_answer(page: Page) -> None:
    page.wait_for_function(_SEEN, arg=_ANSWER, polling="raf")


def _typical(found: Mapping[str, Any]) -> dict[str, float]:
    """The median of what was timed."""
    timed = found["first_answer_s"]
    opened = {name: median(one[name] for one in timed["opened"]) for name in ("answer", "first", "largest")}
    # An answer is seen once it is there and something is painted.
    return {"asked": median(timed["asked"]), **opened, "opened": max(opened["answer"], opened["first"])}


def _over(found: Mapping[str, Any]) -> list[str]:
    """What is over its budget, in words."""
    lines = [
        f"{page['name']}: {page[what]:g} {what}, may be {page['may'][what]}"
        for page in found["pages"]
        for what in ("kilobytes", "requests")
        if page[what] > page["may"][what]
    ]
    typical = _typical(found)
    may = found["budget"]["first_answer"]
    return lines + [
        f"first answer, {name}: {typical[name]:.2f} s, may be {may[name]} s"
        for name in may
        if typical[name] > may[name]
    ]


def _table(found: Mapping[str, Any]) -> str:
    """All of it as Markdown."""
    typical = _typical(found)
    may = found["budget"]["first_answer"]
    machine = found["machine"]
    return "\n".join(
        [
            "| page | kB, compressed | budget | requests | budget |",
            "|---|---:|---:|---:|---:|",
            *(
                f"| {page['name']} | {page['kilobytes']:.0f} | {page['may']['kilobytes']} | {page['requests']} | "
                f"{page['may']['requests']} |"
                for page in found["pages"]
            ),
            "",
            f"| first answer, median of {found['rounds']} | seconds | budget |",
            "|---|---:|---:|",
            f"| asked on the front page, at a desk | {typical['asked']:.2f} | {may['asked']} |",
            f"| opened by a link, on a slow phone | {typical['opened']:.2f} | {may['opened']} |",
            f"| its first paint | {typical['first']:.2f} | |",
            f"| its largest paint | {typical['largest']:.2f} | |",
            "",
            f"{machine['cores']} cores of {machine['processor']}, load {machine['load_before'][0]} before the run; "
            f"Chromium {machine['browser']}.",
        ]
    )


if __name__ == "__main__":
    main()
