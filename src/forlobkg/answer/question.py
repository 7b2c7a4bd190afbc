"""Reading a question: its words, the things it names, and what its words ask for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from forlobkg.answer.linking import Linker, Mention
from forlobkg.answer.matching import Patterns, strings
from forlobkg.answer.notices import Notices
from forlobkg.danish import Analyser, Token
from forlobkg.graph import Concept

_GROUP = "udsatte-gravide"
"""What »hun« and »de« stand for where the question names nobody."""
_EDITORIAL = frozenset(
    {"InterventionKind", "ActorKind", "Sector", "http://www.w3.org/2004/02/skos/core#ConceptScheme"}
)
"""Classes of groupings of our own, which no question is about."""
_DENYING = frozenset({"ikke", "ingen", "intet", "aldrig"})
_WHY = "hvorfor"
_SUBORDINATING = frozenset({"hvis", "når", "som", "at", "fordi", "da", "om", "selvom", "mens", "imens", "inden"})
_PERSONS = frozenset({"TargetGroup", "Actor"})
_SHARED = frozenset({"http://www.w3.org/2004/02/skos/core#Concept"})
"""Classes that things of very different kinds share."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    ``types`` are the kinds of answer it may want; ``relations`` holds, for each thing that may be asked of what it
    names, the token places that say so; ``wanted`` names the kinds of value it asks for (money, number, date, ...);
    ``forms`` how it is put: "yes-no" where it begins with its verb, "negated", "denied"
    where it wants what something is not, "who"; ``notice`` a sentence that it needs beside its answer;
    ``about`` the labels of the things of its context that it takes up; ``excepted`` the slugs of what it says it
    does not ask for (*ud over lægen*).
    """

    text: str
    tokens: tuple[Token, ...]
    content: tuple[int, ...]
    mentions: tuple[Mention, ...]
    types: frozenset[str]
    relations: dict[str, frozenset[int]]
    wanted: frozenset[str]
    forms: frozenset[str]
    notice: str | None
    about: tuple[str, ...] = ()
    excepted: frozenset[str] = frozenset()

    @property
    def content_lemmas(self) -> list[str]:
        """The lemmas of the words that carry meaning."""
        return [self.tokens[place].lemma for place in self.content]

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of all the things named, in the question's order."""
        return tuple(dict.fromkeys(slug for mention in self.mentions for slug in mention.slugs))

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
    """Finds things by their names, and what is asked by spaCy patterns, both over our own lemmas."""

    def __init__(self, analyser: Analyser, concepts: Iterable[Concept]) -> None:
        self._analyser = analyser
        self._concepts = {concept.slug: concept for concept in concepts}
        tables = _tables()
        self._notices = Notices()
        words = {*strings(tables), *self._notices.words}
        named = [concept for concept in self._concepts.values() if _EDITORIAL.isdisjoint(concept.types)]
        self._linker = Linker(analyser, named, extra=words)
        self._types, self._relations, self._wanted, self._forms, self._stands_in = (
            Patterns(tables[name]) for name in ("type", "relation", "wanted", "form", "stands-in")
        )

    def read(self, text: str, context: Sequence[str] = ()) -> Question:
        """The question ``text`` as understood; ``context`` are the slugs of what was spoken of before it.

        A thing of the context is taken up where the question names none of its classes itself.
        """
        tokens = tuple(self._analyser.tokens(text))
        doc = self._linker.doc(tokens)
        mentions = self._linker.mentions(doc, tokens, text)
        relations: dict[str, set[int]] = {}
        for name, first, last in self._relations.matches(doc):
            relations.setdefault(name, set()).update(range(first, last))
        found = list(self._forms.matches(doc))
        forms = {name for name, first, _ in found if name != "yes-no" or first == 0}
        verbs = [first for name, first, _ in found if name == "yes-no"]
        if _denies(tokens):
            forms.add("denied")
        types = {name for name, _, _ in self._types.matches(doc)} | (forms & {"yes-no"})
        mentions = self._with_context(mentions, context)
        if not self._names_person(mentions):
            mentions = self._with_group(mentions, doc, tokens, text)
        return Question(
            text=text,
            tokens=tokens,
            content=tuple(i for i, token in enumerate(tokens) if not self._analyser.is_function_word(token)),
            mentions=mentions,
            types=frozenset(types or {"open"}),
            relations={name: frozenset(places) for name, places in relations.items()},
            wanted=frozenset(name for name, _, _ in self._wanted.matches(doc)),
            forms=frozenset(forms),
            notice=self._notices.of(doc),
            about=tuple(self._concepts[slug].label for m in mentions if not m.text for slug in m.slugs),
            excepted=_between(mentions, [last for name, _, last in found if name == "excepting"], verbs),
        )

    def _with_context(self, mentions: tuple[Mention, ...], context: Sequence[str]) -> tuple[Mention, ...]:
        named = {name for mention in mentions for slug in mention.slugs for name in self._concepts[slug].types}
        taken_up = [slug for slug in context if named.isdisjoint(set(self._concepts[slug].types) - _SHARED)]
        return (*(Mention("", 0, 0, (slug,)) for slug in taken_up), *mentions)

    def _names_person(self, mentions: Iterable[Mention]) -> bool:
        return any(
            not _PERSONS.isdisjoint(self._concepts[slug].types) for mention in mentions for slug in mention.slugs
        )

    def _with_group(
        self, mentions: tuple[Mention, ...], doc: Any, tokens: tuple[Token, ...], text: str
    ) -> tuple[Mention, ...]:
        """``mentions`` with the pronoun that stands for the target group, where there is one."""
        for _, first, last in self._stands_in.matches(doc):
            if _GROUP in self._concepts:
                words = text[tokens[first].start : tokens[last - 1].end]
                return tuple(sorted((*mentions, Mention(words, first, first, (_GROUP,))), key=lambda m: m.first))
        return mentions


def _between(mentions: Iterable[Mention], starts: Sequence[int], ends: Sequence[int]) -> frozenset[str]:
    """The slugs of what is mentioned after one of the token places ``starts`` and before the next of ``ends``."""
    spans = [(start, min((end for end in ends if end >= start), default=None)) for start in starts]
    return frozenset(
        slug
        for mention in mentions
        for start, end in spans
        if start <= mention.first < mention.last and (end is None or mention.first < end)
        for slug in mention.slugs
    )


def _denies(tokens: Sequence[Token]) -> bool:
    """Whether a question asks with *hv-* and denies in its main clause: *hvem er ikke ...*

    *Hvorfor er det ikke nok ...* asks for the reason, which need not deny anything.
    """
    if not tokens or not tokens[0].form.startswith("hv") or tokens[0].form == _WHY:
        return False
    before = (token.form for token in tokens)
    for form in before:
        if form in _SUBORDINATING:
            return False
        if form in _DENYING:
            return True
    return False


def _tables() -> dict[str, dict[str, list[list[dict[str, Any]]]]]:
    content = resources.files("forlobkg.answer").joinpath("data/patterns.toml").read_text("utf-8")
    return tomllib.loads(content)
