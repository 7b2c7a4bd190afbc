"""What all tests share: one real build, one lemma dictionary, and no silent skipping in CI."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from filelock import FileLock

from forlobkg.answer import save_recogniser
from forlobkg.builds import POINTER, builds_dir, input_hash, valid_build
from forlobkg.danish import compile_lemma_trie
from forlobkg.index import LightEmbedder
from forlobkg.resources import builtin_model_dir
from forlobkg.service import Forlobkg, open_service
from forlobkg.settings import Settings
from forlobkg_api import create_app

_SKIPPED: list[str] = []
_EVERY_KNOWN_QUESTION = 20


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A temporary folder that all processes of a test run have in common."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def settings(common: Path) -> Settings:
    """Default settings, with a home of the test run's own.

    A build that has been made of the same inputs is taken over (``make test`` makes one), as making it takes minutes.
    """
    own, made = Settings(home=common / "home"), Settings()
    with FileLock(common / "home.lock"):
        build = None if own.home.exists() else valid_build(made.home, input_hash(made))
        if build is not None and input_hash(own) == input_hash(made):
            shutil.copytree(build.path, builds_dir(own.home) / build.path.name)
            (builds_dir(own.home) / POINTER).write_text(build.path.name, encoding="utf-8")
    return own


@pytest.fixture(scope="session")
def service(settings: Settings) -> Iterator[Forlobkg]:
    """The real system over a real build of the real corpus."""
    with open_service(settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def served(service: Forlobkg) -> Iterator[str]:
    """The address of a real server on loopback over the real system, without a slash at its end."""
    server = uvicorn.Server(uvicorn.Config(create_app(service), log_level="warning"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            # A connection waits in the listener's queue until the server takes it.
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def lemmas(common: Path) -> Path:
    """The lemma dictionary, compiled once; not to be changed."""
    folder = common / "lemmas"
    with FileLock(common / "lemmas.lock"):
        if not folder.exists():
            compile_lemma_trie(folder)
    return folder


@pytest.fixture
def compiled_lemmas(lemmas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds in this process copy the lemma dictionary that is compiled already."""
    monkeypatch.setattr("forlobkg.builder.compile_lemma_trie", lambda folder: shutil.copytree(lemmas, folder))


@pytest.fixture
def few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds in this process learn a small part of the known questions, which takes most of a build's time."""

    def save_few(*parts: Any) -> None:
        written = parts[-1]
        save_recogniser(*parts[:-1], written[::_EVERY_KNOWN_QUESTION])  # type: ignore[call-arg]  # as the builder calls it

    monkeypatch.setattr("forlobkg.builder.save_recogniser", save_few)


@pytest.fixture
def light_builds(compiled_lemmas: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds in this process also take the light path to the same vectors."""
    monkeypatch.setattr("forlobkg.builder.load_build_embedder", lambda _: LightEmbedder(builtin_model_dir()))


@pytest.fixture(scope="session")
def start_oxigraph() -> Iterator[Callable[..., str]]:
    """Starts an Oxigraph server with an empty store, with more arguments if any; gives its address."""
    servers: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> str:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{found.getsockname()[1]}"
        program = Path(sys.executable).parent / "oxigraph"
        server = subprocess.Popen([program, "serve", "--bind", address, *arguments], stderr=subprocess.DEVNULL)
        servers.append(server)
        deadline = time.monotonic() + 30
        while True:
            try:
                with httpx.Client(trust_env=False) as client:
                    client.get(f"http://{address}/query")
            except httpx.ConnectError:
                assert server.poll() is None, "the Oxigraph server ended"
                assert time.monotonic() < deadline, "the Oxigraph server does not answer"
                time.sleep(0.05)
            else:
                return f"http://{address}"

    yield start
    for server in servers:
        server.kill()
        server.wait()


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-walk", action="store_true", help="walk every task in every way, not in one way each")
    parser.addoption("--figures", metavar="FOLDER", help="where the browser's tests write what they counted")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped:
        _SKIPPED.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if os.environ.get("CI") == "true" and _SKIPPED and exitstatus == 0:
        print(f"\nskipped in CI, which counts as failed: {', '.join(_SKIPPED)}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
