"""Where actors are named: organisations, units, professions and named functions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from forlobkg.curate.lexicon import Lexicon
from forlobkg.curate.words import Sentence, Word

_MOST_WORDS_OF_A_NAME = 6
_BEFORE_NOUNS = frozenset(
    {"af", "til", "fra", "med", "hos", "for", "og", "eller", "samt", "som", "ved", "egen", "mellem", "en"}
)


@dataclass(frozen=True, slots=True)
class ActorSpan:
    """The words ``[first, last)`` of a sentence, the rule by which they are an actor, and its lemmas."""

    first: int
    last: int
    rule: str
    lemma: str


@dataclass
class DocumentActors:
    """What a document says of its own actors: names with their abbreviations, and words that it gives duties to."""

    short: set[str] = field(default_factory=set)
    dutiful: set[str] = field(default_factory=set)
    known: set[tuple[str, ...]] = field(default_factory=set)
    """Labels of the graph's actors, as lemmas."""


class ActorFinder:
    """Finds actors by the ends of words, by the forms of names, and by what the document says of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._determiners = lexicon.words("clauses", "determiners")
        self._heads = lexicon.words("actors", "heads")
        self._compounds = lexicon.words("actors", "heads_of_compounds")
        self._also_verbs = tuple(sorted(lexicon.words("actors", "also_verbs")))
        self._alone = lexicon.words("actors", "words")
        self._not = lexicon.words("actors", "not_actors")
        self._doubtful = lexicon.words("actors", "doubtful_heads")
        self._doubtful_alone = lexicon.words("actors", "doubtful_words")
        self._named = lexicon.words("actors", "named")
        self._names = tuple(tuple(name.split()) for name in sorted(lexicon.words("actors", "names")))
        self._belongs = lexicon.words("actors", "belongs")
        self._belonging = lexicon.words("actors", "belonging_heads")

    def find(self, sentence: Sentence, document: DocumentActors) -> list[ActorSpan]:
        """The actors of ``sentence`` in order; the longest where they overlap."""
        words = sentence.words
        found: list[ActorSpan] = []
        place = 0
        while place < len(words):
            span = self._at(words, place, document)
            if span is None:
                place += 1
            else:
                found.append(span)
                place = span.last
        return found

    def is_doubtful(self, word: Word) -> bool:
        """Whether ``word`` may name an actor where a document gives it duties."""
        return word.lemma in self._doubtful_alone or any(
            word.lemma.endswith(head) and word.lemma != head for head in self._doubtful
        )

    def _at(self, words: tuple[Word, ...], place: int, document: DocumentActors) -> ActorSpan | None:
        word = words[place]
        if not word.is_word:
            return None
        last = self._name_end(words, place)
        if last:
            return ActorSpan(place, last, "actor-named", _lemmas(words, place, last))
        for label in document.known:
            if tuple(one.lemma for one in words[place : place + len(label)]) == label:
                return ActorSpan(place, place + len(label), "actor-known", " ".join(label))
        if word.text in document.short:
            return ActorSpan(place, place + 1, "actor-short", word.text)
        if word.text.endswith("-") and place + 2 < len(words) and words[place + 1].form in ("og", "eller"):
            # "Teknik- og miljøforvaltningen", "læge- og sygeplejersker"
            if self._is_actor(words[place + 2], document):
                return ActorSpan(place, place + 3, "actor-head", _lemmas(words, place, place + 3))
            return None
        after = words[place + 1] if place + 1 < len(words) else None
        if word.form in self._belongs and after is not None and _is_head(after.lemma, self._belonging):
            return ActorSpan(place, place + 2, "actor-head", _lemmas(words, place, place + 2))
        rule = "" if self._is_verb(words, place) else self._is_actor(word, document)
        if rule:
            # "skyggefaglig supervisor", "Odense Kommune"
            return ActorSpan(place, place + 1, rule, word.lemma)
        return None

    def _is_verb(self, words: tuple[Word, ...], place: int) -> bool:
        """Whether a word like "vejleder" or "lærer" is what somebody does here, not who."""
        word = words[place]
        if not place or not word.form.endswith(self._also_verbs):
            return False
        before = words[place - 1]
        noun = (
            not before.is_word
            or before.form in self._determiners
            or before.form in _BEFORE_NOUNS
            or before.form.endswith(("ig", "lig", "sk", "ige", "iske", "ende", "et"))
        )
        return not noun or before.form in ("den", "det", "de")

    def _is_actor(self, word: Word, document: DocumentActors) -> str:
        lemma = word.lemma
        if lemma in self._not or any(lemma.endswith(f"{one}") and len(one) > 6 for one in self._not):
            return ""
        if lemma in document.dutiful:
            return "actor-duty"
        # What the dictionary takes for a verb is a noun by its form: "sagsbehandler".
        for name in (lemma, word.form, word.form.removesuffix("s")):
            if name in self._alone or _is_head(name, self._heads):
                return "actor-head"
            if any(name.endswith(head) and len(name) > len(head) + 2 for head in self._compounds):
                return "actor-head"
        return ""

    def _name_end(self, words: tuple[Word, ...], place: int) -> int:
        """Where a name that begins at ``place`` ends, or 0."""
        word = words[place]
        for name in self._names:
            if tuple(one.text for one in words[place : place + len(name)]) == name:
                return place + len(name)
        if not word.text[:1].isupper():
            return 0
        after = words[place + 1] if place + 1 < len(words) else None
        if after is None:
            return 0
        if word.text == "Region" and after.text[:1].isupper():
            return place + 2
        if after.text == "Kommune":
            return place + 2
        if after.form == "for" and _is_head(word.lemma, self._named):
            # Names are written with capitals: "Styrelsen for Lys og Skygge" goes on to the last of them.
            last = _capitals(words, place + 2)
            return last if last > place + 2 else 0
        if word.form in ("den", "det", "de") and after.text[:1].isupper():
            last = _capitals(words, place + 1)
            if last > place + 2 and _is_head(words[last - 1].lemma, self._named | self._heads | self._compounds):
                return last
        return 0


def _capitals(words: tuple[Word, ...], first: int) -> int:
    """The end of a stretch of capitalised words from ``first``, with "og", "i" and "for" between them."""
    last = first
    place = first
    while place < min(len(words), first + _MOST_WORDS_OF_A_NAME):
        if words[place].is_word and words[place].text[:1].isupper():
            last = place = place + 1
        elif words[place].form in ("og", "i", "for", "af") and place > first:
            place += 1
        else:
            break
    return last


def _is_head(lemma: str, heads: Collection[str]) -> bool:
    return any(lemma == head or (lemma.endswith(head) and len(lemma) > len(head) + 1) for head in heads)


def _lemmas(words: tuple[Word, ...], first: int, last: int) -> str:
    return " ".join(word.lemma for word in words[first:last])
