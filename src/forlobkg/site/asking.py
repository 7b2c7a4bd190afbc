"""What the page that asks shows of an answer: how the question was understood, facts by subject, where to go on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from importlib import resources
from itertools import groupby

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.answer import AskResult, Citation, Term
from forlobkg.errors import InputError
from forlobkg.graph import FB, KnowledgeGraph
from forlobkg.results import EntityRef, Fact
from forlobkg.site.questions import Way, ways_for

Ask = Callable[[str], AskResult]
_VERY_SURE, _SURE = 0.95, 0.85
_MOST_NEAR = 4
_FILTERS = {"Actor": "aktoer", "Phase": "fase", "TargetGroup": "maalgruppe", "Recommendation": "anbefaling"}
"""The filter of the who-does-what page for things of a class."""


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class Sureness(StrEnum):
    """How surely an answer answers the question, in steps that are told apart in words."""

    HIGH = "high"
    GOOD = "good"
    FAIR = "fair"


class Meant(_View):
    """A thing, and the filter of the who-does-what page that it fits, if any."""

    slug: str
    label: str
    kind: str
    who: str


class Understood(_View):
    """A stretch of the question and the things it was taken to name."""

    words: str
    things: list[Meant] = Field(min_length=1)


class FactGroup(_View):
    """Facts of one subject and predicate."""

    subject: Term
    predicate: Term
    facts: list[Fact]


class Answered(_View):
    """An answer as the page shows it.

    ``question`` is what the visitor wrote, ``result.question`` what was asked: without the words of ``dropped``.
    ``near`` are things that the question comes near to by its meaning, without naming them.
    """

    question: str
    result: AskResult
    sureness: Sureness
    understood: list[Understood]
    dropped: list[Understood]
    near: list[Meant]
    facts: list[FactGroup]
    places: list[list[Citation]] = Field(
        description="The citations in order, together where they share their headings"
    )
    ways: list[Way]


def answered(ask: Ask, graph: KnowledgeGraph, question: str, without: Sequence[str]) -> Answered:
    """The answer that ``ask`` gives to ``question`` without the words that name the things of the slugs ``without``.

    Raises ``InputError`` as ``ask`` does, for a slug of nothing that the question names, and where nothing is left.
    """
    result = ask(question)
    asked, dropped = result.question, list[Understood]()
    if without:
        named, _ = _split(result.question, result.entities, graph)
        dropped = _chosen(named, without)
        shorter = _without(result.question, [one.words for one in dropped])
        if not any(map(str.isalnum, shorter)):
            raise InputError("der er intet tilbage at spørge om; tag noget med igen, eller skriv spørgsmålet om")
        result = ask(shorter)
    understood, near = _split(result.question, result.entities, graph)
    return Answered(
        question=asked,
        result=result,
        sureness=_sureness(result.answer.confidence),
        understood=understood,
        dropped=dropped,
        near=near[:_MOST_NEAR],
        facts=_grouped(result.facts),
        places=[list(together) for _, together in groupby(result.citations, _place)],
        ways=ways_for(asked),
    )


def _sureness(confidence: float) -> Sureness:
    if confidence >= _VERY_SURE:
        return Sureness.HIGH
    return Sureness.GOOD if confidence >= _SURE else Sureness.FAIR


def _split(
    question: str, entities: Iterable[EntityRef], graph: KnowledgeGraph
) -> tuple[list[Understood], list[Meant]]:
    """The things that stand in ``question`` by the words that name them, and those that it only comes near to."""
    named: dict[str, list[Meant]] = {}
    near = []
    for entity in entities:
        meant = _meant(entity, graph)
        if entity.matched and entity.matched in question:
            named.setdefault(entity.matched, []).append(meant)
        else:
            near.append(meant)
    return [Understood(words=words, things=things) for words, things in named.items()], near


def _meant(entity: EntityRef, graph: KnowledgeGraph) -> Meant:
    slug = graph.names.slug(entity.iri) or ""
    types = graph.concepts[slug].types if slug in graph.concepts else (entity.type,)
    kind = next((graph.labels[FB + name] for name in types if FB + name in graph.labels), "")
    who = next((_FILTERS[name] for name in types if name in _FILTERS), "")
    return Meant(slug=slug, label=entity.label, kind=kind, who=who)


def _chosen(named: Sequence[Understood], without: Sequence[str]) -> list[Understood]:
    by_slug = {thing.slug: one for one in named for thing in one.things}
    unknown = next((slug for slug in without if slug not in by_slug), None)
    if unknown is not None:
        there_are = ", ".join(by_slug) or "ingenting"
        raise InputError(f"»{unknown}« er ikke blandt det, spørgsmålet nævner; det nævner: {there_are}")
    return [one for one in named if any(thing.slug in without for thing in one.things)]


def _without(question: str, several: Iterable[str]) -> str:
    """``question`` without these stretches, and without the small words that only lead up to them."""
    leading = "|".join(map(re.escape, _leading_words()))
    for words in several:
        stretch = re.compile(rf"(?:\b(?:{leading})\s+)*(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        question = stretch.sub(" ", question)
    return re.sub(r"\s+([?.,!])", r"\1", " ".join(question.split()))


def _leading_words() -> list[str]:
    text = resources.files("forlobkg.site").joinpath("data/leading-words.toml").read_text("utf-8")
    return list(tomllib.loads(text)["words"])


def _place(citation: Citation) -> tuple[object, ...]:
    above = tuple(context.passage for context in citation.context)
    # What stands under no heading shares none.
    return (citation.document.id, citation.page, citation.section, above or citation.id)


def _grouped(facts: Iterable[Fact]) -> list[FactGroup]:
    groups: dict[tuple[Term, Term], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.subject, fact.predicate), []).append(fact)
    return [
        FactGroup(subject=subject, predicate=predicate, facts=own) for (subject, predicate), own in groups.items()
    ]
