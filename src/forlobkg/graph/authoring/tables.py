"""The small tables of the ontology folder: tab-separated text with a line of column names."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from forlobkg.errors import OntologyError


def read_table(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, each with its line number, its cells stripped; none where there is no such file.

    Raises ``OntologyError`` naming the file and the line when the table is not as ``columns`` says.
    """
    if not path.is_file():
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path.name}: filen kan ikke læses: {error}") from error
    for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if number == 1:
            if cells != list(columns):
                raise OntologyError(f"{path.name}, linje 1: kolonnerne skal være {', '.join(columns)}")
        elif cells:
            if len(cells) != len(columns):
                raise OntologyError(
                    f"{path.name}, linje {number}: der skal være {len(columns)} felter med tabulator imellem, "
                    f"og der er {len(cells)}"
                )
            yield number, [cell.strip() for cell in cells]
