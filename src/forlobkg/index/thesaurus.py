"""The Danish thesaurus that forlobkg carries: synonyms, kinds, and what a thing is a kind of."""

from __future__ import annotations

import lzma
from collections import defaultdict
from importlib import resources
from math import log

from forlobkg.errors import BuildError

_SYNONYM, _BROADER, _NARROWER = 1.0, 0.6, 0.4


class Thesaurus:
    """Links between words, read from the compiled table of mythes-da; needed when an index is built."""

    def __init__(self, table: bytes | None = None) -> None:
        """Read ``table``, or the one of the package. Raises ``BuildError`` for a damaged one."""
        data = table
        if data is None:
            data = resources.files("forlobkg.index").joinpath("data/thesaurus.tsv.xz").read_bytes()
        self._links: defaultdict[str, dict[str, float]] = defaultdict(dict)
        try:
            for line in lzma.decompress(data).decode("utf-8").splitlines():
                word, synonyms, kinds = line.split("\t")
                self._add(word, synonyms.split("|"), _SYNONYM, _SYNONYM)
                self._add(word, kinds.split("|"), _NARROWER, _BROADER)
        except (lzma.LZMAError, UnicodeDecodeError, ValueError) as error:
            raise BuildError("the thesaurus thesaurus.tsv.xz is damaged; install forlobkg again") from error

    def links(self, word: str) -> dict[str, float]:
        """The words near ``word``, each with a weight in (0, 1]: less for what is broader or narrower, and for one
        among many."""
        found = self._links.get(word, {})
        share = 1 / (1 + log(len(found))) if found else 0.0
        return {other: weight * share for other, weight in found.items()}

    def __contains__(self, word: object) -> bool:
        return word in self._links

    def words(self) -> list[str]:
        """Every word that has a link."""
        return sorted(self._links)

    def _add(self, word: str, others: list[str], there: float, back: float) -> None:
        for other in others:
            if other:
                self._links[word][other] = max(there, self._links[word].get(other, 0.0))
                self._links[other][word] = max(back, self._links[other].get(word, 0.0))
