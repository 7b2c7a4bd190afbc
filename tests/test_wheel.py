"""The wheel carries everything that the command needs, and works away from a checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


def run(*arguments: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run("-m", "build", "--wheel", "--no-isolation", "--outdir", folder, cwd=checkout)
    (made,) = folder.glob("forlobkg-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the installed wheel and nothing else of ours."""
    folder = tmp_path_factory.mktemp("site")
    run("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", folder, wheel, cwd=folder)
    return folder


def test_the_wheel_carries_every_file_that_the_checkout_reads(wheel: Path, checkout: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = set()
    for source, target in (
        ("corpus", "forlobkg/data/corpus"),
        ("ontology", "forlobkg/data/ontology"),
        ("src/forlobkg", "forlobkg"),
        ("api/forlobkg_api", "forlobkg_api"),
    ):
        for path in (checkout / source).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                wanted.add(f"{target}/{path.relative_to(checkout / source).as_posix()}")
    assert wanted <= names
    assert {
        "forlobkg/py.typed",
        "forlobkg/data/corpus/manifest.toml",
        "forlobkg/data/corpus/received/oplaeg-2023.txt",
        "forlobkg/data/ontology/schema.ttl",
        "forlobkg/data/ontology/curated/oplaeg-2023.trig",
        "forlobkg/data/ontology/queries/concepts.rq",
        "forlobkg/data/ontology/shapes/claims.ttl",
        "forlobkg/index/model/model.safetensors",
        "forlobkg/index/model/tokenizer.json",
        "forlobkg/danish/data/stopwords.txt",
        "forlobkg/answer/data/templates.toml",
        "forlobkg_api/templates/base.html",
        "forlobkg_api/static/plain.css",
        "forlobkg_api/locale/en/frame.toml",
    } <= names


def test_the_wheel_carries_what_the_browser_runs(wheel: Path, checkout: Path) -> None:
    built = checkout / "api" / "forlobkg_api" / "static" / "built"
    if not built.is_dir():
        pytest.skip("the front end is not built; run: make setup")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("forlobkg_api/static/built/manifest.json"))
    assert {"editor.js", "editor.css", "site.js", "site.css"} <= set(manifest)
    assert {f"forlobkg_api/static/built/{name}" for name in (*manifest.values(), "licences.txt")} <= names


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith(".dist-info/METADATA"))).decode()
        entry_points = archive.read(next(name for name in names if name.endswith("entry_points.txt"))).decode()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"forlobkg", "forlobkg_api"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc") or "/tests/" in name]
    assert "Requires-Python: >=3.11" in metadata
    assert "forlobkg = forlobkg.cli:main" in entry_points


def test_the_installed_wheel_answers_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(installed), "FORLOBKG_HOME": str(tmp_path / "home")}
    where = "import forlobkg, forlobkg_api; print(forlobkg.__file__, forlobkg_api.__file__)"
    for file in run("-c", where, cwd=tmp_path, **environment).split():
        assert Path(file).is_relative_to(installed)

    answer = json.loads(
        run("-m", "forlobkg.cli", "ask", "Hvem er de centrale aktører?", "--json", cwd=tmp_path, **environment)
    )
    assert answer["abstained"] is False
    assert "Familieambulatoriet" in answer["citations"][0]["quote"]
    (build,) = [path for path in (tmp_path / "home" / "builds").iterdir() if path.is_dir()]
    assert (build / "build.json").is_file()
    assert not list(installed.rglob("builds")), "something was built inside site-packages"


def test_a_wheel_keeps_what_it_builds_in_the_users_own_folder(installed: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "FORLOBKG_HOME"}
    program = "from forlobkg.settings import Settings; print(Settings().home)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(installed), "XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    home = Path(done.stdout.strip())
    assert home.is_relative_to(tmp_path)
    assert home.name == "forlobkg"
