"""What a user's SPARQL may not do: change the data, or make this machine ask another one.

The check is for a clear message. That no query reaches another machine is seen to where it runs: a worker cannot
open a connection.
"""

from __future__ import annotations

import re

from forlobkg.errors import InputError

# SPARQL 1.1, 19.2: code point escapes are read before the grammar is, so that they could hide a keyword.
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""
      <[^<>"{}|^`\\\x00-\x20]*>                        # IRI
    | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | \#[^\n\r]*                                        # comment
    | [?$]\w+ | @[A-Za-z-]+
    | (?P<prefix>[\w.\-]*):(?:[\w.\-:%]|\\.)*          # prefixed name, with escapes in its local part
    | (?P<word>[A-Za-z]+)
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_QUERY_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATE_FORMS = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})


def check_query(query: str, max_bytes: int) -> None:
    """Raise ``InputError`` for a query that is empty, too long, an update, or that holds SERVICE."""
    try:
        size = len(query.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise InputError("forespørgslen indeholder tegn, der ikke er gyldig Unicode") from error
    if not query.strip():
        raise InputError("forespørgslen er tom; skriv en SPARQL-forespørgsel (SELECT, ASK, CONSTRUCT, DESCRIBE)")
    if size > max_bytes:
        raise InputError(f"forespørgslen fylder {size} byte; grænsen er {max_bytes} byte")
    # Both readings count: the text as it stands, and as it reads where escapes are decoded before the grammar.
    readings = (query, _CODEPOINT.sub(_decode, query))
    words = [word for reading in readings for word in _keywords(reading)]
    if "SERVICE" in words:
        raise InputError("SERVICE er ikke tilladt, heller ikke som præfiks: her spørges ikke andre maskiner")
    form = next((word for word in words if word in _QUERY_FORMS | _UPDATE_FORMS), None)
    if form in _UPDATE_FORMS:
        raise InputError(f"{form} er ikke tilladt: grafen kan læses, ikke ændres (brug SELECT, ASK, CONSTRUCT)")


def _keywords(query: str) -> list[str]:
    """The bare words in capitals, and a prefix "SERVICE", which is also the keyword before a name with no prefix."""
    words = []
    for match in _TOKEN.finditer(query):
        if match["word"] or (match["prefix"] or "").upper() == "SERVICE":
            words.append((match["word"] or match["prefix"]).upper())
    return words


def _decode(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]
