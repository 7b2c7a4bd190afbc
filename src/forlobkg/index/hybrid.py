"""Search by words, letters, synonyms, meaning and names, fused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forlobkg.danish import Analyser
from forlobkg.errors import BuildError
from forlobkg.files import write_atomic
from forlobkg.index.concepts import ConceptTable
from forlobkg.index.coverage import Coverage
from forlobkg.index.embedding import Embedder
from forlobkg.index.expansion import Expanded, Expander
from forlobkg.index.explaining import Explainer, Scored
from forlobkg.index.fusion import by_attainable, by_maximum, default_weights, fuse
from forlobkg.index.postings import Postings
from forlobkg.index.query import Query, read_query, text_grams
from forlobkg.index.records import Arm, ConceptRecord, GlossaryEntry, Hit, IndexEntry
from forlobkg.index.thesaurus import Thesaurus
from forlobkg.index.vectors import FLAT_LIMIT, VectorIndex

Scores = NDArray[np.float32]

_ENTRIES = "entries.json"
_WORDS = "words"
_GRAMS = "characters"
_VECTORS = "vectors.faiss"
_CONCEPTS = "concepts.json"
_EXPANSIONS = "expansions.json"
_OWN_WEIGHT = 2
"""How often an entry's own words count against once for those of its headings."""
_CANDIDATES = 300
"""How many entries an arm brings; with no more entries than this, all of them."""
_SYNONYM_WEIGHT = 0.4
"""What a synonym's weight is multiplied by beside a glossary term's."""


