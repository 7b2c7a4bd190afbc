"""What is said to worker processes and to the process that makes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

READY = b"ready"
"""A worker's first message, when it has opened the store."""
PID_BYTES = 8
"""The length of the fork server's reply: the new worker's process id."""


@dataclass(frozen=True, slots=True)
class Request:
    """One query, the media types for both kinds of result, and the limits that the worker sees to.

    ``default_graphs`` and ``named_graphs`` are the dataset; None where the query has the whole of the store's.
    ``cpu_seconds`` is how much processor time the worker may use before it is killed, should nobody else do it.
    """

    query: str
    results: str
    graph: str
    prefixes: Mapping[str, str]
    base_iri: str | None
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    max_rows: int
    max_bytes: int
    cpu_seconds: float

    def to_bytes(self) -> bytes:
        """The message."""
        return json.dumps(asdict(self)).encode("utf-8")

    @classmethod
    def from_bytes(cls, message: bytes) -> Self:
        """The request that ``to_bytes`` wrote."""
        return cls(**json.loads(message))
