"""Statements in the usual RDF formats: a description, a graph, or the whole dataset.

The dataset goes without the default graph, which loading rebuilds.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
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

DATA_FORMATS = {**EXPORT_FORMATS, "rdf": ox.RdfFormat.RDF_XML}
"""The formats of smaller pieces: RDF/XML too, which older tools want."""

_WITHOUT_GRAPHS = frozenset({"ttl", "nt", "rdf"})
_WITH_PREFIXES = frozenset({"trig", "ttl", "rdf"})
_FIRST = (f"{RDF}type", f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}definition")
"""What a reader wants to see first of a thing; the other properties follow in the order of their IRIs."""


def export_graphs(store_path: Path, export_format: str, names: Names, context_path: Path | None = None) -> bytes:
    """Every named graph in ``export_format``, a key of ``EXPORT_FORMATS``; the same bytes for the same build.

    ``context_path`` is the JSON-LD context, which gives the prefixes of all formats; the ontology's own where
    it is None. Raises ``OntologyError`` when it cannot be used.
    """
    context = read_context(context_path or ontology_dir() / "context.jsonld", names)
    store = ox.Store.read_only(str(store_path))
    quads = [quad for graph in store.named_graphs() for quad in store.quads_for_pattern(None, None, None, graph)]
    return _write(quads, export_format, context)


def write_data(quads: Iterable[ox.Quad], data_format: str, names: Names) -> bytes:
    """``quads`` of named graphs in ``data_format``, a key of ``DATA_FORMATS``; the same bytes in whatever order.

    Raises ``OntologyError`` when the JSON-LD context cannot be used.
    """
    return _write(quads, data_format, read_context(ontology_dir() / "context.jsonld", names))


def _write(quads: Iterable[ox.Quad], data_format: str, context: Context) -> bytes:
    if data_format in _WITHOUT_GRAPHS:
        return _serialize(sorted({quad.triple for quad in quads}, key=_rank), data_format, context)
    in_order = sorted(quads, key=lambda quad: (str(quad.graph_name), *_rank(quad)))
    if data_format == "jsonld":
        return write_jsonld(in_order, context)
    return _serialize(in_order, data_format, context)


def _serialize(statements: list[ox.Quad] | list[ox.Triple], data_format: str, context: Context) -> bytes:
    buffer = io.BytesIO()
    prefixes = dict(context.prefixes) if data_format in _WITH_PREFIXES else None
    ox.serialize(statements, buffer, DATA_FORMATS[data_format], prefixes=prefixes)
    return buffer.getvalue()


def _rank(statement: ox.Quad | ox.Triple) -> tuple[str, int, str, str]:
    """Subjects together, and of each what a reader wants first."""
    predicate = statement.predicate.value
    place = _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)
    return str(statement.subject), place, predicate, str(statement.object)
