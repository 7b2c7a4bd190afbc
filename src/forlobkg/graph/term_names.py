"""Terms as people write them: full IRIs, prefixed names, slugs and quoted texts, read and written."""

from __future__ import annotations

import re
from difflib import get_close_matches

import pyoxigraph as ox

from forlobkg.errors import InputError, NotFoundError
from forlobkg.graph.knowledge import KnowledgeGraph, Term
from forlobkg.graph.names import RDF

_LITERAL = re.compile(
    r'"(?P<value>(?:[^"\\]|\\.)*)"(?:@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^(?P<datatype>\S+))?', re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TYPE = RDF + "type"


def read_literal(graph: KnowledgeGraph, text: str) -> ox.Literal | None:
    """The literal that ``text`` writes, ``"2022"``, ``"x"@da`` or ``"2022"^^xsd:gYear``; None if it writes none.

    Raises ``InputError`` for quotation marks that are not closed.
    """
    if not text.startswith('"'):
        return None
    parts = _LITERAL.fullmatch(text)
    if parts is None:
        raise InputError(f'{text} er ingen tekst i anførselstegn; skriv fx "2022" eller "tekst"@da')
    value = _ESCAPED.sub(r"\1", parts["value"])
    if parts["language"]:
        return ox.Literal(value, language=parts["language"].lower())
    if parts["datatype"]:
        return ox.Literal(value, datatype=_node(graph, parts["datatype"]))
    return ox.Literal(value)


def read_name(graph: KnowledgeGraph, text: str) -> ox.NamedNode:
    """The thing or property of the graph that ``text`` names by IRI, prefixed name or slug; ``a`` is rdf:type.

    Raises ``NotFoundError``, with the nearest names there are, for one that stands nowhere in the graph, and
    ``InputError`` for what can be no name.
    """
    node = _node(graph, text)
    if not graph.select(graph.query_text("explain-term"), {"term": node}):
        near = _nearest(graph, text)
        hint = f"; mente du {' eller '.join(near)}?" if near else "; se navnene på siderne eller med forlobkg search"
        raise NotFoundError(f"grafen kender ikke {text!r}{hint}")
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


def _node(graph: KnowledgeGraph, text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(_iri(graph, text))
    except ValueError as error:
        raise InputError(
            f'{text!r} er intet navn; skriv en IRI, et navn som fb:hasElement, eller tekst i "..."'
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
        raise InputError(f"præfikset {prefix}: i {text!r} kendes ikke; brug et af: {known}, eller hele IRI'en")
    return graph.names.prefixes[prefix] + local


def _nearest(graph: KnowledgeGraph, text: str) -> list[str]:
    by_name: dict[str, str] = {}
    for iri, label in sorted(graph.labels.items()):
        name = short_name(graph, iri)
        for key in (name, name.rpartition(":")[2], label):
            by_name.setdefault(key.lower(), name)
    sought = text.strip("<>").rpartition("/")[2].removeprefix("id:").lower()
    return list(dict.fromkeys(by_name[key] for key in get_close_matches(sought, by_name, n=3)))
