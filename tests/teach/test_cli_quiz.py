"""The commands for quizzes: made, checked, approved one by one at a terminal, exported."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from forlobkg.cli import main
from forlobkg.service import Forlobkg
from forlobkg.settings import Settings
from forlobkg.teach.quiz import EXPORTS, Quiz, read_quiz, withdraw, write_quiz_file

from .quizzes import every_kind, item_bank

UNAPPROVED = "0-not-approved-and-with-an-id-that-is-longer-than-QTI-holds"


@dataclass(frozen=True)
class Done:
    """What a command wrote, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.status == 0, self.err
        return json.loads(self.out)

    def fails(self, words: str) -> None:
        """Check that the command was wrongly used, and says so in one line on standard error."""
        assert (self.status, self.out) == (2, "")
        assert self.err.startswith("forlobkg: ")
        assert self.err.count("\n") == 1
        assert words in self.err


class Typed(io.StringIO):
    """What is typed at a terminal."""

    def isatty(self) -> bool:
        return True


Run = Callable[..., Done]


@pytest.fixture
def run(
    service: Forlobkg, settings: Settings, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Runs ``forlobkg course quiz`` in this process over the one real build; ``typed`` is what a person types."""
    assert service.build.path.is_relative_to(settings.home)
    monkeypatch.setenv("FORLOBKG_HOME", str(settings.home))
    # All items are made once for all of these tests.
    monkeypatch.setattr("forlobkg.teach.quiz.make_quiz", lambda *_, **chosen: item_bank(service).quiz(**chosen))

    def run_main(*arguments: str | Path, typed: str | None = None) -> Done:
        monkeypatch.setattr(sys, "argv", ["forlobkg", "course", "quiz", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO() if typed is None else Typed(typed))
        capfdbinary.readouterr()
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        sys.stdout.flush()
        written = capfdbinary.readouterr()
        return Done(status, written.out.decode("utf-8", "replace"), written.err.decode("utf-8"))

    return run_main


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A quiz of which nothing is approved."""
    quiz = every_kind()
    return saved(withdraw(quiz, [item.id for item in quiz.items]), tmp_path / "quiz.yaml")


def saved(quiz: Quiz, path: Path) -> Path:
    path.write_text(write_quiz_file(quiz, "yaml" if path.suffix == ".yaml" else "json"), encoding="utf-8")
    return path


def approved(path: Path) -> list[str]:
    return [item.id for item in read_quiz(path.read_text("utf-8")).items if item.approved]


# make


def test_making_a_quiz_in_a_process_of_its_own(settings: Settings, service: Forlobkg, tmp_path: Path) -> None:
    program, target = Path(sys.executable).parent / "forlobkg", tmp_path / "quiz.json"
    command: list[str | Path] = [program, "course", "quiz", "make", "--seed", "5", "--count", "4", "-o", target]
    done = subprocess.run(
        command, env={**os.environ, "FORLOBKG_HOME": str(settings.home)}, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"")
    assert read_quiz(target.read_text("utf-8")) == item_bank(service).quiz(seed=5, count=4)


def test_a_quiz_is_made_the_same_for_the_same_seed(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "quiz.yaml"
    done = run("make", "--seed", "4", "--count", "6", "--kind", "single", "--kind", "true-false", "-o", target)
    assert (done.status, done.out) == (0, "")
    assert f"6 spørgsmål; gennemgå dem: forlobkg course quiz approve {target}" in done.err
    made = read_quiz(target.read_text("utf-8"))
    assert {item.kind for item in made.items} == {"single", "true-false"}
    assert approved(target) == []
    again = run("make", "--seed", "4", "--count", "6", "--kind", "single", "--kind", "true-false")
    assert read_quiz(again.out) == made


def test_a_quiz_with_its_approvals_is_not_written_over(run: Run, file: Path) -> None:
    before = file.read_bytes()
    run("make", "--count", "3", "-o", file).fails(
        "findes allerede; vælg et andet navn, eller skriv over den med --replace"
    )
    assert file.read_bytes() == before
    assert run("make", "--count", "3", "-o", file, "--replace").status == 0
    assert len(read_quiz(file.read_text("utf-8")).items) == 3


def test_what_cannot_be_made_is_told(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "quiz.json"
    run("make", "--kind", "essay", "-o", target).fails("essay")
    run("make", "--difficulty", "umulig", "-o", target).fails("umulig")
    run("make", "--pathway", "findes-ikke", "-o", target).fails("findes-ikke")
    run("make", "--count", "0", "-o", target).fails("0")
    assert not target.exists()


# lint


def test_a_made_quiz_has_no_flaws(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "quiz.json"
    run("make", "--count", "10", "-o", target)
    assert run("lint", target).out == "10 spørgsmål, ingen fejl\n"


def test_flaws_and_changed_sources_are_told(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "quiz.json"
    run("make", "--count", "10", "--kind", "single", "-o", target)
    quiz = read_quiz(target.read_text("utf-8"))
    item, other = quiz.items[:2]
    all_of_them = [*item.options[:-1], item.options[-1].model_copy(update={"text": "Alle de ovenstående"})]
    changed = other.feedback[0].model_copy(update={"hash": "0" * 64})
    items = [
        item.model_copy(update={"options": all_of_them}),
        other.model_copy(update={"feedback": [changed]}),
        *quiz.items[2:],
    ]
    saved(quiz.model_copy(update={"items": items}), target)
    done = run("lint", target, "--json")
    assert done.status == 1
    told = json.loads(done.out)
    assert (item.id, "fejl") in {(one["item"], one["severity"]) for one in told["findings"]}
    assert [(one["item"], one["passage"], one["state"]) for one in told["stale"]] == [
        (other.id, changed.passage, "changed")
    ]


# approve


def test_items_are_approved_one_by_one_and_saved_after_each(run: Run, file: Path) -> None:
    done = run("approve", file, typed="j\nhvad?\nn\nJA\nstop\n")
    assert (done.status, done.out) == (0, "2 af 7 spørgsmål er godkendt\n")
    assert approved(file) == ["single-1", "matching-1"]
    # What is to be approved is shown with its key, its explanation and its quotation.
    assert '* A. <script>alert("1")</script>' in done.err
    assert "  B. Kommunen og regionen" in done.err
    assert "Tre dele hører til." in done.err
    assert "Under: Facts om målgruppen › Centrale aktører er. Socialstyrelsen: Oplæg for DAS" in done.err
    assert done.err.count("Godkend? (j/n/stop)") == 5
    # The quotation of this one is not what stands there today.
    assert "Bemærk: stedet oplaeg-2023-l37 findes ikke længere i kilderne" in done.err

    again = run("approve", file, typed="")
    assert "1 af 5 (multiple-1)" in again.err
    assert approved(file) == ["single-1", "matching-1"]


def test_items_are_approved_by_their_ids_or_all_and_taken_back(run: Run, file: Path) -> None:
    assert run("approve", file, "ordering-1", "single-1", "--json").json == {
        "approved": ["single-1", "ordering-1"],
        "of": 7,
    }
    assert run("approve", file, "--all").out == "7 af 7 spørgsmål er godkendt\n"
    assert run("approve", file, "--withdraw", UNAPPROVED).status == 0
    assert approved(file) == [item.id for item in every_kind().items if item.approved]


def test_approving_is_refused_with_what_to_do(run: Run, file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    run("approve", file).fails("giv id'erne på de spørgsmål, der er godkendt, eller --all")
    run("approve", file, "--withdraw", typed="j\n").fails("ikke længere er godkendt")
    run("approve", file, "single-1", "--all").fails("enten id'er eller --all")
    run("approve", file, "single-2").fails("intet spørgsmål med id'et single-2")
    run("approve", tmp_path / "væk.json", "--all").fails("kan ikke læses: No such file")
    (tmp_path / "latin.json").write_bytes("æ".encode("latin-1"))
    run("approve", tmp_path / "latin.json", "--all").fails("ikke UTF-8")
    assert file.read_bytes() == before


# export


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_is_written(name: str, run: Run, file: Path, tmp_path: Path) -> None:
    target = tmp_path / f"ud{EXPORTS[name].suffix}"
    run("export", file, "--format", name, "-o", target).fails("ingen spørgsmål er godkendt endnu")
    assert not target.exists()
    run("approve", file, "true-false-1", "ordering-1")
    told = run("export", file, "--format", name, "-o", target, "--json").json
    assert (told["format"], told["items"], told["left_out"]) == (name, 2, 5)
    assert told["bytes"] == target.stat().st_size > 0
    every = run("export", file, "--format", name, "-o", target, "--include-unapproved", "--json").json
    assert (every["items"], every["left_out"]) == (7, 0)


def test_what_is_left_out_and_what_has_changed_is_told(run: Run, file: Path) -> None:
    run("approve", file, "single-1")
    done = run("export", file, "--format", "gift")
    assert done.out.startswith("$CATEGORY: ")
    assert "1 af 7 spørgsmål er taget med; resten er ikke godkendt" in done.err
    assert f"kilderne er ændret under single-1; se: forlobkg course quiz lint {file}" in done.err


def test_exporting_is_refused_with_what_to_do(run: Run, file: Path, tmp_path: Path) -> None:
    run("approve", file, "--all")
    run("export", file, "--format", "scorm", "-o", tmp_path / "x").fails("vælg et af moodle, gift, qti")
    run("export", file, "--format", "anki", "--json").fails("giv en fil, for eksempel: -o quiz.apkg")
    run("export", file, "--format", "anki", "-o", tmp_path).fails("kan ikke skrives")
