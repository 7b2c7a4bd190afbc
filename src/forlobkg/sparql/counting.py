"""Whether a finished result has more rows than allowed, told from its bytes.

pyoxigraph serialises the rows of a SELECT itself and tells nobody how many. What is counted first can be too many,
where a text looks like the end of a row, and never too few: only a result over the limit by that count is parsed.
"""

from __future__ import annotations

import csv
import io
import json


def has_more_rows(content: bytes, media_type: str, limit: int) -> bool:
    """Whether the serialised result of a SELECT has more than ``limit`` rows; an ASK has none."""
    match media_type:
        case "application/sparql-results+xml":
            # A "<" in a text is escaped, so this is exact.
            return content.count(b"<result>") > limit
        case "text/tab-separated-values":
            # A line break in a text is escaped; the first line is the header.
            return content.count(b"\n") - 1 > limit
        case "text/csv":
            return content.count(b"\n") - 1 > limit and _csv_rows(content) > limit
        case _:
            return content.count(b"},{") + 1 > limit and _json_rows(content) > limit


def _csv_rows(content: bytes) -> int:
    with io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="") as lines:
        return sum(1 for _ in csv.reader(lines)) - 1


def _json_rows(content: bytes) -> int:
    return len(json.loads(content).get("results", {}).get("bindings", ()))
