"""spaCy's Matcher over patterns that are data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from forlobkg.danish import danish_vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Patterns:
    """A table of named patterns: each name has alternatives, each alternative is a list of token patterns."""

    def __init__(self, table: Mapping[str, Sequence[Sequence[Mapping[str, Any]]]]) -> None:
        self._vocabulary = danish_vocabulary()
        # Only now: danish_vocabulary imports spaCy without what it does not use.
        from spacy.matcher import Matcher

        self._matcher = Matcher(self._vocabulary)
        for name, alternatives in table.items():
            # A round trip makes plain lists and dicts of what the TOML reader gives.
            self._matcher.add(name, json.loads(json.dumps(alternatives)))

    def matches(self, doc: Doc) -> list[tuple[str, int, int]]:
        """The name and the token places [first, last) of every match."""
        return [(self._vocabulary.strings[key], first, last) for key, first, last in self._matcher(doc)]


def strings(value: Any) -> Iterator[str]:
    """Every string inside nested tables and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)
