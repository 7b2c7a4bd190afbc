"""Short constructed cases: sentences from templates, filled with what the sources name of a target group."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from forlobkg.answer import begin_sentence
from forlobkg.graph import Solution, Statement
from forlobkg.teach.cases.texts import CaseTexts, Say, Scenario
from forlobkg.teach.lookup import Lookup

_FIELD = re.compile(r"\{([^{}]+)\}")
_SLOT = re.compile(r"(?P<kind>[a-z]+)(?P<number>\d)(_and_(?P<other>\d))?(_after|_named)?")
_PRONOUN = re.compile(r"\{(hun|hendes)\}")
_NAMES = {"hun": "{navn}", "hendes": "{navns}"}
_TRIES = 200


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that a case names: how the case says it, and the statements of the sources that name it."""

    slug: str
    shown: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person: name, genitive and pronouns."""

    name: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Vignette:
    """A case before its questions; ``text`` is three to five sentences, ``named`` in the order of the text."""

    scenario: Scenario
    person: Person
    text: str
    named: tuple[Named, ...]

    @property
    def slugs(self) -> frozenset[str]:
        """What the case names."""
        return frozenset(named.slug for named in self.named)

    @property
    def likeness(self) -> tuple[str, frozenset[str]]:
        """What two cases of a set must not have in common."""
        return self.scenario.id, self.slugs


class Writer:
    """Writes vignettes from one random source, no two alike."""

    def __init__(self, lookup: Lookup, texts: CaseTexts, chance: random.Random) -> None:
        self._lookup = lookup
        self._texts = texts
        self._chance = chance
        self._written: set[tuple[str, frozenset[str]]] = set()
        self._people: set[str] = set()

    @cached_property
    def _elements(self) -> dict[str, list[Statement]]:
        """The statements that name each thing that a case may name."""
        solutions = self._lookup.graph.select(self._lookup.graph.query_text("teach/case-elements"))
        things: dict[str, list[Solution]] = {}
        for solution in solutions:
            things.setdefault(self._lookup.slug(solution["thing"].value), []).append(solution)
        return {slug: self._lookup.graph.as_statements(rows) for slug, rows in things.items()}

    def write(self, scenario: Scenario) -> Vignette | None:
        """A case unlike those written before, or None where the scenario has no more."""
        for _ in range(_TRIES):
            vignette = self._draft(scenario)
            if vignette is not None and vignette.likeness not in self._written:
                self._written.add(vignette.likeness)
                self._people.add(vignette.person.name)
                return vignette
        return None

    def _draft(self, scenario: Scenario) -> Vignette | None:
        templates = [text for text in (self._chance.choice(wordings) for wordings in scenario.sentences) if text]
        person = self._person(scenario.pathway)
        filled = self._fill(" ".join(templates), scenario, person)
        if filled is None:
            return None
        text, slugs = filled
        return Vignette(scenario, person, text, tuple(self._name(slug, person) for slug in slugs))

    def _person(self, pathway: str) -> Person:
        free = [person for person in self._texts.people(pathway) if person[0] not in self._people]
        name, pronouns = self._chance.choice(free)
        words = {"navn": name, "navns": f"{name}'" if name.endswith(("s", "x", "z")) else f"{name}s", **pronouns}
        return Person(name, words)

    def _fill(self, template: str, scenario: Scenario, person: Person) -> tuple[str, list[str]] | None:
        """The text and the slugs that it names, in order; None where the draw left nothing that fits."""
        chosen: dict[str, str] = {}
        words = dict(person.words)
        for field in _FIELD.findall(template):
            slot = _SLOT.fullmatch(field.lower())
            if slot is None:
                if field in self._texts.say:
                    chosen[field] = field
                    words[field] = _with(self._texts.say[field].words, person)
                continue
            keys = [slot["kind"] + number for number in (slot["number"], slot["other"]) if number]
            for key in keys:
                if key not in chosen and not self._choose(key, slot["kind"], chosen, scenario):
                    return None
            says = [self._texts.say[chosen[key]] for key in keys]
            words[field.lower()] = _with(_joined(says, field), person)
        slugs = list(dict.fromkeys([*chosen.values(), *scenario.names]))
        if not all(slug in self._elements for slug in slugs):
            return None
        return _with(template, Person(person.name, words)), slugs

    def _choose(self, key: str, kind: str, chosen: dict[str, str], scenario: Scenario) -> bool:
        """Draw for the slot ``key`` something that fits what is named; whether there was any."""
        named = {*chosen.values(), *scenario.names}
        fitting = [slug for slug in self._texts.slots[kind] if self._fits(slug, named)]
        if fitting:
            chosen[key] = self._chance.choice(fitting)
        return bool(fitting)

    def _fits(self, slug: str, named: set[str]) -> bool:
        say = self._texts.say[slug]
        apart = named.isdisjoint(say.not_with) and not any(slug in self._say(other).not_with for other in named)
        return slug in self._elements and slug not in named and apart and (not say.fits or bool(named & {*say.fits}))

    def _say(self, slug: str) -> Say:
        return self._texts.say[slug]

    def _name(self, slug: str, person: Person) -> Named:
        say = self._say(slug)
        return Named(slug, begin_sentence(_with(say.shown or say.words, person)), tuple(self._elements[slug]))


def _joined(says: Sequence[Say], field: str) -> str:
    """One or two main clauses as the field wants them: the verb first, or with the name instead of a pronoun."""
    if field.endswith("_after"):
        text = says[0].after
    elif len(says) == 1 or says[0].parts is None or says[1].parts is None:
        text = says[0].words
    else:
        (subject, verb, rest), (other, its_verb, its_rest) = says[0].parts, says[1].parts
        if subject != other or (verb != its_verb and " og " in rest):
            text = f"{says[0].words}, og {says[1].words}"
        elif verb != its_verb:
            text = f"{says[0].words} og {its_verb} {its_rest}"
        else:
            both = " samt " if " og " in f"{rest} {its_rest}" else " og "
            text = f"{subject} {verb} {rest}{both}{its_rest}"
    return _PRONOUN.sub(lambda match: _NAMES[match[1]], text, count=1) if field.endswith("_named") else text


def _with(template: str, person: Person) -> str:
    """``template`` filled in; a field with a capital first letter begins a sentence."""

    def word(match: re.Match[str]) -> str:
        field = match[1]
        small = field[0].lower() + field[1:]
        return person.words[field] if field == small else begin_sentence(person.words[small])

    return _FIELD.sub(word, template)


def filled(template: str, person: Person) -> str:
    """A question's words with the person's name and pronouns."""
    return _with(template, person)


def sentences(text: str) -> Sequence[str]:
    """The sentences of a vignette."""
    return re.split(r"(?<=[.!?]) (?=[A-ZÆØÅ])", text)
