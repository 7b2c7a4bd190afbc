"""The things of the curated graph by their Danish names, with the passages that speak of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from rdflib import SKOS, Literal, URIRef

from forlobkg.graph.authoring.curated import Curated
from forlobkg.graph.names import FB, Names
from forlobkg.settings import DEFAULT_BASE_IRI

_NAMES = Names(DEFAULT_BASE_IRI)
_LABELS = (SKOS.prefLabel, URIRef(FB + "sourceLabel"), SKOS.altLabel, SKOS.definition)


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A thing's slug, its Danish names and definitions, and the slugs of the passages that make a claim about it."""

    slug: str
    labels: tuple[str, ...]
    passages: tuple[str, ...]


def named_things(curated: Curated) -> list[NamedThing]:
    """Every thing that has a Danish name, in the order of their slugs."""
    passages: defaultdict[str, set[str]] = defaultdict(set)
    for name, graph in curated.claims().items():
        passage = _NAMES.slug(name)
        if passage is None:
            continue
        for subject, _, value in graph:
            for node in (subject, value):
                slug = _NAMES.slug(str(node)) if isinstance(node, URIRef) else None
                if slug is not None:
                    passages[slug].add(passage)
    labels: defaultdict[str, list[str]] = defaultdict(list)
    union = curated.editorial() + curated.schema
    for predicate in _LABELS:
        for subject, label in sorted(union.subject_objects(predicate)):
            slug = _NAMES.slug(str(subject)) if isinstance(subject, URIRef) else None
            if slug is not None and isinstance(label, Literal) and label.language == "da":
                labels[slug].append(str(label))
    return [
        NamedThing(slug, tuple(dict.fromkeys(labels[slug])), tuple(sorted(passages.get(slug, ()))))
        for slug in sorted(labels)
    ]
