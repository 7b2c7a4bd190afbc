"""What the pages of the sources show: each document part by part, with repairs and what was drawn from the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby

import pyoxigraph as ox
from pydantic import BaseModel, ConfigDict

from forlobkg.answer import Term as TermView
from forlobkg.answer import date_in_words
from forlobkg.corpus import Corpus, DocumentRecord, Passage, PassageKind
from forlobkg.errors import NotFoundError
from forlobkg.graph import XSD, KnowledgeGraph, Term
from forlobkg.site.repairs import Stretch, stretches

_BRIEF = 60
_MOST_ON_A_SHEET = 250
"""How many passages one page shows: enough for a slide deck or a report's chapter, and still a small page."""
_NUMBERS = {f"{XSD}integer", f"{XSD}decimal"}
_DATES = {f"{XSD}date", f"{XSD}gYearMonth", f"{XSD}gYear"}
_SUFFIX = re.compile(r"-[1-9][0-9]*$")


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class End(_View):
    """What a statement says of its subject: a thing with its IRI, or a text."""

    text: str
    iri: str | None


class Drawn(_View):
    """Statements that one passage makes of one subject by one property."""

    subject: TermView
    property: TermView
    ends: list[End]


class PassageView(_View):
    """A passage beside its received words, which stood in as many places as ``ranges`` tells."""

    id: str
    iri: str
    kind: PassageKind
    text: str
    brief: str
    words: list[Stretch]
    changes: int
    ranges: int
    unreadable: bool
    drawn: list[Drawn]

    @property
    def statements(self) -> int:
        """How many statements were drawn from it."""
        return sum(len(drawn.ends) for drawn in self.drawn)


class Form(StrEnum):
    """How a block of passages is set."""

    HEADING = "heading"
    PROSE = "prose"
    BULLET = "bullet"
    BOXES = "boxes"
    FOOTER = "footer"


class Block(_View):
    """Passages that are read in one go: a bullet, the sentences of a paragraph, the boxes of a figure."""

    form: Form
    depth: int
    passages: list[PassageView]


class Remark(_View):
    """What the editors remark on the reading of a thing, by language."""

    thing: TermView
    texts: dict[str, str]


class Part(_View):
    """A slide, or a section; ``printed`` tells whether the page's number stands on it."""

    anchor: str
    page: int | None
    printed: bool
    heading: PassageView | None
    blocks: list[Block]
    remarks: list[Remark]

    @property
    def passages(self) -> list[PassageView]:
        """The passages, the heading first."""
        first = [self.heading] if self.heading else []
        return [*first, *(passage for block in self.blocks for passage in block.passages)]


class SourcePage(_View):
    """A document as its page shows it."""

    record: DocumentRecord
    parts: list[Part]

    @property
    def passages(self) -> list[PassageView]:
        """All passages."""
        return [passage for part in self.parts for passage in part.passages]

    @property
    def repaired(self) -> int:
        """How many passages were repaired."""
        return sum(passage.changes > 0 for passage in self.passages)

    @property
    def statements(self) -> int:
        """How many statements were drawn."""
        return sum(passage.statements for passage in self.passages)

    @property
    def unreadable(self) -> list[tuple[Part, PassageView]]:
        """The passages that cannot be read in full."""
        return [(part, passage) for part in self.parts for passage in part.passages if passage.unreadable]

    @property
    def remarks(self) -> list[tuple[Part, Remark]]:
        """What the editors remark, with the part that it stands by."""
        return [(part, remark) for part in self.parts for remark in part.remarks]

    @property
    def printed(self) -> list[int]:
        """The pages whose number stands on them."""
        return [part.page for part in self.parts if part.page is not None and part.printed]

    def sheets(self, most: int = _MOST_ON_A_SHEET) -> list[list[Part]]:
        """The parts, as many together as have at most ``most`` passages, but no part divided."""
        sheets: list[list[Part]] = []
        filled = 0
        for part in self.parts:
            size = len(part.passages)
            if not sheets or filled + size > most:
                sheets.append([])
                filled = 0
            sheets[-1].append(part)
            filled += size
        return sheets

    def at(self, passage_id: str) -> tuple[Part, PassageView] | None:
        """The passage with the id and its part, or None where the document has no such passage."""
        return next(
            ((part, passage) for part in self.parts for passage in part.passages if passage.id == passage_id), None
        )


class OutsideFact(_View):
    """A fact from another source, ``source`` being an address or a title; shown as a note, never as evidence."""

    source: str
    thing: TermView
    text: str


