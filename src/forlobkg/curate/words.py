"""A sentence as words and signs with our lemmas, and the verbs among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from forlobkg.curate.lexicon import Lexicon
from forlobkg.danish import Analyser, SentenceSplitter, normalise

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SHORTENED = (
    r"(?:f\.eks|jf|d\.?v\.?s|stk|nr|ca|kr|bl\.a|m\.[mv]|mv|mm|evt|pkt|tlf|inkl|ekskl|hhv|pga|if[tm]|mht|osv|"
    r"litra|pr|vedr|kap|afs)\."
)
_WORD = re.compile(
    rf"(?<!\w){_SHORTENED}|\d+(?:[.,]\d+)*|[^\W_][\w\u0300-\u036f]*(?:-\w+)*-?|§+|[^\w\s]", re.IGNORECASE
)
_NOUN_ENDS = ("else", "sie", "tte", "ance", "ence")
_REMEMBERED = 1 << 15
_SHORTEST_COMPOUND = 6
_SHORTEST_LAST = 4
"""A shorter verb is too often the end of a noun."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a sign: ``text == passage[start:end]``."""

    text: str
    start: int
    end: int
    form: str
    lemma: str

    @property
    def is_word(self) -> bool:
        """Whether it has letters."""
        return self.text[0].isalpha()


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of ``text[start:end]``, their offsets counted in ``text``."""

    text: str
    start: int
    end: int
    words: tuple[Word, ...]

    @property
    def is_question(self) -> bool:
        """Whether it ends as a question."""
        return bool(self.words) and self.words[-1].text == "?"

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The offsets of the words ``[first, last)``."""
        return self.words[first].start, self.words[last - 1].end


class Reader:
    """Divides passages into sentences and words, and knows verbs by their forms."""

    def __init__(self, analyser: Analyser, lexicon: Lexicon) -> None:
        self._analyser = analyser
        self._splitter = SentenceSplitter()
        self._lexicon = lexicon
        self._mutual = lexicon.words("verbs", "mutual")
        self._strong = lexicon.words("verbs", "strong")
        self._lemma = lru_cache(_REMEMBERED)(self._find_lemma)
        self.is_infinitive = lru_cache(_REMEMBERED)(self._is_infinitive)

    def sentences(self, text: str) -> list[Sentence]:
        """The sentences of ``text``."""
        found = []
        for start, end in self._splitter.spans(text):
            words = tuple(
                self._word(match[0], start + match.start(), start + match.end())
                for match in _WORD.finditer(text[start:end])
            )
            if words:
                found.append(Sentence(text, start, end, words))
        return found

    def doc(self, sentence: Sentence, actors: list[tuple[int, int]]) -> Doc:
        """``sentence`` as spaCy sees it, the words at ``actors`` as entities."""
        vocabulary = self._lexicon.vocabulary
        from spacy.tokens import Doc

        tags = ["O"] * len(sentence.words)
        for first, last in actors:
            tags[first:last] = ["B-ACTOR", *["I-ACTOR"] * (last - first - 1)]
        return Doc(
            vocabulary,
            words=[word.form for word in sentence.words],
            lemmas=[word.lemma for word in sentence.words],
            ents=tags,
        )

    def is_passive(self, form: str) -> bool:
        """Whether ``form`` is the passive of an infinitive, or its present: "tilbydes"."""
        return (
            form not in self._mutual
            and len(form) > 4
            and form.endswith("s")
            and (self.is_infinitive(form[:-1]) or (form.endswith("es") and self.is_infinitive(form[:-2])))
        )

    def is_present(self, form: str) -> bool:
        """Whether ``form`` is a verb's active present: "tilbyder"."""
        return form.endswith("r") and self.is_infinitive(form[:-1])

    def _word(self, text: str, start: int, end: int) -> Word:
        form = normalise(text)
        return Word(text, start, end, form, self._lemma(form))

    def _find_lemma(self, form: str) -> str:
        """The lemma of ``form``; a compound unknown to the dictionary has that of its last part: "bohus"."""
        lemma = self._analyser.lemma(form)
        if lemma != form or len(form) < _SHORTEST_COMPOUND:
            return lemma
        (token,) = self._analyser.tokens(form) if form.isalpha() else (None,)
        if token is None or token.form != form:
            return lemma
        last = [one for one in self._analyser.parts(token) if one.end == len(form)]
        if not last:
            # The genitive of a word that the dictionary lacks.
            return self._find_lemma(form[:-1]) if form.endswith("ets") or form.endswith("ens") else lemma
        longest = min(last, key=lambda one: one.start)
        return form[: longest.start] + longest.lemma

    def _is_infinitive(self, form: str) -> bool:
        """By the past that a word in -e has in -ede or -te, and by a list of verbs that have another."""
        if form in self._strong or form in self._mutual:
            return True
        if not form.isalpha() or len(form) < 4:
            return False
        if any(
            len(verb) >= _SHORTEST_LAST and len(form) > len(verb) and form.endswith(verb) for verb in self._strong
        ):
            return self._lemma(form) == form
        if not form.endswith("e") or form.endswith(_NOUN_ENDS):
            return False
        return any(self._analyser.lemma(form[:-1] + ending) == form for ending in ("ede", "te"))
