"""Builds: made once, reused, made anew when outdated or damaged, and never left half done."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from forlobkg.builder import make_build
from forlobkg.builds import Build, builds_dir, input_hash, valid_build
from forlobkg.errors import BuildError, CorpusError
from forlobkg.resources import corpus_dir
from forlobkg.service import Forlobkg, ensure_build, open_service
from forlobkg.settings import Settings

QUESTION = "Hvem er de centrale aktører?"


@dataclass(frozen=True)
class Home:
    """A home with a finished build in it, and the steps of whatever is built there next."""

    settings: Settings
    build: Build
    steps: list[str]

    @property
    def names(self) -> set[str]:
        return {path.name for path in builds_dir(self.settings.home).iterdir() if path.is_dir()}

    def ensure(self) -> Build:
        return ensure_build(self.settings, self.steps.append)


@pytest.fixture
def home(service: Forlobkg, tmp_path: Path, light_builds: None, few_questions: None) -> Home:
    """A copy of the one real build."""
    settings = Settings(home=tmp_path / "home")
    finished = Build(builds_dir(settings.home) / service.build.path.name)
    shutil.copytree(service.build.path, finished.path)
    (builds_dir(settings.home) / "current").write_text(finished.path.name)
    return Home(settings, finished, [])


def python(home: Home, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, "FORLOBKG_HOME": str(home.settings.home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_no_build_is_built_and_then_reused(tmp_path: Path, light_builds: None, few_questions: None) -> None:
    settings = Settings(home=tmp_path / "new" / "home")
    first: list[str] = []
    second: list[str] = []
    with open_service(settings, first.append) as service:
        assert not service.ask(QUESTION).abstained
    with open_service(settings, second.append) as again:
        assert again.build == service.build
    assert first[0] == "læser kilderne"
    assert second == []


def test_a_build_of_the_same_inputs_is_reused(home: Home) -> None:
    assert home.ensure() == home.build
    assert home.steps == []


def test_a_changed_byte_in_any_file_is_noticed(home: Home) -> None:
    inputs = input_hash(home.settings)
    files = [file for file in sorted(home.build.path.rglob("*")) if file.is_file()]
    assert set(home.build.details["files"]) == {
        file.relative_to(home.build.path).as_posix() for file in files if file.name != "build.json"
    }
    for file in files:
        content = file.read_bytes()
        if file.name == "build.json":
            continue
        file.write_bytes(content + b"\0" if not content else bytes([content[0] ^ 1]) + content[1:])
        assert valid_build(home.settings.home, inputs) is None, file
        file.unlink()
        assert valid_build(home.settings.home, inputs) is None, file
        file.write_bytes(content)
    assert valid_build(home.settings.home, inputs) == home.build


def test_a_damaged_build_is_made_anew_and_answers(home: Home) -> None:
    vectors = home.build.index / "vectors.faiss"
    vectors.write_bytes(vectors.read_bytes()[:-1] + b"\x7f")
    with open_service(home.settings, home.steps.append) as service:
        assert home.steps
        assert service.build != home.build
        assert not service.ask(QUESTION).abstained


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"{}",
        b'{"inputs": "x", "files": {}}',
        b"\xff\xfe",
        b'{"inputs": "INPUTS", "files": []}',
        b'{"inputs": "INPUTS", "files": {}}',
    ],
)
def test_a_garbled_record_is_no_build(content: bytes, home: Home) -> None:
    inputs = input_hash(home.settings)
    (home.build.path / "build.json").write_bytes(content.replace(b"INPUTS", inputs.encode()))
    assert valid_build(home.settings.home, inputs) is None


@pytest.mark.parametrize("content", [b"", b"..", b"\0", b"\xff", b"/etc", b"x" * 5000, b"no-such-build"])
def test_a_garbled_pointer_is_no_build(content: bytes, home: Home) -> None:
    (builds_dir(home.settings.home) / "current").write_bytes(content)
    assert valid_build(home.settings.home, input_hash(home.settings)) is None


@pytest.fixture
def corpus_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = Path(shutil.copytree(corpus_dir(), tmp_path / "corpus"))
    for module in ("forlobkg.builds", "forlobkg.builder"):
        monkeypatch.setattr(f"{module}.corpus_dir", lambda: copy)
    return copy


def test_a_changed_source_makes_a_new_build(home: Home, corpus_copy: Path) -> None:
    assert home.ensure() == home.build
    manifest = corpus_copy / "manifest.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("Hjælp gravide med", "Hjælp til gravide med"), "utf-8")
    with open_service(home.settings, home.steps.append) as service:
        assert home.steps
        assert service.document("nyhed-2022").title.startswith("Hjælp til gravide med")


def test_a_broken_source_leaves_the_old_build_whole(home: Home, corpus_copy: Path) -> None:
    before = input_hash(home.settings)
    (corpus_copy / "oplaeg-2023.outline.tsv").write_text("nonsense", "utf-8")
    with pytest.raises(CorpusError, match="the first line must be the column names"):
        home.ensure()
    assert home.names == {home.build.path.name}
    assert valid_build(home.settings.home, before) == home.build


def test_other_settings_make_another_build(home: Home) -> None:
    usual = input_hash(home.settings)
    changed = {"base_iri": "http://localhost/id/", "embedding_model": "/a/model"}
    hashes = [input_hash(home.settings.model_copy(update={name: value})) for name, value in changed.items()]
    assert len({usual, *hashes}) == 3
    assert input_hash(home.settings.model_copy(update={"port": 9000})) == usual


def test_an_interrupted_build_leaves_the_old_one_whole(home: Home) -> None:
    def interrupt(step: str) -> None:
        if step == "efterprøver grafen mod kilderne":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_build(home.settings, interrupt)
    assert home.names == {home.build.path.name}
    assert home.ensure() == home.build
    assert home.steps == []


def test_an_error_that_is_not_the_homes_is_not_blamed_on_it(home: Home) -> None:
    def closed_pipe(_: str) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    with pytest.raises(BrokenPipeError):
        make_build(home.settings, closed_pipe)


def test_a_killed_build_leaves_the_old_one_whole_and_the_next_one_tidies(home: Home) -> None:
    process = python(home, "-m", "forlobkg.cli", "build")
    assert process.stderr is not None
    for line in process.stderr:
        if "skriver grafen" in line:
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()

    (leftover,) = home.names - {home.build.path.name}
    assert leftover.startswith(".new-")
    assert home.ensure() == home.build
    assert home.steps == []
    made = make_build(home.settings, home.steps.append)
    assert home.names == {home.build.path.name, made.path.name}


def test_two_builds_at_once_make_one_and_a_garbled_pointer_is_replaced(home: Home, lemmas: Path) -> None:
    (builds_dir(home.settings.home) / "current").write_bytes(b"\xff\0")
    program = """
