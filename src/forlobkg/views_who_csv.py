"""Who does what as a table for a spreadsheet, in the dialect of the exported tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from forlobkg.results import Citation, WhoCell, WhoLine, WhoTable

DELIMITER: Final = ";"
LIST_SEPARATOR: Final = " | "
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEADINGS = (
    "Hvem",
    "Opgave",
    "Slags",
    "Del af",
    "For hvem",
    "Hvornår",
    "Anbefaling",
    "Hvor bindende, med kildens ord",
    "Formål, med kildens ord",
    "Ikke angivet i kilden",
    "Udledt af flere tekststeder",
    "Ordlyd i kilden",
    "Kilde",
    "Tekststed (IRI)",
)
_KINDS = {"responsibility": "Ansvar", "element": "Element", "recommendation": "Anbefaling"}
_PARTS = {"actor": "hvem", "phase": "hvornår", "target": "for hvem", "recommendation": "anbefaling"}


def who_csv(table: WhoTable) -> bytes:
    """The rows of ``table``: UTF-8 with a byte order mark, cells divided by semicolons, lists by bars.

    The wordings, sources and passages of a row stand in the same order; the task's own come first.
    """
    citations = {citation.id: citation for citation in table.citations}
    buffer = io.StringIO(newline="")
    buffer.write(_BOM)
    writer = csv.writer(buffer, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for line in table.rows:
        writer.writerow(_guarded(cell) for cell in _cells(line, [citations[name] for name in line.citations]))
    return buffer.getvalue().encode("utf-8")


def _cells(line: WhoLine, cited: Iterable[Citation]) -> tuple[str, ...]:
    cited = list(cited)
    parts = {
        "actor": line.actors,
        "target": line.targets,
        "phase": line.phases,
        "recommendation": line.recommendations,
    }
    return (
        line.actor_text,
        line.task,
        _KINDS[line.kind],
        line.part_of.label if line.part_of else "",
        _labels(line.targets),
        _labels(line.phases),
        _labels(line.recommendations),
        line.modality.text if line.modality else "",
        line.purpose.text if line.purpose else "",
        LIST_SEPARATOR.join(_PARTS[gap] for gap in line.gaps),
        LIST_SEPARATOR.join(_PARTS[name] for name, cells in parts.items() if any(cell.derived for cell in cells)),
        LIST_SEPARATOR.join(citation.quote for citation in cited),
        LIST_SEPARATOR.join(_place(citation) for citation in cited),
        LIST_SEPARATOR.join(citation.passage for citation in cited),
    )


def _labels(cells: Iterable[WhoCell]) -> str:
    return LIST_SEPARATOR.join(cell.label for cell in cells)


def _place(citation: Citation) -> str:
    section = f", afsnittet »{citation.section}«" if citation.section else ""
    within = f", side {citation.page}" if citation.page else section
    return f"{citation.document.title}, {citation.document.date}{within}"


def _guarded(cell: str) -> str:
    """``cell``, with an apostrophe before it where a spreadsheet would read it as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
