"""The rows of a result are counted right, whatever its texts look like."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from forlobkg.sparql import RESULT_TYPES
from forlobkg.sparql.counting import has_more_rows

TEXTS = ["", "plain", 'a "quoted" word', "two\nlines\r\n\r\n", "},{", '}},{"', "<result>", "{}", "a,b\tc", "},{},{"]
QUERY = "SELECT ?text ?other { VALUES (?text ?other) { %s (UNDEF UNDEF) } }"


def rows() -> str:
    return " ".join(f"({ox.Literal(text)} UNDEF)" for text in TEXTS)


@pytest.mark.parametrize("media_type", RESULT_TYPES.values())
def test_rows_are_counted_whatever_they_hold(media_type: str) -> None:
    solutions = ox.Store().query(QUERY % rows())
    assert isinstance(solutions, ox.QuerySolutions)
    content = solutions.serialize(format=ox.QueryResultsFormat.from_media_type(media_type))
    assert content is not None
    assert not has_more_rows(content, media_type, len(TEXTS) + 1)
    assert has_more_rows(content, media_type, len(TEXTS))


@pytest.mark.parametrize("media_type", RESULT_TYPES.values())
@pytest.mark.parametrize(("query", "most"), [("ASK {}", 1), ("SELECT * { FILTER(false) }", 0), ("SELECT * {}", 1)])
def test_small_results_are_not_over_the_limit(query: str, most: int, media_type: str) -> None:
    result = ox.Store().query(query)
    assert isinstance(result, ox.QuerySolutions | ox.QueryBoolean)
    content = result.serialize(format=ox.QueryResultsFormat.from_media_type(media_type))
    assert content is not None
    assert not has_more_rows(content, media_type, most)
