"""What is read in a query before it runs."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from forlobkg.errors import InputError, TooLongError
from forlobkg.sparql import inspect_query

CASES = tomllib.loads((Path(__file__).parent / "queries.toml").read_text("utf-8"))
PREFIXES = {"ex": "https://example.org/id/"}


@pytest.mark.parametrize("case", CASES["asked"], ids=lambda case: case["query"])
def test_a_query_says_what_it_asks(case: dict[str, Any]) -> None:
    inspected = inspect_query(case["query"], 10_000, prefixes=PREFIXES)
    assert inspected.form == case["form"]
    assert inspected.repeatable is case.get("repeatable", True)
    assert list(inspected.default_graphs) == case.get("default_graphs", [])
    assert list(inspected.named_graphs) == case.get("named_graphs", [])


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["query"])
def test_what_is_not_allowed_is_refused_by_name(case: dict[str, str]) -> None:
    with pytest.raises(InputError, match=case["says"]):
        inspect_query(case["query"], 10_000)


def test_a_long_query_is_refused_with_the_limit() -> None:
    with pytest.raises(TooLongError, match="grænsen er 100 byte"):
        inspect_query("ASK {} #" + "ø" * 50, 100)


def test_a_query_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(InputError, match="Unicode"):
        inspect_query("ASK {} # \ud800", 100)


@pytest.mark.parametrize("brackets", ["{}", "()", "[]"])
def test_a_query_may_be_deep_but_not_bottomless(brackets: str) -> None:
    inspect_query("SELECT * " + brackets[0] * 300 + brackets[1] * 300, 100_000)
    with pytest.raises(InputError, match="parenteser"):
        inspect_query("SELECT * " + brackets[0] * 5000 + brackets[1] * 5000, 100_000)


@pytest.mark.parametrize(
    "piece", ["1", "_", "-", "'", '"', '\\"', '"\\', "<a", "a.", "?", "@", "'''\\", "#", "\\u", ":"]
)
def test_no_text_is_slow_to_read(piece: str) -> None:
    text = "SELECT " + piece * (100_000 // len(piece))
    started = time.process_time()
    inspect_query(text, 200_000)
    assert time.process_time() - started < 3
