"""Sentences that say what a word means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from forlobkg.curate.clauses import Clauses
from forlobkg.curate.lexicon import Lexicon
from forlobkg.curate.model import Candidate, CandidateKind, SourcePassage, part
from forlobkg.curate.words import Reader, Sentence, Word

_ENTRY = re.compile(r"\s*(?P<term>[^\s:.–-][^:.–]{1,59}?)\s*(?:[:.–]|\s-)\s+(?P<meaning>\S.{8,})", re.DOTALL)
_RUN_IN = re.compile(r"(?P<term>[^\s.:][^.:]{1,50}?)\s+(?P<meaning>[A-ZÆØÅ][a-zæøå]*\s+\S.{8,})", re.DOTALL)
"""An entry whose word was only set apart by its type: "Efterværn Den støtte, der …"."""
_ARTICLES = frozenset({"en", "et", "den", "det", "de"})
_UNDETERMINED = frozenset({"en", "et"})
_SHORTEST_MEANING = 5
_LONGEST_TERM = 6
_GLOSSARY = re.compile(r"ordliste|begrebsliste|definitioner|begreber", re.IGNORECASE)
_KIND_NO_TERMS = frozenset(
    {"heading", "box-title", "header-cell", "caption", "label", "quote", "reference", "cover", "colophon"}
)


class DefinitionReader:
    """Finds definitions and the words that they define."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._lexicon = lexicon
        self._reader = reader
        self._clauses = Clauses(lexicon, reader)
        self._no_terms = lexicon.words("definitions", "no_terms")
        self._pronouns = lexicon.words("clauses", "pronouns")
        self._conditional = lexicon.words("clauses", "conditional")
        self._determiners = lexicon.words("clauses", "determiners")
        self._negations = lexicon.words("clauses", "negations")

    def read(self, passage: SourcePassage) -> Iterator[Candidate]:
        """The definitions of ``passage``, at most one for each sentence."""
        if passage.kind in _KIND_NO_TERMS:
            return
        if passage.kind == "definition" or (
            passage.kind in ("bullet", "cell") and any(_GLOSSARY.search(title) for title in passage.section)
        ):
            entry = _ENTRY.match(passage.text) or (
                _RUN_IN.match(passage.text) if passage.kind == "definition" else None
            )
            if entry is not None:
                yield self._candidate(
                    passage, "definition-entry", (0, len(passage.text)), entry.span("term"), entry.span("meaning")
                )
                return
        for sentence in self._reader.sentences(passage.text):
            found = None if sentence.is_question else self._in(sentence)
            if found is not None:
                rule, term, meaning = found
                term = self._bare(sentence.words, term)
                if term[0] < term[1]:
                    span = (sentence.start, sentence.end)
                    start, end = meaning
                    while start < end - 1 and not sentence.words[start].is_word:
                        start += 1
                    whole = sentence.span(start, end)
                    yield self._candidate(passage, rule, span, sentence.span(*term), whole)

    def _in(self, sentence: Sentence) -> tuple[str, tuple[int, int], tuple[int, int]] | None:
        """The rule and the places of the term and of its meaning."""
        words = sentence.words
        doc = self._reader.doc(sentence, [])
        end = len(words) - (1 if words[-1].text in ".:;" else 0)
        for first, last in self._lexicon.matches("defines-before", doc):
            if first == 0 and last < end:
                return "definition-before", (first + 1, last - 1), (last, end)
        for first, last in self._lexicon.matches("defines-between", doc):
            if self._may_be_term(words, 0, first) and last < end and self._between_fits(words, first):
                return "definition-between", (0, first), (last, end)
        for first, last in self._lexicon.matches("defines-after", doc):
            stop = next(
                (
                    n
                    for n in range(last, len(words))
                    if not words[n].is_word or words[n].form in ("og", "men", "fordi", "når")
                ),
                end,
            )
            if 0 < stop - last <= 3 and first >= 2 and words[0].form not in self._conditional:
                return "definition-called", (last, stop), (0, first)
        for first, last in self._lexicon.matches("that-is", doc):
            start = self._term_before(words, first)
            if start is not None and last < end:
                stop = first - 1 if words[first - 1].text in ",(" else first
                return "definition-that-is", (start, stop), (last, end)
        return self._is(words, end)

    def _between_fits(self, words: Sequence[Word], first: int) -> bool:
        verb = words[first].form
        if verb == "står":
            # "FASD står for …", not "Kommunen står for …"
            return first == 1 and words[0].text.isupper()
        if verb in ("betyder", "dækker"):
            return words[0].form in _UNDETERMINED or words[0].text in ("»", '"', "”")
        return True

    def _may_be_term(self, words: Sequence[Word], start: int, end: int) -> bool:
        inside = words[start:end]
        if not 0 < len(inside) <= _LONGEST_TERM or inside[0].form in self._pronouns - _ARTICLES:
            return False
        if any(word.form in self._conditional or word.text in ",;:" for word in inside):
            return False
        if len(inside) == 1 and inside[0].form in _ARTICLES | self._pronouns:
            return False
        return not any(word.lemma in self._no_terms for word in inside)

    def _is(self, words: Sequence[Word], end: int) -> tuple[str, tuple[int, int], tuple[int, int]] | None:
        """ "Et lyshus er et døgntilbud, hvor …": its kind, and what sets it apart."""
        place = next((n for n, word in enumerate(words[: _LONGEST_TERM + 1]) if word.form == "er"), None)
        relative = None
        if place is None:
            # "et skyggeteam, som er en tværfaglig enhed, der …"
            for n in range(1, end - 3):
                if words[n].form == "er" and words[n - 1].form in ("som", "der") and words[n - 2].text == ",":
                    relative = place = n
                    break
        if place is None or place + _SHORTEST_MEANING > end:
            return None
        after = words[place + 1]
        genitive = (
            after.is_word and after.form.endswith("s") and after.lemma != after.form and not after.text[0].isupper()
        )
        if after.form not in _ARTICLES and not genitive:
            return None
        meaning = words[place + 1 : end]
        apart = [
            n
            for n, word in enumerate(meaning)
            if (
                word.text == ","
                and n + 1 < len(meaning)
                and meaning[n + 1].form in ("der", "som", "hvor", "så", "hvis", "hvormed", "hvorved", "hvori")
            )
            or (
                word.form in ("til", "om")
                and n + 1 < len(meaning)
                and n >= 2
                and (meaning[n + 1].form == "at" or genitive)
            )
            or (word.form in ("af", "for") and n == 2 and len(meaning) > 7)
        ]
        if not apart or (
            meaning[0].form in ("det", "den", "de") and len(meaning) > 1 and meaning[1].form.endswith("ste")
        ):
            return None
        if relative is not None:
            start = relative - 3
            if after.form not in _UNDETERMINED or words[start - 1 if start else 0].form not in _UNDETERMINED:
                return None
            return "definition-is", (start, relative - 2), (place + 1, end)
        if not self._may_be_term(words, 0, place) or words[0].form in ("der", "det", "de", "disse", "dette", "denne"):
            return None
        if any(self._reader.is_present(word.form) for word in words[1:place]):
            return None
        if (
            place > 1
            and words[place - 1].form.endswith(("t", "te", "ede"))
            and self._reader.is_infinitive(words[place - 1].lemma)
        ):
            return None
        if words[place - 1].lemma != words[place - 1].form and words[place - 1].form.endswith(("er", "erne", "ene")):
            return None
        return "definition-is", (0, place), (place + 1, end)

    def _term_before(self, words: Sequence[Word], place: int) -> int | None:
        """Where the noun before ", dvs." begins, with its adjectives."""
        end = place
        while end and words[end - 1].text in ",(":
            end -= 1
        if not end or not words[end - 1].is_word:
            return None
        start = end - 1
        return self._clauses.start_of_phrase(words, start)

    def _bare(self, words: Sequence[Word], term: tuple[int, int]) -> tuple[int, int]:
        """``term`` without its article and quotation marks."""
        start, end = term
        while start < end and (words[start].form in self._determiners or words[start].text in '»"”('):
            start += 1
        while end > start and words[end - 1].text in '«"”,)':
            end -= 1
        return start, end

    def _candidate(
        self,
        passage: SourcePassage,
        rule: str,
        span: tuple[int, int],
        term: tuple[int, int],
        meaning: tuple[int, int],
    ) -> Candidate:
        text = passage.text
        parts = (part("term", text, *term), part("meaning", text, *meaning))
        return self._lexicon.candidate(CandidateKind.DEFINITION, rule, passage.id, text, span, parts)
