"""QTI 2.1: held against the rules of its information model, and against the quiz."""

from __future__ import annotations

import pytest

from forlobkg.teach.quiz import Item, Quiz, write_quiz

from .qti_reading import QTI, Package, key, unpacked, words
from .quizzes import approved, every_kind


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    return every_kind()


@pytest.fixture(scope="module")
def items(quiz: Quiz) -> dict[str, Item]:
    return approved(quiz)


@pytest.fixture(scope="module")
def qti(quiz: Quiz) -> Package:
    return unpacked(write_quiz(quiz, "qti", include_unapproved=True))


def test_qti_has_every_item_with_its_key(qti: Package, quiz: Quiz) -> None:
    keys = [key(root) for root in qti.items.values()]
    assert keys == [
        ['<script>alert("1")</script> {=Ét ~svar} # æøå'],
        ["Psykologhjælp", "Støtte", "Udredning"],
        ["Koordinere = {alt} – Kommunen <a> & -> ~", "Behandle – Regionen #1", "Visitere – Regionen #1"],
        ["Begyndelsen", "Aftale: {2011}", "Ændring <2016> = 2"],
        ["Falsk"],
        ["Familie*ambulatoriet {a} = b"],
        ["Sandt"],
    ]
    assert list(qti.items) == [" ".join(item.stem.split()) for item in quiz.items]


def test_qti_tells_why_and_where_it_stands(qti: Package, quiz: Quiz) -> None:
    for root, item in zip(qti.items.values(), quiz.items, strict=True):
        for shown in root.iterfind(f"{QTI}modalFeedback"):
            told = words(shown)
            assert item.explanation in told
            for one in item.feedback:
                assert f"»{one.quote}«" in told
                assert one.reference in told


def test_qti_choices_do_not_stand_in_the_order_that_is_asked_for(qti: Package) -> None:
    root = qti.items["Hvad kom først?"]
    assert [words(one) for one in root.iter(f"{QTI}simpleChoice")] != key(root)


def test_qti_gives_nothing_for_all_ticks(qti: Package) -> None:
    mapping = qti.items["Hvad indgår i døgnbehandlingen?"].find(f".//{QTI}mapping")
    assert mapping is not None
    assert sum(float(one.get("mappedValue", "")) for one in mapping) == pytest.approx(0, abs=1e-5)
    assert mapping.get("lowerBound") == "0"
