"""The words that head a thing's statements, and their order, as ``data/relations.toml`` has them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

from forlobkg.graph import Names


class Heading(BaseModel):
    """A heading in the languages of the frame."""

    model_config = ConfigDict(frozen=True)

    da: str
    en: str


@dataclass(frozen=True, slots=True)
class Relations:
    """The headings by property and direction, in the order in which pages show them."""

    headings: Mapping[tuple[str, bool], Heading]
    technical: frozenset[str]

    @classmethod
    def load(cls, names: Names) -> Relations:
        """Those of the file, its prefixed names written out."""
        table = _table()
        headings: dict[tuple[str, bool], Heading] = {}
        for entry in table["relation"]:
            iri = written_out(entry["property"], names)
            headings[iri, True] = Heading(da=entry["da"], en=entry["en"])
            if "back_da" in entry:
                headings[iri, False] = Heading(da=entry["back_da"], en=entry["back_en"])
        return cls(headings, frozenset(written_out(name, names) for name in table["technical"]))

    def heading(self, iri: str, label: str, *, forwards: bool) -> Heading:
        """What to head statements of the property ``iri`` with; by its ``label`` where the file has nothing."""
        plain = label[:1].upper() + label[1:]
        return self.headings.get((iri, forwards)) or Heading(da=plain, en=plain)

    def in_order(self, found: Iterable[Heading]) -> list[Heading]:
        """``found``, each once, what matters most first; what the file does not have comes last, by its words."""
        places = {heading: place for place, heading in reversed(list(enumerate(self.headings.values())))}
        return sorted(set(found), key=lambda heading: (places.get(heading, len(places)), heading.da))


@cache
def _table() -> dict[str, Any]:
    text = (files("forlobkg.site") / "data" / "relations.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def written_out(name: str, names: Names) -> str:
    """The IRI of a prefixed name of a data file. Raises ``KeyError`` for an unknown prefix."""
    prefix, _, local = name.partition(":")
    return names.prefixes[prefix] + local
