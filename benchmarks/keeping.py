"""Results kept as JSON, shown as a table, and put into the README."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from readme import README, write_between

RESULTS = Path(__file__).with_name("results-sparql.json")


def keep(
    name: str, found: Mapping[str, Any], table: Callable[[Mapping[str, Any]], str], out: Path, *, write: bool
) -> None:
    """Put what was found under ``name`` into the file ``out``, print its table, and write it into the README."""
    results: dict[str, Any] = json.loads(out.read_text(encoding="utf-8")) if out.is_file() else {}
    results[name] = found
    out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    shown = table(found)
    print(shown)
    if write:
        write_between(README, name, shown)