class HybridIndex:
    """Five ways of finding the same entries, fused by a weighted sum of normalised scores.

    Vectors have numbers: entries from 0 in their order, names of concepts and glossary phrases after them.
    """

    def __init__(
        self,
        ids: Sequence[str],
        words: Postings,
        grams: Postings,
        vectors: VectorIndex,
        concepts: ConceptTable,
        coverage: Coverage,
        expander: Expander,
        analyser: Analyser,
        embedder: Embedder,
        weights: Mapping[Arm, float] | None = None,
    ) -> None:
        self.ids = list(ids)
        self._words = words
        self._grams = grams
        self._vectors = vectors
        self._concepts = concepts
        self._coverage = coverage
        self._expander = expander
        self._analyser = analyser
        self._embedder = embedder
        self._weights = dict(weights) if weights is not None else default_weights()

    @classmethod
    def build(
        cls,
        entries: Sequence[IndexEntry],
        analyser: Analyser,
        embedder: Embedder,
        *,
        concepts: Sequence[ConceptRecord] = (),
        glossary: Sequence[GlossaryEntry] = (),
        thesaurus: Thesaurus | None = None,
        flat_limit: int = FLAT_LIMIT,
    ) -> HybridIndex:
        """An index over ``entries``; ``thesaurus`` is the package's where none is given."""
        ids = [entry.id for entry in entries]
        own = [analyser.tokens(entry.text) for entry in entries]
        headings = [analyser.tokens(entry.context) for entry in entries]
        pairs = list(zip(own, headings, strict=True))
        words = Postings.build(
            [analyser.index_terms(text) * _OWN_WEIGHT + analyser.index_terms(h) for text, h in pairs]
        )
        grams = Postings.build([text_grams([*text, *heading], analyser) for text, heading in pairs])
        lemma_lists = [[token.lemma for token in text] for text in own]
        table = ConceptTable.build(concepts, glossary, ids, lemma_lists, analyser)
        vectors = np.concatenate(
            [_entry_vectors(entries, embedder), embedder.encode_passages([name.text for name in table.names])]
        )
        expander = Expander.build(glossary, thesaurus or Thesaurus(), words.terms, analyser)
        index = VectorIndex.build(vectors, flat_limit=flat_limit)
        coverage = Coverage.build([name.text for name in table.names], analyser, embedder)
        return cls(ids, words, grams, index, table, coverage, expander, analyser, embedder)

    def save(self, folder: Path) -> None:
        """Write the index to ``folder``, which must exist."""
        content = {"model": self._embedder.name, "ids": self.ids}
        write_atomic(folder / _ENTRIES, json.dumps(content, ensure_ascii=False).encode("utf-8"))
        self._words.save(folder / _WORDS)
        self._grams.save(folder / _GRAMS)
        self._vectors.save(folder / _VECTORS)
        self._concepts.save(folder / _CONCEPTS)
        self._coverage.save(folder)
        self._expander.save(folder / _EXPANSIONS)

    @classmethod
    def load(cls, folder: Path, analyser: Analyser, embedder: Embedder) -> HybridIndex:
        """The index that ``save`` wrote, memory-mapped, for questions by ``embedder``.

        Raises ``BuildError`` for a missing, foreign or cut file, or another model than the index was made with.
        """
        try:
            content = json.loads((folder / _ENTRIES).read_text(encoding="utf-8"))
            ids, model = list(content["ids"]), str(content["model"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BuildError(f"{_ENTRIES} is no list of entries; run: forlobkg build") from error
        index = cls(
            ids,
            Postings.load(folder / _WORDS),
            Postings.load(folder / _GRAMS),
            VectorIndex.load(folder / _VECTORS),
            ConceptTable.load(folder / _CONCEPTS),
            Coverage.load(folder, embedder),
            Expander.load(folder / _EXPANSIONS),
            analyser,
            embedder,
        )
        index._check(model)
        return index

    def _check(self, model: str) -> None:
        dimension = self._vectors.dimension
        if self._embedder.dimension != dimension:
            raise BuildError(
                f"the model {self._embedder.name} gives {self._embedder.dimension} dimensions, the index has "
                f"{dimension}; run: forlobkg build"
            )
        if self._embedder.name != model:
            raise BuildError(f"the index was made with {model}, not {self._embedder.name}; run: forlobkg build")
        sizes = {len(self.ids), self._words.size, self._grams.size, len(self._vectors) - len(self._concepts.names)}
        if len(sizes) != 1:
            raise BuildError("the parts of the index are of different builds; run: forlobkg build")

    @property
    def recall(self) -> float:
        """The recall at ten of the vector search against the exact one, as measured when it was built."""
        return self._vectors.recall

    def knows(self, lemma: str) -> bool:
        """Whether any entry or its headings have ``lemma``, as a word or as part of one."""
        return lemma in self._words

    def idf(self, lemma: str) -> float:
        """The inverse document frequency of ``lemma``, ln(1 + N / df) with df at least 1/2."""
        return self._words.idf(lemma)

    def search(self, text: str, limit: int) -> list[Hit]:
        """The best entries for ``text``, best first; those that no arm finds are left out."""
        return self.hits(self.score(text), limit)

    def hits(self, scored: Scored, limit: int) -> list[Hit]:
        """The best entries of a query that was scored, best first; those that no arm finds are left out."""
        fused = fuse(scored.arms, self._weights)
        order = np.argsort(-fused, kind="stable")[:limit]
        rows = order[fused[order] > 0]
        explained = Explainer(self._words, self._grams, self._concepts, scored, rows)
        return [
            Hit(
                id=self.ids[int(scored.places[row])],
                score=round(float(fused[row]), 4),
                semantic=round(float(scored.cosines[row]), 4),
                matched=explained.matched(number),
                reasons=explained.reasons(number),
                terms=explained.terms(number),
            )
            for number, row in enumerate(rows)
        ]

    def fused(self, scored: Scored) -> dict[str, float]:
        """The fused score, in [0, 1], of each candidate entry of a query that was scored."""
        fused = fuse(scored.arms, self._weights)
        return {self.ids[int(place)]: float(score) for place, score in zip(scored.places, fused, strict=True)}

    def near_names(self, scored: Scored, cosine: float) -> dict[str, str]:
        """The concepts of which a label or definition has at least this rescaled ``cosine`` with a query that was
        scored, the nearest first, each with that name."""
        found: dict[str, str] = {}
        for number in np.argsort(-scored.name_cosines, kind="stable"):
            if scored.name_cosines[number] < cosine:
                break
            name = self._concepts.names[int(number)]
            if name.concept:
                found.setdefault(name.concept, name.text)
        return found

    def embed(self, texts: Sequence[str]) -> Scores:
        """The vectors of questions, shape (texts, dimension), each of unit length."""
        return self._embedder.encode_queries(list(texts))

    def score(self, text: str) -> Scored:
        """The score of every candidate in every arm, as yet unfused."""
        query = read_query(text, self._analyser)
        vector = self._embedder.encode_queries([query.text])[0]
        expanded = self._expanded(query)
        dense = {
            Arm.WORDS: self._words.scores({term: wanted.weight for term, wanted in query.terms.items()}),
            Arm.CHARACTERS: self._grams.scores(query.grams),
            Arm.EXPANSION: self._words.scores({term: item.weight for term, item in expanded.items()}),
        }
        names = self._coverage.rescaled(self._name_vectors @ vector)
        covered = self._coverage.scores(query.all_lemmas | query.terms.keys(), query.forms)
        dense[Arm.CONCEPTS] = self._concepts.scores(names, covered)
        places = self._candidates(dense, vector)
        cosines = self._vectors.cosines(vector, places)
        arms = {
            Arm.WORDS: by_attainable(dense[Arm.WORDS][places], self._words.attainable(query.lemmas)),
            Arm.CHARACTERS: by_attainable(dense[Arm.CHARACTERS][places], self._grams.attainable(query.grams)),
            Arm.EXPANSION: by_maximum(dense[Arm.EXPANSION][places]),
            Arm.MEANING: by_maximum(cosines),
            Arm.CONCEPTS: by_maximum(dense[Arm.CONCEPTS][places]),
        }
        return Scored(query, places, arms, cosines, expanded, names, covered)

    def _candidates(self, dense: Mapping[Arm, Scores], vector: Scores) -> NDArray[np.int64]:
        size = len(self.ids)
        if size <= _CANDIDATES:
            return np.arange(size, dtype=np.int64)
        chosen = np.zeros(size, dtype=np.bool_)
        chosen[self._vectors.search(vector, _CANDIDATES, 0, size).numbers] = True
        for scores in dense.values():
            found = np.flatnonzero(scores > 0)
            if len(found) > _CANDIDATES:
                found = found[np.argpartition(-scores[found], _CANDIDATES)[:_CANDIDATES]]
            chosen[found] = True
        return np.flatnonzero(chosen).astype(np.int64)

    def _expanded(self, query: Query) -> dict[str, Expanded]:
        """The terms that stand for the query's words, but for its own; a word counts once, at its best."""
        best: dict[str, Expanded] = {}
        for item in self._expander.by_glossary(query.all_lemmas):
            if item.term not in best or best[item.term].weight < item.weight:
                best[item.term] = item
        for item in self._expander.by_synonyms(query.lemmas):
            weight = item.weight * _SYNONYM_WEIGHT
            if item.term not in query.terms and (item.term not in best or best[item.term].weight < weight):
                best[item.term] = Expanded(item.term, weight, item.why, item.asked, item.shown)
        return best

    @cached_property
    def _name_vectors(self) -> Scores:
        """The vectors of the names, shape (names, dimension), in memory: every query looks at all of them."""
        first = len(self.ids)
        numbers = np.arange(first, first + len(self._concepts.names), dtype=np.int64)
        return self._vectors.vectors(numbers)


def _entry_vectors(entries: Sequence[IndexEntry], embedder: Embedder) -> Scores:
    """The entries' unit vectors, shape (entries, dimension): of the text under its headings, and of the text alone.

    Their sum: as in the word arm, an entry's own words count twice against once for those of its headings.
    """
    alone = embedder.encode_passages([entry.text for entry in entries])
    under = embedder.encode_passages([f"{entry.context} {entry.text}".strip() for entry in entries])
    summed = alone + under
    lengths = np.linalg.norm(summed, axis=1, keepdims=True)
    unit: Scores = np.divide(summed, lengths, out=np.zeros_like(summed), where=lengths > 0)
    return unit
