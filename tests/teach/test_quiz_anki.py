"""Anki: read from its own database, and taken in by Anki's own library."""

from __future__ import annotations

import importlib.util
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forlobkg.teach.quiz import Item, Quiz, write_quiz

from .quizzes import approved, every_kind, plain


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    return every_kind()


@pytest.fixture(scope="module")
def items(quiz: Quiz) -> dict[str, Item]:
    return approved(quiz)


@pytest.fixture
def notes(quiz: Quiz, tmp_path: Path) -> Callable[[], list[tuple[Any, ...]]]:
    """Reads guid, fields, tags and note type of every note of the Anki export from its own database."""

    def read() -> list[tuple[Any, ...]]:
        with zipfile.ZipFile(io.BytesIO(write_quiz(quiz, "anki"))) as package:
            package.extractall(tmp_path)
        connection = sqlite3.connect(tmp_path / "collection.anki2")
        try:
            return connection.execute("SELECT guid, flds, tags, mid FROM notes ORDER BY id").fetchall()
        finally:
            connection.close()

    return read


def test_anki_notes_are_known_again_by_their_item(
    notes: Callable[[], list[tuple[Any, ...]]], items: dict[str, Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = notes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert notes() == first
    assert [fields.split("\x1f")[0] for _, fields, _, _ in first] == list(items)
    assert len({guid for guid, *_ in first}) == len(items)
    for _, fields, tags, _ in first:
        item = items[fields.split("\x1f")[0]]
        assert f" {item.difficulty} " in tags
        assert "[" not in fields
        told = plain(fields.split("\x1f")[-1])
        assert item.explanation in told
        assert all(f"»{one.quote}«" in told and one.reference in told for one in item.feedback)


def test_ankis_own_library_takes_the_package(quiz: Quiz, items: dict[str, Item], tmp_path: Path) -> None:
    if importlib.util.find_spec("anki") is None:
        pytest.skip("needs the Python package anki")
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    path = tmp_path / "quiz.apkg"
    path.write_bytes(write_quiz(quiz, "anki"))
    request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        assert len(collection.import_anki_package(request).log.new) == len(items)
        assert len(collection.import_anki_package(request).log.duplicate) == len(items)
        cards = [collection.get_card(card) for card in collection.find_cards("")]
        assert {collection.decks.name(card.did) for card in cards} == {"Øvelse: ‹b›Gravide‹/b› & børn / : {1} 🙂"}
        for card in cards:
            item = items[card.note()["Id"]]
            asked, answered = (
                re.sub(r"<style>.*?</style>", "", side, flags=re.DOTALL) for side in (card.question(), card.answer())
            )
            assert item.stem in plain(asked)
            for one in item.feedback:
                assert f"»{one.quote}«" not in plain(asked)
                assert f"»{one.quote}«" in plain(answered)
                assert one.reference in plain(answered)
            if item.kind == "short-answer":
                assert "[[type:Svar]]" in asked
    finally:
        collection.close()
