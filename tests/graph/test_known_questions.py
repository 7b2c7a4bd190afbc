"""The known questions: each is filed under a passage that there is, and stands once."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from forlobkg.corpus import Document
from forlobkg.danish import Analyser
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring import Check, load_curated, validate
from forlobkg.graph.authoring.known_questions import KnownQuestionRow, check_known_questions, load_known_questions
from forlobkg.resources import ontology_dir

FILE = "known-questions.tsv"
HEADER = "passage\tquestion\n"
PASSAGE = "oplaeg-2023-l146"


def written(folder: Path, content: str) -> Path:
    (folder / FILE).write_text(content, encoding="utf-8")
    return folder


def test_the_shipped_questions_are_many_and_right(documents: Sequence[Document]) -> None:
    rows = load_known_questions(ontology_dir())
    assert list(check_known_questions(rows, documents)) == []
    unanswered = [row for row in rows if row.target.startswith("-")]
    assert len(rows) - len(unanswered) > 5000
    assert len(unanswered) > 1000
    assert len({slug for row in rows for slug in row.passages}) > 100
    assert sum(len(row.passages) > 1 for row in rows) > 1000


def test_rows_are_read_with_their_line_and_passage(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        f'{HEADER}{PASSAGE}\tHvor bor "hun"?\n\n-{PASSAGE}\t Hvad koster det? \n{PASSAGE}+oplaeg-2023-l148\tBegge?\n',
    )
    rows = load_known_questions(folder)
    assert rows == [
        KnownQuestionRow(2, PASSAGE, 'Hvor bor "hun"?'),
        KnownQuestionRow(4, f"-{PASSAGE}", "Hvad koster det?"),
        KnownQuestionRow(5, f"{PASSAGE}+oplaeg-2023-l148", "Begge?"),
    ]
    assert [row.passages for row in rows] == [(PASSAGE,), (PASSAGE,), (PASSAGE, "oplaeg-2023-l148")]


def test_there_may_be_no_such_file(tmp_path: Path) -> None:
    assert load_known_questions(tmp_path) == []


@pytest.mark.parametrize(
    ("rows", "rule", "message"),
    [
        (
            ["findes-ikke\tHvem?"],
            "known-question-passage-unknown",
            f"{FILE}, linje 2: intet tekststed hedder »findes-ikke«. Ret navnet, eller slet linjen.",
        ),
        (
            [f"{PASSAGE}\tHvem?", "-findes-ikke\tHvad?"],
            "known-question-passage-unknown",
            f"{FILE}, linje 3: intet tekststed hedder »findes-ikke«. Ret navnet, eller slet linjen.",
        ),
        (
            [f"{PASSAGE}+findes-ikke\tHvem?"],
            "known-question-passage-unknown",
            f"{FILE}, linje 2: intet tekststed hedder »findes-ikke«. Ret navnet, eller slet linjen.",
        ),
        (
            [f"{PASSAGE}\tHvem er det?", f"{PASSAGE}\tHvad?", f"-{PASSAGE}\thvem ER det?"],
            "known-question-twice",
            f"{FILE}, linje 4: »hvem ER det?« står også i linje 2. Behold den ene.",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    rows: list[str], rule: str, message: str, tmp_path: Path, documents: Sequence[Document]
) -> None:
    folder = written(tmp_path, HEADER + "\n".join(rows) + "\n")
    violations = list(check_known_questions(load_known_questions(folder), documents))
    assert [(violation.rule, violation.message, violation.file) for violation in violations] == [
        (rule, message, FILE)
    ]


def test_validating_the_ontology_checks_them(
    tmp_path: Path, documents: Sequence[Document], analyser: Analyser
) -> None:
    ontology = written(
        Path(shutil.copytree(ontology_dir(), tmp_path / "ontology")), f"{HEADER}x\tHvem?\n{PASSAGE}\tHvem?\n"
    )
    violations = validate(ontology, documents, analyser, [Check.EVIDENCE])
    assert [violation.rule for violation in violations] == ["known-question-passage-unknown", "known-question-twice"]


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("question\tpassage\n", 1, "kolonnerne skal være passage, question"),
        (f"{PASSAGE}\tHvem?\n", 1, "kolonnerne skal være passage, question"),
        (f"{HEADER}{PASSAGE}\n", 2, "to felter"),
        (f"{HEADER}{PASSAGE}\tHvem?\n{PASSAGE}\tHvem?\t\n", 3, "to felter"),
        (f"{HEADER}\tHvem?\n", 2, "to felter"),
        (f"{HEADER}{PASSAGE}\t \n", 2, "to felter"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(content: str, line: int, says: str, tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=rf"known-questions\.tsv, linje {line}: .*{says}"):
        load_known_questions(written(tmp_path, content))


def test_a_file_of_other_bytes_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(OntologyError, match="kan ikke læses"):
        load_known_questions(tmp_path)


def test_they_are_loaded_with_the_ontology() -> None:
    assert list(load_curated(ontology_dir()).known_questions) == load_known_questions(ontology_dir())
