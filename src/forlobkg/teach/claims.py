"""What can be taught, line by line: claims of the graph in plain Danish, each with the passages that carry it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyoxigraph as ox

from forlobkg.corpus import Corpus
from forlobkg.graph import KnowledgeGraph, Statement, Term
from forlobkg.teach.topics import ActorForms, ActorLine, Group, Topic, Topics, Wording, load_topics

ACTOR_PART = "om-"
"""The start of the ids of parts and claims on one actor; the actor's slug follows."""
_PAIR = 2
_NUMBERS = ("ingen", "et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")


@dataclass(frozen=True, slots=True)
class Claim:
    """One line that the sources carry, or where ``gap`` one of the service's own: what they do not say.

    ``id`` is ``topic/slug`` and stays the same between builds. ``said_in`` are the slugs of the passages that say it,
    ``context`` those of the headings and lead-ins above them; both are empty for a gap. ``things`` are the slugs of
    what the line tells of. One with ``indent`` 1 belongs under the line before; a gap that ``stays`` is told where it
    comes up.
    """

    id: str
    topic: str
    text: str
    things: frozenset[str] = frozenset()
    said_in: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    gap: bool = False
    indent: int = 0
    stays: bool = False

    @property
    def passages(self) -> tuple[str, ...]:
        """All the passages that the line rests on, its own first."""
        return (*self.said_in, *self.context)


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """The claims of a group of a topic, in the documents' order."""

    group: Group
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    """Two things (slugs) that a passage links; ``task`` where the first is somebody's task."""

    subject: str
    object: str
    task: bool


@dataclass(frozen=True, slots=True)
class _OnActor:
    """A claim on an actor, and what it links the actor to (slugs)."""

    line: ActorLine
    claim: Claim
    others: frozenset[str] = frozenset()


