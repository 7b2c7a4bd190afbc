"""The commands for cases, the glossary and comparisons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from forlobkg.cli_course_more import register
from forlobkg.errors import InputError
from forlobkg.service import Forlobkg


@pytest.fixture
def app(service: Forlobkg, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    @contextmanager
    def opened() -> Iterator[Forlobkg]:
        yield service

    monkeypatch.setattr("forlobkg.cli_course_more.opened", opened)
    made = typer.Typer()
    register(made)
    return made


def test_cases_are_written_with_and_without_answers(app: typer.Typer) -> None:
    with_answers = json.loads(CliRunner().invoke(app, ["cases", "--count", "2", "--seed", "5", "--json"]).stdout)
    arguments = ["cases", "--count", "2", "--seed", "5", "--no-answers", "--json"]
    sheet = json.loads(CliRunner().invoke(app, arguments).stdout)
    assert len(sheet["sections"]) == 2
    assert len(with_answers["sections"]) > 2
    assert with_answers["sections"][0]["lines"] == sheet["sections"][0]["lines"]


def test_the_suffix_of_the_file_gives_its_format(app: typer.Typer, tmp_path: Path) -> None:
    written = tmp_path / "ordliste.pdf"
    outcome = CliRunner().invoke(app, ["glossary", "--pathway", "boern-og-unge-forloeb", "-o", str(written)])
    assert outcome.exit_code == 0
    assert written.read_bytes().startswith(b"%PDF")


def test_a_format_that_there_is_not_leaves_no_file(app: typer.Typer, tmp_path: Path) -> None:
    written = tmp_path / "sammenligning.odt"
    outcome = CliRunner().invoke(app, ["compare", "kommune", "region", "-o", str(written)])
    assert isinstance(outcome.exception, InputError)
    assert "odt" in str(outcome.exception)
    assert not written.exists()
