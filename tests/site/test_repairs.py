"""Received words beside repaired ones, on small examples and on the whole corpus."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from forlobkg.corpus import load_documents
from forlobkg.resources import corpus_dir
from forlobkg.site.repairs import stretches

CASES = tomllib.loads(Path(__file__).with_name("repairs.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_was_repaired_is_told_word_by_word(case: dict[str, Any]) -> None:
    found = stretches(case["received"], case["repaired"])
    changes = [[stretch.received, stretch.repaired.strip()] for stretch in found if stretch.changed]
    assert changes == case["changes"]


def test_no_word_of_either_text_is_lost() -> None:
    for document in load_documents(corpus_dir()):
        for passage in document.passages:
            found = stretches(passage.received, passage.text)
            assert "".join(stretch.repaired for stretch in found) == passage.text
            received = " ".join(stretch.received for stretch in found if stretch.received)
            assert received.split() == passage.received.replace(" / ", " ").split()
