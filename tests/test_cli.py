"""The command line: every command, its JSON, its exit status, and errors in one line."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from forlobkg.cli import main
from forlobkg.resources import corpus_dir, ontology_dir
from forlobkg.service import Forlobkg
from forlobkg.settings import Settings
from forlobkg.terminal import print_who

QUESTION = "Hvem er de centrale aktører?"
ACTORS = "SELECT ?actor WHERE { id:udsatte-gravide fb:centralActor ?actor } ORDER BY ?actor"


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

    def fails(self, status: int, words: str) -> None:
        """Check that the command failed with ``status`` and one line of its own on standard error."""
        assert (self.status, self.out) == (status, "")
        assert self.err.startswith("forlobkg: ")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        assert words in self.err


Run = Callable[..., Done]


@pytest.fixture
def run(
    service: Forlobkg, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs the command line in this process, over the one real build."""
    assert service.build.path.is_relative_to(settings.home)
    monkeypatch.setenv("FORLOBKG_HOME", str(settings.home))

    def run_main(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["forlobkg", *map(str, arguments)])
        capsys.readouterr()
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        written = capsys.readouterr()
        return Done(status, written.out, written.err)

    return run_main


@pytest.fixture
def process(service: Forlobkg, settings: Settings) -> Run:
    """Runs the command line in a process of its own, over the one real build."""

    def run_process(*arguments: str, line: str = "{}", **environment: str) -> Done:
        command = line.format('"$PYTHON" -m forlobkg.cli "$@"')
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command}", "forlobkg", *arguments],
            env={**os.environ, "PYTHON": sys.executable, "FORLOBKG_HOME": str(settings.home), **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    assert service.build.path.is_relative_to(settings.home)
    return run_process


# ask


def test_ask_answers_in_words(run: Run) -> None:
    done = run("ask", QUESTION)
    assert done.status == 0
    assert done.out.startswith("De centrale aktører er familieambulatoriet")
    assert "[c1] »Familieambulatoriet, rusmiddelbehandlingen og familieafdelingen i kommunerne«" in done.out
    assert "under: Facts om målgruppen i forløbsbeskrivelsen › Centrale aktører er:" in done.out
    assert "Oplæg for DAS - Sjælland og Syddanmark (13. januar 2023), side 4" in done.out
    assert done.err == ""


def test_ask_gives_the_same_object_as_python(process: Run, service: Forlobkg) -> None:
    assert process("ask", QUESTION, "--json").json == service.ask(QUESTION).model_dump(mode="json")


def test_a_silence_is_an_answer(run: Run) -> None:
    done = run("ask", "Hvem vandt EM i 1992?")
    assert done.status == 0
    assert done.out.startswith("Det står ikke i kilderne")
    assert "Du kan også spørge:" in done.out
    assert run("ask", "Hvem vandt EM i 1992?", "--json").json["abstained"] is True


def test_a_file_of_questions_gives_a_line_each_in_order(run: Run, tmp_path: Path, service: Forlobkg) -> None:
    questions = {"b": QUESTION, "a": "Hvem vandt EM i 1992?", "3": "Hvad er FASD?"}
    file = tmp_path / "questions.jsonl"
    lines = [json.dumps({"id": name, "q": question}) for name, question in questions.items()]
    file.write_text("\n\n".join(lines) + "\n", "utf-8")
    for arguments in (["ask", "--file", file, "--json"], ["ask", "--file", file]):
        done = run(*arguments)
        assert done.status == 0
        answers = [json.loads(line) for line in done.out.splitlines()]
        assert answers == [
            {"id": name, **service.ask(question).model_dump(mode="json")} for name, question in questions.items()
        ]


def test_an_id_comes_back_as_it_was_given(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 7, "q": "Hvad er FASD?", "extra": 1}\n{"id": null, "q": "Hvad er FASD?"}', "utf-8")
    assert [json.loads(line)["id"] for line in run("ask", "--file", file).out.splitlines()] == [7, None]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "ikke gyldig JSON"),
        ("[]", "linjen skal være"),
        ('{"q": "Hvem?"}', "linjen skal være"),
        ('{"id": 1}', "linjen skal være"),
        ('{"id": 1, "q": 2}', "linjen skal være"),
        ('{"id": 1, "q": " "}', "Skriv et spørgsmål"),
        (json.dumps({"id": 1, "q": "a" * 1001}), "grænsen er 1000"),
    ],
)
def test_a_bad_line_of_a_file_is_named_and_the_others_are_answered(
    line: str, fault: str, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    good = json.dumps({"id": "good", "q": QUESTION})
    file.write_text(f"\n{line}\n{good}\n", "utf-8")
    done = run("ask", "--file", file)
    assert done.status == 2
    bad, answered = (json.loads(out) for out in done.out.splitlines())
    assert bad["error"].startswith(f"{file}, linje 2: ")
    assert fault in bad["error"]
    assert answered["id"] == "good"
    assert not answered["abstained"]
    assert "kunne ikke besvares" in done.err


# search, show, who


def test_search_lists_passages_and_says_why(run: Run, service: Forlobkg) -> None:
    done = run("search", "støtte efter fødslen", "--limit", "2")
    assert done.status == 0
    assert "4. Indsatser omfatter støtte til familien efter fødslen" in done.out
    assert "side 10 · ord: støtte, fødsel" in done.out
    found = run("search", "støtte efter fødslen", "--limit", "2", "--json").json
    assert found == service.search("støtte efter fødslen", 2).model_dump(mode="json")
    assert len(found["hits"]) == 2


def test_show_gives_a_thing_with_its_quotes(run: Run, service: Forlobkg) -> None:
    done = run("show", "familieambulatoriet")
    assert done.status == 0
    assert done.out.startswith("Familieambulatoriet  (Actor)\nhttps://w3id.org/forlobkg/id/familieambulatoriet\n")
    assert "»Familieambulatoriet, rusmiddelbehandlingen og" in done.out
    shown = run("show", "familieambulatoriet", "--json").json
    assert shown == service.show("familieambulatoriet").model_dump(mode="json")


def test_who_shows_tasks_and_gaps(run: Run, service: Forlobkg) -> None:
    done = run("who", "--recommendation", "anbefaling-4")
    assert done.status == 0
    assert "ikke angivet i kilden" in done.out
    assert "»4. Indsatser omfatter støtte til familien efter fødslen«" in done.out
    assert "Oplæg for DAS - Sjælland og Syddanmark (13. januar 2023), side 10" in done.out
    rows = run("who", "--phase", "fase-efter-foedslen", "--json").json
    assert rows == service.who(phase="fase-efter-foedslen").model_dump(mode="json")


@pytest.mark.parametrize("width", [40, 80, 119, 120, 200])
def test_who_fits_the_terminal_and_shows_every_cell(
    width: int, service: Forlobkg, capsys: pytest.CaptureFixture[str]
) -> None:
    table = service.who()
    print_who(table, width)
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= width
    assert ("┏" in out) == (width >= 120)
    words = " ".join(out.replace("│", " ").split())
    for head in ("Hvem", "Gør hvad", "For hvem", "Hvornår", "Anbefaling"):
        assert out.count(head) >= (1 if width >= 120 else len(table.rows))
    # The gap words may be split between lines, but a gap is never an empty cell.
    assert words.count("ikke angivet") == sum(len(row.gaps) for row in table.rows)
    for citation in table.citations:
        assert f"[{citation.id}] »{' '.join(citation.quote.split())}«" in words


def test_who_tells_what_is_derived_from_what(service: Forlobkg, capsys: pytest.CaptureFixture[str]) -> None:
    print_who(service.who(actor="fagpersoner-med-maalgruppekontakt"), 80)
    assert capsys.readouterr().out.splitlines()[:5] == [
        "Hvem        Fagpersoner med målgruppekontakt [c1]",
        "Gør hvad    deltager i forebyggelse, tidlig opsporing og intervention [c1]",
        "For hvem    Udsatte gravide kvinder med et skadeligt rusmiddelforbrug [udledt af",
        "            c1 c2]",
        "Hvornår     ikke angivet i kilden",
    ]


def test_who_without_a_match_says_so(run: Run) -> None:
    done = run("who", "--actor", "kl", "--phase", "fase-efter-foedslen")
    assert (done.status, done.out) == (0, "Kilderne nævner ingen opgaver, der passer til valget.\n")


# sparql, export


def test_sparql_gives_csv_or_json(run: Run, tmp_path: Path) -> None:
    iris = [f"https://w3id.org/forlobkg/id/{a}" for a in ("familieafdelingen", "familieambulatoriet")]
    assert run("sparql", ACTORS).out.split()[:3] == ["actor", *iris]
    bindings = run("sparql", ACTORS, "--json").json["results"]["bindings"]
    assert [row["actor"]["value"] for row in bindings][:2] == iris
    file = tmp_path / "q.rq"
    file.write_text(f"# aktører\n{ACTORS}\n", "utf-8")
    assert run("sparql", "--file", file).out == run("sparql", ACTORS).out


@pytest.mark.parametrize(
    ("arguments", "beginning"),
    [
        (["ASK { ?s ?p ?o }"], "true"),
        (["DESCRIBE id:kl"], "@prefix"),
        (["DESCRIBE id:kl", "--format", "nt"], "<https://w3id.org/forlobkg/id/kl>"),
        (["DESCRIBE id:kl", "--format", "rdf"], "<?xml"),
        (["DESCRIBE id:kl", "--json"], "[{"),
        ([ACTORS, "--format", "xml"], "<?xml"),
        ([ACTORS, "--format", "tsv"], "?actor\n"),
    ],
)
def test_sparql_results_come_in_the_format_asked_for(arguments: list[str], beginning: str, run: Run) -> None:
    done = run("sparql", *arguments)
    assert done.status == 0, done.err
    assert done.out.startswith(beginning)


@pytest.mark.parametrize(
    ("arguments", "rdf_format"),
    [
        ([], ox.RdfFormat.TRIG),
        (["--format", "nq"], ox.RdfFormat.N_QUADS),
        (["--format", "ttl"], ox.RdfFormat.TURTLE),
        (["--format", "jsonld"], ox.RdfFormat.JSON_LD),
        (["--json"], ox.RdfFormat.JSON_LD),
    ],
)
def test_export_writes_a_file_that_loads(
    arguments: list[str], rdf_format: ox.RdfFormat, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "graf"
    done = run("export", *arguments, "-o", file)
    assert (done.status, done.out) == (0, "")
    assert f"byte skrevet til {file}" in done.err
    assert sum(1 for _ in ox.parse(path=str(file), format=rdf_format)) > 1000


def test_export_of_tables_opens_in_a_spreadsheet(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "tabeller.zip"
    assert run("export", "--format", "csv", "-o", file).status == 0
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        heading, *rows = archive.read("anbefalinger.csv").decode("utf-8-sig").splitlines()
    assert heading.split(";")[0].strip('"') == "Nummer"
    assert len(rows) == 7


def test_the_reference_is_written_to_a_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ontologi"
    done = run("reference", "-o", folder)
    assert done.status == 0
    assert "begynd med index.da.html" in done.out
    assert {path.name for path in folder.iterdir()} == {"index.da.html", "index.en.html", "reference.css"}
    assert 'id="Actor"' in (folder / "index.en.html").read_text("utf-8")


@pytest.mark.parametrize("place", ["", "/dev/null/under"])
def test_the_reference_needs_a_folder_that_can_be_written(place: str, run: Run) -> None:
    done = run("reference", "-o", place)
    assert done.status in (1, 2)
    assert done.err.startswith("forlobkg: ")
    assert "Traceback" not in done.err


def test_coverage_says_of_every_passage_what_is_drawn_from_it(run: Run) -> None:
    done = run("validate", "--coverage")
    assert done.status == 0
    assert "oplaeg-2023-l95, side 4: »Familieambulatoriet, rusmiddelbehandlingen" in done.out
    assert "– overskrift" in done.out
    assert done.out.rstrip().endswith("; 0 hverken brugt eller undskyldt")
    counts = run("validate", "--coverage", "--json").json["counts"]
    assert counts["neither"] == 0
    assert counts["passages"] == 179


def test_export_to_a_pipe_that_closes_ends_quietly(process: Run) -> None:
    done = process("export", line="{} | head -1")
    assert done.out.startswith("@prefix ")
    assert done.err == ""


# build, validate, corpus repair


def test_a_build_that_holds_is_not_made_again(run: Run, service: Forlobkg) -> None:
    done = run("build", "--if-needed")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("2 dokumenter, 179 tekststeder (")
    assert run("build", "--if-needed", "--json").json == service.build.details["counts"]


def test_a_build_tells_its_steps_on_standard_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, light_builds: None, few_questions: None
) -> None:
    monkeypatch.setenv("FORLOBKG_HOME", str(tmp_path / "home"))
    done = run("build", "--json")
    assert done.json["documents"] == 2
    assert done.err.splitlines()[0] == "forlobkg: læser kilderne …"
    assert run("build", "--if-needed").err == ""


def test_the_real_graph_is_valid(run: Run) -> None:
    done = run("validate")
    assert (done.status, done.out) == (0, "Grafen er i orden.\n")


def test_a_broken_graph_is_not(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(ontology_dir(), tmp_path / "ontology"))
    file = folder / "curated" / "oplaeg-2023.trig"
    file.write_text(file.read_text("utf-8").replace("654f946228baed6c", "0000000000000000"), "utf-8")
    monkeypatch.setattr("forlobkg.resources.ontology_dir", lambda: folder)
    done = run("validate", "--json")
    assert done.status == 1
    (violation,) = json.loads(done.out)
    assert violation["rule"] == "stale-hash"


def test_the_repaired_texts_are_checked(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("corpus", "repair", "--check")
    assert (done.status, done.out) == (0, "oplaeg-2023: uændret\nnyhed-2022: uændret\n")

    folder = Path(shutil.copytree(corpus_dir(), tmp_path / "corpus"))
    monkeypatch.setattr("forlobkg.resources.corpus_dir", lambda: folder)
    repaired = folder / "repaired" / "oplaeg-2023.txt"
    original = repaired.read_bytes()
    repaired.write_bytes(original.replace("Børn".encode(), b"Born"))
    done = run("corpus", "repair", "--check", "--json")
    assert (done.status, json.loads(done.out)) == (1, {"oplaeg-2023": "afviger", "nyhed-2022": "uændret"})
    assert repaired.read_bytes() != original

    assert run("corpus", "repair").out == "oplaeg-2023: skrevet\nnyhed-2022: uændret\n"
    assert repaired.read_bytes() == original


# errors


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["ask"], 2, "giv enten et spørgsmål eller --file"),
        (["ask", QUESTION, "--file", "x"], 2, "giv enten et spørgsmål eller --file"),
        (["ask", ""], 2, "Skriv et spørgsmål"),
        (["ask", "a" * 1001], 2, "grænsen er 1000"),
        (["ask", "--file", "/no/such/file"], 2, "/no/such/file kan ikke læses: No such file or directory"),
        (["ask", "--file", "/"], 2, "/ kan ikke læses: Is a directory"),
        (["search", ""], 2, "Skriv"),
        (["search", "støtte", "--limit", "0"], 2, "limit skal være fra 1 til 100"),
        (["show", "findes-ikke"], 1, "ingen ting hedder 'findes-ikke'"),
        (["who", "--actor", "findes-ikke"], 1, "familieambulatoriet"),
        (["who", "--phase", "kommune"], 1, "fase-efter-foedslen"),
        (["sparql"], 2, "giv enten en forespørgsel eller --file"),
        (["sparql", "SELECT * {\n ?s ?p"], 2, "SPARQL-fejl på linje 2"),
        (["sparql", "CLEAR ALL"], 2, "CLEAR er ikke tilladt"),
        (["sparql", "--file", "/no/such/file"], 2, "/no/such/file kan ikke læses"),
        (["export", "-o", "/dev/null/graf"], 2, "/dev/null/graf kan ikke skrives: "),
        (["export", "-o", "/"], 2, "/ kan ikke skrives"),
    ],
)
def test_an_error_is_one_line(arguments: list[str], status: int, words: str, run: Run) -> None:
    run(*arguments).fails(status, words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--nosuch"], "--nosuch"),
        (["ask", "--nosuch", "x"], "--nosuch"),
        (["nosuch"], "nosuch"),
        (["search"], "query"),
        (["search", "x", "--limit", "mange"], "--limit"),
        (["export", "--format", "pdf"], "pdf"),
        (["serve", "--port", "99999"], "--port"),
    ],
)
def test_wrong_use_is_refused(arguments: list[str], words: str, run: Run) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert words in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "arguments",
    [["--nosuch"], ["nosuch"], ["search"], ["search", "x", "--limit", "mange"], ["export", "--format", "x"]],
)
def test_wrong_use_is_one_line(arguments: list[str], run: Run) -> None:
    run(*arguments).fails(2, "")


