"""What there is to choose among, and whether a choice fits together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.errors import InputError
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.claims import Claims
from forlobkg.teach.outline import Choice, Level, Minutes
from forlobkg.teach.topics import CLAIMS, Topic


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class Choosable(_View):
    """Something to choose, and the slugs of the pathways that have it."""

    slug: str
    label: str
    pathways: list[str]


class Options(_View):
    """What a form offers; ``professions`` are the actors that a course can be made for."""

    pathways: list[Choosable]
    targets: list[Choosable]
    professions: list[Choosable]
    actors: list[Choosable]
    recommendations: list[Choosable]
    phases: list[Choosable]
    minutes: list[int] = Field(description="Lengths of a course")
    levels: list[str]


class Chooser:
    """Knows what can be chosen in a graph."""

    def __init__(self, graph: KnowledgeGraph, claims: Claims) -> None:
        self._graph = graph
        self._claims = claims
        self._professions: dict[str, list[str]] = {}

    def options(self) -> Options:
        """All that there is to choose among."""
        pathways = self.pathways()

        def offered(name: str) -> list[Choosable]:
            found: dict[str, list[str]] = {}
            for pathway in pathways:
                for slug in getattr(self, name)(pathway):
                    found.setdefault(slug, []).append(pathway)
            return [Choosable(slug=slug, label=self._claims.label(slug), pathways=of) for slug, of in found.items()]

        return Options(
            pathways=[Choosable(slug=slug, label=self._claims.label(slug), pathways=[slug]) for slug in pathways],
            targets=offered("targets"),
            professions=offered("professions"),
            actors=offered("actors"),
            recommendations=offered("recommendations"),
            phases=offered("phases"),
            minutes=list(get_args(Minutes)),
            levels=list(get_args(Level)),
        )

    def pathways(self) -> list[str]:
        """The slugs of the pathways that there is something to teach of."""
        slugs = dict.fromkeys(slug for topic in self._claims.topics.topic for slug in topic.pathways)
        return [slug for slug in slugs if slug in self._graph.concepts and self._claims.of_pathway(slug)]

    def targets(self, pathway: str) -> list[str]:
        """The slugs of the target groups that the sources speak of in ``pathway``, its own first."""
        return list(dict.fromkeys([*self.own_targets(pathway), *self._listed(pathway, "targets")]))

    def own_targets(self, pathway: str) -> list[str]:
        """The slugs of the target groups that ``pathway`` is for."""
        found = self._claims.rows(CLAIMS, subject=pathway, property_="fb:targetGroup")
        return [self._claims.slug(statement.object) for statement in found]

    def professions(self, pathway: str) -> list[str]:
        """The slugs of the actors of whom the sources say something in ``pathway``."""
        found = self._professions.get(pathway)
        if found is None:
            actors = (slug for slug in self._graph.concepts if self._is(slug, "Actor"))
            able = (slug for slug in actors if self._claims.can_have_course(slug, pathway))
            found = self._professions[pathway] = self._by_label(able)
        return found

    def actors(self, pathway: str) -> list[str]:
        """The slugs of the actors that lines of ``pathway`` name."""
        topics = (topic for topic in self._topics(pathway) if topic.of_actors)
        claims = (claim for topic in topics for claim in self._claims.of_topic(topic) if not claim.gap)
        return self._by_label({slug for claim in claims for slug in claim.things if self._is(slug, "Actor")})

    def recommendations(self, pathway: str) -> list[str]:
        """The slugs of the recommendations of ``pathway``, in order of their numbers."""
        told = self._claims.things(pathway)
        return sorted(slug for slug in told if self._is(slug, "Recommendation"))

    def phases(self, pathway: str) -> list[str]:
        """The slugs of the phases that the sources say something of in ``pathway``."""
        return self._listed(pathway, "phases")

    def check(self, choice: Choice) -> None:
        """Raises ``InputError``, saying in Danish what there is instead, for what the sources cannot fill."""
        self._known("forløb", [choice.pathway], self.pathways())
        where = f"i kilderne om »{self._claims.label(choice.pathway)}«"
        wanted = {
            "målgruppe": ([choice.target], self.targets(choice.pathway)),
            "aktør": (choice.actors, self.actors(choice.pathway)),
            "faggruppe": ([choice.profession], self.professions(choice.pathway)),
            "fase": ([choice.phase], self.phases(choice.pathway)),
        }
        recommendations = self.recommendations(choice.pathway)
        if choice.recommendations and not recommendations:
            raise InputError(
                f"kilderne gengiver ingen anbefalinger fra »{self._claims.label(choice.pathway)}«, kun mål og fokus; "
                "vælg ingen anbefalinger"
            )
        self._known("anbefaling", choice.recommendations, recommendations, where)
        for kind, (slugs, known) in wanted.items():
            self._known(kind, [slug for slug in slugs if slug], known, where)

    def _known(self, kind: str, slugs: Sequence[str], known: Sequence[str], where: str = "") -> None:
        for slug in slugs:
            if slug in known:
                continue
            offer = f"vælg {'en af: ' if len(known) > 1 else ''}{', '.join(known)}" if known else "vælg ingen"
            if not slug:
                raise InputError(f"vælg et {kind}: {', '.join(known)}")
            if slug in self._graph.concepts:
                what = f"»{self._claims.label(slug)}«"
                raise InputError(f"der står intet om {what} som {kind} {where}; {offer}".replace("  ", " "))
            raise InputError(f"{kind} {slug!r} kendes ikke; {offer}")

    def _topics(self, pathway: str) -> list[Topic]:
        return self._claims.of_pathway(pathway)

    def _listed(self, pathway: str, field: str) -> list[str]:
        found = dict.fromkeys(slug for topic in self._topics(pathway) for slug in getattr(topic, field))
        return [slug for slug in found if slug in self._graph.concepts]

    def _by_label(self, slugs: Iterable[str]) -> list[str]:
        return sorted(slugs, key=lambda slug: self._claims.label(slug).casefold())

    def _is(self, slug: str, class_name: str) -> bool:
        concept = self._graph.concepts.get(slug)
        return concept is not None and class_name in concept.types
