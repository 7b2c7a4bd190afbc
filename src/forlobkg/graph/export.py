"""The whole dataset in the usual RDF formats, without the default graph, which loading rebuilds."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox

from forlobkg.graph.names import Names

EXPORT_FORMATS = {
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""Formats by name; Turtle has no named graphs, so it holds each triple once."""


def export_graphs(store_path: Path, export_format: str, names: Names) -> bytes:
    """Every named graph in ``export_format``, a key of ``EXPORT_FORMATS``; the same bytes for the same build."""
    store = ox.Store.read_only(str(store_path))
    rdf_format = EXPORT_FORMATS[export_format]
    graphs = sorted(store.named_graphs(), key=str)
    quads = [quad for graph in graphs for quad in sorted(store.quads_for_pattern(None, None, None, graph), key=str)]
    buffer = io.BytesIO()
    prefixes = names.prefixes if export_format in ("trig", "ttl") else None
    if export_format == "ttl":
        triples = dict.fromkeys(quad.triple for quad in quads)
        ox.serialize(sorted(triples, key=str), buffer, rdf_format, prefixes=prefixes)
    else:
        ox.serialize(quads, buffer, rdf_format, prefixes=prefixes)
    return buffer.getvalue()
