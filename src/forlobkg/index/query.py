"""A query as the index reads it: weighted terms, character n-grams, and the text to embed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from forlobkg.danish import Analyser, Token, fold
from forlobkg.index.records import Why

GRAM = 4
_OTHER_READING = 0.7
_PART = 0.6


class Wanted(NamedTuple):
    """A term that a query wants: its weight, what it is to the word ``asked``, and that word as typed."""

    weight: float
    why: Why
    asked: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query: its text as read, its content lemmas and word forms, the lemmas of all its words, function words among
    them, its terms with their origin, and its n-grams."""

    text: str
    lemmas: tuple[str, ...]
    forms: tuple[str, ...]
    all_lemmas: frozenset[str]
    terms: dict[str, Wanted] = field(default_factory=dict)
    grams: dict[str, float] = field(default_factory=dict)


def read_query(text: str, analyser: Analyser) -> Query:
    """``text`` as a query; one of nothing but function words is taken by them."""
    # Unpaired surrogates are no text, and no tokeniser takes them.
    text = text.encode("utf-8", "replace").decode("utf-8")
    tokens = analyser.tokens(text)
    content = [token for token in tokens if not analyser.is_function_word(token)] or tokens
    terms: dict[str, Wanted] = {}
    lemmas: list[str] = []
    grams: dict[str, float] = {}

    def want(term: str, weight: float, why: Why, asked: str) -> None:
        if term not in terms or terms[term].weight < weight:
            terms[term] = Wanted(weight, why, asked)

    for token in content:
        lemmas.append(token.lemma)
        want(token.lemma, 1.0, Why.WORD, token.text)
        for part in analyser.parts(token):
            want(part.lemma, _PART, Why.PART, token.text)
        for other in token.others:
            lemmas.append(analyser.lemma(other))
            want(analyser.lemma(other), _OTHER_READING, Why.WORD, token.text)
        for gram in word_grams(token.form):
            grams[gram] = 1.0
    forms = dict.fromkeys(token.form for token in content)
    every = frozenset([*(token.lemma for token in tokens), *lemmas])
    return Query(analyser.read(text, tokens), tuple(dict.fromkeys(lemmas)), tuple(forms), every, terms, grams)


def word_grams(form: str) -> list[str]:
    """The character n-grams of a folded word, its ends marked; a word too short for one is a gram itself."""
    marked = f"#{fold(form)}#"
    return [marked[place : place + GRAM] for place in range(max(1, len(marked) - GRAM + 1))]


def text_grams(tokens: Iterable[Token], analyser: Analyser) -> list[str]:
    """The character n-grams of the content words of a text of ``tokens``."""
    content = (token for token in tokens if not analyser.is_function_word(token))
    return [gram for token in content for gram in word_grams(token.form)]
