"""From the words of a query to the words of the indexed texts: the glossary, and synonyms."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any, NamedTuple, Self

from forlobkg.danish import Analyser
from forlobkg.errors import BuildError
from forlobkg.files import write_atomic
from forlobkg.index.records import GlossaryEntry, Why
from forlobkg.index.thesaurus import Thesaurus

_FURTHER_TERM = 0.5
"""What a glossary entry's second term counts against its first, its third against its second."""
_LEAST_OF_PHRASE = 0.6
"""A phrase is taken when at least this share of it, by weight of words, stands in the query."""


class Expanded(NamedTuple):
    """A term of the index that stands for the query's words ``asked``; ``shown`` is the wording it comes from."""

    term: str
    weight: float
    why: Why
    asked: str
    shown: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    words: tuple[str, ...]
    keys: tuple[str, ...]
    """The content words among ``words``: one of them must stand in a query before the rest is looked at."""
    terms: tuple[tuple[str, tuple[str, ...]], ...]
    """Each term as written, with its index terms."""


class Expander:
    """Expands a query's content lemmas by a glossary of phrases and by synonyms that the index has."""

    def __init__(self, phrases: Sequence[_Phrase], synonyms: dict[str, dict[str, float]]) -> None:
        self._phrases = phrases
        self._synonyms = synonyms
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(phrases):
            for word in phrase.keys:
                self._by_word[word].append(number)
        counts = Counter(word for phrase in phrases for word in phrase.words)
        self._weights = {word: log(1 + len(phrases) / count) for word, count in counts.items()}
        self._wholes = [sum(self._weights[word] for word in phrase.words) for phrase in phrases]

    @classmethod
    def build(
        cls, glossary: Iterable[GlossaryEntry], thesaurus: Thesaurus, terms: Collection[str], analyser: Analyser
    ) -> Self:
        """An expander towards ``terms``, those of the index."""
        phrases = []
        for entry in glossary:
            words = tuple(dict.fromkeys(analyser.lemmas(entry.phrase)))
            keys = tuple(dict.fromkeys(analyser.content_lemmas(entry.phrase))) or words
            # Whole words alone: the entries that hold them as compound parts are indexed by these too.
            wordings = tuple((term, tuple(dict.fromkeys(analyser.content_lemmas(term)))) for term in entry.terms)
            if words:
                phrases.append(_Phrase(entry.phrase, words, keys, wordings))
        wanted = set(terms)
        synonyms = {
            word: kept
            for word in thesaurus.words()
            if (kept := {other: weight for other, weight in thesaurus.links(word).items() if other in wanted})
        }
        return cls(phrases, synonyms)

    def save(self, path: Path) -> None:
        """Write the expander to ``path``."""
        content = {
            "phrases": [[phrase.text, phrase.words, phrase.keys, phrase.terms] for phrase in self._phrases],
            "synonyms": self._synonyms,
        }
        write_atomic(path, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))

    @classmethod
    def load(cls, path: Path) -> Self:
        """The expander that ``save`` wrote. Raises ``BuildError``."""
        try:
            content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            phrases = [
                _Phrase(text, tuple(words), tuple(keys), tuple((shown, tuple(terms)) for shown, terms in wordings))
                for text, words, keys, wordings in content["phrases"]
            ]
            return cls(phrases, content["synonyms"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BuildError(f"{path.name} is no table of expansions; run: forlobkg build") from error

    def by_glossary(self, given: Collection[str]) -> list[Expanded]:
        """The terms of the phrases that stand, whole or nearly, in a query whose words have the lemmas ``given``."""
        near = dict.fromkeys(number for word in given for number in self._by_word.get(word, ()))
        found = []
        for number in near:
            phrase = self._phrases[number]
            share = sum(self._weights[word] for word in phrase.words if word in given) / self._wholes[number]
            if share < _LEAST_OF_PHRASE:
                continue
            weight = share * share
            for shown, terms in phrase.terms:
                found += [Expanded(term, weight, Why.GLOSSARY, phrase.text, shown) for term in terms]
                weight *= _FURTHER_TERM
        return found

    def by_synonyms(self, lemmas: Iterable[str]) -> list[Expanded]:
        """The synonyms, kinds and broader words of ``lemmas`` that the index has."""
        return [
            Expanded(other, weight, Why.SYNONYM, lemma, other)
            for lemma in dict.fromkeys(lemmas)
            for other, weight in self._synonyms.get(lemma, {}).items()
        ]
