"""The graph as things and the links between them, each link with the passages that say it or that it follows from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from forlobkg.graph import FB, KnowledgeGraph

_MOST_NEAR = 6


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with its Danish name; ``kind`` is its class without the namespace, ``kind_label`` what it is called."""

    slug: str
    label: str
    kind: str
    kind_label: str


@dataclass(frozen=True, slots=True)
class Link:
    """That ``start`` has ``property_`` (an IRI, called ``label``) to ``end``, both slugs.

    ``passages`` are the slugs of those that say it or, where a ``rule`` is named, of those that it follows from.
    """

    start: str
    property_: str
    label: str
    end: str
    passages: tuple[str, ...]
    rule: str

    def other(self, slug: str) -> str:
        """The end that is not ``slug``."""
        return self.end if self.start == slug else self.start


class Network:
    """All things that can be named, and what the sources say of one and another."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.things = {thing.slug: thing for thing in _things(graph)}
        said = list(self._links(graph, "site/map-links"))
        known = {(link.start, link.property_, link.end) for link in said}
        follows = (
            link
            for link in self._links(graph, "site/map-inferred")
            if (link.start, link.property_, link.end) not in known
        )
        self.links: tuple[Link, ...] = (*said, *follows)
        self._around: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            for end in dict.fromkeys((link.start, link.end)):
                self._around[end].append(link)
        self._slugs = {
            name.casefold(): concept.slug
            for concept in graph.concepts.values()
            for name in (*concept.lay_labels, *concept.source_labels)
        } | {thing.label.casefold(): thing.slug for thing in self.things.values()}

    def around(self, slug: str) -> list[Link]:
        """The links at ``slug``: what passages say first, in the order of the documents."""
        return self._around.get(slug, [])

    def find(self, name: str) -> Thing | None:
        """The thing whose slug or Danish name is ``name``, or None."""
        wanted = name.strip()
        slug = wanted if wanted in self.things else self._slugs.get(wanted.casefold(), "")
        return self.things.get(slug)

    def near(self, name: str) -> list[Thing]:
        """The things with names like ``name``: those that hold it, then those spelt like it."""
        wanted = name.strip().casefold().replace("-", " ")
        if not wanted:
            return []
        holding = [slug for label, slug in self._slugs.items() if wanted in label]
        spelt = (self._slugs[label] for label in get_close_matches(wanted, self._slugs, _MOST_NEAR, 0.6))
        found = dict.fromkeys((*sorted(holding, key=lambda slug: len(self._label(slug))), *spelt))
        return [self.things[slug] for slug in found if slug in self.things][:_MOST_NEAR]

    def _label(self, slug: str) -> str:
        thing = self.things.get(slug)
        return thing.label if thing else ""

    def _links(self, graph: KnowledgeGraph, query: str) -> Iterator[Link]:
        passages: dict[tuple[str, str, str, str], list[str]] = {}
        for row in graph.rows(query):
            start, end = graph.names.slug(row["subject"]), graph.names.slug(row["object"])
            if start in self.things and end in self.things and start != end:
                key = (start or "", row["predicate"], end or "", row.get("rule", ""))
                slug = graph.names.slug(row["passage"])
                if slug is not None and slug not in passages.setdefault(key, []):
                    passages[key].append(slug)
        for (start, predicate, end, rule), places in passages.items():
            yield Link(start, predicate, graph.label(predicate), end, tuple(places), rule)


def _things(graph: KnowledgeGraph) -> Iterable[Thing]:
    for row in graph.rows("site/map-things"):
        slug = graph.names.slug(row["thing"])
        if slug is not None:
            yield Thing(slug, row["label"], row["class"].removeprefix(FB), row["kind"])
