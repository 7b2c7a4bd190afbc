"""Compounds against hand-made gold, and the lexicon's limits."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest

from forlobkg.danish.compounds import Compounds, Entry, Lexicon, Part
from forlobkg.errors import BuildError

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def compounds() -> Compounds:
    return Compounds()


@pytest.fixture(scope="module")
def data() -> bytes:
    return resources.files("forlobkg.danish").joinpath("data/compounds.bin").read_bytes()


def gold() -> list[tuple[str, set[int], set[int]]]:
    """Words with the places where they must be divided and where they may be."""
    rows = []
    for line in (HERE / "gold" / "compound_gold.tsv").read_text("utf-8").splitlines():
        word, required, optional = "", set(), set()
        for letter in line.partition("=")[2] or line:
            if letter == "|":
                required.add(len(word))
            elif letter == "~":
                optional.add(len(word))
            else:
                word += letter
        rows.append((word, required, optional))
    return rows


def test_gold_compounds(compounds: Compounds) -> None:
    rows = gold()
    wrong = []
    for word, required, optional in rows:
        found = {part.start for part in compounds.parts(word)[1:]}
        if not required <= found <= required | optional:
            wrong.append(word)
    assert len(wrong) <= 0.05 * len(rows), wrong


def test_other_words_stay_whole(compounds: Compounds) -> None:
    words = (HERE / "gold" / "noncompound.txt").read_text("utf-8").split()
    divided = [word for word in words if len(compounds.parts(word)) > 1]
    assert len(divided) <= 3, divided


def test_parts_and_links_make_up_the_word(compounds: Compounds) -> None:
    for word, _, _ in gold():
        parts = compounds.parts(word)
        assert parts[0].start == 0
        assert parts[-1].end == len(word)
        for part in parts:
            assert part.text == word[part.start : part.end]
        for part, following in pairwise(parts):
            assert word[part.end : following.start] in {"", "s", "e", "er", "te"}


def test_a_part_is_given_as_a_word(compounds: Compounds) -> None:
    assert compounds.parts("arbejdsmarkedet") == (
        Part("arbejd", 0, 6, "arbejde"),
        Part("markedet", 7, 15, "markedet"),
    )
    assert [part.word for part in compounds.parts("børnefamiliernes")] == ["børn", "familiernes"]


@pytest.mark.parametrize("word", ["vejledning", "vejledningen", "rådgiverne", "godkendelser", "vinduet", "kulturen"])
def test_chance_likeness_is_no_compound(compounds: Compounds, word: str) -> None:
    assert compounds.parts(word) == (Part(word, 0, len(word), word),)


@pytest.mark.parametrize("word", ["", "a", "12", "14-årig", "kvinde-center", "x7", "日本語", "st\u0000f", "ŝtof"])
def test_odd_words_stay_whole(compounds: Compounds, word: str) -> None:
    assert compounds.parts(word) == (Part(word, 0, len(word), word),)


@pytest.mark.parametrize("word", ["a" * 1000, "barne" * 200, "rusmiddel" * 7, "s" * 64])
def test_long_words_are_divided_or_left_whole(compounds: Compounds, word: str) -> None:
    assert compounds.parts(word)[-1].end == len(word)


def test_lexicon_is_small(data: bytes) -> None:
    assert len(data) <= 3_000_000


def test_loading_imports_nothing_heavy() -> None:
    code = (
        "import sys; from forlobkg.danish.compounds import Compounds; Compounds().parts('familiebehandling');"
        "print(*{'numpy', 'torch', 'spacy', 'simplemma', 'wordfreq', 'rdflib'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


@pytest.mark.parametrize("length", [0, 5, 23, 24, 1000, -1])
def test_truncated_lexicon_is_a_clear_error(data: bytes, length: int) -> None:
    with pytest.raises(BuildError, match="compound lexicon"):
        Lexicon.load(data[:length])


def test_damaged_lexicon_is_a_clear_error(data: bytes) -> None:
    middle = len(data) // 2
    with pytest.raises(BuildError, match="compound lexicon"):
        Lexicon.load(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    with pytest.raises(BuildError, match="compound lexicon"):
        Lexicon.load(data[:8] + b"\xff\xff\xff\xff" + data[12:])


def test_a_lexicon_survives_its_bytes() -> None:
    table = {"rus": Entry(first=4, last=5, last_whole=True), "døgns": Entry(first=9, link=1, first_whole=True)}
    lexicon = Lexicon.load(Lexicon.build(table).dump())
    assert {string: lexicon.find(string) for string in table} == table
    assert lexicon.find("døgn") is None
    parts = Compounds(lexicon).parts("døgnsrus")
    assert [(part.text, part.start, part.end) for part in parts] == [("døgn", 0, 4), ("rus", 5, 8)]
