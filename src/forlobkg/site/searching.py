"""What the search page shows: the passages that hold the words, apart from those that come near in meaning only."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.corpus import Corpus
from forlobkg.danish import Analyser, Token
from forlobkg.graph import Names
from forlobkg.results import SearchHit, SearchResult

Search = Callable[[str, int], SearchResult]
_LOOKED_THROUGH = 60
_MOST_WITH_WORDS = 12
_MOST_NEAR = 12
_MOST_NEAR_BESIDE = 6
"""Where passages hold the words, those that only come near are of less use."""


class Searched(BaseModel):
    """The hits of a search; ``holding`` passages hold a word of it, themselves or in a heading above them.

    ``missing`` are the words of the query that no passage holds, as they were read.
    """

    model_config = ConfigDict(frozen=True)

    with_words: list[SearchHit] = Field(default_factory=list)
    near: list[SearchHit] = Field(default_factory=list)
    holding: int = 0
    missing: list[str] = Field(default_factory=list)


class Searcher:
    """Tells which passages of ``corpus`` hold which words."""

    def __init__(self, corpus: Corpus, names: Names, analyser: Analyser) -> None:
        self._corpus = corpus
        self._names = names
        self._analyser = analyser

    def searched(self, search: Search, query: str) -> Searched:
        """What ``search`` finds for ``query``. Raises ``InputError`` as ``search`` does."""
        hits = search(query, _LOOKED_THROUGH).hits
        words = {token.form: self._lemmas(token) for token in self._content(query)}
        sought = frozenset[str]().union(*words.values())
        holders = {iri for iri, held in self._held.items() if held & sought}
        everywhere = frozenset[str]().union(*self._held.values())
        with_words = [hit for hit in hits if hit.passage in holders]
        near = [hit for hit in hits if hit.passage not in holders]
        return Searched(
            with_words=with_words[:_MOST_WITH_WORDS],
            near=near[: _MOST_NEAR_BESIDE if with_words else _MOST_NEAR],
            holding=len(holders),
            missing=[word for word, lemmas in words.items() if not lemmas & everywhere],
        )

    def words(self, question: str) -> str:
        """The words of ``question`` that tell its subject, as written; all of it where there are none."""
        return " ".join(token.text for token in self._content(question)) or question

    def _content(self, text: str) -> list[Token]:
        return [token for token in self._analyser.tokens(text) if not self._analyser.is_function_word(token)]

    def _lemmas(self, token: Token) -> frozenset[str]:
        return frozenset([token.lemma, *map(self._analyser.lemma, token.others)])

    @cached_property
    def _held(self) -> dict[str, frozenset[str]]:
        """The lemmas that each passage holds, and those of the parts of its compounds."""
        return {
            self._names.iri(passage.id): frozenset(
                self._analyser.index_terms(
                    self._analyser.tokens(f"{self._corpus.context_text(passage)} {passage.text}")
                )
            )
            for passage in self._corpus.passages.values()
        }
