"""Which things a question names: by a label, a lay word, an inflection, or a part of a compound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forlobkg.danish import Analyser, Token, danish_vocabulary
from forlobkg.graph import Concept

if TYPE_CHECKING:
    from spacy.tokens import Doc

_STRANGE = "□"
_SHORT = 4
"""Words up to this length are kept as they are: few enough, and patterns ask for numbers among them."""
_LEAST_PART = 6
"""A part of a compound shorter than this names nothing by itself."""
_MOST_OF_ONE_HEAD = 1
"""A compound's last part names the compound where no more things than this end in it: *ambulatoriet*."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the question that names things: token places ``[first, last)`` and the concepts' slugs.

    A pronoun's stretch is empty: it says nothing that an answer must repeat.
    """

    text: str
    first: int
    last: int
    slugs: tuple[str, ...]


class Linker:
    """Finds the things that a text names; ``extra`` are words that patterns over its documents may ask for.

    Labels are found with spaCy's PhraseMatcher over our own lemmas, the longest first. Slips of the keys and missing
    æ, ø and å are mended by the analyser before.
    """

    def __init__(self, analyser: Analyser, concepts: Iterable[Concept], extra: Iterable[str] = ()) -> None:
        self._analyser = analyser
        self._vocabulary = danish_vocabulary()
        # Only now: danish_vocabulary imports spaCy without what it does not use.
        from spacy.matcher import PhraseMatcher

        self._phrases = PhraseMatcher(self._vocabulary, attr="LEMMA")
        self._slugs: dict[str, list[str]] = {}
        self._heads: dict[str, set[str]] = {}
        self._known = set(extra)
        for concept in concepts:
            for label in (concept.label, *concept.source_labels, *concept.lay_labels):
                self._add_label(label, concept.slug)

    def doc(self, tokens: Sequence[Token]) -> Doc:
        """``tokens`` as spaCy sees them, with our forms and lemmas."""
        from spacy.tokens import Doc

        return Doc(
            self._vocabulary,
            words=[self._kept(token.form) for token in tokens],
            lemmas=[self._kept(token.lemma) for token in tokens],
        )

    def mentions(self, doc: Doc, tokens: Sequence[Token], text: str) -> tuple[Mention, ...]:
        """The mentions in ``doc``, made of the ``tokens`` of ``text``, in order."""
        found = sorted(self._phrases(doc), key=lambda match: (match[1] - match[2], match[1]))
        taken: set[int] = set()
        mentions = []
        for key, first, last in found:
            if taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                words = text[tokens[first].start : tokens[last - 1].end]
                mentions.append(Mention(words, first, last, tuple(self._slugs[self._vocabulary.strings[key]])))
        for place, token in enumerate(tokens):
            if place not in taken and not self._analyser.is_function_word(token):
                slugs = self._by_part(token)
                if slugs:
                    mentions.append(Mention(token.text, place, place + 1, slugs))
        return tuple(sorted(mentions, key=lambda mention: mention.first))

    def _by_part(self, token: Token) -> tuple[str, ...]:
        """The things that a compound's longest part names, or whose own name ends in the word."""
        heads = self._heads.get(token.lemma, set())
        if len(token.lemma) >= _LEAST_PART and 0 < len(heads) <= _MOST_OF_ONE_HEAD:
            return tuple(sorted(heads))
        parts = sorted(self._analyser.parts(token), key=lambda part: part.start - part.end)
        for part in parts:
            if len(part.lemma) >= _LEAST_PART and part.lemma in self._slugs:
                return tuple(self._slugs[part.lemma])
        return ()

    def _add_label(self, label: str, slug: str) -> None:
        tokens = tuple(self._analyser.tokens(label))
        # A label of nothing but function words, digits or single letters ("1.", "a)") would match anywhere.
        if all(self._analyser.is_function_word(token) or token.form.isdigit() for token in tokens):
            return
        self._known.update(word for token in tokens for word in (token.form, token.lemma))
        key = " ".join(token.lemma for token in tokens)
        if key not in self._slugs:
            self._phrases.add(key, [self.doc(tokens)])
        if slug not in self._slugs.setdefault(key, []):
            self._slugs[key].append(slug)
        if len(tokens) == 1:
            parts = self._analyser.parts(tokens[0])
            last = max((part.end for part in parts), default=0)
            for part in parts:
                if part.end == last and part.start > 0:
                    self._heads.setdefault(part.lemma, set()).add(slug)

    def _kept(self, word: str) -> str:
        """``word``, or a stand-in where no label and no pattern can ask for it.

        spaCy keeps every string it has seen, which would grow without end in a service.
        """
        return word if len(word) <= _SHORT or word in self._known else _STRANGE
