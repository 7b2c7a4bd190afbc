"""The systems side by side: each builds an index in a folder, opens it again, and searches it.

What a system needs is imported when it is made, so that a process holds no library of another system.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, Protocol

LIMIT = 10
"""How many passages are asked for."""
HYBRID = "forlobkg"
BASELINE = "bm25s"

_IDS = "ids.json"
_LANGUAGE = "danish"


class Passage(NamedTuple):
    """What is searched: an id, the words of its headings, and its own text."""

    id: str
    context: str
    text: str

    @property
    def whole(self) -> str:
        """What every system indexes: headings, then text."""
        return f"{self.context} {self.text}".strip()


class System(Protocol):
    """A search system. Made with its libraries and model loaded, so that ``build`` takes no more than indexing."""

    def build(self, passages: Sequence[Passage], folder: Path) -> dict[str, float]:
        """Index ``passages`` and save the index to ``folder``, which exists; gives the seconds of the parts."""

    def open(self, folder: Path) -> None:
        """Open what ``build`` saved."""

    def search(self, text: str) -> list[str]:
        """The ids of the ten best passages for ``text``, best first."""


def make_system(name: str, *, for_build: bool) -> System:
    """The system of that name; ``for_build`` tells whether it is to index or to open what is indexed."""
    if name == HYBRID:
        return Forlobkg(for_build=for_build)
    if name == "txtai-hybrid":
        return Txtai(hybrid=True, for_build=for_build)
    if name == "txtai-dense":
        return Txtai(hybrid=False, for_build=for_build)
    plain: dict[str, Callable[[], System]] = {"fts5": Fts5, BASELINE: Bm25s, "faiss": FaissFlat}
    return plain[name]()


LABELS = {
    HYBRID: "forlobkg, hybrid",
    "fts5": "SQLite FTS5 (unicode61, bm25)",
    BASELINE: "bm25s, Snowball stems, its stop words",
    "txtai-hybrid": "txtai, hybrid, our model",
    "txtai-dense": "txtai, dense, our model",
    "faiss": "FAISS flat, our model without torch",
}
"""The systems by name, in the order of the tables."""


class Forlobkg:
    """The hybrid of this repository, in the folders of a build: lemmas, vocabulary, index."""

    def __init__(self, *, for_build: bool) -> None:
        from forlobkg.index import ModelChoice, load_build_embedder, load_query_embedder

        self._embedder = (load_build_embedder if for_build else load_query_embedder)(ModelChoice())

    def build(self, passages: Sequence[Passage], folder: Path) -> dict[str, float]:
        """Index ``passages`` with the concepts and the glossary of the ontology."""
        from parts import hybrid_parts, timed

        from forlobkg.builds import Build
        from forlobkg.danish import Analyser, compile_lemma_trie
        from forlobkg.graph.authoring import load_curated, named_things
        from forlobkg.index import ConceptRecord, GlossaryEntry, HybridIndex, IndexEntry
        from forlobkg.resources import ontology_dir

        places = Build(folder)
        curated = load_curated(ontology_dir())
        with hybrid_parts() as parts:
            with timed(parts, "lemma dictionary"):
                compile_lemma_trie(places.lemmas)
            with timed(parts, "vocabulary"):
                plain = Analyser(places.lemmas)
                texts = [passage.whole for passage in passages]
                texts += [str(label) for label in curated.danish_labels()]
                texts += [row.phrase for row in curated.glossary]
                vocabulary = sorted({form for text in texts for form in plain.forms(text)})
                places.vocabulary.write_text("\n".join(vocabulary), encoding="utf-8")
                analyser = Analyser(places.lemmas, vocabulary)
            index = HybridIndex.build(
                [IndexEntry(passage.id, passage.text, passage.context) for passage in passages],
                analyser,
                self._embedder,
                concepts=[ConceptRecord(thing.slug, thing.labels, thing.passages) for thing in named_things(curated)],
                glossary=[GlossaryEntry(row.phrase, row.terms) for row in curated.glossary],
            )
            with timed(parts, "saving"):
                places.index.mkdir()
                index.save(places.index)
        return parts

    def open(self, folder: Path) -> None:
        """Open the index, memory-mapped, of a build."""
        from forlobkg.builds import Build
        from forlobkg.danish import Analyser
        from forlobkg.index import HybridIndex

        places = Build(folder)
        analyser = Analyser(places.lemmas, places.vocabulary.read_text(encoding="utf-8").splitlines())
        self._index = HybridIndex.load(places.index, analyser, self._embedder)

    def search(self, text: str) -> list[str]:
        """The hits of the product's own search, reasons and all."""
        return [hit.id for hit in self._index.search(text, LIMIT)]


