"""The README's examples of reaching a running service do what they say."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
from pathlib import Path

import pytest

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = "127.0.0.1:8000"


@pytest.fixture
def at_our_server(served: str, checkout: Path) -> str:
    """The README, as it would be for the server of the tests."""
    return (checkout / "README.md").read_text("utf-8").replace(ADDRESS, served.removeprefix("http://"))


def blocks(text: str, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(text) if name == language]


def test_the_python_examples_give_the_output_shown(at_our_server: str) -> None:
    (example,) = blocks(at_our_server, "pycon")
    test = doctest.DocTestParser().get_doctest(example, {}, "README.md", "README.md", 0)
    report: list[str] = []
    results = doctest.DocTestRunner().run(test, out=report.append)
    assert results.attempted > 8
    assert results.failed == 0, "".join(report)


def test_the_curl_examples_give_what_they_ask_for(at_our_server: str, tmp_path: Path) -> None:
    (examples,) = (body for body in blocks(at_our_server, "sh") if "/sparql" in body)
    commands = examples.splitlines()
    outputs = [
        subprocess.run(
            [*shlex.split(command), "--fail"], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout
        for command in commands
    ]
    as_csv, described, linked, who, export = outputs
    assert as_csv.startswith("actor\n") or as_csv.startswith("actor\r\n")
    assert "doegnbehandling" in described
    assert "doegnbehandling" in linked
    assert '"rows":' in who
    assert export == ""
    assert (tmp_path / "forlobkg.trig").stat().st_size > 100_000
