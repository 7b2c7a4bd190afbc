"""The words and parts of words that a query found."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from forlobkg.danish import Analyser, Highlighter


@pytest.fixture(scope="module")
def highlighter(lemmas: Path) -> Highlighter:
    return Highlighter(Analyser(lemmas))


@pytest.mark.parametrize(
    ("text", "terms", "marked"),
    [
        ("Familien får støtte efter fødslen.", {"fødsel", "støtte"}, ["støtte", "fødslen"]),
        ("Rusmiddelbehandlingen i kommunerne", {"behandling"}, ["behandlingen"]),
        ("Rusmiddelbehandlingen i kommunerne", {"rusmiddelbehandling"}, ["Rusmiddelbehandlingen"]),
        ("Rusmiddelbehandlingen", {"rus", "rusmiddel"}, ["Rusmiddel"]),
        ("Intet her", {"fødsel"}, []),
        ("", {"fødsel"}, []),
    ],
)
def test_words_and_parts_are_found_where_they_stand(
    text: str, terms: set[str], marked: list[str], highlighter: Highlighter
) -> None:
    assert [text[start:end] for start, end in highlighter.highlights(text, terms)] == marked


def test_places_hold_for_decomposed_text(highlighter: Highlighter) -> None:
    text = unicodedata.normalize("NFD", "Støtte i småbørnsbehandlingen")
    ((start, end),) = highlighter.highlights(text, {"behandling"})
    assert text[start:end] == unicodedata.normalize("NFD", "småbørnsbehandlingen")
