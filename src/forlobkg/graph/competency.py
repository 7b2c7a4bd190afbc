"""Competency questions: what people would ask of the graph, each a query file beside its answer written by hand.

A question is a file ``NNN-slug.rq`` that begins with comments (``# da: ...``), numbered from 101 for the first kind
of user, from 201 for the next; its answer is ``expected/NNN-slug.tsv``, whose first line names the variables. An
empty cell is an unbound variable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from forlobkg.errors import OntologyError
from forlobkg.graph.names import Names
from forlobkg.settings import DEFAULT_BASE_IRI

USERS = ("fagperson", "underviser", "udvikler")
"""Who asks, in the order of the files."""

_REQUIRED = frozenset({"da", "en", "user", "about"})
_OPTIONAL = frozenset({"note", "empty"})
_NAME = re.compile(r"\d{3}-[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADER = re.compile(r"#\s*(?P<key>[a-z]+):\s*(?P<value>\S.*)")
_PREFIX = re.compile(r"^PREFIX\s+(?P<prefix>[\w-]*):\s*<(?P<namespace>[^>]*)>", re.MULTILINE | re.IGNORECASE)
_FORM = re.compile(r"^(?P<form>SELECT|ASK)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the query that answers it.

    ``name`` is the file's (``NNN-slug``), ``danish`` and ``english`` the question in words, ``user`` one of
    ``USERS``, ``about`` its topic in Danish. ``note`` says in Danish how the answer is to be read, ``empty`` why
    the honest answer is none; both are empty where there is nothing to say. ``query`` is the SPARQL without the
    header, ``form`` is ``select`` or ``ask``, ``prefixes`` are the namespaces that the query declares.
    """

    name: str
    danish: str
    english: str
    user: str
    about: str
    note: str
    empty: str
    query: str
    form: str
    prefixes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer that was written by hand: the variables and the rows of their values, in order."""

    variables: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def load_questions(folder: Path, names: Names) -> tuple[Question, ...]:
    """The questions of ``folder`` in the order of their numbers, with queries for things under ``names.base``.

    Raises ``OntologyError`` for a file that cannot be read, or whose header or query is not as it should be.
    """
    return tuple(_read_question(path, names) for path in sorted(folder.glob("*.rq")))


def load_answer(folder: Path, name: str) -> Answer:
    """The answer to the question ``name`` of ``folder``. Raises ``OntologyError``."""
    path = folder / "expected" / f"{name}.tsv"
    lines = _text(path).splitlines()
    if not lines or not lines[0].strip():
        raise OntologyError(f"{path}: første linje skal navngive kolonnerne, adskilt af tabulator")
    variables, *rows = (tuple(line.split("\t")) for line in lines)
    for number, row in enumerate(rows, start=2):
        if len(row) != len(variables):
            raise OntologyError(
                f"{path}, linje {number}: {len(row)} celler, men {len(variables)} kolonner; adskil med tabulator"
            )
    return Answer(variables, tuple(rows))


def _read_question(path: Path, names: Names) -> Question:
    if _NAME.fullmatch(path.stem) is None:
        raise OntologyError(f"{path}: filen skal hedde som 107-hvem-er-parter.rq (tre cifre, små bogstaver a-z)")
    header, query = _split(path)
    query = query.replace(DEFAULT_BASE_IRI, names.base)
    form = _FORM.search(query)
    if form is None:
        raise OntologyError(f"{path}: forespørgslen mangler; skriv SELECT eller ASK forrest på en linje")
    return Question(
        name=path.stem,
        danish=header["da"],
        english=header["en"],
        user=header["user"],
        about=header["about"],
        note=header.get("note", ""),
        empty=header.get("empty", ""),
        query=query,
        form=form["form"].lower(),
        prefixes=tuple((match["prefix"], match["namespace"]) for match in _PREFIX.finditer(query)),
    )


def _split(path: Path) -> tuple[dict[str, str], str]:
    """The header's values by key, and the text after the header."""
    lines = _text(path).splitlines(keepends=True)
    header: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.startswith("#"):
            break
        match = _HEADER.match(line.strip())
        if match is None or match["key"] not in _REQUIRED | _OPTIONAL or match["key"] in header:
            known = ", ".join(sorted(_REQUIRED | _OPTIONAL))
            raise OntologyError(
                f"{path}, linje {number}: skriv «# nøgle: tekst», hver nøgle én gang; nøgler: {known}"
            )
        header[match["key"]] = match["value"]
    missing = sorted(_REQUIRED - set(header))
    if missing:
        raise OntologyError(f"{path}: der mangler «# {missing[0]}:» øverst i filen")
    if header["user"] not in USERS:
        raise OntologyError(f"{path}: user er {header['user']!r}; vælg en af: {', '.join(USERS)}")
    return header, "".join(lines[len(header) :]).strip() + "\n"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path} kan ikke læses: {error}") from error
