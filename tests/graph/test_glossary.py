"""The glossary: every phrase leads to words of the sources, and a lay label to a thing."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from forlobkg.corpus import Document
from forlobkg.danish import Analyser
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring import Check, load_curated, validate
from forlobkg.resources import ontology_dir
from forlobkg.service import Forlobkg

HEADER = "phrase\tterms\tconcept\tfrom\tnote\n"


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ontology_dir(), tmp_path / "ontology"))


def test_the_glossary_is_large_and_from_many_situations() -> None:
    rows = load_curated(ontology_dir()).glossary
    assert len(rows) >= 300
    assert {row.origin for row in rows} >= {
        "jordemoder",
        "sundhedsplejerske",
        "socialrådgiver",
        "læge",
        "pårørende",
    }
    assert all(row.phrase == row.phrase.strip() and row.terms for row in rows)


def test_a_phrase_that_names_a_thing_is_its_lay_label(service: Forlobkg) -> None:
    row = next(row for row in load_curated(ontology_dir()).glossary if row.concept)
    assert row.phrase in service.graph.concepts[row.concept].lay_labels


@pytest.mark.parametrize(
    ("rows", "rule", "words"),
    [
        (["bor på gaden\tord som ingen har\t\tlæge\t"], "glossary-term-unknown", "ord som ingen har"),
        (["bor på gaden\tHjemløshed\tfindes-ikke\tlæge\t"], "glossary-thing-unknown", "findes-ikke"),
        (
            ["bor på gaden\tHjemløshed\t\tlæge\t", "Bor på gaden\tHjemløshed\t\tlæge\t"],
            "glossary-phrase-twice",
            "linje 2",
        ),
    ],
)
def test_what_is_wrong_in_the_glossary_is_named(
    rows: list[str], rule: str, words: str, ontology: Path, documents: Sequence[Document], analyser: Analyser
) -> None:
    (ontology / "glossary.tsv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    violations = validate(ontology, documents, analyser, [Check.EVIDENCE])
    assert [violation.rule for violation in violations] == [rule]
    assert words in violations[0].message
    assert violations[0].file == "glossary.tsv"


@pytest.mark.parametrize(
    ("content", "line"), [("a\tb\n", 1), (HEADER + "bor på gaden\tHjemløshed\n", 2), (HEADER + "\tx\t\t\t\n", 2)]
)
def test_a_glossary_that_cannot_be_read_is_named(content: str, line: int, ontology: Path) -> None:
    (ontology / "glossary.tsv").write_text(content, encoding="utf-8")
    with pytest.raises(OntologyError, match=rf"glossary\.tsv, linje {line}"):
        load_curated(ontology)
