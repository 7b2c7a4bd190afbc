"""What several tests read in a material: its lines and cells that claim something, and the quotes in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forlobkg.teach import Material

QUOTE = re.compile(r"»([^»«]+)«")


def claims(material: Material) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The text and source numbers of all lines that are no exercise, gap or own words, and of the tables' cells."""
    for section in material.sections:
        for line in section.lines:
            if not (line.exercise or line.gap or line.own):
                yield line.text, line.sources
        for row in section.table.rows if section.table else ():
            for cell in row[1:]:
                if cell.sources or "»" in cell.text:
                    yield cell.text, cell.sources


def unfounded_quotes(material: Material) -> list[str]:
    """The quotes that stand in none of the passages which their line cites, nor in the headings above these."""
    by_number = {source.number: source for source in material.sources}
    unfounded: list[str] = []
    for text, numbers in claims(material):
        cited = [by_number[number] for number in numbers]
        words = " ".join(part for source in cited for part in (*source.context, source.quote))
        unfounded.extend(quote for quote in QUOTE.findall(text) if quote not in words)
    return unfounded
