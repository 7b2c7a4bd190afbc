"""Data frames, where pandas is installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from forlobkg.client.errors import MissingPackageError
from forlobkg.results import WhoCell, WhoLine, WhoTable, WhoWords

if TYPE_CHECKING:
    import pandas as pd

_CELLS = ("actors", "targets", "phases", "recommendations")
_COLUMNS = ("id", "task", "part_of", *_CELLS, "modality", "purpose", "gaps", "quotes")


def data_frame(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    """The rows as a data frame, with the types of pandas that have room for what is missing.

    Raises ``MissingPackageError`` where pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingPackageError("pandas mangler; kør: pip install 'forlobkg[client]'") from error
    return pd.DataFrame(list(rows), columns=list(columns)).convert_dtypes()


class Tasks(WhoTable):
    """The who-does-what table, which can also be had as a data frame."""

    def to_pandas(self) -> pd.DataFrame:
        """A row for each task, with the labels of its parts and the quotes behind it.

        Actors, target groups, phases, recommendations, gaps and quotes are lists, empty where the sources are
        silent: ``frame.explode("actors")`` gives a row for each actor. Raises ``MissingPackageError``.
        """
        quotes = {citation.id: citation.quote for citation in self.citations}
        return data_frame([_row(line, quotes) for line in self.rows], _COLUMNS)


def _row(line: WhoLine, quotes: Mapping[str, str]) -> dict[str, object]:
    cells: dict[str, list[WhoCell]] = {name: getattr(line, name) for name in _CELLS}
    return {
        "id": line.id,
        "task": line.task,
        "part_of": line.part_of.label if line.part_of is not None else None,
        **{name: [cell.label for cell in parts] for name, parts in cells.items()},
        "modality": _words(line.modality),
        "purpose": _words(line.purpose),
        "gaps": line.gaps,
        "quotes": [quotes[name] for name in line.citations],
    }


def _words(words: WhoWords | None) -> str | None:
    return words.text if words is not None else None
