"""Danish words: offsets into the text as typed, lemmas, folding, what is restored, and where sentences end."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forlobkg.danish import (
    TRIE_NAME,
    Analyser,
    SentenceSplitter,
    blank_danish,
    fold,
    normalise,
)

GOLD = Path(__file__).parent / "gold" / "lemma_gold.tsv"
VOCABULARY = ["døgnbehandlingen", "døgn", "både", "får", "fødslen", "målgruppen", "Økonomi"]


@pytest.fixture(scope="module")
def analyser(lemmas: Path) -> Analyser:
    return Analyser(lemmas, VOCABULARY)


@pytest.fixture(scope="module")
def splitter() -> SentenceSplitter:
    return SentenceSplitter()


def test_words_keep_their_place_in_the_text(analyser: Analyser) -> None:
    text = "👶🏽 Barnets 3.-6. leveår – pa\u030a »døgn« (3a)"
    tokens = analyser.tokens(text)
    assert [token.text for token in tokens] == ["Barnets", "3", "6", "leveår", "pa\u030a", "døgn", "3a"]
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    assert tokens[0].start == 3


def test_decomposed_letters_are_read_as_the_composed_ones(analyser: Analyser) -> None:
    composed = "Målgruppen får støtte på DØGN"
    decomposed = unicodedata.normalize("NFD", composed)
    assert decomposed != composed
    assert [token.form for token in analyser.tokens(decomposed)] == composed.lower().split()
    assert analyser.lemmas(decomposed) == analyser.lemmas(composed)


@settings(deadline=None)
@given(text=st.text(st.sampled_from("aåø\u030a\u0301 ´é_-.’😀\u200d\n1§ßÅ"), max_size=30) | st.text(max_size=30))
def test_offsets_hold_for_any_text(text: str, analyser: Analyser) -> None:
    end = 0
    for token in analyser.tokens(text):
        assert end <= token.start < token.end
        assert text[token.start : token.end] == token.text
        end = token.end


def test_lemmas_agree_with_the_gold(analyser: Analyser) -> None:
    with GOLD.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="\t"))
    right = [form for form, lemmas in rows if analyser.lemmas(form)[0] in lemmas.split("|")]
    assert len(rows) > 200
    assert len(right) / len(rows) >= 0.98


def test_overrides_win_over_the_dictionary(analyser: Analyser) -> None:
    assert analyser.lemmas("De gravides ungecentret forbundet") == ["den", "gravid", "ungecenter", "forbundet"]


def test_a_compiled_trie_gives_the_same_lemmas(analyser: Analyser, lemmas: Path) -> None:
    assert (lemmas / TRIE_NAME).is_file()
    text = "Kommunerne tilrettelægger indsatserne for børnene"
    expected = ["kommune", "tilrettelægge", "indsats", "for", "barn"]
    assert analyser.lemmas(text) == Analyser().lemmas(text) == expected


@pytest.mark.parametrize(
    ("folded", "ways"),
    [
        ("dogn", ["døgn", "doegn", "dogn", "DØGN", "Do\u0308gn".replace("o\u0308", "ø")]),
        ("bade", ["både", "baade", "bade", "ba\u030ade"]),
        ("larer", ["lærer", "laerer", "larer"]),
        ("laegerad", ["lægerad"]),
    ],
)
def test_the_ways_of_writing_danish_letters_fold_to_one(folded: str, ways: list[str]) -> None:
    assert {fold(way) for way in ways} == {fold(folded)}


def test_normalising_keeps_danish_letters() -> None:
    assert normalise("A\u030aRLIG Æ Ø") == "årlig æ ø"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("dognbehandlingen", "døgnbehandlingen"),
        ("doegnbehandlingen", "døgnbehandlingen"),
        ("DOEGN", "døgn"),
        ("fodslen", "fødslen"),
        ("maalgruppen", "målgruppen"),
        ("okonomi", "økonomi"),
    ],
)
def test_an_unknown_word_is_read_as_the_known_one_it_folds_like(typed: str, read: str, analyser: Analyser) -> None:
    (token,) = analyser.tokens(typed)
    assert (token.text, token.form, token.lemma) == (typed, read, analyser.lemmas(read)[0])


@pytest.mark.parametrize("word", ["bade", "far", "mader"])
def test_a_word_of_its_own_is_never_restored(word: str, analyser: Analyser) -> None:
    (token,) = analyser.tokens(word)
    assert token.form == word


def test_both_and_bathe_stay_two_words(analyser: Analyser) -> None:
    both, bathe = analyser.tokens("både bade")
    assert (both.form, bathe.form) == ("både", "bade")
    assert both.lemma != bathe.lemma


def test_a_spelling_of_the_vocabulary_stands_though_the_dictionary_lacks_it(lemmas: Path) -> None:
    assert [token.form for token in Analyser(lemmas, ["døgn", "dogn"]).tokens("dogn")] == ["dogn"]


def test_a_word_like_nothing_known_stays_as_typed(analyser: Analyser) -> None:
    (token,) = analyser.tokens("Xyzzyqvist")
    assert (token.form, token.lemma) == ("xyzzyqvist", "xyzzyqvist")


def test_content_words_leave_out_function_words_and_letters(analyser: Analyser) -> None:
    assert analyser.content_lemmas("Hvad er støtte til den gravide efter § 1, a?") == ["støtte", "gravid", "1"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Socialstyrelsen udgiver dem den 9. september. Det er FASD-dagen.",
            ["Socialstyrelsen udgiver dem den 9. september.", "Det er FASD-dagen."],
        ),
        ("§ 1. Lov om tilbageholdelse af stofmisbrugere i behandling", None),
        (
            "Hun profiterer ikke, fx fordi forbruget er stort. Så er der døgn.",
            ["Hun profiterer ikke, fx fordi forbruget er stort.", "Så er der døgn."],
        ),
        ("Støtte til afklaring af boligsituation, økonomi, kontakt til netværk m.m. og mere", None),
        ("Det koster 3.500.000 kr. i alt. Slut.", ["Det koster 3.500.000 kr. i alt.", "Slut."]),
        ("Hvem? Kommunen! Godt.", ["Hvem?", "Kommunen!", "Godt."]),
        ("  Hej.   Igen. ", ["Hej.", "Igen."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(
    text: str, sentences: list[str] | None, splitter: SentenceSplitter
) -> None:
    expected = [text] if sentences is None else sentences
    assert [text[start:end] for start, end in splitter.spans(text)] == expected


def test_the_frame_is_danish_and_has_no_model() -> None:
    nlp = blank_danish()
    assert nlp.lang == "da"
    assert nlp.pipe_names == []
    assert [token.text for token in nlp("den 9. september")] == ["den", "9.", "september"]


@pytest.mark.parametrize(
    ("typed", "form", "others"),
    [
        ("doegnophold", "døgnophold", ()),
        ("dognophold", "døgnophold", ()),
        ("maalgrupen", "målgruppen", ()),
        ("fødselen", "fødselen", ()),
        ("målgrupen", "målgruppen", ()),
        ("målgurppen", "målgruppen", ()),
        ("målgruppeen", "målgruppen", ()),
        ("ømålgruppen", "ømålgruppen", ()),
        ("fårr", "fårr", ()),
    ],
)
def test_a_slip_or_a_compound_without_its_letters_is_mended(
    typed: str, form: str, others: tuple[str, ...], analyser: Analyser
) -> None:
    (token,) = analyser.tokens(typed)
    assert (token.text, token.form, token.others) == (typed, form, others)
    assert token.typed == (typed == form)


def test_a_word_that_is_anothers_stripped_form_keeps_both_readings(analyser: Analyser) -> None:
    (far,) = analyser.tokens("far")
    assert (far.form, far.others) == ("far", ("får",))


def test_a_writer_with_danish_keys_meant_what_was_typed(analyser: Analyser) -> None:
    far = analyser.tokens("far på døgn")[0]
    assert (far.form, far.others) == ("far", ())


def test_where_letters_are_missing_the_word_of_the_vocabulary_goes_first(analyser: Analyser) -> None:
    far = analyser.tokens("far malgruppen dogn")[0]
    assert (far.form, far.others) == ("får", ("far",))


@pytest.mark.parametrize("word", ["a" * 1000, "a" * 64, "aeoeaa" * 10, "oa" * 30, "maalgruppe" * 6])
def test_a_long_string_of_letters_is_read_in_no_time(word: str, analyser: Analyser) -> None:
    (token,) = analyser.tokens(word)
    assert token.text == word


def test_the_text_is_given_as_it_is_read(analyser: Analyser) -> None:
    text = "Maalgruppen, 3. (dogn)!"
    assert analyser.read(text, analyser.tokens(text)) == "målgruppen, 3. (døgn)!"
    plain = "Målgruppen får Økonomi."
    assert analyser.read(plain, analyser.tokens(plain)) == plain


def test_parts_of_a_compound_have_their_lemmas_and_places(analyser: Analyser) -> None:
    text = "på rusmiddelbehandlingen nu"
    token = analyser.tokens(text)[1]
    parts = {(part.lemma, text[part.start : part.end]) for part in analyser.parts(token)}
    assert ("behandling", "behandlingen") in parts
    assert ("rusmiddel", "rusmiddel") in parts
    assert analyser.parts(analyser.tokens("nu")[0]) == []


def test_parts_of_a_word_read_otherwise_than_typed_have_the_place_of_the_word(analyser: Analyser) -> None:
    (token,) = analyser.tokens("doegnophold")
    assert {(part.lemma, part.start, part.end) for part in analyser.parts(token)} == {
        ("døgn", 0, 11),
        ("ophold", 0, 11),
    }


def test_index_terms_are_lemmas_and_the_lemmas_of_parts(analyser: Analyser) -> None:
    assert analyser.index_terms(analyser.tokens("børnefamiliernes bolig")) == [
        "børnefamilie",
        "barn",
        "familie",
        "bolig",
    ]
