"""Quizzes made of the sources: each format holds all their items, with the keys and quotations that they have."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from forlobkg.service import Forlobkg
from forlobkg.teach.quiz import EXPORTS, Item, Quiz, approve, read_quiz, stale, write_quiz, write_quiz_file

from .gift_reading import read_gift
from .qti_reading import QTI, key, unpacked, words
from .quizzes import item_bank, plain, valid


@pytest.fixture(scope="module")
def quiz(service: Forlobkg) -> Quiz:
    """Thirty items of every kind, all approved."""
    made = item_bank(service).quiz(seed=9, count=30, background=True)
    return approve(made, [item.id for item in made.items])


def told(item: Item) -> list[str]:
    """What a participant gets to know afterwards."""
    return [item.explanation, *(f"»{one.quote}«" for one in item.feedback), *(one.reference for one in item.feedback)]


def test_they_are_of_every_kind_and_kept_in_files(quiz: Quiz, service: Forlobkg) -> None:
    assert {item.kind for item in quiz.items} == {
        "single", "multiple", "matching", "ordering", "true-false", "short-answer",
    }  # fmt: skip
    assert read_quiz(write_quiz_file(quiz, "yaml")) == read_quiz(write_quiz_file(quiz, "json")) == quiz
    assert stale(quiz, service.corpus) == []


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_is_written(name: str, quiz: Quiz) -> None:
    assert len(write_quiz(quiz, name)) > 1000


@pytest.mark.parametrize("name", ["md", "moodle", "gift"])
def test_examples_are_said_to_be_constructed(name: str, quiz: Quiz) -> None:
    assert any(item.stem.startswith("Eksempel:") for item in quiz.items)
    assert "konstruerede og handler ikke om virkelige personer" in write_quiz(quiz, name).decode()


def test_moodle_holds_them_all(quiz: Quiz) -> None:
    root = etree.fromstring(write_quiz(quiz, "moodle"))
    valid("moodle", root)
    found = {one.findtext("idnumber", ""): one for one in root if one.get("type") != "category"}
    assert found.keys() == {item.id for item in quiz.items}
    for item in quiz.items:
        question = found[item.id]
        feedback = plain(question.findtext("generalfeedback/text", ""))
        assert [said for said in told(item) if said not in feedback] == []
        right = {
            plain(one.findtext("text", ""))
            for one in question.iterfind("answer")
            if float(one.get("fraction", "0")) > 0
        }
        if item.kind in ("single", "multiple"):
            assert right == {option.text for option in item.options if option.correct}
        if item.kind == "short-answer":
            assert right == set(item.accepted)


def test_gift_holds_them_all(quiz: Quiz) -> None:
    found = {one["id"]: one for one in read_gift(write_quiz(quiz, "gift")) if one["type"] != "Category"}
    assert found.keys() == {item.id for item in quiz.items}
    for item in quiz.items:
        assert plain(found[item.id]["stem"]["text"]) == item.stem
        assert [said for said in told(item) if said not in plain(found[item.id]["globalFeedback"]["text"])] == []
        if item.kind == "single":
            right = [plain(one["text"]["text"]) for one in found[item.id]["choices"] if one["isCorrect"]]
            assert right == [option.text for option in item.options if option.correct]


def test_qti_holds_them_all_with_their_keys(quiz: Quiz) -> None:
    package = unpacked(write_quiz(quiz, "qti"))
    assert len(package.in_order) == len(quiz.items)
    for root, item in zip(package.in_order, quiz.items, strict=True):
        match item.kind:
            case "matching":
                assert key(root) == [f"{pair.left} – {pair.right}" for pair in item.pairs]
            case "ordering":
                steps = sorted(item.options, key=lambda option: option.place or 0)
                assert key(root) == [step.text for step in steps]
                shown = [words(one) for one in root.iter(f"{QTI}simpleChoice")]
                assert shown not in (key(root), key(root)[::-1])
            case "short-answer":
                assert key(root) == item.accepted[:1]
            case _:
                assert key(root) == [option.text for option in item.options if option.correct]


def test_anki_holds_them_all(quiz: Quiz, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(write_quiz(quiz, "anki"))) as package:
        package.extractall(tmp_path)
    connection = sqlite3.connect(tmp_path / "collection.anki2")
    try:
        notes = dict(field[0].split("\x1f", 1) for field in connection.execute("SELECT flds FROM notes"))
    finally:
        connection.close()
    assert list(notes) == [item.id for item in quiz.items]
    for item in quiz.items:
        assert [said for said in told(item) if said not in plain(notes[item.id])] == []