class Sources:
    """The documents of a corpus, each put together once."""

    def __init__(self, graph: KnowledgeGraph, corpus: Corpus) -> None:
        self._graph = graph
        self._corpus = corpus
        self._pages: dict[str, SourcePage] = {}

    def page(self, document_id: str) -> SourcePage:
        """The document with the id. Raises ``NotFoundError``."""
        document = self._corpus.documents.get(document_id)
        if document is None:
            known = ", ".join(self._corpus.documents)
            raise NotFoundError(f"ingen kilde hedder {document_id!r}; der er: {known}")
        if document_id not in self._pages:
            self._pages[document_id] = SourcePage(record=document.record, parts=list(self._parts(document_id)))
        return self._pages[document_id]

    def all(self) -> list[SourcePage]:
        """All documents, in the order of the manifest."""
        return [self.page(document_id) for document_id in self._corpus.documents]

    def outside(self) -> list[OutsideFact]:
        """The facts from other sources."""
        rows = self._graph.rows("site/outside-sources")
        return [OutsideFact(source=row["source"], thing=self._term(row["thing"]), text=row["text"]) for row in rows]

    def _parts(self, document_id: str) -> Iterator[Part]:
        drawn, remarks = self._drawn(document_id), self._remarks(document_id)
        passages = self._corpus.passages_of(document_id)
        by_part = groupby(passages, key=lambda passage: passage.page if passage.page is not None else passage.section)
        said: set[str | None] = set()
        for number, (key, several) in enumerate(by_part, start=1):
            members = list(several)
            page = key if isinstance(key, int) else None
            views = {passage.id: self._passage(passage, drawn.get(passage.id, [])) for passage in members}
            first = members[0]
            heading = views[first.id] if first.kind is PassageKind.HEADING else None
            here = {
                remark.thing.iri: remark
                for passage in members
                for remark in remarks.get(passage.id, ())
                if remark.thing.iri not in said
            }
            said.update(here)
            yield Part(
                anchor=f"side-{page}" if page is not None else f"afsnit-{number}",
                page=page,
                printed=page is not None and any(_shows_number(passage, page) for passage in members),
                heading=heading,
                blocks=list(self._blocks(members[1:] if heading else members, views)),
                remarks=list(here.values()),
            )

    def _blocks(self, passages: Sequence[Passage], views: dict[str, PassageView]) -> Iterator[Block]:
        for _, several in groupby(passages, key=_run):
            members = list(several)
            yield Block(
                form=_form(members[0]),
                depth=self._depth(members[0], views),
                passages=[views[passage.id] for passage in members],
            )

    def _depth(self, passage: Passage, views: dict[str, PassageView]) -> int:
        """How many lead-ins and bullets it stands under; a sentence goes on from another one without an indent."""
        if _form(passage) not in (Form.BULLET, Form.PROSE):
            return 0
        over = {PassageKind.LEAD_IN, PassageKind.BULLET}
        if passage.kind is PassageKind.BULLET:
            over.add(PassageKind.SENTENCE)
        return sum(self._corpus.passages[name].kind in over for name in passage.context if name in views)

    def _passage(self, passage: Passage, drawn: list[Drawn]) -> PassageView:
        words = stretches(passage.received, passage.text)
        return PassageView(
            id=passage.id,
            iri=self._graph.names.iri(passage.id),
            kind=passage.kind,
            text=passage.text,
            brief=_brief(passage.text),
            words=words,
            changes=sum(stretch.changed for stretch in words),
            ranges=len(passage.received_ranges),
            unreadable=passage.unreadable,
            drawn=drawn,
        )

    def _drawn(self, document_id: str) -> dict[str, list[Drawn]]:
        """What was drawn from each passage, by its id."""
        bound: dict[str, Term] = {"document": ox.NamedNode(self._graph.names.iri(document_id))}
        rows = self._graph.select(self._graph.query_text("site/source-statements"), bound)
        found: dict[str, dict[tuple[str, str], list[End]]] = {}
        for row in rows:
            passage = self._graph.names.slug(row["passage"].value)
            if passage is not None:
                key = (row["subject"].value, row["predicate"].value)
                found.setdefault(passage, {}).setdefault(key, []).append(self._end(row["object"]))
        return {
            passage: [
                Drawn(subject=self._term(subject), property=self._term(predicate), ends=ends)
                for (subject, predicate), ends in by_subject.items()
            ]
            for passage, by_subject in found.items()
        }

    def _remarks(self, document_id: str) -> dict[str, list[Remark]]:
        bound: dict[str, Term] = {"document": ox.NamedNode(self._graph.names.iri(document_id))}
        texts: dict[tuple[str, str], dict[str, str]] = {}
        for row in self._graph.select(self._graph.query_text("site/source-notes"), bound):
            passage, text = self._graph.names.slug(row["passage"].value), row["text"]
            if passage is not None and isinstance(text, ox.Literal):
                texts.setdefault((passage, row["thing"].value), {})[text.language or "da"] = text.value
        found: dict[str, list[Remark]] = {}
        for (passage, thing), by_language in texts.items():
            found.setdefault(passage, []).append(Remark(thing=self._term(thing), texts=by_language))
        return found

    def _term(self, iri: str) -> TermView:
        return TermView(iri=iri, label=self._graph.labels.get(iri) or self._graph.names.slug(iri) or iri)

    def _end(self, term: Term) -> End:
        if isinstance(term, ox.NamedNode):
            return End(text=self._term(term.value).label, iri=term.value)
        datatype = term.datatype.value if isinstance(term, ox.Literal) else ""
        if datatype in _NUMBERS and term.value.isdecimal():
            return End(text=f"{int(term.value):,}".replace(",", "."), iri=None)
        return End(text=date_in_words(term.value) if datatype in _DATES else term.value, iri=None)


def _form(passage: Passage) -> Form:
    if passage.kind in (PassageKind.LABEL, PassageKind.CELL):
        return Form.BOXES if passage.page is not None else Form.PROSE
    known = {PassageKind.HEADING: Form.HEADING, PassageKind.BULLET: Form.BULLET, PassageKind.FOOTER: Form.FOOTER}
    return known.get(passage.kind, Form.PROSE)


def _run(passage: Passage) -> tuple[str, ...]:
    """What passages have in common that are read in one go: their kind, for sentences their line too."""
    form = _form(passage)
    if form in (Form.BOXES, Form.FOOTER):
        return form, passage.kind
    return (form, _SUFFIX.sub("", passage.id)) if form is Form.PROSE else (form, passage.id)


def _shows_number(passage: Passage, page: int) -> bool:
    return passage.kind is PassageKind.FOOTER and re.search(rf"\bSide {page}\b", passage.text) is not None


def _brief(text: str) -> str:
    return text if len(text) <= _BRIEF else f"{text[:_BRIEF].rsplit(' ', 1)[0]} …"