@pytest.mark.parametrize("arguments", [[], ["corpus"]])
def test_no_command_shows_the_commands(arguments: list[str], run: Run) -> None:
    done = run(*arguments)
    assert done.status == 2
    assert "Usage: forlobkg" in done.out + done.err
    assert run(*arguments, "--help").status == 0


def test_a_file_that_is_no_utf8_is_said(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "q"
    file.write_bytes(b"\xe6\xf8\xe5")
    run("ask", "--file", file).fails(2, f"{file} er ikke UTF-8")
    run("sparql", "--file", file).fails(2, f"{file} er ikke UTF-8")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("FORLOBKG_PORT", "x"),
        ("FORLOBKG_PORT", "70000"),
        ("FORLOBKG_BASE_IRI", "not an iri"),
        ("FORLOBKG_SPARQL_TIMEOUT", "-1"),
        ("FORLOBKG_ABSTAIN_BELOW", "2"),
    ],
)
def test_a_wrong_setting_is_named(variable: str, value: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    run("ask", QUESTION).fails(2, f"{variable}: ")


def test_a_home_that_cannot_be_written_is_one_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("FORLOBKG_HOME", str(tmp_path / "file" / "home"))
    run("ask", QUESTION).fails(1, "set FORLOBKG_HOME to a folder of yours")


def test_a_port_in_use_is_said_before_anything_is_built(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORLOBKG_HOME", str(tmp_path / "home"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run("serve", "--port", str(port)).fails(2, f"127.0.0.1:{port} kan ikke bruges (Address already in use)")
    assert not (tmp_path / "home").exists()


def test_a_failing_process_writes_no_traceback(process: Run) -> None:
    process("show", "findes-ikke").fails(1, "ingen ting hedder")
    process("ask", QUESTION, FORLOBKG_PORT="x").fails(2, "FORLOBKG_PORT: ")


def test_an_output_that_cannot_be_written_is_said(process: Run) -> None:
    done = process("ask", QUESTION, line="{} > /dev/full")
    assert done.status != 0
    assert "Traceback" not in done.err
