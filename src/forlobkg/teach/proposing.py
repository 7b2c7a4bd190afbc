"""From what a trainer picks to an outline: which topics, in which order, with which lines, for how long."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from forlobkg.corpus import Corpus
from forlobkg.errors import InputError
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.claims import ACTOR_PART, Claim, Claims
from forlobkg.teach.options import Chooser
from forlobkg.teach.outline import Basis, Choice, Objective, Outline, OutlineLine, OutlinePart
from forlobkg.teach.topics import Objectives, Topic

MOST_PARTS: Final = {15: 3, 45: 7, 90: 12}
"""How many parts there is time for, by the minutes of the course."""
_MOST_OBJECTIVES: Final = {15: 3, 45: 5, 90: 8}
_UNIT = 5
"""Parts get their time in units of so many minutes."""
_NEARER = 3
"""How many ranks a topic is moved forward for naming the profession that the course is for."""


class Proposer:
    """Makes outlines of what the sources say."""

    def __init__(self, graph: KnowledgeGraph, corpus: Corpus, claims: Claims, chooser: Chooser) -> None:
        self._graph = graph
        self._corpus = corpus
        self._claims = claims
        self._chooser = chooser

    def propose(self, choice: Choice) -> Outline:
        """An outline for ``choice``. Raises ``InputError`` where the sources have nothing for it."""
        self._chooser.check(choice)
        topics = self._in_order(self._chosen(choice), choice)
        lines = {topic.id: self._lines(topic, choice) for topic in topics}
        parts = [self._part(topic, lines[topic.id], choice) for topic in topics]
        objectives = [self._objective(topic.objectives, topic.id, choice) for topic in topics]
        ranks = [topic.rank_in(choice.pathway) for topic in topics]
        if choice.profession:
            parts.insert(0, self._about(choice))
            about = self._claims.topics.about_actor.objectives
            objectives.insert(0, self._objective(about, parts[0].id, choice))
            ranks.insert(0, 0)
        most = sorted(ranks)[: _MOST_OBJECTIVES[choice.minutes]]
        minutes = shared_out(choice.minutes, [len(part.lines) for part in parts])
        return Outline(
            title=self._claims.label(choice.pathway),
            choice=choice,
            objectives=[one for one, rank in zip(objectives, ranks, strict=True) if rank in most],
            parts=[part.model_copy(update={"minutes": given}) for part, given in zip(parts, minutes, strict=True)],
        )

    def line(self, claim: Claim) -> OutlineLine:
        """The line of an outline that ``claim`` makes, with the hashes of today."""
        return OutlineLine(text=claim.text, gap=claim.gap, claim=claim.id, rests_on=self.basis(claim))

    def basis(self, claim: Claim) -> list[Basis]:
        """What ``claim`` rests on today."""
        passages = [self._corpus.passages[name] for name in claim.passages]
        return [Basis(passage=one.id, hash=one.sha256, quote=one.text) for one in passages]

    def _chosen(self, choice: Choice) -> list[Topic]:
        """The topics that there is time for, those that were asked for first."""
        pathway = choice.pathway
        fitting: list[tuple[tuple[bool, bool, int], Topic]] = []
        for topic in self._claims.of_pathway(pathway):
            fits = [_fits(listed, wanted) for listed, wanted in self._asked(topic, choice)]
            if not all(fit is not False for fit in fits) or not self._claims_of(topic, choice):
                continue
            asked = True in fits
            if not asked and topic.least_in(pathway) > choice.minutes:
                continue
            names = bool(choice.profession) and self._names(topic, choice.profession)
            rank = topic.rank_in(pathway) - (_NEARER if names else 0)
            fitting.append(((not topic.opening, not asked, rank), topic))
        chosen = [topic for _, topic in sorted(fitting, key=lambda one: one[0])]
        if choice.phase and not any(choice.phase in topic.phases for topic in chosen):
            raise InputError(
                f"kilderne siger intet om fasen »{self._claims.label(choice.phase)}« sammen med det øvrige, "
                "der er valgt; vælg færre ting"
            )
        return chosen[: MOST_PARTS[choice.minutes] - bool(choice.profession)]

    def _asked(self, topic: Topic, choice: Choice) -> list[tuple[Sequence[str], Collection[str]]]:
        own_target = self._chooser.targets(choice.pathway)[:1]
        target = [choice.target] if choice.target and choice.target not in own_target else []
        return [
            (topic.recommendations, choice.recommendations),
            (topic.phases, [choice.phase] if choice.phase else []),
            (topic.targets, target),
        ]

    def _in_order(self, topics: list[Topic], choice: Choice) -> list[Topic]:
        """The opening first, then what names the profession, then the rest as it is best taught."""
        places = {topic.id: place for place, topic in enumerate(self._claims.topics.topic)}

        def key(topic: Topic) -> tuple[bool, bool, int]:
            names = bool(choice.profession) and self._names(topic, choice.profession)
            return not topic.opening, not names, places[topic.id]

        return sorted(topics, key=key)

    def _names(self, topic: Topic, actor: str) -> bool:
        return any(actor in claim.things for claim in self._claims.of_topic(topic))

    def _claims_of(self, topic: Topic, choice: Choice) -> list[Claim]:
        """The claims of a topic that the choice has room for; none where only gaps would be left of an actor's."""
        fuller = choice.level == "fordybelse"
        groups = [
            found
            for found in self._claims.groups(topic)
            if found.group.least <= choice.minutes and (fuller or found.group.level != "fordybelse")
        ]
        claims = [claim for found in groups for claim in found.claims if self._wanted(claim, topic, choice)]
        narrowed = bool(choice.actors) and topic.of_actors
        return [] if narrowed and all(claim.gap for claim in claims) else claims

    def _wanted(self, claim: Claim, topic: Topic, choice: Choice) -> bool:
        if claim.gap:
            return True
        recommendation = claim.id.partition("/")[2]
        if choice.recommendations and recommendation in self._chooser.recommendations(choice.pathway):
            return any(_same_or_part(recommendation, chosen) for chosen in choice.recommendations)
        actors = {slug for slug in claim.things if self._is_actor(slug)}
        return not (choice.actors and topic.of_actors and actors) or bool(actors & set(choice.actors))

    def _is_actor(self, slug: str) -> bool:
        concept = self._graph.concepts.get(slug)
        return concept is not None and "Actor" in concept.types

    def _lines(self, topic: Topic, choice: Choice) -> list[OutlineLine]:
        claims = self._claims_of(topic, choice)
        if choice.profession and topic.of_actors:
            claims = sorted(claims, key=lambda claim: choice.profession not in claim.things)
        return [self.line(claim) for claim in claims]

    def _part(self, topic: Topic, lines: list[OutlineLine], choice: Choice) -> OutlinePart:
        return OutlinePart(
            id=topic.id, title=topic.title, minutes=0, lines=lines, picture=topic.picture, note=topic.note
        )

    def _about(self, choice: Choice) -> OutlinePart:
        actor = choice.profession
        about = self._claims.topics.about_actor
        claims = self._claims.about_actor(actor, choice.pathway)
        return OutlinePart(
            id=f"{ACTOR_PART}{actor}",
            title=about.title.format(actor=self._claims.forms(actor).about),
            minutes=0,
            lines=[self.line(claim) for claim in sorted(claims, key=lambda claim: claim.gap)],
            note=about.note,
        )

    def _objective(self, objectives: Objectives, part: str, choice: Choice) -> Objective:
        text: str = getattr(objectives, choice.level)
        actor = self._claims.forms(choice.profession).about if choice.profession else ""
        return Objective(text=f"Deltageren kan {text.format(actor=actor)}.", part=part)


def shared_out(minutes: int, weights: Sequence[int]) -> list[int]:
    """``minutes`` shared out in units of five by ``weights``, each at least one unit, the sum as given."""
    units = minutes // _UNIT
    total = sum(weights) or 1
    exact = [1 + (units - len(weights)) * weight / total for weight in weights]
    given = [int(share) for share in exact]
    by_rest = sorted(range(len(weights)), key=lambda place: given[place] - exact[place])
    for place in by_rest[: units - sum(given)]:
        given[place] += 1
    return [_UNIT * share for share in given]


def _fits(listed: Sequence[str], wanted: Collection[str]) -> bool | None:
    """Whether a topic that belongs to ``listed`` is among what is ``wanted``; None where either is empty."""
    if not listed or not wanted:
        return None
    return any(_same_or_part(one, chosen) for one in listed for chosen in wanted)


def _same_or_part(slug: str, chosen: str) -> bool:
    """Whether one recommendation is the other or a part of it (3a of 3)."""
    return slug == chosen or (slug.startswith("anbefaling-") and (slug.startswith(chosen) or chosen.startswith(slug)))
