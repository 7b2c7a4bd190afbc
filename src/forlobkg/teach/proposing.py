"""From what a trainer picks to an outline: which topics, in which order, with which lines, for how long."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from forlobkg.corpus import Corpus
from forlobkg.errors import InputError
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.checking import basis_of
from forlobkg.teach.claims import ACTOR_PART, Claim, Claims, in_their_places
from forlobkg.teach.exercises import CASE, Exercises, questions
from forlobkg.teach.options import Chooser
from forlobkg.teach.outline import Choice, Objective, Outline, OutlineLine, OutlinePart
from forlobkg.teach.topics import Group, Topic

ROOM: Final = {15: 3.0, 45: 7.0, 90: 11.0}
"""How many topics there is time for, by the minutes of the course; a short one takes half of what another does."""
MOST_PARTS: Final = {15: 4, 45: 10, 90: 12}
"""The most parts that tell of the sources, short ones too."""
_MOST_OBJECTIVES: Final = {15: 3, 45: 5, 90: 6}
_LEAST: Final = {15: 2, 45: 3, 90: 4}
"""No part has less time than this."""
_SHORT = 4
"""A topic with so many lines or fewer is short."""
_ROLE, _ROLES = "/rolle", "aktoererne/rolle"
_LINES_OF_A_PICTURE = 3
"""How many lines take as long to talk through as a picture, or as discussing a question does."""
_NEARER = 3
"""How many ranks a topic is moved forward for naming the profession that the course is for."""
_NEAREST = 8
"""The same for one that is of special use to the profession."""


class Proposer:
    """Makes outlines of what the sources say."""

    def __init__(self, graph: KnowledgeGraph, corpus: Corpus, claims: Claims, chooser: Chooser) -> None:
        self._graph = graph
        self._corpus = corpus
        self._claims = claims
        self._chooser = chooser
        self._exercises = Exercises(graph, corpus, claims)

    def propose(self, choice: Choice) -> Outline:
        """An outline for ``choice``. Raises ``InputError`` where the sources have nothing for it."""
        self._chooser.check(choice)
        topics = self._in_order(self._chosen(choice))
        parts = [self._part(topic, choice) for topic in topics]
        if choice.profession:
            parts.insert(self._place_of_profession(topics), self._about(choice))
        taught, left_open = self._gathered(parts)
        case = self._exercises.case(choice) if choice.level == "fordybelse" or choice.minutes == max(ROOM) else None
        end = [
            *([case] if case is not None else []),
            *([self._exercises.gaps(left_open, choice)] if left_open else []),
            self._exercises.closing(choice),
        ]
        opening = self._exercises.opening(choice)
        if choice.minutes == min(ROOM):
            taught = _asked_once(taught)
        timed = _timed(taught, choice.minutes - sum(part.minutes for part in (opening, *end)), choice.minutes)
        return Outline(
            title=self._claims.label(choice.pathway),
            choice=choice,
            objectives=self._objectives([*timed, *([case] if case is not None else [])], choice),
            parts=[opening, *timed, *end],
        )

    def line(self, claim: Claim) -> OutlineLine:
        """The line of an outline that ``claim`` makes, with the hashes of today."""
        return OutlineLine(
            text=claim.text,
            gap=claim.gap,
            claim=claim.id,
            level=claim.indent,
            rests_on=basis_of(claim, self._corpus),
        )

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
            near = choice.profession in topic.near and choice.minutes > min(ROOM)
            if not asked and not near and topic.least_in(pathway) > choice.minutes:
                continue
            fitting.append(((not topic.opening, not asked, self._rank(topic, choice)), topic))
        chosen = [topic for _, topic in sorted(fitting, key=lambda one: one[0])]
        if choice.phase and not any(choice.phase in topic.phases for topic in chosen):
            raise InputError(
                f"kilderne siger intet om fasen »{self._claims.label(choice.phase)}« sammen med det øvrige, "
                "der er valgt; vælg færre ting"
            )
        room = ROOM[choice.minutes] - (0.5 if choice.profession else 0)
        taken: list[Topic] = []
        for topic in chosen:
            said = sum(not claim.gap for claim in self._claims_of(topic, choice))
            # What only says what is left open goes with the other gaps.
            size = 0 if not said else 0.5 if said <= _SHORT and topic.picture is None else 1
            if room >= size and len(taken) + bool(choice.profession) < MOST_PARTS[choice.minutes]:
                taken.append(topic)
                room -= size
        return taken

    def _rank(self, topic: Topic, choice: Choice) -> int:
        if choice.profession in topic.near:
            return topic.rank_in(choice.pathway) - _NEAREST
        names = bool(choice.profession) and self._names(topic, choice.profession)
        return topic.rank_in(choice.pathway) - (_NEARER if names else 0)

    def _in_order(self, topics: list[Topic]) -> list[Topic]:
        """The topics as they are best taught."""
        places = {topic.id: place for place, topic in enumerate(self._claims.topics.topic)}
        return sorted(topics, key=lambda topic: places[topic.id])

    def _place_of_profession(self, topics: list[Topic]) -> int:
        """Where the part on the profession stands: after what it is all about, before what it is to do."""
        before = self._claims.topics.about_actor.before
        return next((place for place, topic in enumerate(topics) if topic.id in before), len(topics))

    def _names(self, topic: Topic, actor: str) -> bool:
        return any(actor in claim.things for claim in self._claims.of_topic(topic))

    def _claims_of(self, topic: Topic, choice: Choice) -> list[Claim]:
        """The claims of a topic that the choice has room for, in each list those that name the profession first.

        None where actors were chosen and the topic tells of others only.
        """
        fuller = choice.level == "fordybelse"
        groups: list[tuple[Group, list[Claim]]] = []
        for found in self._claims.groups(topic):
            group = found.group
            if group.note or group.least > choice.minutes or (group.level == "fordybelse" and not fuller):
                continue
            wanted = [claim for claim in found.claims if self._wanted(claim, topic, choice)]
            if not any(claim.indent for claim in wanted):
                wanted.sort(key=lambda claim: choice.profession not in claim.things)
            groups.append((group, wanted))
        claims = in_their_places(groups)
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

    def _part(self, topic: Topic, choice: Choice) -> OutlinePart:
        narrowed = topic.narrowed if choice.recommendations else None
        noted = [claim.text for found in self._claims.groups(topic) if found.group.note for claim in found.claims]
        return OutlinePart(
            id=topic.id,
            title=narrowed.title if narrowed else topic.title,
            minutes=0,
            lines=[*(self.line(claim) for claim in self._claims_of(topic, choice)), *questions(topic.discuss)],
            picture=topic.picture,
            note=" ".join([*([topic.note] if topic.note else []), *noted]),
        )

    def _gathered(self, parts: list[OutlinePart]) -> tuple[list[OutlinePart], list[OutlineLine]]:
        """The parts with what no part before says, and the gaps that are told together near the end.

        A part that says nothing of its own any more is left out.
        """
        told: set[tuple[str, frozenset[str]]] = set()
        taught: list[OutlinePart] = []
        left_open: list[OutlineLine] = []
        roles = {line.claim for part in parts for line in part.lines if line.gap and self._stays(line)}
        for part in parts:
            new = [line for line in part.lines if _said(line) not in told]
            told.update(_said(line) for line in new)
            gaps = [line for line in new if line.gap and not self._stays(line)]
            # What the figure leaves open of all its actors it leaves open of this one.
            left_open += [line for line in gaps if not (line.claim.endswith(_ROLE) and roles & {_ROLES})]
            lines = [line for line in new if line not in gaps]
            if any(not (line.exercise or line.gap) for line in lines):
                taught.append(part.model_copy(update={"lines": lines}))
        return taught, _longest_wordings(left_open)

    def _stays(self, line: OutlineLine) -> bool:
        claim = self._claims.claim(line.claim)
        return claim is not None and claim.stays

    def _about(self, choice: Choice) -> OutlinePart:
        about = self._claims.topics.about_actor
        claims = self._claims.about_with_its_own(choice.profession, choice.pathway)
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
            lines=[
                *(self.line(claim) for claim in sorted([*claims, *open_there], key=lambda claim: claim.gap)),
                *questions(about.discuss),
            ],
        )

    def _objectives(self, parts: list[OutlinePart], choice: Choice) -> list[Objective]:
        """What can be done afterwards with the parts that have most time, in the order of the parts."""
        most = _MOST_OBJECTIVES[choice.minutes]
        longest = sorted(parts, key=lambda part: (-part.minutes, self._rank_of(part, choice)))[:most]
        return [self._objective(part.id, choice) for part in parts if part in longest]

    def _rank_of(self, part: OutlinePart, choice: Choice) -> int:
        topic = self._claims.topic(part.id)
        return self._rank(topic, choice) if topic is not None else 0

    def _objective(self, part: str, choice: Choice) -> Objective:
        topic = self._claims.topic(part)
        if part == CASE:
            return Objective(text=f"Deltageren kan {self._claims.topics.frame.case.objective}.", part=part)
        if topic is None:
            texts = self._claims.topics.about_actor.objectives
        else:
            texts = (topic.narrowed if topic.narrowed and choice.recommendations else topic).objectives
        text: str = getattr(texts, choice.level)
        actor = self._claims.forms(choice.profession).about if choice.profession else ""
        return Objective(text=f"Deltageren kan {text.format(actor=actor)}.", part=part)


def shared_out(minutes: int, weights: Sequence[int], least: int) -> list[int]:
    """``minutes`` shared out by ``weights``, each at least ``least`` where there is time, the sum as given."""
    least = min(least, minutes // max(1, len(weights)))
    spare = minutes - least * len(weights)
    total = sum(weights) or 1
    exact = [spare * weight / total for weight in weights]
    given = [int(share) for share in exact]
    by_rest = sorted(range(len(weights)), key=lambda place: given[place] - exact[place])
    for place in by_rest[: spare - sum(given)]:
        given[place] += 1
    return [least + share for share in given]


def _asked_once(parts: list[OutlinePart]) -> list[OutlinePart]:
    """The parts of a course that has time for one question only: that of the last."""

    def told(part: OutlinePart) -> OutlinePart:
        return part.model_copy(update={"lines": [line for line in part.lines if not line.exercise]})

    return [*map(told, parts[:-1]), *parts[-1:]]


def _said(line: OutlineLine) -> tuple[str, frozenset[str]]:
    """What two lines that say the same have in common: one wording may be said of two things by two passages."""
    return line.text, frozenset(basis.passage for basis in line.rests_on)


def _longest_wordings(lines: list[OutlineLine]) -> list[OutlineLine]:
    """The lines without those that another says with more words after them."""

    def is_start(line: OutlineLine, other: OutlineLine) -> bool:
        return other is not line and other.text.startswith(line.text.removesuffix("."))

    return [line for line in lines if not any(is_start(line, other) for other in lines)]


def _weight(part: OutlinePart) -> int:
    asked = sum(line.exercise for line in part.lines)
    return len(part.lines) - asked + _LINES_OF_A_PICTURE * (asked + bool(part.picture))


def _timed(parts: list[OutlinePart], minutes: int, whole: int) -> list[OutlinePart]:
    shares = shared_out(minutes, [_weight(part) for part in parts], _LEAST[whole])
    timed = []
    for part, given in zip(parts, shares, strict=True):
        asked = _LINES_OF_A_PICTURE * sum(line.exercise for line in part.lines)
        talk = max(min(2, given - 1), round(given * asked / _weight(part))) if asked else 0
        timed.append(part.model_copy(update={"minutes": given, "discussion": min(talk, given)}))
    return timed


def _fits(listed: Sequence[str], wanted: Collection[str]) -> bool | None:
    """Whether a topic that belongs to ``listed`` is among what is ``wanted``; None where either is empty."""
    if not listed or not wanted:
        return None
    return any(_same_or_part(one, chosen) for one in listed for chosen in wanted)


def _same_or_part(slug: str, chosen: str) -> bool:
    """Whether one recommendation is the other or a part of it (3a of 3)."""
    return slug == chosen or (slug.startswith("anbefaling-") and (slug.startswith(chosen) or chosen.startswith(slug)))
