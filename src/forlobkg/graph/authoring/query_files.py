"""SPARQL queries kept in files: a query that cannot be read is named, with the line where the parser tells it."""

from __future__ import annotations

import re

import pyoxigraph as ox

from forlobkg.errors import OntologyError

_ERROR_PLACE = re.compile(r"error at (?P<line>\d+):\d+: (?P<what>[^\n]*)")
_LONGEST_CAUSE = 120


def run_query(name: str, query: str, store: ox.Store) -> object:
    """What ``query`` gives in ``store``; ``name`` is that of its file. Raises ``OntologyError``."""
    try:
        return store.query(query)
    except (SyntaxError, ValueError) as error:
        place = _ERROR_PLACE.match(str(error))
        where, what = (f", linje {place['line']}", place["what"]) if place else ("", str(error))
        raise OntologyError(f"{name}{where}: forespørgslen kan ikke læses: {what[:_LONGEST_CAUSE]}") from error
