"""Judged questions, their split and their variants."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from forlobkg.errors import InputError
from forlobkg.evaluate import JudgedQuestion, Split, load_questions, variants
from forlobkg.resources import evaluation_dir
from forlobkg.service import Forlobkg

QUESTION = JudgedQuestion("x1", "term", "Hvad er støtte på døgnbehandling?", {"p": 2})


@pytest.fixture(scope="module")
def questions() -> list[JudgedQuestion]:
    return load_questions(evaluation_dir() / "questions.jsonl")


def test_the_test_split_is_large_enough(questions: list[JudgedQuestion]) -> None:
    kinds = Counter(question.kind for question in questions if question.split is Split.TEST)
    assert kinds["everyday"] >= 60
    assert kinds.total() >= 150
    assert len({question.id for question in questions}) == len({q.text for q in questions}) == len(questions)


def test_every_judged_passage_can_be_found(questions: list[JudgedQuestion], service: Forlobkg) -> None:
    assert {passage for question in questions for passage in question.judged} <= set(service.index.ids)


def test_a_variant_stays_in_the_split_of_its_question(questions: list[JudgedQuestion]) -> None:
    splits = {question.id: question.split for question in questions}
    made = [*variants(questions, "stripped"), *variants(questions, "typo")]
    assert made
    assert all(variant.split is splits[variant.id.partition("~")[0]] for variant in made)


def test_stripped_variants_are_both_ways_of_leaving_the_letters_out() -> None:
    assert [variant.text for variant in variants([QUESTION], "stripped")] == [
        "Hvad er stoette paa doegnbehandling?",
        "Hvad er stotte pa dognbehandling?",
    ]


def test_a_slip_changes_the_longest_word_by_one_and_is_the_same_always() -> None:
    (variant,) = variants([QUESTION], "typo")
    assert variant == variants([QUESTION], "typo")[0]
    assert variant.text != QUESTION.text
    assert variant.text.startswith("Hvad er støtte på ")
    assert abs(len(variant.text) - len(QUESTION.text)) <= 1
    assert (variant.kind, variant.judged) == ("typo", QUESTION.judged)


def test_a_question_that_the_rule_does_not_change_has_no_variant() -> None:
    plain = JudgedQuestion("x2", "term", "Hvad nu?", {"p": 2})
    assert variants([plain], "stripped") == variants([plain], "typo") == []


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        json.dumps({"id": "a", "kind": "term", "text": "x", "qrels": {}}),
        json.dumps({"id": "a", "kind": "term", "text": "x", "qrels": {"p": 3}}),
        json.dumps({"id": "a", "kind": "andet", "text": "x", "qrels": {"p": 2}}),
        json.dumps({"id": "a", "kind": "term", "qrels": {"p": 2}}),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps({"id": "a", "kind": "term", "text": "x", "qrels": {"p": 2}}) + "\n" + line, "utf-8")
    with pytest.raises(InputError, match=r"q\.jsonl, linje 2"):
        load_questions(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kan ikke læses"):
        load_questions(tmp_path / "none.jsonl")
