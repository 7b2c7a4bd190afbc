"""What the lists show: actors, recommendations, interventions, target groups, all concepts."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from forlobkg.graph import FB, Concept, KnowledgeGraph
from forlobkg.site.list_views import (
    ActorList,
    ClassOfThings,
    Comparison,
    Division,
    Entry,
    Letter,
    Numbered,
    PathwayList,
    Row,
    Section,
    SharedElement,
    Topic,
    TopicList,
)
from forlobkg.site.relations import Heading, Relations, written_out
from forlobkg.site.thing_views import RelationGroup, ThingPage, Value

_ALPHABET = str.maketrans({"æ": "{", "ø": "|", "å": "}", "é": "e"})
"""Puts the last letters of the Danish alphabet where they belong."""
_SECTOR_MARK = " (sektor)"
_SEVERAL = 2


class Lists:
    """Makes the lists of one graph; ``page`` gives the page of a thing by its slug."""

    def __init__(self, graph: KnowledgeGraph, page: Callable[[str], ThingPage]) -> None:
        self._graph = graph
        self._page = lru_cache(maxsize=None)(page)
        self._relations = Relations.load(graph.names)
        text = (files("forlobkg.site") / "data" / "lists.toml").read_text(encoding="utf-8")
        self._table: dict[str, Any] = tomllib.loads(text)

    @cached_property
    def class_iris(self) -> frozenset[str]:
        """The classes whose things are listed."""
        return frozenset(f"{FB}{name}" for concept in self._graph.concepts.values() for name in concept.types)

    def actors(self, by: Division) -> ActorList:
        """The actors by what the sources say of them, or by sector."""
        pages = self._pages("Actor")
        sections = self._by_role(pages) if by == "rolle" else self._by_sector(pages)
        figures = self._pages("Figure")
        unreadable = self._property("fb:unreadableLabel", forwards=True)
        return ActorList(
            by=by,
            sections=sections,
            unreadable=[v.text for page in figures for v in _values(page, unreadable)],
            reading_notes=[note for page in figures for note in page.reading_notes],
        )

    def _by_role(self, pages: list[ThingPage]) -> list[Section]:
        left = dict.fromkeys(page.slug for page in pages)
        by_slug = {page.slug: page for page in pages}
        sections = []
        for role in self._table["actors"]:
            heading = self._property(role["property"], forwards=False)
            among = [slug for slug in left if _values(by_slug[slug], heading)]
            for slug in among:
                del left[slug]
            sections.append(_gathered(self._section(role, [by_slug[slug] for slug in among])))
        sections.append(self._section(self._table["rest"], [by_slug[slug] for slug in left]))
        return [section for section in sections if section.entries]

    def _by_sector(self, pages: list[ThingPage]) -> list[Section]:
        found: dict[str, list[ThingPage]] = {}
        for page in pages:
            for sector in self._entry(page).sectors or [""]:
                found.setdefault(sector, []).append(page)
        unsaid = found.pop("", [])
        sections = [
            self._section({"da": sector, "en": sector}, among)
            for sector, among in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        ]
        if unsaid:
            sections.append(self._section(self._table["unsaid"], unsaid, is_open=True))
        return sections

    def _section(self, words: dict[str, str], pages: list[ThingPage], *, is_open: bool = False) -> Section:
        return Section(
            heading=Heading(da=words["da"], en=words["en"]),
            is_open=is_open,
            entries=[self._entry(page) for page in pages],
        )

    def recommendations(self) -> list[PathwayList]:
        """The pathways with their recommendations."""
        found: dict[str, list[dict[str, str]]] = {}
        for row in self._graph.rows("site/recommendations"):
            found.setdefault(row["pathway"], []).append(row)
        return [
            PathwayList(
                pathway=self._entry(self._page_of(pathway), "pathways"),
                recommendations=self._numbered([row for row in rows if "recommendation" in row], None),
            )
            for pathway, rows in found.items()
        ]

    def _numbered(self, rows: list[dict[str, str]], whole: str | None) -> list[Numbered]:
        return [
            Numbered(
                number=row["number"],
                entry=self._entry(self._page_of(row["recommendation"]), "recommendations"),
                parts=self._numbered(rows, row["recommendation"]),
            )
            for row in rows
            if row.get("whole") == whole
        ]

    def interventions(self) -> Comparison:
        """The interventions beside each other, by their elements."""
        pages = self._pages("Intervention")
        heading = self._property("fb:hasElement", forwards=True)
        elements = [{value.iri or "": value for value in _values(page, heading)} for page in pages]
        shared = [iri for iri in elements[0] if all(iri in others for others in elements)] if elements else []
        kinds = {row["thing"]: row["kind"] for row in self._graph.rows("site/division")}
        own = [{iri: value for iri, value in of.items() if iri not in shared} for of in elements]
        in_order = dict.fromkeys(kinds.get(iri, "") for of in own for iri in of)
        return Comparison(
            interventions=[self._entry(page, "interventions") for page in pages],
            shared=[
                SharedElement(label=elements[0][iri].text, iri=iri, of=[of[iri] for of in elements]) for iri in shared
            ],
            rows=[
                Row(
                    kind=self._graph.labels.get(kind, ""),
                    elements=[[value for iri, value in of.items() if kinds.get(iri, "") == kind] for of in own],
                )
                for kind in sorted(in_order, key=lambda kind: not kind)
            ],
        )

    def target_groups(self) -> list[Entry]:
        """The target groups, those of a pathway first."""
        pages = self._pages("TargetGroup")
        heading = self._property("fb:targetGroup", forwards=False)
        pages.sort(key=lambda page: not _values(page, heading))
        entries = [(page, self._entry(page, "target_groups")) for page in pages]
        return [
            entry if entry.relations else self._entry(page).model_copy(update={"is_named_only": True})
            for page, entry in entries
        ]

    def topics(self, chosen: str = "") -> TopicList | None:
        """All named things, or those of the class ``chosen``; None where there is no such class."""
        names = {
            row["class"].removeprefix(FB): row
            for row in self._graph.rows("site/classes")
            if row["class"].startswith(FB)
        }
        counts: dict[str, int] = {}
        for concept in self._graph.concepts.values():
            for name in set(concept.types) & set(names):
                counts[name] = counts.get(name, 0) + 1
        classes = [
            ClassOfThings(
                slug=name,
                name=Heading(da=names[name]["da"], en=names[name]["en"]),
                definition=names[name].get("definition", ""),
                count=count,
            )
            for name, count in counts.items()
        ]
        classes.sort(key=lambda one: alphabetic(one.name.da))
        among = next((one for one in classes if one.slug == chosen), None)
        if chosen and among is None:
            return None
        shown = [one for one in self._graph.concepts.values() if not chosen or chosen in one.types]
        return TopicList(
            chosen=among,
            classes=classes,
            letters=_letters(self._topic(one, {c.slug: c.name for c in classes}) for one in shown),
            count=len(shown),
        )

    def _topic(self, concept: Concept, names: dict[str, Heading]) -> Topic:
        classes = [names[name] for name in concept.types if name in names]
        return Topic(iri=concept.iri, label=concept.label, classes=classes)

    def _pages(self, class_name: str) -> list[ThingPage]:
        """The pages of the things of a class, in the order in which the sources first speak of them."""
        slugs = [one.slug for one in self._graph.concepts.values() if class_name in one.types]
        pages = [self._page(slug) for slug in slugs]
        return sorted(pages, key=lambda page: (page.places, page.label))

    def _page_of(self, iri: str) -> ThingPage:
        return self._page(self._graph.names.slug(iri) or "")

    def _entry(self, page: ThingPage, shown: str = "") -> Entry:
        sectors = _values(page, self._property("fb:sector", forwards=True))
        kinds = _values(page, self._property("fb:actorKind", forwards=True))
        words = _values(page, self._property("dcterms:description", forwards=True))
        wanted = {
            self._property(name, forwards=forwards)
            for name in (self._table[shown]["shown"] if shown else [])
            for forwards in (True, False)
            if self._has(name, forwards=forwards)
        }
        unwanted = {self._property(name, forwards=True) for name in ("fb:sector", "fb:actorKind")}
        return Entry(
            iri=page.iri,
            label=page.label,
            kinds=[kind.text for kind in kinds],
            sectors=[sector.text.removesuffix(_SECTOR_MARK) for sector in sectors],
            words=next(iter(words), None),
            relations=[
                group
                for group in page.relations
                if (group.heading in wanted if shown else group.heading not in unwanted)
            ],
            reading_notes=page.reading_notes,
            quotes={citation.id: citation for citation in page.citations},
        )

    def _has(self, name: str, *, forwards: bool) -> bool:
        return (self._iri(name), forwards) in self._relations.headings

    def _property(self, name: str, *, forwards: bool) -> Heading:
        return self._relations.headings[self._iri(name), forwards]

    def _iri(self, name: str) -> str:
        return written_out(name, self._graph.names)


def _gathered(section: Section) -> Section:
    """``section`` with what is said of all its entries alike said once."""
    if len(section.entries) < _SEVERAL:
        return section
    first, *others = section.entries
    common = tuple(group for group in first.relations if all(_says(entry, group) for entry in others))
    headings = {group.heading for group in common}
    entries = [
        entry.model_copy(update={"relations": [one for one in entry.relations if one.heading not in headings]})
        for entry in section.entries
    ]
    return section.model_copy(update={"common": common, "entries": entries})


def _says(entry: Entry, group: RelationGroup) -> bool:
    things = [value.text for value in group.values]
    return any(one.heading == group.heading and [v.text for v in one.values] == things for one in entry.relations)


def alphabetic(text: str) -> str:
    """What to sort Danish words by: æ, ø and å come last."""
    return text.casefold().translate(_ALPHABET)


def _values(page: ThingPage, heading: Heading) -> list[Value]:
    return [value for group in page.relations if group.heading == heading for value in group.values]


def _letters(topics: Iterable[Topic]) -> list[Letter]:
    found: dict[str, list[Topic]] = {}
    for topic in sorted(topics, key=lambda one: alphabetic(_first_letter(one.label) + one.label)):
        found.setdefault(_first_letter(topic.label), []).append(topic)
    return [Letter(letter=letter, topics=among) for letter, among in found.items()]


def _first_letter(label: str) -> str:
    return next((sign.upper() for sign in label if sign.isalpha()), "#")
