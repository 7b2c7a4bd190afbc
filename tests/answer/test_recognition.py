"""Recognising a question among a few known ones, with the real analyser and model."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from forlobkg.answer.recognition import NONE, KnownQuestion, Recognised, Recogniser
from forlobkg.errors import BuildError
from forlobkg.index import load_pieces
from forlobkg.service import Forlobkg

CASES: dict[str, list[dict[str, str]]] = tomllib.loads(
    (Path(__file__).parent / "recognition.toml").read_text("utf-8")
)
KNOWN = [KnownQuestion(row["target"], row["text"]) for row in CASES["known"]]
JSON = "known-questions.json"
ARRAYS = "known-questions.npz"
CLASSIFIER = "known-questions-classifier.npz"


@pytest.fixture(scope="module")
def recogniser(service: Forlobkg) -> Recogniser:
    return Recogniser.build(KNOWN, service.analyser, service.index.embed, load_pieces())


@pytest.fixture
def saved(recogniser: Recogniser, tmp_path: Path) -> Path:
    recogniser.save(tmp_path)
    return tmp_path


def recognise(recogniser: Recogniser, text: str, service: Forlobkg) -> Recognised:
    return recogniser.recognise(service.analyser.tokens(text), text)


@pytest.mark.parametrize("number", range(len(KNOWN)), ids=lambda number: KNOWN[number].text)
def test_a_known_question_finds_itself(number: int, recogniser: Recogniser, service: Forlobkg) -> None:
    found = recognise(recogniser, KNOWN[number].text, service)
    assert found.likeness[number] == pytest.approx(1.0, abs=1e-4)
    others = np.delete(found.likeness, number)
    assert others.max() < 0.7
    assert others.min() >= 0
    if KNOWN[number].target:
        assert max(found.targets, key=found.targets.__getitem__) in KNOWN[number].groups


@pytest.mark.parametrize("case", CASES["asked"], ids=lambda case: case["text"])
def test_another_wording_is_of_its_group(case: dict[str, str], recogniser: Recogniser, service: Forlobkg) -> None:
    found = recognise(recogniser, case["text"], service)
    assert max(found.targets, key=found.targets.__getitem__) == case["group"]
    assert KNOWN[int(found.likeness.argmax())].groups == (case["group"],)
    assert found.likeness.max() < 0.9


def test_a_question_of_strange_words_is_like_none(recogniser: Recogniser, service: Forlobkg) -> None:
    found = recognise(recogniser, "Xyzzy plugh kvantekromodynamik", service)
    assert found.likeness.max() < 0.3
    assert max(found.targets.values()) < 0.5


def test_questions_without_an_answer_are_one_group_and_those_to_compare_with_none(recogniser: Recogniser) -> None:
    groups = {group for question in KNOWN for group in question.groups}
    assert groups == {"koordinator", "hjemloes", "urinproeve", "amning", NONE}
    assert any(question.groups == () for question in KNOWN)
    assert KnownQuestion("hjemloes+amning", "Begge dele?").groups == ("hjemloes", "amning")
    assert recogniser.questions == KNOWN
    assert recogniser.written == [question for question in KNOWN if question.target]


def test_the_groups_scored_are_those_of_questions_with_a_target(recogniser: Recogniser, service: Forlobkg) -> None:
    scored = recognise(recogniser, "Hvem?", service).targets
    assert set(scored) == {"koordinator", "hjemloes", "urinproeve", "amning", NONE}


def test_the_words_of_known_questions_are_lemmas_and_parts(recogniser: Recogniser) -> None:
    numbers = [
        n for n, question in enumerate(KNOWN) if question.text == "Skal der tages urinprøver under behandlingen?"
    ]
    assert recogniser.words(numbers) >= {"urinprøve", "urin", "prøve", "behandling"}
    assert all(" " not in word and "~" not in word for word in recogniser.words(range(len(KNOWN))))
    assert recogniser.words([]) == set()
    assert "urinprøve" in recogniser
    assert "kvantekromodynamik" not in recogniser


def test_without_any_target_nothing_is_scored(service: Forlobkg) -> None:
    bare = Recogniser.build(
        [KnownQuestion("", row.text) for row in KNOWN[:2]], service.analyser, service.index.embed, load_pieces()
    )
    found = recognise(bare, KNOWN[0].text, service)
    assert found.targets == {}
    assert found.likeness[0] == pytest.approx(1.0, abs=1e-4)


def test_what_was_saved_recognises_the_same(recogniser: Recogniser, saved: Path, service: Forlobkg) -> None:
    loaded = Recogniser.load(saved, service.analyser, service.index.embed, load_pieces())
    assert loaded.questions == recogniser.questions
    assert loaded.words([0]) == recogniser.words([0])
    for case in CASES["asked"]:
        one, other = recognise(recogniser, case["text"], service), recognise(loaded, case["text"], service)
        assert np.array_equal(one.likeness, other.likeness)
        # It is kept in half precision.
        assert one.targets == pytest.approx(other.targets, abs=1e-3)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def replace_by_words(path: Path) -> None:
    path.write_text("noget andet", encoding="utf-8")


def without(name: str) -> Callable[[Path], None]:
    def remove(path: Path) -> None:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        del content[name]
        path.write_text(json.dumps(content), encoding="utf-8")

    return remove


def one_question_less(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, "questions": content["questions"][1:]}), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        (JSON, Path.unlink),
        (JSON, cut),
        (JSON, replace_by_words),
        (JSON, without("questions")),
        (JSON, without("terms")),
        (JSON, one_question_less),
        (ARRAYS, Path.unlink),
        (ARRAYS, replace_by_words),
        (CLASSIFIER, Path.unlink),
        (CLASSIFIER, cut),
    ],
)
def test_a_damaged_file_is_said(file: str, damage: Callable[[Path], None], saved: Path, service: Forlobkg) -> None:
    damage(saved / file)
    with pytest.raises(BuildError, match=r"known-questions\.json, .* run: forlobkg build"):
        Recogniser.load(saved, service.analyser, service.index.embed, load_pieces())