import shutil
import sys
import forlobkg.builder
from forlobkg.service import ensure_build
from forlobkg.index import LightEmbedder
from forlobkg.resources import builtin_model_dir
from forlobkg.settings import load_settings
forlobkg.builder.load_build_embedder = lambda _: LightEmbedder(builtin_model_dir())
forlobkg.builder.compile_lemma_trie = lambda folder: shutil.copytree(sys.argv[1], folder)
save = forlobkg.builder.save_recogniser
forlobkg.builder.save_recogniser = lambda *parts: save(*parts[:-1], parts[-1][::20])
print(ensure_build(load_settings(), lambda step: print(step, file=sys.stderr)).path.name)
"""
    done = [process.communicate() for process in [python(home, "-c", program, str(lemmas)) for _ in range(2)]]
    (name,) = {out.strip() for out, _ in done}
    assert sorted("læser kilderne" in err for _, err in done) == [False, True]
    build = valid_build(home.settings.home, input_hash(home.settings))
    assert build is not None
    assert build.path.name == name


def test_the_previous_build_is_kept_and_older_ones_removed(home: Home) -> None:
    shutil.copytree(home.build.path, builds_dir(home.settings.home) / "older")
    second = make_build(home.settings, home.steps.append)
    assert home.names == {home.build.path.name, second.path.name}
    assert home.ensure() == second


def test_a_home_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    with pytest.raises(
        BuildError, match=r"home cannot be written .*; set FORLOBKG_HOME to a folder of yours"
    ) as error:
        open_service(Settings(home=file / "home"))
    assert "\n" not in str(error.value)


def test_a_build_held_for_too_long_is_said(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    monkeypatch.setattr("forlobkg.builder._LOCK_SECONDS", 0.1)
    with FileLock(home.settings.home / "build.lock"), pytest.raises(BuildError, match="another build has held"):
        make_build(home.settings, home.steps.append)
    assert home.names == {home.build.path.name}


def test_a_build_says_what_it_holds(home: Home) -> None:
    record = json.loads((home.build.path / "build.json").read_text("utf-8"))
    assert record["counts"]["documents"] == 2
    assert record["counts"]["passages"] == 179
    assert 0 < record["counts"]["indexed"] < 179
    assert record["inputs"] == input_hash(home.settings)
