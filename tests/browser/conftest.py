"""A browser, and a real server for it to visit."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Request, sync_playwright

from forlobkg.service import Forlobkg
from forlobkg_api import create_app
from forlobkg_api.assets import Assets


@pytest.fixture(scope="session")
def site(service: Forlobkg) -> Iterator[str]:
    """The address of a server on loopback."""
    if not Assets.load().names:
        pytest.skip("the SPARQL editor is not built; run: make setup")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(service), log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no chromium; install the system's package chromium")
    with sync_playwright() as playwright:
        # Its sandbox needs privileges that a container has not; only our own pages are visited.
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass(frozen=True)
class Watch:
    """What a page did that nobody asked it to."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def foreign(self, site: str) -> list[str]:
        """The addresses on other hosts that were asked for."""
        return [url for url in self.requests if not url.startswith((f"{site}/", "blob:", "data:"))]


@pytest.fixture
def watch() -> Watch:
    """Told of every request and every complaint of ``page``."""
    return Watch()


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    """An empty page that is watched."""

    def requested(request: Request) -> None:
        watch.requests.append(request.url)

    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK")
    context.on("request", requested)
    opened = context.new_page()
    # A refused query is told of here as well; everything else, such as a breach of the policy, is a fault.
    opened.on(
        "console",
        lambda message: (
            watch.complaints.append(message.text)
            if message.type in ("error", "warning") and "status of 400" not in message.text
            else None
        ),
    )
    opened.on("pageerror", lambda error: watch.complaints.append(str(error)))
    yield opened
    context.close()
