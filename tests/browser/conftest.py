"""A browser, a real server for it to visit, and a place for the figures."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from forlobkg.service import Forlobkg
from forlobkg_api import create_app
from forlobkg_api.assets import Assets

from .watching import Watch

__all__ = ["Watch"]

Opener = Callable[[int, bool], tuple[BrowserContext, Watch]]
"""Gives the context of a width and of whether scripts run, with its watch."""

HEIGHT = 900
NARROW, WIDE = 360, 1280


@pytest.fixture(scope="session")
def site(service: Forlobkg) -> Iterator[str]:
    """The address of a server on loopback."""
    if not Assets.load().names:
        pytest.skip("the pages' style and scripts are not built; run: make setup")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(service), log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; ended with its module, as its event loop stands in the way of other tests'."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no chromium; install the system's package chromium")
    # A machine that has much else to do may take long over what it does.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        # Its sandbox needs privileges that a container has not; only our own pages are visited.
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def context_of(browser: Browser) -> Iterator[Opener]:
    """Contexts that tests share, so that style and scripts come from the cache as they do for a visitor."""
    made: dict[tuple[int, bool], tuple[BrowserContext, Watch]] = {}
    with ExitStack() as stack:

        def give(width: int, script: bool) -> tuple[BrowserContext, Watch]:
            if (width, script) not in made:
                context = stack.enter_context(
                    browser.new_context(
                        viewport={"width": width, "height": HEIGHT},
                        java_script_enabled=script,
                        locale="da-DK",
                        permissions=["clipboard-read", "clipboard-write"],
                    )
                )
                context.set_default_timeout(20_000)
                context.set_default_navigation_timeout(60_000)
                made[width, script] = context, Watch().over(context)
            return made[width, script]

        yield give


@pytest.fixture
def watch() -> Watch:
    """Told of every request and every complaint of ``page``."""
    return Watch()


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    """An empty page that is watched."""
    with browser.new_context(viewport={"width": WIDE, "height": HEIGHT}, locale="da-DK") as context:
        watch.over(context)
        yield context.new_page()


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> Path | None:
    """The folder for figures, where one is asked for."""
    folder = pytestconfig.getoption("--figures")
    if folder is None:
        return None
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    return path
