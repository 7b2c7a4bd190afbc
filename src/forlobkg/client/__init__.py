"""A typed client of the service over HTTP: the REST API, SPARQL, linked data and downloads.

Importing it loads none of what answers questions: it is for programs that a service answers.
"""

from typing import TYPE_CHECKING

from forlobkg.client.async_client import AsyncClient
from forlobkg.client.client import Client
from forlobkg.client.errors import (
    ClientError,
    MissingError,
    MissingPackageError,
    NoAnswerInTimeError,
    ProblemError,
    RefusedError,
    StrangeResponseError,
    UnavailableError,
    UnreachableError,
)
from forlobkg.client.frames import Tasks

if TYPE_CHECKING:
    from forlobkg.client.tables import Table

__all__ = [
    "AsyncClient",
    "Client",
    "ClientError",
    "MissingError",
    "MissingPackageError",
    "NoAnswerInTimeError",
    "ProblemError",
    "RefusedError",
    "StrangeResponseError",
    "Table",
    "Tasks",
    "UnavailableError",
    "UnreachableError",
]


def __getattr__(name: str) -> object:
    # Late: rdflib, whose terms a table holds, takes longer to import than all the rest.
    if name == "Table":
        from forlobkg.client.tables import Table

        return Table
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
