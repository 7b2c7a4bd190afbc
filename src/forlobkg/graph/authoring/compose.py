"""The dataset that is served: every public graph, and the default graph filled from them."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef

from forlobkg.corpus import Document
from forlobkg.errors import BuildError
from forlobkg.graph.authoring.curated import CURATED_HASH, Curated
from forlobkg.graph.authoring.dataset import describe_dataset, load_description
from forlobkg.graph.authoring.describe import describe_documents
from forlobkg.graph.authoring.inference import infer
from forlobkg.graph.authoring.published_questions import published_questions
from forlobkg.graph.competency import load_questions
from forlobkg.graph.names import DATASET, PASSAGES, QUESTIONS, Names
from forlobkg.settings import DEFAULT_BASE_IRI


def public_graphs(curated: Curated, documents: Sequence[Document]) -> dict[str, Graph]:
    """Every public named graph of what people wrote, under the default base, and the passages described."""
    names = Names(DEFAULT_BASE_IRI)
    passages = describe_documents(documents, names)
    for passage, value in curated.hashes().items():
        passages.add((URIRef(passage), CURATED_HASH, Literal(value)))
    return {**curated.all_graphs(), names.iri(PASSAGES): passages}


def served_graphs(
    curated: Curated, documents: Sequence[Document], ontology_dir: Path, names: Names
) -> dict[str, Graph]:
    """Every graph of a build: the public ones, what follows from them, the questions that they answer, counts.

    Under the default base, but for the IRIs inside the text of queries, which are under ``names.base``.
    Raises ``OntologyError`` for a rule, a question or a description that cannot be used.
    """
    own = Names(DEFAULT_BASE_IRI)
    graphs = public_graphs(curated, documents)
    passages = frozenset(own.iri(passage.id) for document in documents for passage in document.passages)
    graphs.update(infer(graphs, passages, ontology_dir / "rules"))
    graphs[own.iri(QUESTIONS)] = published_questions(load_questions(ontology_dir / "competency", names))
    version = importlib.metadata.version("forlobkg")
    graphs[own.iri(DATASET)] = describe_dataset(graphs, documents, load_description(ontology_dir), names, version)
    return graphs


def write_store(graphs: dict[str, Graph], folder: Path, names: Names) -> int:
    """Write a new on-disk store with ``graphs`` and with each of their triples once in the default graph.

    IRIs under the default base are written under ``names.base``. Gives the number of distinct triples.
    """
    store = ox.Store(str(folder))
    quads: list[ox.Quad] = []
    default: set[ox.Triple] = set()
    for name in sorted(graphs):
        graph_name = ox.NamedNode(_rebase(name, names))
        content = graphs[name].serialize(format="nt11", encoding="utf-8")
        for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES):
            triple = ox.Triple(_term(quad.subject, names), _term(quad.predicate, names), _term(quad.object, names))
            quads.append(ox.Quad(triple.subject, triple.predicate, triple.object, graph_name))
            default.add(triple)
    store.bulk_extend(quads)
    store.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in default)
    store.optimize()
    store.flush()
    if len(store) != len(set(quads)) + len(default):
        raise BuildError("the store does not hold all the statements that were written to it")
    return len(default)


def _rebase(iri: str, names: Names) -> str:
    return names.base + iri[len(DEFAULT_BASE_IRI) :] if iri.startswith(DEFAULT_BASE_IRI) else iri


def _term(term: Any, names: Names) -> Any:
    return ox.NamedNode(_rebase(term.value, names)) if isinstance(term, ox.NamedNode) else term
