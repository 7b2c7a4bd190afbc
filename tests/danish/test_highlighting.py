"""The words and parts of words that a query found."""

from __future__ import annotations

import unicodedata

import pytest

from forlobkg.danish import Analyser, highlights


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


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
    text: str, terms: set[str], marked: list[str], analyser: Analyser
) -> None:
    assert [text[start:end] for start, end in highlights(text, terms, analyser)] == marked


def test_places_hold_for_decomposed_text(analyser: Analyser) -> None:
    text = unicodedata.normalize("NFD", "Støtte i småbørnsbehandlingen")
    ((start, end),) = highlights(text, {"behandling"}, analyser)
    assert text[start:end] == unicodedata.normalize("NFD", "småbørnsbehandlingen")
