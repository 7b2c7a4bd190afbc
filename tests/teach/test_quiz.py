"""The quiz: the graph asserts every key and no distractor, the linter is silent, and the same seed gives the same."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from forlobkg.errors import InputError
from forlobkg.files import sha256_bytes
from forlobkg.service import Forlobkg
from forlobkg.teach.quiz import Item, ItemBank, Linter, make_quiz
from forlobkg.teach.quiz.items import Kind, Triple
from forlobkg.teach.quiz.relations import load_relations
from forlobkg.teach.quiz.vocabulary import Vocabulary

_PREGNANCY = "udsatte-gravide-forloeb"
_CHILDREN = "boern-og-unge-forloeb"
_ASKED_OF_BANK = 300
_OUR_WORDS = {
    "center",
    "identifikation",
    "implementere",
    "mangel",
    "opstå",
    "opvækst",
    "planlægge",
    "skab",
    "udeblive",
}
"""Words in options that the sources have in another form: »ungecenter«, »planlægning«, »ikke får« …"""


@pytest.fixture(scope="module")
def vocabulary(service: Forlobkg) -> Vocabulary:
    return Vocabulary(service.analyser)


@pytest.fixture(scope="module")
def bank(service: Forlobkg, vocabulary: Vocabulary) -> ItemBank:
    return ItemBank(service.graph, service.corpus, vocabulary=vocabulary)


@pytest.fixture(scope="module")
def items(bank: ItemBank) -> list[Item]:
    return bank.items


@pytest.fixture(scope="module")
def asserted(service: Forlobkg) -> set[tuple[str, str, str]]:
    """Every statement of the default graph, by SPARQL: what is said, and what follows by a rule."""
    rows = service.graph.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
    return {(row["s"].value, row["p"].value, row["o"].value) for row in rows}


def told(triple: Triple) -> tuple[str, str, str]:
    return triple.subject, triple.predicate, triple.object


def test_there_are_items_enough_of_all_kinds(items: list[Item]) -> None:
    different = {
        (item.stem, *(o.text for o in item.options), *((p.left, p.right) for p in item.pairs), *item.accepted)
        for item in items
    }
    assert len({item.id for item in items}) == len(items)
    assert len(different) >= _ASKED_OF_BANK
    assert set(Counter(item.kind for item in items)) == {
        "single",
        "multiple",
        "matching",
        "ordering",
        "true-false",
        "short-answer",
    }
    assert {item.difficulty for item in items} == {"let", "middel", "svær"}
    assert len({item.topic for item in items}) >= 10


def test_graph_asserts_every_key(items: list[Item], asserted: set[tuple[str, str, str]]) -> None:
    keys = [
        *(o.triple for item in items for o in item.options if o.correct),
        *(pair.triple for item in items for pair in item.pairs),
    ]
    assert len(keys) >= _ASKED_OF_BANK
    for triple in keys:
        assert triple is not None
        assert told(triple) in asserted


def test_graph_asserts_no_distractor(items: list[Item], asserted: set[tuple[str, str, str]]) -> None:
    wrong = [
        option.triple
        for item in items
        for option in item.options
        if not option.correct and not (item.kind == "true-false" and option.text == "Falsk")
    ]
    assert len(wrong) >= _ASKED_OF_BANK
    for triple in wrong:
        assert triple is not None
        assert told(triple) not in asserted


def test_what_matches_one_matches_no_other(items: list[Item], asserted: set[tuple[str, str, str]]) -> None:
    for item in items:
        for one, other in combinations(item.pairs, 2):
            if one.right == other.right:
                continue
            for first, second in ((one.triple, other.triple), (other.triple, one.triple)):
                assert (first.subject, first.predicate, second.object) not in asserted
                if first.subject != second.subject:
                    assert (second.subject, first.predicate, first.object) not in asserted


def test_order_is_that_of_the_dates(items: list[Item]) -> None:
    for item in items:
        if item.kind == "ordering":
            placed = sorted(item.options, key=lambda option: option.place or 0)
            dates = [option.triple.object for option in placed if option.triple]
            assert dates == sorted(set(dates))
            assert item.options != placed


def test_linter_is_silent(items: list[Item], vocabulary: Vocabulary) -> None:
    linter = Linter(vocabulary)
    assert [finding for item in items for finding in linter.check(item)] == []


def test_feedback_is_verbatim_with_its_place(items: list[Item], service: Forlobkg) -> None:
    for item in items:
        for feedback in item.feedback:
            passage = service.corpus.passages[feedback.passage]
            assert service.corpus.documents[passage.document].text[passage.start : passage.end] == feedback.quote
            assert feedback.hash == sha256_bytes(feedback.quote.encode())
            assert feedback.reference.startswith("Socialstyrelsen: ")
            assert feedback.context == [service.corpus.passages[p].text for p in reversed(passage.context)]


def test_reference_names_publisher_title_date_and_place(items: list[Item]) -> None:
    references = {f.passage: f.reference for item in items for f in item.feedback}
    assert references["oplaeg-2023-l95"].endswith(", 13. januar 2023, side 4")
    assert references["nyhed-2022-l35"] == (
        "Socialstyrelsen: Hjælp gravide med et skadeligt forbrug af rusmidler og deres børn, 9. september 2022, "
        "afsnittet »Udarbejdet i samarbejde med andre aktører«"
    )


def test_key_is_carried_by_the_feedback(items: list[Item], service: Forlobkg) -> None:
    for item in items:
        shown = {feedback.passage for feedback in item.feedback}
        for option in item.options:
            if option.correct and option.triple is not None:
                triple = option.triple
                stated = service.graph.statements(subject=triple.subject, predicate=triple.predicate)
                behind = {p for one in stated if one.object == triple.object for p in one.passages}
                assert behind <= shown or not behind


def test_what_both_interventions_have_is_wrong_for_neither(items: list[Item], service: Forlobkg) -> None:
    shared = service.graph.names.iri("stoette-til-fremmoede")
    elements = [
        option.triple.object
        for item in items
        for option in item.options
        if not option.correct and option.triple and option.triple.predicate.endswith("hasElement")
    ]
    assert elements
    assert shared not in elements


def test_what_could_be_taken_for_a_key_is_never_offered(items: list[Item], service: Forlobkg) -> None:
    iri = service.graph.names.iri
    never = {iri("psykiatrisk-behandling"), iri("psykiatrisk-behandlingsindsats"), iri("komplekse-sociale-problemer")}
    for item in items:
        for option in item.options:
            if option.triple is not None and not option.correct and item.kind in ("single", "multiple"):
                assert not never & {option.triple.subject, option.triple.object}


def test_same_seed_gives_the_same_quiz(service: Forlobkg, bank: ItemBank, vocabulary: Vocabulary) -> None:
    again = ItemBank(service.graph, service.corpus, vocabulary=vocabulary)
    assert again.items == bank.items
    assert bank.quiz(seed=7, count=20) == again.quiz(seed=7, count=20)
    assert bank.quiz(seed=7, count=20).items != bank.quiz(seed=8, count=20).items


@pytest.mark.parametrize("seed", range(12))
def test_default_quiz_is_one_a_trainer_can_use(bank: ItemBank, vocabulary: Vocabulary, seed: int) -> None:
    """Core only, items that do not give each other away, few statements and as many true as false."""
    quiz = bank.quiz(seed=seed, count=20)
    assert Linter(vocabulary).check_quiz(quiz) == []
    assert "Historikken" not in {item.topic for item in quiz.items}
    statements = [item for item in quiz.items if item.kind == "true-false"]
    assert len(statements) <= 2
    assert sum(item.options[0].correct for item in statements) * 2 == len(statements)
    assert sum("eksemp" in item.stem.lower() for item in quiz.items) >= 6
    keys = [
        told(triple)
        for item in quiz.items
        for triple in [*(o.triple for o in item.options if o.correct), *(pair.triple for pair in item.pairs)]
        if triple is not None
    ]
    assert len(keys) == len(set(keys))
    topics = Counter(item.topic for item in quiz.items)
    assert len(topics) >= 8
    assert max(topics.values()) <= 6
    places = Counter(
        next(n for n, o in enumerate(item.options) if o.correct) for item in quiz.items if item.kind == "single"
    )
    assert len(places) >= 3


def test_background_comes_when_it_is_asked_for(bank: ItemBank) -> None:
    topics = {item.topic for item in bank.quiz(seed=1, count=30, background=True).items}
    assert "Historikken" in topics
    orderings = bank.quiz(seed=1, count=1, kinds=["ordering"]).items
    assert [item.kind for item in orderings] == ["ordering"]


def test_wrong_answers_are_explained(bank: ItemBank) -> None:
    relations = load_relations()
    assert all(pool.because.endswith(".") for family in relations.family for pool in family.pools)
    assert all(statement.tempting.endswith(".") for statement in relations.statement)
    for item in bank.items:
        if item.kind in ("single", "multiple"):
            assert item.explanation.count(". ") >= 1


def test_quiz_is_of_what_was_asked_for(bank: ItemBank) -> None:
    kinds: list[Kind] = ["single", "short-answer"]
    quiz = bank.quiz(seed=1, count=4, kinds=kinds, difficulty="middel", pathway=_PREGNANCY)
    assert quiz.title == "Quiz: Udsatte gravide med skadeligt rusmiddelforbrug"
    assert {item.kind for item in quiz.items} == set(kinds)
    assert {item.difficulty for item in quiz.items} == {"middel"}


def test_childrens_pathway_has_a_quiz_without_the_other_ones_recommendations(bank: ItemBank) -> None:
    quiz = bank.quiz(seed=1, count=6, pathway=_CHILDREN)
    assert 3 <= len(quiz.items) <= 6
    assert not any(
        option.triple.subject.rsplit("/", 1)[-1].startswith("anbefaling-")
        for item in quiz.items
        for option in item.options
        if option.correct and option.triple is not None
    )


def test_a_quiz_is_shorter_where_the_sources_carry_no_more(bank: ItemBank) -> None:
    longest = bank.quiz(count=150, pathway=_CHILDREN)
    assert 3 <= len(longest.items) < 20
    assert len({item.id for item in longest.items}) == len(longest.items)


def test_where_there_is_no_item_it_is_said(bank: ItemBank) -> None:
    with pytest.raises(InputError, match="ikke til et eneste spørgsmål"):
        bank.quiz(kinds=["ordering"], pathway=_CHILDREN, difficulty="svær")


def test_unknown_choices_are_named(bank: ItemBank) -> None:
    with pytest.raises(InputError, match="1 til 200"):
        bank.quiz(count=0)
    with pytest.raises(InputError, match="ingen spørgsmål af slagsen essay"):
        bank.quiz(kinds=["essay"])  # type: ignore[list-item]  # what a caller without types may send
    with pytest.raises(InputError, match="ingen sværhedsgrad"):
        bank.quiz(difficulty="umulig")  # type: ignore[arg-type]  # what a caller without types may send
    with pytest.raises(InputError, match="ingen forløbsbeskrivelse hedder 'x'"):
        bank.quiz(pathway="x")


def test_quiz_can_be_made_in_one_call(service: Forlobkg, bank: ItemBank) -> None:
    assert make_quiz(service.graph, service.corpus, seed=4, count=5) == bank.quiz(seed=4, count=5)


def test_every_relation_says_why_and_makes_items(bank: ItemBank) -> None:
    relations = load_relations()
    described = {
        **{one.id: one.why for one in relations.family},
        **{one.id: one.why for one in relations.matching},
        **{one.id: one.why for one in relations.ordering},
        **{one.id: one.why for one in relations.statement},
    }
    assert all(why.endswith(".") for why in described.values())
    assert set(described) == bank.groups


def test_forms_add_no_words_to_the_sources(service: Forlobkg, items: list[Item], vocabulary: Vocabulary) -> None:
    """What is asked of is named with the words of its passages, their headings, and the graph's labels."""
    words: set[str] = set()
    for passage in service.corpus.passages.values():
        words |= vocabulary.content(passage.text)
    for label in service.graph.labels.values():
        words |= vocabulary.content(label)
    options = {option.text for item in items for option in item.options if item.kind in ("single", "multiple")}
    own = {word for text in options for word in vocabulary.content(text)} - words
    assert own <= _OUR_WORDS
