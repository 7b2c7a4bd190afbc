"""The linter of quiz items: each known flaw is found, what is in order is left alone, and repair mends."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from forlobkg.teach.quiz import Item, Linter, Quiz
from forlobkg.teach.quiz.items import Feedback, Option
from forlobkg.teach.quiz.lint_rules import RULES

_WRITTEN = tomllib.loads(Path(__file__).with_name("flawed-items.toml").read_text("utf-8"))
_FEEDBACK = Feedback(passage="oplaeg-2023-l95", hash="0", quote="…", reference="…", context=[])


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


def item(kind: str, stem: str, options: list[str] | None = None, accepted: list[str] | None = None) -> Item:
    return Item.model_validate(
        {
            "id": "q-1",
            "kind": kind,
            "topic": "Emne",
            "difficulty": "let",
            "stem": stem,
            "options": [{"text": text.removeprefix("*"), "correct": text.startswith("*")} for text in options or []],
            "accepted": accepted or [],
            "explanation": "Sådan står der.",
            "feedback": [_FEEDBACK],
        }
    )


def names(linter: Linter, checked: Item) -> set[str]:
    return {finding.rule for finding in linter.check(checked)}


@pytest.mark.parametrize("written", _WRITTEN["flawed"], ids=lambda written: written["rule"])
def test_planted_flaw_is_found(linter: Linter, written: dict[str, Any]) -> None:
    rule = written["rule"]
    found = linter.check(item(**{name: value for name, value in written.items() if name != "rule"}))
    assert rule in {finding.rule for finding in found}
    told = next(finding for finding in found if finding.rule == rule)
    assert told.item == "q-1"
    assert told.where
    assert told.message.endswith(".")
    assert "{" not in told.message


def test_every_rule_has_a_planted_flaw() -> None:
    assert {written["rule"] for written in _WRITTEN["flawed"]} == set(RULES)


@pytest.mark.parametrize("written", _WRITTEN["good"], ids=lambda written: written["stem"][:40])
def test_what_is_in_order_is_left_alone(linter: Linter, written: dict[str, Any]) -> None:
    assert linter.check(item(**written)) == []


def test_message_tells_a_trainer_what_to_do(linter: Linter) -> None:
    (finding,) = linter.check(item("single", "Hvem er ikke central?", ["Kommunen", "*Regionen", "Ungecentret"]))
    assert finding.model_dump() == {
        "item": "q-1",
        "rule": "negative-stem",
        "severity": "fejl",
        "where": "spørgsmålet",
        "message": "Spørgsmålet er negativt (»ikke«). Spørg om det, der gælder.",
    }


def test_repair_orders_the_options_and_tidies_them(linter: Linter) -> None:
    untidy = item("single", "Hvem er  en central aktør?", ["ungecentret.", "*Familieambulatoriet", "Ældresagen"])
    mended = linter.repair(untidy)
    assert mended is not None
    assert [option.text for option in mended.options] == ["Familieambulatoriet", "Ungecentret", "Ældresagen"]
    assert mended.options[0].correct
    assert mended.stem == "Hvem er en central aktør?"


def test_repair_replaces_a_distractor(linter: Linter) -> None:
    flawed = item("single", "Hvem er en central aktør?", ["Alle ovenstående", "*Familieambulatoriet", "Ungecentret"])
    mended = linter.repair(flawed, options=[Option(text="Psykiatrien")])
    assert mended is not None
    assert [option.text for option in mended.options] == ["Familieambulatoriet", "Psykiatrien", "Ungecentret"]


def test_repair_takes_another_stem(linter: Linter) -> None:
    flawed = item("single", "Hvem er ikke perifer?", ["*Familieambulatoriet", "Psykiatrien", "Ungecentret"])
    mended = linter.repair(flawed, stems=["Hvem er central?"])
    assert mended is not None
    assert mended.stem == "Hvem er central?"


def test_repair_gives_up_where_it_has_no_words(linter: Linter) -> None:
    assert linter.repair(item("single", "Hvem er ikke central?", ["*Kommunen", "Psykiatrien", "Ungecentret"])) is None


def test_quiz_with_all_keys_in_one_place_is_named(linter: Linter) -> None:
    one = item("single", "Hvem er en central aktør?", ["*Familieambulatoriet", "Psykiatrien", "Ungecentret"])
    quiz = Quiz(title="Quiz", seed=0, items=[one.model_copy(update={"id": f"q-{n}"}) for n in range(12)])
    (finding,) = linter.check_quiz(quiz)
    assert (finding.rule, finding.severity) == ("key-position", "advarsel")
    assert finding.message == "Det rigtige svar står som nummer 1 i 12 af 12 spørgsmål. Fordel det jævnere."


def test_quiz_with_true_statements_alone_is_named(linter: Linter) -> None:
    one = item("true-false", "Familieambulatoriet er en central aktør.", ["*Sandt", "Falsk"])
    quiz = Quiz(title="Quiz", seed=0, items=[one.model_copy(update={"id": f"q-{n}"}) for n in range(12)])
    (finding,) = linter.check_quiz(quiz)
    assert (finding.rule, finding.severity) == ("true-false-balance", "advarsel")
    assert finding.message.startswith("12 af 12 udsagn er sande.")


def test_items_that_give_each_other_away_are_named(linter: Linter) -> None:
    asks = item("short-answer", "Hvem skal region og kommune udpege i en samarbejdsaftale?", accepted=["Koordinator"])
    tells = item(
        "single",
        "Hvad kan en samarbejdsaftale mellem region og kommune rumme?",
        ["Inddragelse af den gravide", "Psykiatrisk behandling", "*Udpegelse af en koordinator"],
    )
    other = item("single", "Hvem er en central aktør?", ["*Familieambulatoriet", "Psykiatrien", "Ungecentret"])
    quiz = Quiz(
        title="Quiz",
        seed=0,
        items=[one.model_copy(update={"id": f"q-{n}"}) for n, one in enumerate((asks, other, tells))],
    )
    (finding,) = linter.check_quiz(quiz)
    assert (finding.rule, finding.severity, finding.item) == ("cueing", "fejl", "q-2")
    assert finding.message.startswith("Spørgsmål 1 og 3 røber hinanden: »Koordinator«")


def test_many_statements_are_named(linter: Linter) -> None:
    statement = item("true-false", "Familieambulatoriet er en central aktør.", ["*Sandt", "Falsk"])
    choice = item("short-answer", "Hvem skal koordinere?", accepted=["Kommunen"])
    mixed = [*[statement] * 2, *[choice] * 6]
    quiz = Quiz(title="Quiz", seed=0, items=[one.model_copy(update={"id": f"q-{n}"}) for n, one in enumerate(mixed)])
    (finding,) = linter.check_quiz(quiz)
    assert (finding.rule, finding.severity) == ("too-many-statements", "advarsel")
    assert finding.message.startswith("2 af 8 spørgsmål er sandt eller falsk.")


def test_example_may_tell_what_is_missing(linter: Linter) -> None:
    stem = "Konstrueret eksempel: Parterne taler aldrig sammen. Hvad mangler der?"
    assert linter.check(item("single", stem, ["Indsatsplaner", "*Netværksmøder", "Overgange"])) == []


def test_sorting_may_use_a_side_again(linter: Linter) -> None:
    pairs = [("Psykologhjælp", "Døgnbehandling"), ("Familiebehandling", "Døgnbehandling"), ("Samtaler", "Ambulant")]
    triple = {"subject": "s", "predicate": "p", "object": "o"}
    sorts = item("matching", "Hvad hører sammen?").model_dump()
    sorts["pairs"] = [{"left": left, "right": right, "triple": triple} for left, right in pairs]
    assert linter.check(Item.model_validate(sorts)) == []
    sorts["pairs"] = sorts["pairs"][:2]
    assert {finding.rule for finding in linter.check(Item.model_validate(sorts))} == {"same-text"}
