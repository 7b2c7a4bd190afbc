"""SPARQL queries kept in files: read with the header that some begin with, and run with their faults named.

A header is the comments at the top of a file, one key a line, some of them with a name of their own::

    # da: Ansvar: hvem gør hvad
    # column task: Opgave | Task
    # In some kinds of files, a line that is no key is a remark.
    SELECT ?task WHERE { ... }
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from forlobkg.errors import OntologyError

_LINE = re.compile(r"#\s*(?P<key>[a-z]+(?:-[a-z]+)*)(?:\s+(?P<name>\w+))?:(?:\s+(?P<value>\S.*))?")
_ERROR_PLACE = re.compile(r"error at (?P<line>\d+):\d+: (?P<what>[^\n]*)")
_LONGEST_CAUSE = 120


@dataclass(frozen=True, slots=True)
class HeaderForm:
    """The keys that a kind of file has. Each stands once; one of ``named`` stands once for each name after it.

    ``remarks`` tells whether there may be lines that are no keys.
    """

    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    remarks: bool = False

    @property
    def known(self) -> str:
        """The keys as an error lists them."""
        return ", ".join(self.shown(key) for key in sorted(self.required | self.optional))

    def shown(self, key: str) -> str:
        """``key`` as an error shows it, with a place for the name that is to follow it."""
        return f"{key} navn" if key in self.named else key


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """A key of a header with its value; ``name`` is the word between them, if any, ``line`` counts from 1."""

    key: str
    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class QueryFile:
    """A file with a query: its header in order, the remarks there as one text, and what stands below.

    ``body`` is the query without the blank lines round it and begins on line ``body_line``, counted from 1;
    ``text`` is all of the file.
    """

    path: Path
    header: tuple[HeaderLine, ...]
    remarks: str
    body: str
    body_line: int
    text: str

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    def lines(self, key: str) -> tuple[HeaderLine, ...]:
        """The lines of the header with ``key``, in order."""
        return tuple(line for line in self.header if line.key == key)

    def value(self, key: str) -> str:
        """The value of ``key``, empty where the header has none."""
        return next((line.value for line in self.lines(key)), "")

    def place(self, key: str) -> str:
        """Where ``key`` stands, as an error names it: the file and, where the header has the key, the line."""
        return next((f"{self.path}, linje {line.line}" for line in self.lines(key)), str(self.path))


def read_text(path: Path) -> str:
    """The text of a file. Raises ``OntologyError``."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path}: filen kan ikke læses: {error}") from error


def read_query_file(path: Path, form: HeaderForm) -> QueryFile:
    """The query file at ``path``. Raises ``OntologyError`` for one that is not there or has no header as ``form``."""
    text = read_text(path)
    lines = text.split("\n")
    count = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header: list[HeaderLine] = []
    remarks: list[str] = []
    for number, line in enumerate(lines[:count], start=1):
        match = _LINE.fullmatch(line.strip())
        if form.remarks and (match is None or (match["name"] and match["key"] not in form.named)):
            remarks.append(line.lstrip("# ").rstrip())
            continue
        if match is None or not _fits(match, form) or _is_there(match, header):
            raise OntologyError(
                f"{path}, linje {number}: skriv «# nøgle: tekst», hver nøgle én gang; nøgler: {form.known}"
            )
        header.append(HeaderLine(match["key"], match["name"] or "", match["value"], number))
    missing = sorted(form.required - {line.key for line in header})
    if missing:
        raise OntologyError(f"{path}: der mangler «# {form.shown(missing[0])}:» øverst i filen")
    below = lines[count:]
    blank = next((number for number, line in enumerate(below) if line.strip()), 0)
    body = "\n".join(below).strip()
    return QueryFile(path, tuple(header), " ".join(remarks).strip(), body, count + blank + 1, text)


def _fits(match: re.Match[str], form: HeaderForm) -> bool:
    key = match["key"]
    named = (key in form.named) == (match["name"] is not None)
    return key in form.required | form.optional and named and match["value"] is not None


def _is_there(match: re.Match[str], header: list[HeaderLine]) -> bool:
    return any((line.key, line.name) == (match["key"], match["name"] or "") for line in header)


def run_query(name: str, query: str, store: ox.Store) -> object:
    """What ``query`` gives in ``store``; ``name`` is that of its file. Raises ``OntologyError``."""
    try:
        return store.query(query)
    except (SyntaxError, ValueError, RuntimeError) as error:
        # The last is for a function that is not SPARQL's own.
        raise unreadable(name, error) from error


def unreadable(name: str, error: Exception) -> OntologyError:
    """What to raise where ``error`` stopped the query called ``name``."""
    place = _ERROR_PLACE.match(str(error))
    where, what = (f", linje {place['line']}", place["what"]) if place else ("", str(error))
    return OntologyError(f"{name}{where}: forespørgslen kan ikke læses: {what[:_LONGEST_CAUSE]}")
