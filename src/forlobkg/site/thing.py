"""What the page of one thing shows: its statements both ways in words, sorted by what they rest on, with quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import pyoxigraph as ox

from forlobkg.answer import Citations
from forlobkg.answer import Term as TermView
from forlobkg.corpus import Corpus
from forlobkg.graph import FB, Description, KnowledgeGraph, Term
from forlobkg.site.relations import Heading, Relations
from forlobkg.site.thing_views import Content, Group, Kind, PlaceView, RelationGroup, ThingPage, Value

_T = TypeVar("_T")
_MOST_SHOWN = 500
"""How many statements of one kind a page shows; the data page has the others."""
_LONGEST_NAME = 90
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DEFINING = (
    f"{_SKOS}definition",
    "http://purl.org/dc/terms/description",
    "http://www.w3.org/2000/01/rdf-schema#comment",
)
_GENERATED_BY = "http://www.w3.org/ns/prov#wasGeneratedBy"
_USED = "http://www.w3.org/ns/prov#used"
_SOURCE = "http://purl.org/dc/terms/source"
_NOTE = f"{_SKOS}note"
_WORDINGS, _LAY_WORDS, _READING_NOTES = f"{FB}sourceLabel", f"{_SKOS}altLabel", f"{FB}readingNote"
_NAMED_ELSEWHERE = {_WORDINGS, _LAY_WORDS, _READING_NOTES, *_DEFINING}


def thing_page(description: Description, slug: str, graph: KnowledgeGraph, corpus: Corpus) -> ThingPage:
    """The page of the thing that ``description`` is of."""
    return _Page(description, graph, corpus).make(slug)


class _Page:
    """Makes one page, and collects its citations."""

    def __init__(self, description: Description, graph: KnowledgeGraph, corpus: Corpus) -> None:
        self._description = description
        self._graph = graph
        self._corpus = corpus
        self._citations = Citations(corpus, graph.names)
        used = _objects(description.mentioned, _USED)
        applied = _objects(description.mentioned, _GENERATED_BY)
        self._rules = {name: used.get(application, application) for name, application in applied.items()}
        self._sources = _objects(description.mentioned, _SOURCE)
        self._more = not description.complete
        self._positions = {name: place for place, name in enumerate(corpus.passages)}
        self._relations = Relations.load(graph.names)

    def make(self, slug: str) -> ThingPage:
        described = self._description
        own = [quad for quad in described.statements if _value(quad.subject) == described.iri]
        ours = [quad for quad in own if self._kind(_value(quad.graph_name)) is Kind.DESCRIBED]
        statements, links = self._groups(own, forwards=True), self._groups(described.links, forwards=False)
        contents = self._contents(self._first(described.contents))
        outside = statements.get(Kind.OUTSIDE, [])
        return ThingPage(
            iri=described.iri,
            slug=slug,
            label=self.name(described.iri),
            classes=[self._term(iri) for iri in self._classes(own)],
            definition=next((text for name in _DEFINING for text in _values(ours, name, "da")), ""),
            wordings=sorted(_values(ours, _WORDINGS, "da"), key=str.casefold),
            lay_words=sorted(_values(ours, _LAY_WORDS, "da"), key=str.casefold),
            reading_notes=_values(ours, _READING_NOTES, "da"),
            relations=self._arranged([(True, statements), (False, links)]),
            outside=[value for group in outside if group.property.iri == _NOTE for value in group.values],
            technical=[*self._rest(statements), *(group for group in outside if group.property.iri != _NOTE)],
            technical_links=[*self._rest(links), *links.get(Kind.OUTSIDE, [])],
            contents=contents,
            place=self._place(slug) if slug in self._corpus.passages else None,
            passages=[
                self._term(self._graph.names.iri(part.id))
                for part in (self._corpus.passages_of(slug) if slug in self._corpus.documents else ())
            ],
            places=tuple(sorted({self._position(name) for name in self._said(statements, links)})),
            citations=self._citations.all,
            more=self._more,
        )

    def _said(self, *both_ways: dict[Kind, list[Group]]) -> list[str]:
        groups = [group for groups in both_ways for group in groups.get(Kind.SAID, [])]
        return [name for group in groups for value in group.values for name in value.citations]

    def _is_shown(self, kind: Kind, group: Group) -> bool:
        """Whether the group tells something of the thing: not how it is stored, nor what the page says elsewhere."""
        iri = group.property.iri or ""
        if kind is Kind.OUTSIDE or iri in self._relations.technical:
            return False
        known = (iri, True) in self._relations.headings and iri not in _NAMED_ELSEWHERE
        return known if kind is Kind.DESCRIBED else True

    def _rest(self, groups: dict[Kind, list[Group]]) -> list[Group]:
        return [
            group
            for kind in (Kind.SAID, Kind.INFERRED, Kind.DESCRIBED)
            for group in groups.get(kind, [])
            if not self._is_shown(kind, group)
        ]

    def _arranged(self, both_ways: Sequence[tuple[bool, dict[Kind, list[Group]]]]) -> list[RelationGroup]:
        """The statements under their headings; one that is said needs no rule to follow from as well."""
        found: dict[Heading, dict[tuple[str, bool], Value]] = {}
        for kind in (Kind.SAID, Kind.INFERRED, Kind.DESCRIBED):
            for forwards, groups in both_ways:
                for group in groups.get(kind, []):
                    if not self._is_shown(kind, group):
                        continue
                    label = group.property.label if forwards else f"{group.property.label} (herhen)"
                    heading = self._relations.heading(group.property.iri or "", label, forwards=forwards)
                    values = found.setdefault(heading, {})
                    for value in group.values:
                        values.setdefault((value.iri or value.text, value.iri is None), value)
        return [
            RelationGroup(heading=heading, values=sorted(found[heading].values(), key=self._in_sources))
            for heading in self._relations.in_order(found)
        ]

    def _in_sources(self, value: Value) -> tuple[int, int, str]:
        places = [self._position(name) for name in value.citations]
        said = list(Kind).index(value.kind)
        return said, min(places, default=len(self._positions)), value.text.casefold()

    def _position(self, citation: str) -> int:
        passage = self._citations.all[int(citation[1:]) - 1].passage
        return self._positions[self._graph.names.slug(passage) or ""]

    def _contents(self, quads: Sequence[ox.Quad]) -> list[Content]:
        """What a graph says, by what it says it of."""
        subjects: dict[Term, dict[Heading, list[Value]]] = {}
        for quad in quads:
            if quad.predicate.value in self._relations.technical:
                continue
            label = self.name(quad.predicate.value)
            heading = self._relations.heading(quad.predicate.value, label, forwards=True)
            about = subjects.setdefault(_plain_term(quad.subject), {})
            about.setdefault(heading, []).append(self._bare(_plain_term(quad.object), Kind.SAID, [], ""))
        return [
            Content(
                subject=self._bare(subject, Kind.SAID, [], ""),
                relations=[
                    RelationGroup(heading=heading, values=sorted(about[heading], key=self._in_sources))
                    for heading in self._relations.in_order(about)
                ],
            )
            for subject, about in subjects.items()
        ]

    def name(self, iri: str) -> str:
        """What to call ``iri``: its Danish label, a passage's words, else its slug or the IRI itself."""
        slug = self._graph.names.slug(iri)
        passage = self._corpus.passages.get(slug) if slug is not None else None
        if passage is not None:
            return f"»{_brief(passage.text)}«"
        return self._graph.labels.get(iri) or slug or self._short(iri)

    def _short(self, iri: str) -> str:
        spaces = self._graph.names.prefixes.items()
        return next((f"{name}:{iri[len(space) :]}" for name, space in spaces if iri.startswith(space)), iri)

    def _classes(self, own: Iterable[ox.Quad]) -> list[str]:
        """The classes that have a Danish name; the others where there is none."""
        classes = _values(own, _RDF_TYPE)
        return [iri for iri in classes if iri in self._graph.labels] or classes

    def _term(self, iri: str) -> TermView:
        return TermView(iri=iri, label=self.name(iri))

    def _groups(self, quads: Iterable[ox.Quad], *, forwards: bool) -> dict[Kind, list[Group]]:
        """The statements by what they rest on and by property; one that several graphs make is one statement."""
        graphs: dict[tuple[str, Term], list[str]] = {}
        for quad in quads:
            end = quad.object if forwards else quad.subject
            graphs.setdefault((quad.predicate.value, _plain_term(end)), []).append(_value(quad.graph_name))
        found: dict[Kind, dict[str, list[Value]]] = {kind: {} for kind in Kind}
        for (predicate, end), among in self._first(graphs.items()):
            kind = min((self._kind(name) for name in among), key=list(Kind).index)
            resting = sorted(name for name in among if self._kind(name) is kind)
            found[kind].setdefault(predicate, []).append(self._end(end, kind, resting))
        return {
            kind: [
                Group(
                    property=self._term(predicate),
                    values=sorted(
                        values if kind is Kind.DESCRIBED else _in_danish(values),
                        key=lambda value: value.text.casefold(),
                    ),
                )
                for predicate, values in sorted(by_property.items(), key=lambda item: self.name(item[0]).casefold())
            ]
            for kind, by_property in found.items()
            if by_property
        }

    def _first(self, several: Iterable[_T]) -> Sequence[_T]:
        in_order = sorted(several, key=str)
        self._more = self._more or len(in_order) > _MOST_SHOWN
        return in_order[:_MOST_SHOWN]

    def _kind(self, graph_name: str) -> Kind:
        if self._graph.names.slug(graph_name) in self._corpus.passages:
            return Kind.SAID
        if graph_name in self._rules:
            return Kind.INFERRED
        return Kind.OUTSIDE if graph_name in self._sources else Kind.DESCRIBED

    def _end(self, end: Term, kind: Kind, graphs: Sequence[str]) -> Value:
        passages = dict.fromkeys(passage for name in graphs for passage in self._passages(name))
        whys = {Kind.INFERRED: self._rules, Kind.OUTSIDE: self._sources}.get(kind, {})
        why = next((self.name(whys[name]) for name in graphs), "") if whys else ""
        in_order = sorted(passages, key=lambda name: self._positions[name])
        return self._bare(end, kind, self._citations.cite(in_order), why)

    def _bare(self, end: Term, kind: Kind, citations: list[str], why: str) -> Value:
        is_iri = isinstance(end, ox.NamedNode)
        return Value(
            text=self.name(end.value) if is_iri else end.value,
            iri=end.value if is_iri else None,
            language=end.language if isinstance(end, ox.Literal) else None,
            kind=kind,
            citations=citations,
            why=why,
        )

    def _passages(self, graph_name: str) -> list[str]:
        """The passages behind a graph; headings that only stand over another of them come with that one's quote."""
        slug = self._graph.names.slug(graph_name)
        if slug in self._corpus.passages:
            return [slug]
        slugs = (self._graph.names.slug(iri) for iri in self._description.evidence.get(graph_name, ()))
        known = [self._corpus.passages[slug] for slug in slugs if slug in self._corpus.passages]
        above = {parent for passage in known for parent in passage.context}
        return [passage.id for passage in known if passage.id not in above]

    def _place(self, slug: str) -> PlaceView:
        passage = self._corpus.passages[slug]
        record = self._corpus.documents[passage.document].record
        neighbours = self._corpus.passages_of(passage.document)
        at = neighbours.index(passage)
        names = self._graph.names
        return PlaceView(
            text=passage.text,
            document=TermView(iri=names.iri(record.id), label=record.title),
            document_id=record.id,
            date=record.date.isoformat(),
            page=passage.page,
            section=passage.section,
            context=[self._term(names.iri(parent)) for parent in reversed(passage.context)],
            before=self._term(names.iri(neighbours[at - 1].id)) if at else None,
            after=self._term(names.iri(neighbours[at + 1].id)) if at + 1 < len(neighbours) else None,
        )


def _in_danish(values: Sequence[Value]) -> Sequence[Value]:
    """``values`` without the translations of those that are in Danish."""
    if not any(value.language == "da" for value in values):
        return values
    return [value for value in values if value.language in (None, "da")]


def _brief(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME].rsplit(' ', 1)[0]} …"


def _plain_term(term: object) -> Term:
    if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal):
        return term
    raise TypeError(f"no term of RDF 1.1: {term}")


def _value(term: object) -> str:
    return _plain_term(term).value


def _objects(quads: Iterable[ox.Quad], predicate: str) -> dict[str, str]:
    return {_value(quad.subject): _value(quad.object) for quad in quads if quad.predicate.value == predicate}


def _values(quads: Iterable[ox.Quad], predicate: str, language: str | None = None) -> list[str]:
    found = (quad.object for quad in quads if quad.predicate.value == predicate)
    wanted = (term for term in found if language is None or getattr(term, "language", None) == language)
    return list(dict.fromkeys(_value(term) for term in wanted))
