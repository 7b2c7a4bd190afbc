"""A course becomes a folder, whole or not at all; and the commands for it."""

from __future__ import annotations

import errno
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from typer.testing import CliRunner

from forlobkg.cli_course import course_app
from forlobkg.errors import InputError
from forlobkg.service import Forlobkg
from forlobkg.teach import Choice, Course, Outline, build_course, building, read_outline, write_outline

CHOICE = Choice(pathway="udsatte-gravide-forloeb", profession="sundhedsplejerske", minutes=15)


@pytest.fixture
def outline(service: Forlobkg) -> Outline:
    return service.course.propose(CHOICE)


@pytest.fixture(autouse=True)
def quick_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The formats have tests of their own; here a file is its format's name."""
    monkeypatch.setattr(building, "write_material", lambda material, name: f"{name} {material.title}".encode())
    monkeypatch.setattr(building, "write_poster", lambda poster, name: f"{name} {poster.actor}".encode())


@pytest.fixture
def command(service: Forlobkg, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs ``forlobkg course`` over the tests' build."""
    from contextlib import nullcontext

    monkeypatch.setattr("forlobkg.cli_course.opened", lambda: nullcontext(service))
    runner = CliRunner()
    return lambda *arguments: runner.invoke(course_app, [str(argument) for argument in arguments])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_files_of_a_course(service: Forlobkg, outline: Outline, tmp_path: Path) -> None:
    steps: list[str] = []
    made = build_course(service.course, outline, tmp_path / "kursus", report=steps.append)
    assert [path.name for path in made] == [
        "hvem-goer-hvad.pdf", "kursus.docx", "kursus.html", "kursus.md", "kursus.pdf", "kursus.pptx", "outline.yaml",
    ]  # fmt: skip
    assert (tmp_path / "kursus" / "kursus.pptx").read_text().startswith("pptx Udsatte gravide")
    assert read_outline((tmp_path / "kursus" / "outline.yaml").read_text("utf-8")) == outline
    assert names(tmp_path) == ["kursus"]
    assert "laver pptx" in steps


def test_only_chosen_formats_and_no_poster_without_a_profession(service: Forlobkg, tmp_path: Path) -> None:
    outline = service.course.propose(Choice(pathway="boern-og-unge-forloeb", minutes=15))
    build_course(service.course, outline, tmp_path / "k", ["md", "md"])
    assert names(tmp_path / "k") == ["kursus.md", "outline.yaml"]


def test_a_folder_that_is_there_is_left_alone(service: Forlobkg, outline: Outline, tmp_path: Path) -> None:
    folder = tmp_path / "kursus"
    folder.mkdir()
    (folder / "noter.txt").write_text("mine")
    for replace in (False, True):
        with pytest.raises(InputError, match=r"findes allerede|rummer andet end et kursus \(noter.txt\)"):
            build_course(service.course, outline, folder, replace=replace)
    assert names(folder) == ["noter.txt"]
    assert names(tmp_path) == ["kursus"]


def test_a_course_is_replaced_when_asked(service: Forlobkg, outline: Outline, tmp_path: Path) -> None:
    folder = tmp_path / "kursus"
    build_course(service.course, outline, folder)
    build_course(service.course, outline, folder, ["md"], replace=True)
    assert names(folder) == ["hvem-goer-hvad.pdf", "kursus.md", "outline.yaml"]
    assert names(tmp_path) == ["kursus"]


def test_what_is_no_folder_is_not_replaced(service: Forlobkg, outline: Outline, tmp_path: Path) -> None:
    file, link = tmp_path / "fil", tmp_path / "genvej"
    file.write_text("mit")
    link.symlink_to(tmp_path)
    for path in (file, link):
        with pytest.raises(InputError, match="er ikke en mappe"):
            build_course(service.course, outline, path, replace=True)
    assert file.read_text() == "mit"


def test_a_folder_that_cannot_be_written_in(service: Forlobkg, outline: Outline, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="findes ikke; lav den først"):
        build_course(service.course, outline, tmp_path / "ingen" / "kursus")
    with pytest.raises(InputError, match="findes ikke; vælg"):
        build_course(service.course, outline, tmp_path / "kursus", ["exe"])
    assert names(tmp_path) == []


@pytest.mark.parametrize("replace", [False, True])
def test_a_full_disk_leaves_what_was_there(
    service: Forlobkg, outline: Outline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replace: bool
) -> None:
    folder = tmp_path / "kursus"
    if replace:
        build_course(service.course, outline, folder, ["md"])
    before = names(folder) if replace else None

    def full(path: Path, content: bytes) -> None:
        if path.suffix == ".html":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        path.write_bytes(content)

    monkeypatch.setattr(building, "_save", full)
    with pytest.raises(InputError, match="No space left on device; intet er skrevet") as raised:
        build_course(service.course, outline, folder, replace=replace)
    assert "\n" not in str(raised.value)
    assert (names(folder) if folder.exists() else None) == before
    assert names(tmp_path) == (["kursus"] if replace else [])


def test_a_writer_that_fails_leaves_nothing(
    service: Forlobkg, outline: Outline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(material: object, name: str) -> bytes:
        raise InputError("teksten kan ikke sættes")

    monkeypatch.setattr(building, "write_material", refuse)
    with pytest.raises(InputError, match="kan ikke sættes"):
        build_course(service.course, outline, tmp_path / "kursus")
    assert names(tmp_path) == []


def test_two_builds_at_once_of_one_folder(
    service: Forlobkg, outline: Outline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, go_on = threading.Event(), threading.Event()

    def slow(material: object, name: str) -> bytes:
        started.set()
        assert go_on.wait(30)
        return b"slow"

    monkeypatch.setattr(building, "write_material", slow)
    folder = tmp_path / "kursus"
    first = threading.Thread(target=build_course, args=(service.course, outline, folder, ["md"]))
    first.start()
    try:
        assert started.wait(30)
        with pytest.raises(InputError, match="bliver bygget af en anden lige nu; prøv igen"):
            build_course(service.course, outline, folder, ["md"], wait=0.05)
    finally:
        go_on.set()
        first.join()
    assert names(folder) == ["hvem-goer-hvad.pdf", "kursus.md", "outline.yaml"]


def test_a_second_build_waits_for_the_first(
    service: Forlobkg, outline: Outline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks: list[FileLock] = []

    def kept(path: Path) -> FileLock:
        locks.append(FileLock(path))
        return locks[-1]

    monkeypatch.setattr(building, "FileLock", kept)
    steps: list[str] = []

    def told(step: str) -> None:
        steps.append(step)
        if step.startswith("venter"):
            other.release()

    build_course(service.course, outline, tmp_path / "a", ["md"])
    other = FileLock(locks[0].lock_file)
    other.acquire()
    build_course(service.course, outline, tmp_path / "a", ["md"], replace=True, wait=30, report=told)
    assert steps[0].startswith("venter på, at en anden bliver færdig")


def test_propose_check_refresh_build(command: Callable[..., Any], tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    result = command("propose", "udsatte-gravide-forloeb", "--profession", "sundhedsplejerske", "-o", plan)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert read_outline(plan.read_text("utf-8")).choice.profession == "sundhedsplejerske"

    assert command("check", plan).exit_code == 0
    text = plan.read_text("utf-8")
    plan.write_text(text.replace("Graviditeten kræver hurtig handling.", "Alt haster."), "utf-8")
    checked = command("check", plan)
    assert checked.exit_code == 1
    assert "linje 3: Alt haster." in checked.stdout
    told = json.loads(command("check", plan, "--json").stdout)
    assert [(one["kind"], one["part"], one["line"]) for one in told["changes"]] == [("altered", 2, 3)]

    refreshed = command("refresh", plan)
    assert read_outline(refreshed.stdout) == read_outline(plan.read_text("utf-8"))
    assert "ikke rettet: del 2" in refreshed.stderr

    built = command("build", plan, "-o", tmp_path / "kursus", "--format", "md", "--format", "html", "--json")
    assert built.exit_code == 0, built.output
    assert [Path(path).name for path in json.loads(built.stdout)["files"]] == [
        "hvem-goer-hvad.pdf", "kursus.html", "kursus.md", "outline.yaml",
    ]  # fmt: skip
    assert "laver md" in built.stderr
    assert "Alt haster." in built.stderr


def test_propose_without_a_pathway_shows_what_there_is(command: Callable[..., Any]) -> None:
    shown = command("propose").stdout
    assert "  sundhedsplejerske: Sundhedsplejerske" in shown
    assert json.loads(command("propose", "--json").stdout)["minutes"] == [15, 45, 90]


def test_propose_as_json(command: Callable[..., Any], tmp_path: Path) -> None:
    outline = json.loads(command("propose", "boern-og-unge-forloeb", "--minutes", 15, "--json").stdout)
    assert outline["choice"] == {"pathway": "boern-og-unge-forloeb", "minutes": 15, "level": "introduktion"}
    command("propose", "boern-og-unge-forloeb", "-o", tmp_path / "plan.json")
    assert json.loads((tmp_path / "plan.json").read_text("utf-8"))["version"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["propose", "findes-ikke"], "kendes ikke"),
        (["propose", "boern-og-unge-forloeb", "--minutes", "30"], "vælg 15, 45 eller 90"),
        (["propose", "boern-og-unge-forloeb", "--level", "svær"], "vælg introduktion eller fordybelse"),
        (["check", "findes-ikke.yaml"], "kan ikke læses"),
        (["poster", "findes-ikke"], "vælg en af"),
    ],
)
def test_wrong_use_is_told_and_writes_nothing(
    command: Callable[..., Any], tmp_path: Path, arguments: list[str], said: str
) -> None:
    output = ["-o", str(tmp_path / "ud")] if arguments[0] != "check" else []
    result = command(*arguments, *output)
    assert isinstance(result.exception, InputError)
    assert said in str(result.exception)
    assert names(tmp_path) == []


def test_a_poster_as_json(command: Callable[..., Any]) -> None:
    poster = json.loads(command("poster", "sundhedsplejerske", "--json").stdout)
    assert poster["actor"] == "Sundhedsplejersken"


def test_the_written_outline_of_a_build_builds_the_same_again(
    service: Forlobkg, outline: Outline, tmp_path: Path
) -> None:
    course: Course = service.course
    build_course(course, outline, tmp_path / "a", ["md"])
    again = read_outline((tmp_path / "a" / "outline.yaml").read_text("utf-8"))
    assert course.material(again) == course.material(outline)
    assert write_outline(again) == write_outline(outline)
