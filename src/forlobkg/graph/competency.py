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
from forlobkg.graph.query_files import HeaderForm, read_query_file, read_text
from forlobkg.settings import DEFAULT_BASE_IRI

USERS = ("fagperson", "underviser", "udvikler")
"""Who asks, in the order of the files."""

QUESTION_HEADER = HeaderForm(frozenset({"da", "en", "user", "about"}), frozenset({"note", "empty"}))
"""What the header of a question's file says."""

_NAME = re.compile(r"\d{3}-[a-z0-9]+(?:-[a-z0-9]+)*")
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
    lines = read_text(path).splitlines()
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
    file = read_query_file(path, QUESTION_HEADER)
    if file.value("user") not in USERS:
        raise OntologyError(f"{file.place('user')}: user er {file.value('user')!r}; vælg en af: {', '.join(USERS)}")
    query = file.body.replace(DEFAULT_BASE_IRI, names.base) + "\n"
    form = _FORM.search(query)
    if form is None:
        raise OntologyError(
            f"{path}, linje {file.body_line}: forespørgslen mangler; skriv SELECT eller ASK forrest på en linje"
        )
    return Question(
        name=file.name,
        danish=file.value("da"),
        english=file.value("en"),
        user=file.value("user"),
        about=file.value("about"),
        note=file.value("note"),
        empty=file.value("empty"),
        query=query,
        form=form["form"].lower(),
        prefixes=tuple((match["prefix"], match["namespace"]) for match in _PREFIX.finditer(query)),
    )
