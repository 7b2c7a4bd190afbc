"""Users' SPARQL queries, run by an endpoint elsewhere within our limits."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Collection, Mapping, Sequence
from time import monotonic

import pyoxigraph as ox

from forlobkg.errors import InputError, QueryBusyError, QueryLimitError, QueryTimeoutError, RemoteStoreError
from forlobkg.graph import written_out
from forlobkg.remote.endpoint import SparqlEndpoint
from forlobkg.sparql import (
    GRAPH_TYPES,
    RESULT_TYPES,
    Limits,
    Places,
    SparqlResult,
    Waiting,
    has_more_rows,
    inspect_query,
)

PLACES = 16
_JSON = RESULT_TYPES["json"]
_N_TRIPLES = GRAPH_TYPES["nt"]
_WITH_PREFIXES = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML)
_PLACE = re.compile(r"(?P<before>\b(?:error at |line )1(?::|, column ))(?P<column>\d+)")
"""How Oxigraph and Jena name a place on the first line of a query."""


class RemoteEngine:
    """A ``QueryEngine`` whose queries an endpoint runs, at most ``PLACES`` of them at once.

    ``graphs`` are the named graphs that may be asked for. The endpoint is asked for JSON and N-Triples, which all
    of them give, and the other formats are made here. At the time limit the answer is waited for no longer: that
    the endpoint itself lets go of the query then, is a setting of the endpoint.
    """

    def __init__(
        self,
        endpoint: SparqlEndpoint,
        *,
        graphs: Collection[str],
        prefixes: Mapping[str, str],
        base_iri: str | None,
        limits: Limits,
    ) -> None:
        self._endpoint = endpoint
        self._graphs = frozenset(graphs)
        self._prefixes = dict(prefixes)
        self._base_iri = base_iri
        self._limits = limits
        self._places = Places(max(PLACES, limits.workers), Waiting(limits.max_waiting))

    def run(
        self,
        query: str,
        *,
        results: str = "json",
        graph: str = "ttl",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> SparqlResult:
        """As ``QueryEngine.run``; also raises ``RemoteStoreError`` where the endpoint does not do its part."""
        deadline = monotonic() + self._limits.timeout
        inspected = inspect_query(
            query, self._limits.max_query_bytes, prefixes=self._prefixes, base_iri=self._base_iri
        )
        asked = (*default_graphs, *named_graphs) or (*inspected.default_graphs, *inspected.named_graphs)
        for iri in asked:
            if iri not in self._graphs:
                raise InputError(
                    f"datasættet har ingen graf <{iri}>; her kan kun spørges i datasættets egne grafer "
                    "(SELECT DISTINCT ?g { GRAPH ?g {} } giver dem)"
                )
        is_graph = inspected.form in ("CONSTRUCT", "DESCRIBE")
        content = self._answer(query, _N_TRIPLES if is_graph else _JSON, default_graphs, named_graphs, deadline)
        # N-Triples escapes line breaks, so that a line is a triple.
        rows = content.count(b"\n") > self._limits.max_rows
        if rows if is_graph else has_more_rows(content, _JSON, self._limits.max_rows):
            raise QueryLimitError(
                f"resultatet har mere end {self._limits.max_rows} rækker, som er grænsen; "
                "hent det i dele med ORDER BY, LIMIT og OFFSET, eller hent hele datasættet som fil"
            )
        media_type = GRAPH_TYPES[graph] if is_graph else RESULT_TYPES[results]
        if media_type in (_JSON, _N_TRIPLES):
            return SparqlResult(content, media_type)
        try:
            made = self._triples_as(content, media_type) if is_graph else _results_as(content, media_type)
        except (SyntaxError, ValueError) as error:
            raise RemoteStoreError(
                f"svaret fra {self._endpoint.shown} kan ikke læses ({' '.join(str(error).split())})"
            ) from error
        return SparqlResult(made, media_type)

    def close(self) -> None:
        """Close the connections."""
        self._endpoint.close()

    def _answer(
        self, query: str, accept: str, default_graphs: Sequence[str], named_graphs: Sequence[str], deadline: float
    ) -> bytes:
        used = {name: space for name, space in self._prefixes.items() if f"{name}:" in query}
        before = written_out(query, used).removesuffix(query)
        if self._base_iri is not None:
            before += f"BASE <{self._base_iri}> "
        if not self._places.take(deadline):
            raise QueryBusyError(
                f"forespørgslen blev stoppet efter {self._seconds} sekunder, som er grænsen: alle pladser var "
                "optaget af andre; prøv igen om lidt",
                retry_after=math.ceil(self._limits.timeout),
            )
        try:
            return self._endpoint.query(
                before + query,
                accept,
                default_graphs=default_graphs,
                named_graphs=named_graphs,
                timeout=max(deadline - monotonic(), 0.001),
            )
        except QueryTimeoutError as error:
            raise QueryTimeoutError(
                f"forespørgslen blev stoppet efter {self._seconds} sekunder, som er grænsen; "
                "gør den mindre, for eksempel med LIMIT eller færre sammenkædninger",
                retry_after=math.ceil(self._limits.timeout),
            ) from error
        except InputError as error:
            raise InputError(_PLACE.sub(lambda match: _moved(match, len(before)), str(error))) from error
        finally:
            self._places.leave()

    def _triples_as(self, content: bytes, media_type: str) -> bytes:
        rdf_format = ox.RdfFormat.from_media_type(media_type)
        buffer = io.BytesIO()
        triples = (quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES))
        prefixes = self._prefixes if rdf_format in _WITH_PREFIXES else None
        ox.serialize(triples, buffer, rdf_format, prefixes=prefixes)
        return buffer.getvalue()

    @property
    def _seconds(self) -> str:
        return f"{self._limits.timeout:g}".replace(".", ",")


def _results_as(content: bytes, media_type: str) -> bytes:
    """SPARQL results in JSON as results in ``media_type``."""
    buffer = io.BytesIO()
    results = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    results.serialize(buffer, ox.QueryResultsFormat.from_media_type(media_type))
    return buffer.getvalue()


def _moved(match: re.Match[str], by: int) -> str:
    """A place on the first line of what was sent as a place in the query that was asked."""
    return f"{match['before']}{max(int(match['column']) - by, 1)}"
