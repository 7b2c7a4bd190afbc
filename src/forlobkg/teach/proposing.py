"""From what a trainer picks to an outline: which topics, in which order, with which lines, for how long."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from forlobkg.corpus import Corpus
from forlobkg.errors import InputError
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.checking import basis_of
from forlobkg.teach.claims import ACTOR_PART, Claim, Claims
from forlobkg.teach.options import Chooser
from forlobkg.teach.outline import Choice, Objective, Outline, OutlineLine, OutlinePart
from forlobkg.teach.topics import Narrowed, Objectives, Topic

MOST_PARTS: Final = {15: 3, 45: 7, 90: 12}
"""How many parts there is time for, by the minutes of the course."""
_MOST_OBJECTIVES: Final = {15: 3, 45: 5, 90: 8}
_UNIT = 5
"""Parts get their time in units of so many minutes."""
_LINES_OF_A_PICTURE = 3
"""How many lines take as long to talk through as a picture."""
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
        narrowed = {topic.id: topic.narrowed for topic in topics if topic.narrowed and choice.recommendations}
        parts = [self._part(topic, narrowed.get(topic.id), choice) for topic in topics]
        objectives = [
            self._objective((narrowed.get(topic.id) or topic).objectives, topic.id, choice) for topic in topics
        ]
        ranks = [self._rank(topic, choice) for topic in topics]
        if choice.profession:
            parts.insert(0, self._about(choice))
            about = self._claims.topics.about_actor.objectives
            objectives.insert(0, self._objective(about, parts[0].id, choice))
            ranks.insert(0, -_NEARER)
        last = sorted(ranks)[: _MOST_OBJECTIVES[choice.minutes]][-1]
        weights = [len(part.lines) + (_LINES_OF_A_PICTURE if part.picture else 0) for part in parts]
        minutes = shared_out(choice.minutes, weights)
        return Outline(
            title=self._claims.label(choice.pathway),
            choice=choice,
            objectives=[one for one, rank in zip(objectives, ranks, strict=True) if rank <= last],
            parts=[part.model_copy(update={"minutes": given}) for part, given in zip(parts, minutes, strict=True)],
        )

    def line(self, claim: Claim) -> OutlineLine:
        """The line of an outline that ``claim`` makes, with the hashes of today."""
        return OutlineLine(text=claim.text, gap=claim.gap, claim=claim.id, rests_on=basis_of(claim, self._corpus))

    def _chosen(self, choice: Choice) -> list[Topic]:
        """The topics that there is time for, those that were asked for first."""
        pathway = choice.pathway
        fitting: list[tuple[tuple[bool, bool, int], Topic]] = []
        own = self._chooser.own_targets(pathway)
        targets = [choice.target] if choice.target and choice.target not in own else []
        for topic in self._claims.of_pathway(pathway):
            fits = [
                _fits(topic.recommendations, choice.recommendations),
                _fits(topic.phases, [choice.phase] if choice.phase else []),
                _fits(topic.targets, targets),
            ]
            if False in fits or not self._claims_of(topic, choice) or self._told_already(topic, choice):
                continue
            asked = True in fits
            if not asked and topic.least_in(pathway) > choice.minutes:
                continue
            fitting.append(((not topic.opening, not asked, self._rank(topic, choice)), topic))
        chosen = [topic for _, topic in sorted(fitting, key=lambda one: one[0])]
        if choice.phase and not any(choice.phase in topic.phases for topic in chosen):
            raise InputError(
                f"kilderne siger intet om fasen »{self._claims.label(choice.phase)}« sammen med det øvrige, "
                "der er valgt; vælg færre ting"
            )
        return chosen[: MOST_PARTS[choice.minutes] - bool(choice.profession)]

    def _rank(self, topic: Topic, choice: Choice) -> int:
        names = bool(choice.profession) and self._names(topic, choice.profession)
        return topic.rank_in(choice.pathway) - (_NEARER if names else 0)

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
        """The claims of a topic that the choice has room for, in each list those that name the profession first.

        None where actors were chosen and the topic tells of others only.
        """
        fuller = choice.level == "fordybelse"
        claims: list[Claim] = []
        for found in self._claims.groups(topic):
            if found.group.least > choice.minutes or (found.group.level == "fordybelse" and not fuller):
                continue
            wanted = [claim for claim in found.claims if self._wanted(claim, topic, choice)]
            claims += sorted(wanted, key=lambda claim: choice.profession not in claim.things)
        if choice.actors and topic.of_actors and not any(claim.things & set(choice.actors) for claim in claims):
            return []
        return claims

    def _told_already(self, topic: Topic, choice: Choice) -> bool:
        """Whether the part on the profession has every claim of the topic."""
        if not choice.profession:
            return False
        about = {claim.text for claim in self._claims.about_actor(choice.profession, choice.pathway)}
        told = {claim.text for claim in self._claims_of(topic, choice) if not claim.gap}
        return bool(told) and told <= about

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

    def _part(self, topic: Topic, narrowed: Narrowed | None, choice: Choice) -> OutlinePart:
        return OutlinePart(
            id=topic.id,
            title=narrowed.title if narrowed else topic.title,
            minutes=0,
            lines=[self.line(claim) for claim in self._claims_of(topic, choice)],
            picture=topic.picture,
            note=topic.note,
        )

    def _about(self, choice: Choice) -> OutlinePart:
        about = self._claims.topics.about_actor
        claims = self._claims.about_actor(choice.profession, choice.pathway)
        open_there = [
            claim
            for topic in self._claims.of_pathway(choice.pathway)
            if self._told_already(topic, choice)
            for claim in self._claims_of(topic, choice)
            if claim.gap and choice.profession in claim.things
        ]
        return OutlinePart(
            id=f"{ACTOR_PART}{choice.profession}",
            title=about.title.format(actor=self._claims.forms(choice.profession).about),
            minutes=0,
            lines=[self.line(claim) for claim in sorted([*claims, *open_there], key=lambda claim: claim.gap)],
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
