"""The README is true: its commands run, its output is what comes, nothing is undocumented."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from fastapi.testclient import TestClient

from forlobkg.cli import app
from forlobkg.service import Forlobkg
from forlobkg.settings import Settings
from forlobkg_api import create_app

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCRIPTS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def readme(checkout: Path) -> str:
    return (checkout / "README.md").read_text("utf-8")


def blocks(readme: str, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(readme) if name == language]


def commands() -> list[str]:
    def under(group: Any, path: str) -> Iterator[str]:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from under(command, f"{path}{name} ")
            else:
                yield path + name

    return list(under(typer.main.get_command(app), ""))


def environment(settings: Settings) -> dict[str, str]:
    return {**os.environ, "FORLOBKG_HOME": str(settings.home)}


@pytest.mark.parametrize(("command", "output"), [("ask", 0), ("explain", 2)])
def test_a_command_gives_the_output_shown(command: str, output: int, readme: str, service: Forlobkg) -> None:
    shown = next(body for body in blocks(readme, "sh") if f"forlobkg {command}" in body)
    program, *arguments = shlex.split(shown)
    assert program == ".venv/bin/forlobkg"
    done = subprocess.run(
        [SCRIPTS / "forlobkg", *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=environment(service.settings),
    )
    assert done.stdout == blocks(readme, "text")[output]


def test_the_python_example_gives_the_output_shown(readme: str, service: Forlobkg) -> None:
    done = subprocess.run(
        [sys.executable, "-c", blocks(readme, "python")[0]],
        capture_output=True,
        text=True,
        check=True,
        env=environment(service.settings),
    )
    assert done.stdout == blocks(readme, "text")[1]


def test_the_curl_example_is_answered_by_a_served_process(readme: str, service: Forlobkg) -> None:
    command = next(body for body in blocks(readme, "sh") if body.startswith("curl"))
    with subprocess.Popen(
        [SCRIPTS / "forlobkg", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(service.settings),
    ) as server:
        try:
            assert server.stdout is not None
            url = re.search(r"http://\S+?/", server.stdout.readline())
            assert url is not None
            address = url[0].removeprefix("http://").rstrip("/")
            done = subprocess.run(
                shlex.split(command.replace("127.0.0.1:8000", address)), capture_output=True, text=True, check=True
            )
        finally:
            server.terminate()
    assert '"abstained":false' in done.stdout
    assert "Psykologhjælp med fokus på" in done.stdout


def test_the_sparql_example_runs(readme: str, service: Forlobkg) -> None:
    result = service.sparql(blocks(readme, "sparql")[0], results="csv")
    assert result.content.decode().split() == ["passage", "https://w3id.org/forlobkg/id/oplaeg-2023-l210"]


def test_make_knows_the_commands(readme: str, checkout: Path) -> None:
    made = re.findall(r"^make (\w+)$", "\n".join(blocks(readme, "sh")), re.MULTILINE)
    assert made == ["serve", "test"]
    for target in made:
        subprocess.run(["make", "--dry-run", target], cwd=checkout, check=True, capture_output=True)


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str, readme: str) -> None:
    assert f"| `forlobkg {command}" in readme


def test_every_documented_command_exists(readme: str) -> None:
    documented = re.findall(r"^\| `forlobkg ([a-z]+(?: [a-z]+)*)", readme, re.MULTILINE)
    assert sorted(documented) == sorted(commands())


def test_the_settings_table_is_the_settings(readme: str) -> None:
    rows = {name: text for name, text in re.findall(r"^\| `(FORLOBKG_\w+)` \|[^|]*\| (.*) \|$", readme, re.MULTILINE)}
    fields = {f"FORLOBKG_{name.upper()}": field.description for name, field in Settings.model_fields.items()}
    assert rows == fields


def test_the_defaults_shown_are_the_defaults(readme: str) -> None:
    shown = dict(re.findall(r"^\| `(FORLOBKG_\w+)` \| `([^`]*)` \|", readme, re.MULTILINE))
    for name, default in shown.items():
        field = Settings.model_fields[name.removeprefix("FORLOBKG_").lower()]
        assert str(field.default).lower() == default.lower(), name


def test_every_http_path_is_documented(readme: str, service: Forlobkg) -> None:
    with TestClient(create_app(service)) as client:
        for path in client.get("/openapi.json").json()["paths"]:
            assert path in readme


def test_every_room_is_in_the_layout(readme: str, checkout: Path) -> None:
    rooms = [path.parent.relative_to(checkout) for path in checkout.glob("src/forlobkg/*/__init__.py")]
    assert rooms
    for room in rooms:
        assert f"`{room.as_posix()}/`" in readme


def test_every_file_of_the_ontology_is_told_of(checkout: Path) -> None:
    folder = checkout / "ontology"
    told = (folder / "README.md").read_text("utf-8")
    for path in set(folder.iterdir()) - {folder / "README.md"}:
        name = f"`{path.name}/" if path.is_dir() else f"`{path.name}`"
        assert name in told, path.name