class Fts5:
    """SQLite's full-text index with its default tokenizer and rank."""

    _WORD = re.compile(r"\w+")
    # The rank is bm25() and, with a limit, quicker than to order by the function itself.
    _QUERY = f"SELECT id FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT {LIMIT}"  # noqa: S608

    def build(self, passages: Sequence[Passage], folder: Path) -> dict[str, float]:
        """Put the passages into one table."""
        with closing(sqlite3.connect(folder / "passages.sqlite")) as connection, connection:
            connection.execute("CREATE VIRTUAL TABLE passages USING fts5(id UNINDEXED, text)")
            rows = ((passage.id, passage.whole) for passage in passages)
            connection.executemany("INSERT INTO passages VALUES (?, ?)", rows)
        return {}

    def open(self, folder: Path) -> None:
        """Open the database."""
        self._connection = sqlite3.connect(folder / "passages.sqlite")

    def search(self, text: str) -> list[str]:
        """Passages with any of the words; each stands in quotes, so that none is read as an operator."""
        words = " OR ".join(f'"{word}"' for word in self._WORD.findall(text))
        return [str(row[0]) for row in self._connection.execute(self._QUERY, (words,))] if words else []


class Bm25s:
    """bm25s as it comes (Lucene's variant, k1 1.5, b 0.75), on Danish Snowball stems without its own stop words."""

    def __init__(self) -> None:
        import bm25s
        import Stemmer

        self._library = bm25s
        self._stemmer = Stemmer.Stemmer(_LANGUAGE)

    def build(self, passages: Sequence[Passage], folder: Path) -> dict[str, float]:
        """Index the stems."""
        retriever = self._library.BM25()
        retriever.index(self._stems([passage.whole for passage in passages]), show_progress=False)
        retriever.save(folder / "bm25s", show_progress=False)
        _write_ids(passages, folder)
        return {}

    def open(self, folder: Path) -> None:
        """Read the index into memory, its default."""
        self._retriever = self._library.BM25.load(folder / "bm25s", show_progress=False, verbosity=0)
        self._ids = _read_ids(folder)

    def search(self, text: str) -> list[str]:
        """The passages that have any of the stems."""
        stems = self._stems([text])
        if not stems[0]:
            return []
        places, scores = self._retriever.retrieve(stems, k=min(LIMIT, len(self._ids)), show_progress=False)
        return [self._ids[int(place)] for place, score in zip(places[0], scores[0], strict=True) if score > 0]

    def _stems(self, texts: list[str]) -> Any:
        return self._library.tokenize(
            texts, stopwords=_LANGUAGE, stemmer=self._stemmer, return_ids=False, show_progress=False
        )


class Txtai:
    """txtai with the embedding model of this repository, loaded by way of sentence-transformers."""

    def __init__(self, *, hybrid: bool, for_build: bool) -> None:
        from txtai import Embeddings

        from forlobkg.resources import builtin_model_dir

        config = {"method": "sentence-transformers", "path": str(builtin_model_dir()), "hybrid": hybrid}
        self._embeddings = Embeddings(config) if for_build else Embeddings()
        if for_build:
            self._in_single_precision()

    def build(self, passages: Sequence[Passage], folder: Path) -> dict[str, float]:
        """Index the passages, dense and, for the hybrid, sparse."""
        self._embeddings.index((passage.id, passage.whole, None) for passage in passages)
        self._embeddings.save(str(folder / "txtai"))
        return {}

    def open(self, folder: Path) -> None:
        """Load the index, which loads the model."""
        self._embeddings.load(str(folder / "txtai"))
        self._in_single_precision()

    def search(self, text: str) -> list[str]:
        """The passages in txtai's own order."""
        return [str(found[0]) for found in self._embeddings.search(text, LIMIT)]

    def _in_single_precision(self) -> None:
        # The model is stored in half precision, in which a text without any known piece becomes NaN.
        self._embeddings.model.model.float()


class FaissFlat:
    """An exact inner-product index over the vectors of the embedding model, computed without torch."""

    def __init__(self) -> None:
        import faiss

        from forlobkg.index import LightEmbedder
        from forlobkg.resources import builtin_model_dir

        self._library = faiss
        self._embedder = LightEmbedder(builtin_model_dir())

    def build(self, passages: Sequence[Passage], folder: Path) -> dict[str, float]:
        """Embed the passages and add them."""
        index = self._library.IndexFlatIP(self._embedder.dimension)
        index.add(self._embedder.encode_passages([passage.whole for passage in passages]))
        self._library.write_index(index, str(folder / "flat.faiss"))
        _write_ids(passages, folder)
        return {}

    def open(self, folder: Path) -> None:
        """Read the index into memory."""
        self._index = self._library.read_index(str(folder / "flat.faiss"))
        self._ids = _read_ids(folder)

    def search(self, text: str) -> list[str]:
        """The nearest passages."""
        places = self._index.search(self._embedder.encode_queries([text]), LIMIT)[1][0]
        return [self._ids[int(place)] for place in places if place >= 0]


def write_passages(passages: Sequence[Passage], path: Path) -> None:
    """Write ``passages`` to ``path``, one a line."""
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in passages), encoding="utf-8")


def read_passages(path: Path) -> list[Passage]:
    """The passages that ``write_passages`` wrote."""
    with path.open(encoding="utf-8") as stream:
        return [Passage(*json.loads(line)) for line in stream]


def _write_ids(passages: Sequence[Passage], folder: Path) -> None:
    (folder / _IDS).write_text(json.dumps([passage.id for passage in passages]), encoding="utf-8")


def _read_ids(folder: Path) -> list[str]:
    return [str(item) for item in json.loads((folder / _IDS).read_text(encoding="utf-8"))]
