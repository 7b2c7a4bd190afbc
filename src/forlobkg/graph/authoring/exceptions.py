"""Known exceptions: faults that are looked at and left, each with a date and a reason. The list may only shrink."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rdflib import URIRef

from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.tables import read_table
from forlobkg.graph.authoring.violations import Violation, short_name

EXCEPTIONS = "known-exceptions.tsv"
_COLUMNS = ("rule", "subject", "date", "why")


@dataclass(frozen=True, slots=True)
class KnownException:
    """A row of the list: the fault that ``rule`` finds with ``subject`` (as ``id:kommune``) is left as it is.

    ``since`` is the day it was looked at, ``line`` where the row stands.
    """

    line: int
    rule: str
    subject: str
    since: date
    why: str


def load_exceptions(ontology_dir: Path) -> list[KnownException]:
    """The known exceptions; none where there is no such file. Raises ``OntologyError`` naming the line."""
    rows = []
    for line, (rule, subject, since, why) in read_table(ontology_dir / EXCEPTIONS, _COLUMNS):
        if not (rule and subject and why):
            raise OntologyError(f"{EXCEPTIONS}, linje {line}: regel, emne og grund skal alle være udfyldt")
        try:
            day = date.fromisoformat(since)
        except ValueError as error:
            raise OntologyError(f"{EXCEPTIONS}, linje {line}: datoen skal skrives som 2022-09-09") from error
        rows.append(KnownException(line, rule, subject, day, why))
    return rows


def without_known(violations: Iterable[Violation], known: Sequence[KnownException]) -> list[Violation]:
    """``violations`` but for those that are known exceptions."""
    rows = {(row.rule, row.subject) for row in known}
    return [violation for violation in violations if _key(violation) not in rows]


def outlived(violations: Iterable[Violation], known: Sequence[KnownException]) -> list[Violation]:
    """The known exceptions that are none of ``violations`` any more, as violations themselves."""
    found = {_key(violation) for violation in violations}
    return [
        Violation(
            "outlived-exception",
            f"{EXCEPTIONS}, linje {row.line}: reglen {row.rule} finder ikke længere noget galt med "
            f"{row.subject}. Fjern rækken.",
            file=EXCEPTIONS,
            line=row.line,
        )
        for row in known
        if (row.rule, row.subject) not in found
    ]


def _key(violation: Violation) -> tuple[str, str]:
    return violation.rule, short_name(URIRef(violation.subject)) if violation.subject else ""
