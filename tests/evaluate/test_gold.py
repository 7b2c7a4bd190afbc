"""The gold questions: what the shipped sets hold, how an answer is judged by them, and lines that cannot be used."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from forlobkg.errors import InputError
from forlobkg.evaluate import GoldQuestion, Split, load_gold, of_split
from forlobkg.resources import evaluation_dir
from forlobkg.service import Forlobkg

JUDGING: dict[str, Any] = tomllib.loads((Path(__file__).parent / "judging.toml").read_text("utf-8"))
QUESTION = GoldQuestion.model_validate(JUDGING["question"])


@pytest.fixture(scope="module")
def gold() -> list[GoldQuestion]:
    return load_gold(evaluation_dir() / "answers.jsonl")


@pytest.fixture(scope="module")
def fitting() -> list[GoldQuestion]:
    return load_gold(evaluation_dir() / "answers-fitting.jsonl")


def answerable(questions: Sequence[GoldQuestion]) -> list[GoldQuestion]:
    return [question for question in questions if question.answer == "in"]


def with_trait(questions: Sequence[GoldQuestion], *traits: str) -> list[GoldQuestion]:
    return [question for question in questions if not question.traits.isdisjoint(traits)]


def shared(question: GoldQuestion, service: Forlobkg) -> set[str]:
    """The content lemmas and parts of compounds that a question has in common with what must be cited."""

    def terms(text: str) -> set[str]:
        analyser = service.analyser
        tokens = analyser.tokens(text)
        return set(analyser.index_terms(token for token in tokens if not analyser.is_function_word(token)))

    needed = {slug for group in question.needs for slug in group}
    return terms(question.text) & set[str]().union(*(terms(service.corpus.passages[slug].text) for slug in needed))


def test_the_set_is_large_and_holds_every_way_of_asking(gold: list[GoldQuestion]) -> None:
    inside = answerable(gold)
    assert len(inside) >= 160
    assert len(with_trait(inside, "typo", "stripped")) >= 30
    assert len(with_trait(inside, "several")) >= 20
    assert len(with_trait(inside, "who-does-what")) >= 30
    assert Counter(question.answer for question in gold if question.answer != "in") == {"far": 20, "near": 40}
    assert all(len(question.needs) > 1 for question in with_trait(inside, "several"))


def test_everyday_questions_have_no_word_of_what_answers_them(gold: list[GoldQuestion], service: Forlobkg) -> None:
    inside = answerable(gold)
    everyday = with_trait(inside, "everyday")
    assert len(everyday) >= 40
    assert {question.id: words for question in everyday if (words := shared(question, service))} == {}
    # Most others do have one: the check sees words.
    others = [question for question in inside if question not in everyday]
    assert sum(bool(shared(question, service)) for question in others) > len(others) / 2


def test_every_passage_and_thing_exists(
    gold: list[GoldQuestion], fitting: list[GoldQuestion], service: Forlobkg
) -> None:
    every = [*gold, *fitting]
    assert {slug for question in every for slug in question.relevant} <= set(service.corpus.passages)
    assert {slug for question in every for slug in question.entities} <= set(service.graph.concepts)
    assert any(question.entities for question in every)


def test_no_question_stands_twice_or_in_both_files(
    gold: list[GoldQuestion], fitting: list[GoldQuestion], service: Forlobkg
) -> None:
    every = [*gold, *fitting]
    texts = Counter(" ".join(service.analyser.forms(question.text)) for question in every)
    assert [text for text, count in texts.items() if count > 1] == []
    assert len({question.id for question in every}) == len(every)


def test_the_split_does_not_move(gold: list[GoldQuestion]) -> None:
    counts = {split: Counter(question.answer for question in of_split(gold, split)) for split in Split}
    assert counts == {
        Split.DEV: {"in": 88, "near": 18, "far": 14},
        Split.TEST: {"in": 82, "near": 22, "far": 6},
    }
    splits = {question.id: question.split for question in gold}
    assert [splits[name] for name in ("a001", "a004", "b004", "b005")] == [
        Split.TEST,
        Split.DEV,
        Split.DEV,
        Split.TEST,
    ]
    # Neither the wording nor the judgement has a part in it.
    assert QUESTION.split is QUESTION.model_copy(update={"text": "Hvem?", "needs": ()}).split


@pytest.mark.parametrize("answer", JUDGING["answers"], ids=lambda answer: answer["what"])
def test_an_answer_is_judged_by_what_it_cites_and_says(answer: dict[str, Any]) -> None:
    assert QUESTION.is_right(answer["passages"], answer["text"]) is answer["right"]


def test_nothing_is_right_for_a_question_without_an_answer() -> None:
    near = GoldQuestion(id="x2", text="Hvad koster det?", asker="borger", kind="how-many", answer="near")
    assert not near.is_right([], "Det står ikke i kilderne.")
    assert not near.is_right(["anbringelse"], "Det koster 100 kr.")


def test_precision_and_recall_count_passages_and_groups() -> None:
    assert QUESTION.relevant == {"anbringelse", "samtale", "samtale-2", "familie"}
    assert QUESTION.precision(["samtale", "familie", "økonomi", "kalender"]) == 0.5
    assert QUESTION.precision([]) == 1.0
    assert QUESTION.recall(["samtale", "samtale-2"]) == 0.5
    assert QUESTION.recall(["anbringelse", "samtale-2"]) == 1.0
    assert QUESTION.recall([]) == 0.0


@pytest.mark.parametrize("bad", JUDGING["lines"], ids=lambda bad: bad["line"][-30:] or "empty")
def test_a_line_that_cannot_be_used_is_named(bad: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text(f"{QUESTION.model_dump_json()}\n{bad['line']}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^g\.jsonl, linje 2: ") as raised:
        load_gold(path)
    assert bad["says"] in str(raised.value)


def test_a_file_of_good_lines_is_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text(json.dumps(JUDGING["question"], ensure_ascii=False) + "\n", encoding="utf-8")
    assert load_gold(path) == [QUESTION]


@pytest.mark.parametrize("content", [None, b"\xff\n"], ids=["missing", "not-utf-8"])
def test_a_file_that_cannot_be_read_is_said(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="kan ikke læses"):
        load_gold(path)
