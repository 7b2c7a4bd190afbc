"""Where the time of a hybrid index's build goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import perf_counter
from typing import Any
from unittest.mock import patch

from forlobkg.danish import Analyser
from forlobkg.index import SentenceTransformerEmbedder, VectorIndex
from forlobkg.index.concepts import ConceptTable
from forlobkg.index.coverage import Coverage
from forlobkg.index.expansion import Expander
from forlobkg.index.postings import Postings


@contextmanager
def timed(parts: dict[str, float], name: str) -> Iterator[None]:
    """Add the seconds that the block takes to ``parts[name]``."""
    start = perf_counter()
    try:
        yield
    finally:
        parts[name] = parts.get(name, 0.0) + perf_counter() - start


@contextmanager
def hybrid_parts() -> Iterator[dict[str, float]]:
    """Seconds of the parts of a hybrid's build, each without what other parts it calls take."""
    parts: dict[str, float] = {}
    inner = [0.0]

    def wrapped(function: Any, name: str) -> Any:
        def call(*args: Any, **options: Any) -> Any:
            inner.append(0.0)
            start = perf_counter()
            try:
                return function(*args, **options)
            finally:
                took = perf_counter() - start
                parts[name] = parts.get(name, 0.0) + took - inner.pop()
                inner[-1] += took

        return call

    with ExitStack() as stack:
        for owner, part in (
            (Postings, "postings"),
            (VectorIndex, "vector index"),
            (ConceptTable, "concepts and glossary"),
            (Coverage, "coverage of names"),
            (Expander, "expansion"),
        ):
            stack.enter_context(patch.object(owner, "build", wrapped(owner.build, part)))
        for method in ("index_terms", "tokens"):
            stack.enter_context(
                patch.object(Analyser, method, wrapped(getattr(Analyser, method), "analysis of the texts"))
            )
        for method in ("encode_passages", "encode_queries"):
            stack.enter_context(
                patch.object(
                    SentenceTransformerEmbedder,
                    method,
                    wrapped(getattr(SentenceTransformerEmbedder, method), "embedding"),
                )
            )
        yield parts
