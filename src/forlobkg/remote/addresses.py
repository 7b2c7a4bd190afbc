"""Addresses of endpoints: read, shown without their secrets, and where a store of a known make has its others."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from forlobkg.errors import InputError

_MAKES = (
    (re.compile(r"/query"), "/store"),  # Oxigraph
    (re.compile(r"(?P<before>.*/repositories/[^/]+)"), "{before}/rdf-graphs/service"),  # RDF4J, GraphDB
    (re.compile(r"(?P<before>.*)/(?:query|sparql)"), "{before}/data"),  # Fuseki
)
"""The path of the query endpoint, and that of the Graph Store Protocol beside it."""


def checked_url(url: str) -> str:
    """``url``, if it is one of http or https. Raises ``InputError``."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or re.search(r"[\x00-\x20\x7f<>\"]", url):
        raise InputError(f"{shown(url)!r} er ingen adresse; skriv fx http://127.0.0.1:7878/query")
    return url


def shown(url: str) -> str:
    """``url`` as a message may show it: without user name and password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "adressen"
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def query_url_of(url: str) -> str:
    """The query endpoint that ``url`` means: Oxigraph's where it names a machine only. Raises ``InputError``."""
    parts = urlsplit(checked_url(url))
    return urlunsplit(parts._replace(path="/query")) if parts.path in ("", "/") else url


def graph_store_of(query_url: str) -> str:
    """Where the store that answers at ``query_url`` takes graphs (SPARQL 1.1 Graph Store HTTP Protocol).

    Raises ``InputError`` where the address is of no known make.
    """
    parts: SplitResult = urlsplit(checked_url(query_url))
    for pattern, path in _MAKES:
        match = pattern.fullmatch(parts.path)
        if match is not None:
            return urlunsplit(parts._replace(path=path.format(**match.groupdict()), query=""))
    raise InputError(
        f"af {shown(query_url)} ses det ikke, hvor lageret tager imod grafer; "
        "giv adressen med --graph-store (Graph Store Protocol) eller --update (SPARQL Update)"
    )
