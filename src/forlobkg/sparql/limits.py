"""How much one query, and all queries together, may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:  # a worker process needs the limits, and not what reads settings
    from forlobkg.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the settings ``FORLOBKG_SPARQL_*``.

    ``timeout`` is in seconds from a query's arrival; ``workers`` queries may run long at once, and
    ``max_waiting`` wait for their turn.
    """

    timeout: float = 10.0
    max_rows: int = 100_000
    max_bytes: int = 50_000_000
    max_memory: int = 2_000_000_000
    max_query_bytes: int = 100_000
    workers: int = 4
    max_waiting: int = 30

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The limits that ``settings`` give."""
        return cls(
            timeout=settings.sparql_timeout,
            max_rows=settings.sparql_max_rows,
            max_bytes=settings.sparql_max_bytes,
            max_memory=settings.sparql_max_memory,
            max_query_bytes=settings.sparql_max_query_bytes,
            workers=settings.sparql_workers,
            max_waiting=settings.sparql_max_waiting,
        )
