"""Terms as people write them: full IRIs, prefixed names, slugs and quoted texts, read and written."""

from __future__ import annotations

import re
from difflib import get_close_matches

import pyoxigraph as ox

from forlobkg.errors import InputError, NotFoundError
from forlobkg.graph.knowledge import KnowledgeGraph
from forlobkg.graph.names import RDF
from forlobkg.graph.store import Term

_LITERAL = re.compile(
    r'"(?P<value>(?:[^"\\]|\\.)*)"(?:@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^(?P<datatype>\S+))?', re.DOTALL
)
_ESCAPED = re.compile(r"\\(?:u(?P<four>[0-9A-Fa-f]{4})|U(?P<eight>[0-9A-Fa-f]{8})|(?P<letter>.))", re.DOTALL)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_LONGEST_SHOWN = 80
_TYPE = RDF + "type"


def read_literal(graph: KnowledgeGraph, text: str) -> ox.Literal | None:
    """The literal that ``text`` writes, ``"2022"``, ``"x"@da`` or ``"2022"^^xsd:gYear``; None if it writes none.

    Escapes are those of Turtle. Raises ``InputError`` for quotation marks that are not closed, and for a text,
    a language or a datatype that there cannot be.
    """
    if not text.startswith('"'):
        return None
    parts = _LITERAL.fullmatch(text)
    if parts is None:
        raise InputError(f'{quoted(text)} er ingen tekst i anførselstegn; skriv fx "2022" eller "tekst"@da')
    datatype = _node(graph, parts["datatype"]) if parts["datatype"] else None
    try:
        value = _ESCAPED.sub(_unescaped, parts["value"])
        if parts["language"]:
            return ox.Literal(value, language=parts["language"].lower())
        return ox.Literal(value, datatype=datatype)
    except ValueError as error:
        raise _no_text(text) from error


def bare_literal(text: str) -> ox.Literal:
    """The literal whose whole text is ``text``. Raises ``InputError`` where that is no text."""
    try:
        return ox.Literal(text)
    except ValueError as error:
        raise _no_text(text) from error


def read_name(graph: KnowledgeGraph, text: str) -> ox.NamedNode:
    """The thing or property of the graph that ``text`` names by IRI, prefixed name or slug; ``a`` is rdf:type.

    Raises ``NotFoundError``, with the nearest names there are, for one that stands nowhere in the graph, and
    ``InputError`` for what can be no name.
    """
    node = _node(graph, text)
    if not graph.select(graph.query_text("explain-term"), {"term": node}):
        near = _nearest(graph, text)
        hint = f"; mente du {' eller '.join(near)}?" if near else "; se navnene på siderne eller med forlobkg search"
        raise NotFoundError(f"grafen kender ikke {quoted(text)}{hint}")
    return node


def short_name(graph: KnowledgeGraph, iri: str) -> str:
    """The slug, the prefixed name, or else the IRI: what ``read_name`` reads back."""
    slug = graph.names.slug(iri)
    if slug is not None:
        return slug
    for prefix, namespace in graph.names.prefixes.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def label_of(graph: KnowledgeGraph, term: Term) -> str:
    """What to call a term: its Danish label or short name, or the text of a literal."""
    if not isinstance(term, ox.NamedNode):
        return term.value
    return graph.labels.get(term.value) or short_name(graph, term.value)


def in_brief(text: str) -> str:
    """The text on one line, cut off where it is too long for a message."""
    line = " ".join(text[: _LONGEST_SHOWN + 1].split())
    return line if len(text) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN].rstrip()} ..."


def quoted(text: str) -> str:
    """What someone wrote, for a message: in quotation marks, cut off, with what cannot be printed escaped."""
    return repr(in_brief(text))


def _unescaped(escape: re.Match[str]) -> str:
    """The character that a Turtle escape stands for. Raises ``ValueError`` for none."""
    if escape["letter"] is None:
        return chr(int(escape["four"] or escape["eight"], 16))
    if escape["letter"] not in _ESCAPES:
        raise ValueError(escape[0])
    return _ESCAPES[escape["letter"]]


def _no_text(text: str) -> InputError:
    return InputError(
        f'{quoted(text)} kan ikke læses som tekst; skriv fx "2022", "tekst"@da eller "2022"^^xsd:gYear, '
        'og i teksten \\" og \\\\ for tegnene " og \\'
    )


def _node(graph: KnowledgeGraph, text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(_iri(graph, text))
    except ValueError as error:
        raise InputError(
            f'{quoted(text)} er intet navn; skriv en IRI, et navn som fb:hasElement, eller tekst i "..."'
        ) from error


def _iri(graph: KnowledgeGraph, text: str) -> str:
    plain = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if not plain or any(character.isspace() for character in plain):
        raise ValueError(text)
    if plain == "a":
        return _TYPE
    if "://" in plain:
        return plain
    prefix, colon, local = plain.partition(":")
    if not colon:
        return graph.names.iri(plain)
    if prefix not in graph.names.prefixes:
        known = ", ".join(f"{name}:" for name in graph.names.prefixes)
        raise InputError(
            f"præfikset {in_brief(prefix)}: i {quoted(text)} kendes ikke; brug et af: {known}, eller hele IRI'en"
        )
    return graph.names.prefixes[prefix] + local


def _nearest(graph: KnowledgeGraph, text: str) -> list[str]:
    by_name: dict[str, str] = {}
    for iri, label in sorted(graph.labels.items()):
        name = short_name(graph, iri)
        for key in (name, name.rpartition(":")[2], label):
            by_name.setdefault(key.lower(), name)
    sought = text.strip("<>").rpartition("/")[2].removeprefix("id:").lower()[:_LONGEST_SHOWN]
    return list(dict.fromkeys(by_name[key] for key in get_close_matches(sought, by_name, n=3)))
