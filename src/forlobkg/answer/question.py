"""Reading a question: its words, the things it names, and what kinds of question its words make."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from forlobkg.danish import Analyser, Token, danish_vocabulary
from forlobkg.graph import Concept

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_STRANGE = "□"
_SHORT = 4
"""Words up to this length are kept as they are: few enough, and patterns ask for numbers among them."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the question that names things: token places ``[first, last)`` and the concepts' slugs."""

    text: str
    first: int
    last: int
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    ``kinds`` holds, for each kind of question whose pattern matched, the token places that made it match.
    ``wanted`` names the kinds of value the question asks for (money, number, date, ...), if any; ``forms``
    how it is put: "yes-or-no" where it begins with its verb, "negated", "who".
    """

    text: str
    tokens: tuple[Token, ...]
    content: tuple[int, ...]
    mentions: tuple[Mention, ...]
    kinds: dict[str, frozenset[int]]
    wanted: frozenset[str]
    forms: frozenset[str]

    @property
    def content_lemmas(self) -> list[str]:
        """The lemmas of the words that carry meaning."""
        return [self.tokens[place].lemma for place in self.content]

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of all the things named, in the question's order."""
        return tuple(dict.fromkeys(slug for mention in self.mentions for slug in mention.slugs))

    @property
    def names_only(self) -> bool:
        """Whether the question names several things, and says nothing of what it asks about them."""
        return len(self.mentions) > 1 and self.places_of(self.slugs).issuperset(self.content)

    def times_named(self, slug: str) -> int:
        """In how many places the question names ``slug``."""
        return sum(slug in mention.slugs for mention in self.mentions)

    def places_of(self, slugs: Iterable[str]) -> set[int]:
        """The token places at which the question names any of ``slugs``."""
        wanted = set(slugs)
        return {
            place
            for mention in self.mentions
            if not wanted.isdisjoint(mention.slugs)
            for place in range(mention.first, mention.last)
        }


class QuestionReader:
    """Finds labels with spaCy's PhraseMatcher and question kinds with its Matcher, both over our own lemmas."""

    def __init__(self, analyser: Analyser, concepts: Iterable[Concept]) -> None:
        self._analyser = analyser
        self._vocabulary = danish_vocabulary()
        # Only now: danish_vocabulary imports spaCy without what it does not use.
        from spacy.matcher import PhraseMatcher

        self._phrases = PhraseMatcher(self._vocabulary, attr="LEMMA")
        self._slugs: dict[str, list[str]] = {}
        patterns = _patterns()
        self._known = set(_strings(patterns))
        for concept in concepts:
            for label in (concept.label, *concept.source_labels, *concept.lay_labels):
                self._add_label(label, concept.slug)
        self._kinds = _matcher(self._vocabulary, patterns["kind"])
        self._wanted = _matcher(self._vocabulary, patterns["wanted"])
        self._forms = _matcher(self._vocabulary, patterns["form"])

    def read(self, text: str) -> Question:
        """The question ``text`` as understood."""
        tokens = tuple(self._analyser.tokens(text))
        doc = self._doc(tokens)
        mentions = self._mentions(doc, tokens, text)
        kinds: dict[str, set[int]] = {}
        for key, first, last in self._kinds(doc):
            kinds.setdefault(self._vocabulary.strings[key], set()).update(range(first, last))
        return Question(
            text=text,
            tokens=tokens,
            content=tuple(i for i, token in enumerate(tokens) if not self._analyser.is_function_word(token)),
            mentions=mentions,
            kinds={kind: frozenset(places) for kind, places in kinds.items()},
            wanted=frozenset(self._vocabulary.strings[key] for key, _, _ in self._wanted(doc)),
            forms=frozenset(
                name
                for key, first, _ in self._forms(doc)
                if (name := self._vocabulary.strings[key]) != "yes-or-no" or first == 0
            ),
        )

    def _add_label(self, label: str, slug: str) -> None:
        tokens = tuple(self._analyser.tokens(label))
        # A label of nothing but function words, digits or single letters ("1.", "a)") would match anywhere.
        if all(self._analyser.is_function_word(token) or token.form.isdigit() for token in tokens):
            return
        self._known.update(word for token in tokens for word in (token.form, token.lemma))
        key = " ".join(token.lemma for token in tokens)
        if key not in self._slugs:
            self._phrases.add(key, [self._doc(tokens)])
        if slug not in self._slugs.setdefault(key, []):
            self._slugs[key].append(slug)

    def _doc(self, tokens: tuple[Token, ...]) -> Doc:
        from spacy.tokens import Doc

        return Doc(
            self._vocabulary,
            words=[self._kept(token.form) for token in tokens],
            lemmas=[self._kept(token.lemma) for token in tokens],
        )

    def _kept(self, word: str) -> str:
        """``word``, or a stand-in where no label and no pattern can ask for it.

        spaCy keeps every string it has seen, which would grow without end in a service.
        """
        return word if len(word) <= _SHORT or word in self._known else _STRANGE

    def _mentions(self, doc: Doc, tokens: tuple[Token, ...], text: str) -> tuple[Mention, ...]:
        found = sorted(self._phrases(doc), key=lambda match: (match[1] - match[2], match[1]))
        taken: set[int] = set()
        mentions = []
        for key, first, last in found:
            if taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                words = text[tokens[first].start : tokens[last - 1].end]
                slugs = tuple(self._slugs[self._vocabulary.strings[key]])
                mentions.append(Mention(words, first, last, slugs))
        return tuple(sorted(mentions, key=lambda mention: mention.first))


def _patterns() -> dict[str, dict[str, list[list[dict[str, Any]]]]]:
    content = resources.files("forlobkg.answer").joinpath("data/patterns.toml").read_text("utf-8")
    return tomllib.loads(content)


def _strings(value: Any) -> Iterator[str]:
    """Every string inside nested tables and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def _matcher(vocab: Vocab, patterns: dict[str, list[list[dict[str, Any]]]]) -> Matcher:
    from spacy.matcher import Matcher

    matcher = Matcher(vocab)
    for name, alternatives in patterns.items():
        # A round trip makes plain lists and dicts of what the TOML reader gives.
        matcher.add(name, json.loads(json.dumps(alternatives)))
    return matcher
