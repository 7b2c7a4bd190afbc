"""What a user's query is and asks for, read before it runs; and what it may not do: change data, ask elsewhere.

The check is for a clear message. That no query reaches another machine is seen to where it runs: a worker cannot
open a connection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from forlobkg.errors import InputError, TooLongError

# SPARQL 1.1, 19.2: code point escapes are read before the grammar is, so that they could hide a keyword.
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# Every alternative takes what it has looked at, also where it is not closed: a query cannot make this slow.
_TOKEN = re.compile(
    r"""
      (?P<skipped>[\s]++ | \#[^\n\r]*+)
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)
    | \"\"\"(?:[^"\\]|\\.|"(?!""))*+(?:\"\"\")? | '''(?:[^'\\]|\\.|'(?!''))*+(?:''')?
    | "(?:[^"\\\n\r]|\\.)*+"? | '(?:[^'\\\n\r]|\\.)*+'?
    | [?$]\w++ | @[A-Za-z-]++
    | (?P<run>[\w.\-]*+)(?P<local>:(?:[\w.\-:%]|\\.)*+)  # prefixed name, with escapes in its local part
    | (?P<bare>[\w.\-]++)
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"[A-Za-z]+")
_QUERY_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATE_FORMS = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
"""Functions that give something new each time."""
_DEEPEST = 500
"""More brackets inside each other than any query needs; several thousand are more than a parser bears."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a query says of itself.

    ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE, or empty where none is found; ``repeatable`` whether the same
    dataset always gives the same result; the graphs are those of FROM and FROM NAMED, as absolute IRIs.
    """

    form: str
    repeatable: bool
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


def inspect_query(
    text: str, max_bytes: int, *, prefixes: Mapping[str, str] | None = None, base_iri: str | None = None
) -> Inspected:
    """Read a query without running it; ``prefixes`` and ``base_iri`` hold where it declares none itself.

    Raises ``TooLongError`` over ``max_bytes``, and ``InputError`` for a query that is empty, no Unicode, an
    update, nested too deeply, that holds SERVICE, or whose FROM names no IRI.
    """
    _check_size(text, max_bytes)
    words = _keywords(text)
    # Both readings count: the text as it stands, and as it reads where escapes are decoded before the grammar.
    escaped = _keywords(_CODEPOINT.sub(_decode, text))
    if "SERVICE" in words or "SERVICE" in escaped:
        raise InputError("SERVICE er ikke tilladt, heller ikke som præfiks: her spørges ikke andre maskiner")
    form = _form(words)
    for read in (form, _form(escaped)):
        if read in _UPDATE_FORMS:
            raise InputError(f"{read} er ikke tilladt: grafen kan læses, ikke ændres (brug SELECT, ASK, CONSTRUCT)")
    if words.count("FROM") != escaped.count("FROM"):
        raise InputError("skriv FROM uden \\u-koder")
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    if "FROM" in words:
        default, named = _dataset(text, prefixes or {}, base_iri)
    return Inspected(form, _CHANGING.isdisjoint((*words, *escaped)), default, named)


def undeclared_prefixes(text: str, known: Iterable[str]) -> list[str]:
    """The prefixes that a query uses, and neither declares nor finds among the ``known`` ones."""
    declared, used = set(known), dict[str, None]()
    before = ""
    for match in _TOKEN.finditer(text):
        if match["skipped"]:
            continue
        if match["local"] and before == "PREFIX":
            declared.add(match["run"])
        elif match["local"] and match["run"] != "_":
            used[match["run"]] = None
        before = (match["bare"] or "").upper()
    return [prefix for prefix in used if prefix not in declared]


def _check_size(text: str, max_bytes: int) -> None:
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise InputError("forespørgslen indeholder tegn, der ikke er gyldig Unicode") from error
    if not text.strip():
        raise InputError("forespørgslen er tom; skriv en SPARQL-forespørgsel (SELECT, ASK, CONSTRUCT, DESCRIBE)")
    if size > max_bytes:
        raise TooLongError(f"forespørgslen fylder {size} byte; grænsen er {max_bytes} byte")


def _keywords(text: str) -> list[str]:
    """The bare words in capitals, and a prefix "SERVICE", which is also the keyword before a name with no prefix."""
    words: list[str] = []
    depth = 0
    for match in _TOKEN.finditer(text):
        if match["bare"]:
            words.extend(word.upper() for word in _WORD.findall(match["bare"]))
        elif match["local"]:
            words.extend(word for word in _WORD.findall(match["run"].upper()) if word == "SERVICE")
        elif match[0] in ("{", "(", "["):
            depth += 1
            if depth > _DEEPEST:
                raise InputError(
                    f"forespørgslen har mere end {_DEEPEST} parenteser inden i hinanden; gør den fladere"
                )
        elif match[0] in ("}", ")", "]"):
            depth -= 1
    return words


def _form(words: list[str]) -> str:
    return next((word for word in words if word in _QUERY_FORMS | _UPDATE_FORMS), "")


def _decode(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def _dataset(text: str, prefixes: Mapping[str, str], base_iri: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The graphs of FROM and of FROM NAMED, as absolute IRIs."""
    tokens = [match for match in _TOKEN.finditer(text) if not match["skipped"]]
    start = next((token.start() for token in tokens if (token["bare"] or "").upper() in _QUERY_FORMS), 0)
    declared = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items()) + text[:start]
    found: dict[bool, list[str]] = {False: [], True: []}
    for written, is_named in _clauses(tokens):
        found[is_named].append(_absolute(written, declared, base_iri))
    return tuple(found[False]), tuple(found[True])


def _clauses(tokens: list[re.Match[str]]) -> Iterator[tuple[str, bool]]:
    """What stands after each FROM, and whether NAMED stood between."""
    following = iter(tokens)
    for token in following:
        if (token["bare"] or "").upper() != "FROM":
            continue
        name = next(following, None)
        is_named = name is not None and (name["bare"] or "").upper() == "NAMED"
        if is_named:
            name = next(following, None)
        if name is None or not (name["iri"] or name["local"]):
            raise InputError("efter FROM og FROM NAMED skal der stå en graf: <IRI> eller præfiks:navn")
        yield name[0], is_named


def _absolute(written: str, declared: str, base_iri: str | None) -> str:
    """The IRI as the parser reads it after these declarations, which SPARQL and Turtle write alike."""
    turtle = f"{declared}\n{written} a {written} ."
    try:
        first = next(iter(ox.parse(turtle, format=ox.RdfFormat.TURTLE, base_iri=base_iri)))
    except (SyntaxError, StopIteration) as error:
        raise InputError(f"FROM {written} kan ikke læses som en IRI; er præfikset erklæret?") from error
    return str(getattr(first.subject, "value", first.subject))
