"""The whole dataset in the usual RDF formats, without the default graph, which loading rebuilds."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox

from forlobkg.graph.jsonld import Context, read_context, write_jsonld
from forlobkg.graph.names import RDF, RDFS, SKOS, Names
from forlobkg.resources import ontology_dir

EXPORT_FORMATS = {
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""Formats by name; Turtle and N-Triples have no named graphs, so they hold each triple once."""

_WITHOUT_GRAPHS = frozenset({"ttl", "nt"})
_FIRST = (f"{RDF}type", f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}definition")
"""What a reader wants to see first of a thing; the other properties follow in the order of their IRIs."""


def export_graphs(store_path: Path, export_format: str, names: Names, context_path: Path | None = None) -> bytes:
    """Every named graph in ``export_format``, a key of ``EXPORT_FORMATS``; the same bytes for the same build.

    ``context_path`` is the JSON-LD context, which gives the prefixes of all formats; the ontology's own where
    it is None. Raises ``OntologyError`` when it cannot be used.
    """
    context = read_context(context_path or ontology_dir() / "context.jsonld", names)
    store = ox.Store.read_only(str(store_path))
    graphs = sorted(store.named_graphs(), key=str)
    quads = [quad for graph in graphs for quad in sorted(store.quads_for_pattern(None, None, None, graph), key=_rank)]
    if export_format == "jsonld":
        return write_jsonld(quads, context)
    if export_format in _WITHOUT_GRAPHS:
        triples = {quad.triple: None for quad in quads}
        return _serialize(sorted(triples, key=_rank), export_format, context)
    return _serialize(quads, export_format, context)


def _serialize(statements: list[ox.Quad] | list[ox.Triple], export_format: str, context: Context) -> bytes:
    buffer = io.BytesIO()
    prefixes = dict(context.prefixes) if export_format in ("trig", "ttl") else None
    ox.serialize(statements, buffer, EXPORT_FORMATS[export_format], prefixes=prefixes)
    return buffer.getvalue()


def _rank(statement: ox.Quad | ox.Triple) -> tuple[str, int, str, str]:
    """Subjects together, and of each what a reader wants first."""
    predicate = statement.predicate.value
    place = _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)
    return str(statement.subject), place, predicate, str(statement.object)
