"""The graph of the product's own build, copied under new names until it is as large as asked for."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import pyoxigraph as ox

from forlobkg.graph import Names

_ONCE = ("graf/skema", "graf/datasaet", "graf/spoergsmaal", "graf/tilknytninger")
"""Graphs that describe the rest and do not grow with it."""
_MARK = "\0"


class Grown(NamedTuple):
    """A grown graph: as N-Quads, as a pyoxigraph store, and how large it is."""

    quads_path: Path
    store_path: Path
    copies: int
    triples: int
    """Distinct ones, which is what the default graph holds."""
    quads: int
    graphs: int
    bulk_load_s: float
    file_mb: float
    store_mb: float


def grow(store_path: Path, names: Names, least: int, folder: Path) -> Grown:
    """The store at ``store_path`` copied into ``folder`` until the default graph has ``least`` triples or more.

    The first copy keeps its names. In each further one everything but the ontology and the graphs of our own
    (``graf/redaktion`` and the like) has a new name: passages, things, claims; the words stay the same. As in a
    build, every triple of a named graph stands once in the default graph as well.
    """
    store = ox.Store.read_only(str(store_path))
    once = {ox.NamedNode(names.iri(slug)) for slug in _ONCE}
    named = [quad for quad in store if not isinstance(quad.graph_name, ox.DefaultGraph)]
    single = _lines(quad for quad in named if quad.graph_name in once)
    repeated = _lines(quad for quad in named if quad.graph_name not in once)
    single_triples = {quad.triple for quad in named if quad.graph_name in once}
    repeated_triples = {quad.triple for quad in named if quad.graph_name not in once} - single_triples
    copies = max(1, math.ceil((least - len(single_triples)) / len(repeated_triples)))

    quads_path, grown_path = folder / "grown.nq", folder / "store"
    pattern = _marked(names, repeated + _lines(ox.Quad(*triple) for triple in repeated_triples))
    with quads_path.open("w", encoding="utf-8") as stream:
        stream.write(single + _lines(ox.Quad(*triple) for triple in single_triples))
        for number in range(copies):
            stream.write(pattern.replace(_MARK, f"-kopi-{number}" if number else ""))

    start = perf_counter()
    grown = ox.Store(str(grown_path))
    grown.bulk_load(path=str(quads_path), format=ox.RdfFormat.N_QUADS)
    grown.flush()
    grown.optimize()
    loaded = perf_counter() - start
    return Grown(
        quads_path=quads_path,
        store_path=grown_path,
        copies=copies,
        triples=sum(1 for _ in grown.quads_for_pattern(None, None, None, ox.DefaultGraph())),
        quads=len(grown),
        graphs=sum(1 for _ in grown.named_graphs()),
        bulk_load_s=loaded,
        file_mb=quads_path.stat().st_size / 1e6,
        store_mb=sum(path.stat().st_size for path in grown_path.rglob("*") if path.is_file()) / 1e6,
    )


def _lines(quads: Iterable[ox.Quad]) -> str:
    return (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode("utf-8")


def _marked(names: Names, lines: str) -> str:
    """``lines`` with a mark where the names of a copy get its number."""

    def mark(found: re.Match[str]) -> str:
        return found[0] if found[1] in names.own_graphs else f"<{found[1]}{_MARK}>"

    lines = re.sub(rf"<({re.escape(names.base)}[^>\s]*)>", mark, lines)
    return re.sub(r"(?<=[\n ])(_:\w+)|^(_:\w+)", lambda found: f"{found[0]}{_MARK}", lines)
