"""What all tests share: one real build, and no silent skipping in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from forlobkg.service import Forlobkg, open_service
from forlobkg.settings import Settings

_SKIPPED: list[str] = []


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Default settings, with a home of the test run's own."""
    return Settings(home=tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def service(settings: Settings) -> Iterator[Forlobkg]:
    """The real system over a real build of the real corpus."""
    with open_service(settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parent.parent


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped:
        _SKIPPED.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if os.environ.get("CI") == "true" and _SKIPPED and exitstatus == 0:
        print(f"\nskipped in CI, which counts as failed: {', '.join(_SKIPPED)}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
