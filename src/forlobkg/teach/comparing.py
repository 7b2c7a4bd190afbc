"""Two things of one class side by side: what the sources say of both, of the one only, and where they are silent."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.answer import begin_sentence, date_in_words, inside_sentence, listing
from forlobkg.corpus import Corpus
from forlobkg.errors import InputError
from forlobkg.graph import Concept, KnowledgeGraph, Statement
from forlobkg.teach.lookup import Lookup
from forlobkg.teach.material import Cell, Line, Material, Objective, Section, Table
from forlobkg.teach.sourcing import Numbering, notice


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Aspect(_Model):
    """What things are compared by: the other ends of a property; ``data/comparing.toml`` tells the rest."""

    title: str
    property: str
    back: bool = False
    both_ways: bool = False
    only: tuple[str, ...] = ()
    by: str = ""
    numbered: bool = False
    without: str = ""
    always: bool = False
    none: str = ""
    by_kind: bool = False
    rows: bool = False


class ComparedClass(_Model):
    """A class of things that can be compared."""

    aspect: tuple[Aspect, ...]


class _Documents(_Model):
    title: str


class CompareTexts(_Model):
    """The file ``data/comparing.toml``."""

    title: str
    subtitle: str
    side: str
    first_head: str
    shared_line: str
    nothing_shared: str
    none: str
    silent: str
    mentioned: str
    comparable: str
    caption: str
    minutes: int
    objectives: tuple[str, ...]
    names: dict[str, str]
    documents: _Documents
    classes: dict[str, ComparedClass] = Field(alias="class")


@dataclass(frozen=True, slots=True)
class Value:
    """The other end of statements: the same ``key`` for both things where they share it."""

    key: str
    label: str
    passages: tuple[str, ...]


@cache
def load_compare_texts() -> CompareTexts:
    """The texts of the file."""
    text = (files("forlobkg.teach") / "data" / "comparing.toml").read_text(encoding="utf-8")
    return CompareTexts.model_validate(tomllib.loads(text))


def compare(graph: KnowledgeGraph, corpus: Corpus, one: str, other: str) -> Material:
    """Two interventions, actors, pathways or target groups side by side; by slug or Danish label.

    The first section has a row for each aspect; the others have one for each element, criterion, goal and so on,
    the shared ones first. A cell is empty where the sources say nothing. Raises ``InputError`` for a thing that there
    is not, two of different classes, and the same one twice.
    """
    return _Comparison(graph, corpus, load_compare_texts()).material(one, other)


class _Comparison:
    def __init__(self, graph: KnowledgeGraph, corpus: Corpus, texts: CompareTexts) -> None:
        self._graph = graph
        self._lookup = Lookup(graph, corpus)
        self._numbering = Numbering(corpus, graph.names)
        self._texts = texts

    def material(self, one: str, other: str) -> Material:
        texts = self._texts
        things = self._thing(one), self._thing(other)
        compared = self._class_of(*things)
        plain = [aspect for aspect in compared.aspect if not aspect.rows]
        side = self._side(things, plain)
        by_row = [self._rows(things, aspect) for aspect in compared.aspect if aspect.rows]
        return Material(
            title=texts.title.format(one=self._name(things[0]), other=self._inside(things[1])),
            subtitle=texts.subtitle,
            notice=notice(self._lookup.corpus),
            objectives=tuple(Objective(text) for text in texts.objectives),
            sections=(side, *(section for section in by_row if section is not None)),
            sources=self._numbering.sources(),
        )

    def _name(self, thing: Concept) -> str:
        return self._texts.names.get(thing.slug, thing.label)

    def _inside(self, thing: Concept) -> str:
        is_name = thing.iri in self._graph.proper_names and thing.slug not in self._texts.names
        return inside_sentence(self._name(thing), is_name=is_name)

    def _thing(self, name: str) -> Concept:
        concepts = self._graph.concepts
        if name in concepts:
            return concepts[name]
        wanted = name.strip().casefold()
        named = [c for c in concepts.values() if c.label.casefold() == wanted and self._classes(c)]
        if len(named) == 1:
            return named[0]
        raise InputError(f"grafen kender ingen {name!r}; {self._comparable()}")

    def _classes(self, concept: Concept) -> list[str]:
        return [name for name in concept.types if name in self._texts.classes]

    def _class_of(self, one: Concept, other: Concept) -> ComparedClass:
        if one.slug == other.slug:
            raise InputError(f"vælg to forskellige; begge er {one.slug!r}")
        shared = [name for name in self._classes(one) if name in self._classes(other)]
        if not shared:
            raise InputError(f"{one.slug!r} og {other.slug!r} er ikke af samme slags; {self._comparable()}")
        return self._texts.classes[shared[0]]

    def _comparable(self) -> str:
        some = sorted(concept.slug for concept in self._graph.concepts.values() if "Intervention" in concept.types)
        return self._texts.comparable.format(some=listing(some))

    def _values(self, thing: Concept, aspect: Aspect) -> list[Value]:
        back = aspect.back or aspect.both_ways
        said = self._lookup.said(predicate=aspect.property, object_=thing.slug) if back else []
        ends = [(statement.subject, statement) for statement in said]
        if not aspect.back:
            away = self._lookup.said(predicate=aspect.property, subject=thing.slug)
            ends.extend((statement.object, statement) for statement in away)
        values: dict[str, Value] = {}
        for end, statement in ends:
            if not aspect.only or any(self._is_a(end, name) for name in aspect.only):
                value = self._value(end, statement, aspect)
                earlier = values.get(value.key)
                passages = (*earlier.passages, *value.passages) if earlier else value.passages
                values[value.key] = Value(value.key, value.label, tuple(self._lookup.in_order(passages)))
        # »2022« goes where »september 2022« is.
        labels = [set(value.label.split()) for value in values.values()]
        return [value for value in values.values() if not any({*value.label.split()} < other for other in labels)]

    def _is_a(self, iri: str, class_name: str) -> bool:
        if class_name == "Responsibility":
            return bool(self._lookup.said(subject=self._lookup.slug(iri), predicate="fb:task"))
        return self._lookup.is_a(self._lookup.slug(iri), class_name)

    def _value(self, end: str, statement: Statement, aspect: Aspect) -> Value:
        label = (
            self._lookup.label(end).removesuffix(aspect.without) if end in self._graph.labels else date_in_words(end)
        )
        passages = list(statement.passages)
        if aspect.by:
            told = self._lookup.said(subject=self._lookup.slug(end), predicate=aspect.by)
            words = listing(list(dict.fromkeys(f"»{one.object}«" for one in told)))
            passages.extend(self._lookup.passages(told))
            numbered = aspect.numbered or self._lookup.is_a(self._lookup.slug(end), "Recommendation")
            label = f"{label}: {words}" if numbered and words else words or label
        return Value(end, label, tuple(passages))

    def _cell(self, values: Sequence[Value]) -> Cell:
        return Cell("; ".join(value.label for value in values), self._cited(values))

    def _cited(self, values: Sequence[Value]) -> tuple[int, ...]:
        """The first place in each document for each value: more would say no more."""
        corpus = self._lookup.corpus
        cited: list[str] = []
        for value in values:
            first = {corpus.passages[slug].document: slug for slug in reversed(value.passages)}
            cited.extend(first.values())
        return tuple(sorted(self._numbering.numbers(self._lookup.in_order(cited))))

    def _side(self, things: tuple[Concept, Concept], aspects: Sequence[Aspect]) -> Section:
        texts = self._texts
        rows: list[tuple[Cell, ...]] = []
        silent: list[str] = []
        for aspect in aspects:
            cells = [self._cell(self._values(thing, aspect)) for thing in things]
            if aspect.always or any(cell.text for cell in cells):
                rows.append((Cell(begin_sentence(aspect.title)), *cells))
            else:
                silent.append(aspect.title)
        rows.append((Cell(begin_sentence(texts.documents.title)), *(self._documents(thing) for thing in things)))
        gaps = [Line(texts.silent.format(aspects="; ".join(silent)), gap=True)] if silent else []
        heads = (texts.first_head, *(self._name(thing) for thing in things))
        table = Table(self._caption(texts.side, things), heads, tuple(rows))
        return Section("side", texts.side, texts.minutes, tuple(gaps), table=table)

    def _caption(self, title: str, things: tuple[Concept, Concept]) -> str:
        one, other = (self._inside(thing) for thing in things)
        return self._texts.caption.format(title=title, one=one, other=other)

    def _documents(self, thing: Concept) -> Cell:
        first: dict[str, str] = {}
        for row in self._graph.rows_about("teach/mentions", thing.iri):
            first.setdefault(self._lookup.slug(row["document"]), self._lookup.slug(row["passage"]))
        records = [self._lookup.corpus.documents[slug].record for slug in first]
        names = [f"{record.title} ({date_in_words(record.date.isoformat())})" for record in records]
        return Cell("; ".join(names), tuple(sorted(self._numbering.numbers(first.values()))))

    def _rows(self, things: tuple[Concept, Concept], aspect: Aspect) -> Section | None:
        """A row for each value: first what both have, then what only the one and only the other has."""
        texts = self._texts
        ones, others = ({value.key: value for value in self._values(thing, aspect)} for thing in things)
        if not ones and not others:
            return None
        shared = [key for key in ones if key in others]
        rest = [key for key in [*ones, *others] if key not in shared]
        if aspect.by_kind:
            # What is alike stands together; the kinds are the editors', and claim nothing.
            kinds = {row["thing"]: row["kind"] for row in self._graph.rows("teach/element-kinds")}
            first = {kind: place for place, kind in reversed([*enumerate(kinds.get(key, "") for key in rest)])}
            rest.sort(key=lambda key: first[kinds.get(key, "")])
        keys = [*shared, *rest]
        rows = tuple(self._row(key, ones, others) for key in keys)
        both = [value for key in shared for value in (ones[key], others[key])]
        lines = [
            Line((aspect.none or texts.none).format(name=self._inside(thing)), gap=True)
            for thing, found in zip(things, (ones, others), strict=True)
            if not found
        ]
        if shared:
            labels = "; ".join(ones[key].label for key in shared)
            lines.append(Line(texts.shared_line.format(labels=labels), self._cited(both)))
        elif not lines:
            lines.append(Line(texts.nothing_shared, gap=True))
        title = begin_sentence(aspect.title)
        heads = (title, *(self._name(thing) for thing in things))
        return Section(
            aspect.property.partition(":")[2],
            title,
            texts.minutes,
            tuple(lines),
            table=Table(self._caption(title, things), heads, rows),
        )

    def _row(self, key: str, *sides: dict[str, Value]) -> tuple[Cell, ...]:
        found = [side.get(key) for side in sides]
        label = next(value.label for value in found if value is not None)
        return Cell(label), *(self._mentioned(value) for value in found)

    def _mentioned(self, value: Value | None) -> Cell:
        return Cell("") if value is None else Cell(self._texts.mentioned, self._cited([value]))
