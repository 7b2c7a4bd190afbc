"""Finding things by their names: for a search, and for whoever comes with a wrong address."""

from __future__ import annotations

from difflib import get_close_matches

from forlobkg.danish import fold
from forlobkg.graph import Concept, KnowledgeGraph
from forlobkg.site.thing_views import View

_SHORTEST = 3
"""What is shorter stands in too many names."""
_LONG = 6
"""What is this long may be a part of a compound; what is shorter stands there by chance."""
_LIKE_ENOUGH = 0.6


class Found(View):
    """A thing that was found; ``by`` is the name that it was found by, where that is not its label."""

    iri: str
    slug: str
    label: str
    classes: list[str]
    by: str


class Finder:
    """Knows the names of all things of ``graph``: their labels, the sources' wordings, our everyday words."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._names = {slug: _names(one) for slug, one in graph.concepts.items()}
        self._words = {slug: [(name, fold(name)) for name in names] for slug, names in self._names.items()}

    def find(self, query: str, limit: int) -> list[Found]:
        """The things whose names fit ``query``, best first."""
        asked = " ".join(fold(query).strip(" ?!.").split())
        if len(asked) < _SHORTEST:
            return []
        found = []
        for slug, names in self._words.items():
            fit, name = max((_fit(asked, folded), name) for name, folded in names)
            if fit:
                found.append((-fit, len(name), slug, name))
        return [self._found(slug, name) for _, _, slug, name in sorted(found)[:limit]]

    def nearest(self, slug: str, limit: int) -> list[Found]:
        """The things that whoever wrote ``slug`` may have meant, by their slugs and names."""
        words = fold(slug.replace("-", " "))
        keys = {key: name for name in self._words for key in (fold(name.replace("-", " ")),)}
        keys.update({folded: name for name, names in self._words.items() for _, folded in names})
        near = [keys[key] for key in get_close_matches(words, keys, n=limit, cutoff=_LIKE_ENOUGH)]
        near.extend(found.slug for found in self.find(slug.replace("-", " "), limit))
        return [self._found(name, self._graph.concepts[name].label) for name in list(dict.fromkeys(near))[:limit]]

    def _found(self, slug: str, name: str) -> Found:
        concept = self._graph.concepts[slug]
        return Found(
            iri=concept.iri,
            slug=slug,
            label=concept.label,
            classes=self._classes(concept),
            by=name if fold(name) != fold(concept.label) else "",
        )

    def _classes(self, concept: Concept) -> list[str]:
        own = [self._graph.names.prefixes["fb"] + name for name in concept.types if "://" not in name]
        return [self._graph.label(iri) for iri in own]


def _names(concept: Concept) -> list[str]:
    return [concept.label, *concept.source_labels, *concept.lay_labels]


def _fit(asked: str, name: str) -> int:
    """How well a name fits what is asked for, both folded: as a whole, at its start, within, or word by word."""
    if asked == name:
        return 100
    if name.startswith(asked):
        return 80
    if len(name) > _SHORTEST and f" {name} " in f" {asked} ":
        return 70
    if f" {asked}" in name:
        return 60
    if len(asked) >= _LONG and asked in name:
        return 50
    words = [word for word in asked.split() if len(word) >= _SHORTEST]
    return 40 if words and all(f" {word}" in f" {name}" for word in words) else 0
