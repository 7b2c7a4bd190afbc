"""Every passage is used or excused, and an excuse must hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from forlobkg.corpus import Document
from forlobkg.danish import Analyser
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.coverage import (
    UNUSED,
    Reason,
    UnusedPassage,
    check_coverage,
    coverage,
    coverage_counts,
    coverage_lines,
    coverage_records,
    load_unused,
)
from forlobkg.graph.authoring.curated import Curated
from forlobkg.resources import ontology_dir


@pytest.fixture(scope="module")
def unused() -> Sequence[UnusedPassage]:
    return load_unused(ontology_dir())


def test_every_passage_of_both_sources_is_used_or_excused(
    curated: Curated, documents: Sequence[Document], unused: Sequence[UnusedPassage], analyser: Analyser
) -> None:
    found = check_coverage(curated, documents, unused, analyser)
    assert not found, "\n".join(violation.message for violation in found)

    rows = coverage(curated, documents, unused)
    assert [row.passage for row in rows] == [passage.id for document in documents for passage in document.passages]
    assert all(bool(row.statements) != (row.reason is not None) for row in rows)
    counts = coverage_counts(rows)
    assert counts["neither"] == 0
    assert counts["used"] > counts["passages"] / 2
    assert counts["passages"] == counts["used"] + sum(counts[reason] for reason in Reason)
    assert counts["statements"] == sum(len(graph) for graph in curated.claims().values())


def test_a_row_tells_what_a_passage_says(
    curated: Curated, documents: Sequence[Document], unused: Sequence[UnusedPassage]
) -> None:
    rows = {row.passage: row for row in coverage(curated, documents, unused)}

    said = rows["oplaeg-2023-l90"]
    assert (said.page, said.kind, said.reason) == (4, "sentence", None)
    assert said.statements == (
        "»Udsatte gravide kvinder med et skadeligt rusmiddelforbrug« – »er kendetegnet ved« – "
        "»Kvindernes komplekse livssituation nødvendiggør en specialiseret indsats«",
        "»Udsatte gravide kvinder med et skadeligt rusmiddelforbrug« – »kræver i indsatsen« – "
        "»En specialiseret indsats«",
    )
    repeated = rows["oplaeg-2023-l17"]
    assert (repeated.statements, repeated.reason, repeated.same_as) == ((), Reason.REPEATED, "oplaeg-2023-l4")


def test_a_person_reads_every_passage_with_its_statements_or_the_reason(
    curated: Curated, documents: Sequence[Document], unused: Sequence[UnusedPassage]
) -> None:
    rows = coverage(curated, documents, unused)
    lines = list(coverage_lines(rows))

    assert lines[0] == "# oplaeg-2023"
    for row in rows:
        assert any(line.startswith(row.passage) and row.text in line for line in lines)
    place = lines.index("oplaeg-2023-l17, side 1: »UDSATTE GRAVIDE MED SKADELIGT RUSMIDDELFORBRUG«")
    assert lines[place + 1].startswith("    – gentagelse af oplaeg-2023-l4 (titlen på forsiden")
    assert lines[-1].startswith(f"{len(rows)} tekststeder: ")
    assert lines[-1].endswith("; 0 hverken brugt eller undskyldt")


def test_the_rows_are_plain_data(
    curated: Curated, documents: Sequence[Document], unused: Sequence[UnusedPassage]
) -> None:
    rows = coverage(curated, documents, unused)
    records = json.loads(json.dumps(coverage_records(rows)))
    assert records["counts"] == coverage_counts(rows)
    assert {row["passage"]: row["reason"] for row in records["passages"]}["oplaeg-2023-l36"] == "heading"


def test_a_passage_without_statements_or_excuse_is_shown(
    curated: Curated, documents: Sequence[Document], unused: Sequence[UnusedPassage], analyser: Analyser
) -> None:
    fewer = [row for row in unused if row.passage != "nyhed-2022-l27"]
    (found,) = check_coverage(curated, documents, fewer, analyser)
    assert (found.rule, found.file) == ("passage-without-statements", UNUSED)
    assert "nyhed-2022-l27 (»Opsporing og grundig udredning«)" in found.message

    lines = list(coverage_lines(coverage(curated, documents, fewer)))
    assert "    – HVERKEN BRUGT ELLER UNDSKYLDT" in lines
    assert lines[-1].endswith("; 1 hverken brugt eller undskyldt")


@pytest.mark.parametrize(
    ("passage", "reason", "same_as", "rule", "words"),
    [
        ("oplaeg-2023-l9999", "heading", "", "excused-passage-unknown", "intet tekststed hedder sådan"),
        ("oplaeg-2023-l272", "heading", "", "excused-passage-used", "skal ikke undskyldes"),
        # A footer is no heading, nothing stands under the last slide's heading, and a heading is no noise.
        ("oplaeg-2023-l135", "heading", "", "excuse-heading", "af slagsen footer er ikke overskrift"),
        ("oplaeg-2023-l323", "heading", "", "excuse-heading", "intet tekststed, som der er hentet udsagn fra"),
        ("oplaeg-2023-l323", "noise", "", "excuse-noise", "af slagsen heading er ikke støj"),
        ("oplaeg-2023-l323", "unreadable", "", "excuse-unreadable", "tekststedet kan læses"),
        ("oplaeg-2023-l135", "navigation", "", "excuse-navigation", "af slagsen footer er ikke vejviser"),
        ("oplaeg-2023-l323", "repeated", "oplaeg-2023-l4", "excuse-repeated", "der mangler »"),
        # Nobody says what an unused passage says, and none repeats itself.
        ("oplaeg-2023-l323", "repeated", "oplaeg-2023-l323", "excuse-repeated", "er ikke et andet tekststed"),
        ("oplaeg-2023-l52", "repeated", "oplaeg-2023-l20", "excuse-repeated", "er ikke et andet tekststed"),
    ],
)
def test_an_excuse_must_hold(
    passage: str,
    reason: str,
    same_as: str,
    rule: str,
    words: str,
    curated: Curated,
    documents: Sequence[Document],
    unused: Sequence[UnusedPassage],
    analyser: Analyser,
) -> None:
    others = [row for row in unused if row.passage != passage]
    excuse = UnusedPassage(99, passage, Reason(reason), same_as, "")
    (found,) = check_coverage(curated, documents, [*others, excuse], analyser)
    assert (found.rule, found.file, found.line) == (rule, UNUSED, 99)
    assert words in found.message


def test_capitals_and_the_own_page_number_are_no_other_words(
    curated: Curated, documents: Sequence[Document], analyser: Analyser
) -> None:
    """The title in capitals repeats the title; "Side 10" adds nothing on page 10."""
    excuses = [
        UnusedPassage(2, "oplaeg-2023-l17", Reason.REPEATED, "oplaeg-2023-l4", ""),
        UnusedPassage(3, "oplaeg-2023-l249", Reason.REPEATED, "oplaeg-2023-l21", ""),
    ]
    found = check_coverage(curated, documents, excuses, analyser)
    assert {violation.rule for violation in found} == {"passage-without-statements"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("passage\treason\n", "linje 1: kolonnerne skal være passage, reason, same_as, note"),
        ("passage\treason\tsame_as\tnote\nx\theading\n", "linje 2: der skal være 4 felter"),
        ("passage\treason\tsame_as\tnote\nx\tkedeligt\t\t\n", "linje 2: grunden »kedeligt« kendes ikke"),
        ("passage\treason\tsame_as\tnote\nx\trepeated\t\t\n", "linje 2: same_as skal udfyldes ved repeated"),
        ("passage\treason\tsame_as\tnote\nx\theading\ty\t\n", "linje 2: same_as skal udfyldes ved repeated"),
        ("passage\treason\tsame_as\tnote\nx\tnoise\t\t\nx\tnoise\t\t\n", "linje 3: x står også i linje 2"),
    ],
)
def test_a_table_that_is_not_as_it_must_be_is_refused(content: str, words: str, tmp_path: Path) -> None:
    (tmp_path / UNUSED).write_text(content, encoding="utf-8")
    with pytest.raises(OntologyError, match=words):
        load_unused(tmp_path)