class Claims:
    """The claims of a graph. What is asked for is kept, so that one object serves one build."""

    def __init__(self, graph: KnowledgeGraph, corpus: Corpus, topics: Topics | None = None) -> None:
        self.topics = load_topics() if topics is None else topics
        self._graph = graph
        self._corpus = corpus
        self._of_topic: dict[str, tuple[ClaimGroup, ...]] = {}
        self._about: dict[str, tuple[_OnActor, ...]] = {}
        self._things: dict[tuple[str, bool], frozenset[str]] = {}
        self._links: dict[str, tuple[_Link, ...]] = {}

    def topic(self, topic_id: str) -> Topic | None:
        """The topic of that id, if there is one."""
        return self._topics.get(topic_id)

    @cached_property
    def _topics(self) -> dict[str, Topic]:
        return {topic.id: topic for topic in self.topics.topic}

    def of_pathway(self, pathway: str) -> list[Topic]:
        """The topics of a pathway (slug) that the graph has something on, in the order in which they are taught."""
        return [topic for topic in self.topics.topic if pathway in topic.pathways and self.groups(topic)]

    def groups(self, topic: Topic) -> tuple[ClaimGroup, ...]:
        """The groups of a topic that the graph has claims for."""
        found = self._of_topic.get(topic.id)
        if found is None:
            made = ((group, tuple(self._claims(topic, group))) for group in topic.groups)
            found = self._of_topic[topic.id] = tuple(ClaimGroup(group, claims) for group, claims in made if claims)
        return found

    def of_topic(self, topic: Topic) -> list[Claim]:
        """All the claims of a topic, in the order in which they are told."""
        return in_their_places((group.group, group.claims) for group in self.groups(topic))

    def things(self, pathway: str, *, gaps: bool = False) -> frozenset[str]:
        """The slugs of all that the topics of ``pathway`` tell of; with ``gaps`` also what they leave open."""
        found = self._things.get((pathway, gaps))
        if found is None:
            claims = (claim for topic in self.of_pathway(pathway) for claim in self.of_topic(topic))
            told = (slug for claim in claims if gaps or not claim.gap for slug in claim.things)
            found = self._things[pathway, gaps] = frozenset(told)
        return found

    def claim(self, claim_id: str) -> Claim | None:
        """The claim of that id as the graph has it now, or None."""
        topic_id, _, _ = claim_id.partition("/")
        if topic_id.startswith(ACTOR_PART):
            claims: Iterable[Claim] = self.about_actor(topic_id.removeprefix(ACTOR_PART))
        else:
            topic = self.topic(topic_id)
            claims = self.of_topic(topic) if topic is not None else ()
        return next((claim for claim in claims if claim.id == claim_id), None)

    def about_actor(self, actor: str, pathway: str = "") -> list[Claim]:
        """What the sources say of one actor (slug), and what they leave open; of one pathway where it is named."""
        concept = self._graph.concepts.get(actor)
        if concept is None or "Actor" not in concept.types:
            return []
        found = self._about.get(actor)
        if found is None:
            lines = (one for line in self.topics.actor_line for one in self._on_actor(actor, line))
            found = self._about[actor] = tuple(lines)
        if not pathway:
            return [one.claim for one in found]
        told = self.things(pathway)
        return [
            one.claim
            for one in found
            if (not one.line.pathways or pathway in one.line.pathways) and (one.claim.gap or one.others & told)
        ]

    def about_with_its_own(self, actor: str, pathway: str) -> list[Claim]:
        """``about_actor``, with what the sources say of those who are the actor's own: its representatives."""
        also = [claim for other in self.forms(actor).also for claim in self.about_actor(other, pathway)]
        return [*self.about_actor(actor, pathway), *(claim for claim in also if not claim.gap)]

    def can_have_course(self, actor: str, pathway: str) -> bool:
        """Whether the sources say more of the actor (slug) in ``pathway`` than that it helped to write or publish."""
        aside = {line.id for line in self.topics.actor_line if line.aside}
        claims = self.about_actor(actor, pathway)
        return any(not claim.gap and claim.id.partition("/")[2] not in aside for claim in claims)

    def forms(self, actor: str) -> ActorForms:
        """How the actor (slug) is spoken of."""
        label = self.label(actor)
        return self.topics.actor.get(actor) or ActorForms(about=f"»{label}«", audience=f"»{label}«")

    def label(self, slug: str) -> str:
        """The Danish label of a thing, or its slug."""
        concept = self._graph.concepts.get(slug)
        return concept.label if concept is not None else slug

    def slug(self, iri: str) -> str:
        """The slug of a thing of ours, or the IRI."""
        return self._graph.names.slug(iri) or iri

    def _claims(self, topic: Topic, group: Group) -> Iterator[Claim]:
        if group.gap:
            if self._is_open(group):
                ends = filter(None, (group.subject, group.object, group.while_noted))
                yield Claim(
                    f"{topic.id}/{group.id}", topic.id, group.gap, frozenset(ends), gap=True, stays=group.stays
                )
            return
        statements = self._statements(group)
        if group.by == "passage":
            statements = [replace(one, passages=(name,)) for one in statements for name in one.passages]
        by_name: dict[str, list[Statement]] = {}
        for statement in statements:
            name = self._name(statement, group)
            if name not in (*group.leave_out, *self.topics.same_task) and (not group.only or name in group.only):
                by_name.setdefault(name, []).append(statement)
        if group.together and by_name:
            found = [statement for about in by_name.values() for statement in about]
            count = in_words(len(by_name))
            names = [self.listed(name) for name in by_name]
            text = group.together.format(
                count=count, Count=begin_sentence(count), listing=listing(names), example=names[0]
            )
            yield self._claim(f"{topic.id}/{group.id}", topic.id, Wording(text=text), found)
            return
        # Lines that each have their wording stand in the order of the wordings.
        order = list(group.texts) if by_name.keys() <= group.texts.keys() else list(by_name)
        for name in (name for name in order if name in by_name):
            about = by_name[name]
            tasks = self.topics.tasks.get(name) if group.by == "subject" else None
            wording = group.texts.get(name) or tasks or Wording(text=self._text(group, name, about))
            ident = f"{topic.id}/{group.id}-{name}" if group.id else f"{topic.id}/{name}"
            yield self._claim(ident, topic.id, wording, about, group.indent)

    def _is_open(self, group: Group) -> bool:
        if group.while_noted:
            return bool(self._graph.rows_about("reading-notes", self._graph.names.iri(group.while_noted)))
        return not self._statements(group)

    def listed(self, name: str) -> str:
        """The name of a thing (slug) inside a sentence."""
        if self._is(name, "Actor"):
            return self.forms(name).about
        label = self.label(name)
        return label if self._graph.names.iri(name) in self._graph.proper_names else label[:1].lower() + label[1:]

    def _statements(self, group: Group) -> list[Statement]:
        return self.rows(group.query, subject=group.subject, property_=group.property, object_=group.object)

    def rows(self, query: str, *, subject: str = "", property_: str = "", object_: str = "") -> list[Statement]:
        """What ``query`` of the query files finds with these ends (slugs) and this property (prefixed) bound."""
        bindings: dict[str, Term] = {}
        for name, slug in (("subject", subject), ("object", object_)):
            if slug:
                bindings[name] = ox.NamedNode(self._graph.names.iri(slug))
        if property_:
            prefix, _, local = property_.partition(":")
            bindings["property"] = ox.NamedNode(self._graph.names.prefixes[prefix] + local)
        solutions = self._graph.select(self._graph.query_text(query), bindings)
        found = self._graph.as_statements([{**row, "predicate": row["property"]} for row in solutions])
        return [replace(one, passages=there) for one in found if (there := self._there(one.passages))]

    def _name(self, statement: Statement, group: Group) -> str:
        ends = {"subject": statement.subject, "object": statement.object, "passage": ""}
        slug = self._graph.names.slug(ends[group.by]) if ends[group.by] else None
        return slug if slug is not None else statement.passages[0]

    def _text(self, group: Group, name: str, about: Sequence[Statement]) -> str:
        first = about[0]
        quote = self._corpus.passages[first.passages[0]].text
        subject = self._graph.label(first.subject)
        return group.text.format(label=self.label(name), quote=" ".join(quote.split()), subject=subject)

    def _claim(self, ident: str, topic: str, wording: Wording, about: Sequence[Statement], indent: int = 0) -> Claim:
        passages = [name for statement in about for name in statement.passages]
        said_in = self._there((*passages, *wording.also))
        parents = (parent for name in said_in for parent in self._corpus.passages[name].context)
        context = tuple(dict.fromkeys(parent for parent in parents if parent not in said_in))
        things = frozenset(slug for statement in about for slug in self._told_of(statement))
        return Claim(ident, topic, wording.text, things, said_in, context, indent=wording.indent or indent)

    def _there(self, passages: Iterable[str]) -> tuple[str, ...]:
        """Those of the passages that the corpus has, each once."""
        return tuple(name for name in dict.fromkeys(passages) if name in self._corpus.passages)

    def _told_of(self, statement: Statement) -> Iterator[str]:
        """The ends of a statement, and what its passages say of the task, recommendation or thing it is about."""
        names = self._graph.names
        ends = [slug for iri in (statement.subject, statement.object) if (slug := names.slug(iri)) is not None]
        yield from ends
        for passage in statement.passages:
            links = self._linked(passage)
            tasks = {link.subject for link in links if link.task and {link.subject, link.object} & set(ends)}
            told = tasks | {end for end in ends if self._tells_more(end)}
            yield from (slug for link in links if link.subject in told for slug in (link.subject, link.object))

    def _tells_more(self, slug: str) -> bool:
        return any(self._is(slug, name) for name in ("Recommendation", "Exposure", "Finding"))

    def _is(self, slug: str, class_name: str) -> bool:
        concept = self._graph.concepts.get(slug)
        return concept is not None and class_name in concept.types

    def _linked(self, passage: str) -> tuple[_Link, ...]:
        found = self._links.get(passage)
        if found is None:
            names = self._graph.names
            rows = self._graph.rows("teach/things", {"passage": ox.NamedNode(names.iri(passage))})
            found = self._links[passage] = tuple(
                _Link(subject, object_, row["task"] == "true")
                for row in rows
                if (subject := names.slug(row["subject"])) and (object_ := names.slug(row["object"]))
            )
        return found

    def _on_actor(self, actor: str, line: ActorLine) -> Iterator[_OnActor]:
        if actor in line.leave_out:
            return
        topic = f"{ACTOR_PART}{actor}"
        statements = self._of_actor(actor, line.property, line.actor)
        about = self.forms(actor).about
        named = {"actor": about, "Actor": begin_sentence(about)}
        if line.gap:
            if not statements and (not line.where or self._of_actor(actor, line.where, "object")):
                text = line.text.format(**named)
                yield _OnActor(line, Claim(f"{topic}/{line.id}", topic, text, frozenset((actor,)), gap=True))
            return
        others = [self.slug(one.object if line.actor == "subject" else one.subject) for one in statements]
        if line.once and statements:
            wording = Wording(text=line.text.format(**named))
            claim = self._claim(f"{topic}/{line.id}", topic, wording, statements)
            yield _OnActor(line, claim, frozenset(others))
            return
        for statement, other in zip(statements, others, strict=True):
            if other in self.topics.same_task:
                continue
            task = self.topics.tasks.get(other) or Wording(text=self.label(other))
            text = line.text.format(**named, other=self.listed(other), task=task.text)
            claim = self._claim(
                f"{topic}/{line.id}-{other}", topic, task.model_copy(update={"text": text}), [statement]
            )
            yield _OnActor(line, claim, frozenset((other,)))

    def _of_actor(self, actor: str, property_: str, end: str) -> list[Statement]:
        ends: Mapping[str, str] = {"subject" if end == "subject" else "object_": actor}
        return self.rows("teach/claims", property_=property_, **ends)


def in_their_places(groups: Iterable[tuple[Group, Iterable[Claim]]]) -> list[Claim]:
    """The claims of groups one after the other, those of a group with ``after`` below the line they belong to."""
    told: list[Claim] = []
    for group, claims in groups:
        end = f"/{group.after}" if group.after else None
        place = next((n for n, claim in enumerate(told, 1) if end and claim.id.endswith(end)), 0)
        while place and place < len(told) and told[place].indent:
            place += 1
        told[place or len(told) : place or len(told)] = claims
    return told


def begin_sentence(text: str) -> str:
    """``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]


def listing(items: Sequence[str]) -> str:
    """``items`` as a Danish list; with semicolons where one of three or more holds a comma or an »og«."""
    if len(items) > _PAIR and any("," in item or " og " in item for item in items):
        return "; ".join(items)
    return " og ".join(part for part in (", ".join(items[:-1]), "".join(items[-1:])) if part)


def in_words(number: int) -> str:
    """A small number in Danish words; larger ones in figures."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
