"""A glossary: what the sources say of the terms that they use, and which of them they do not explain."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from forlobkg.answer import listing
from forlobkg.corpus import Corpus
from forlobkg.errors import InputError
from forlobkg.graph import KnowledgeGraph, Statement
from forlobkg.teach.lookup import Lookup
from forlobkg.teach.material import Cell, Line, Material, Objective, Section, Table
from forlobkg.teach.sourcing import Numbering, notice

Kind = Literal["explained", "described", "unexplained"]
_KINDS: Final[tuple[Kind, ...]] = ("explained", "described", "unexplained")
_MOST_PLACES: Final = 2
"""How many places show how a word is used that the sources do not explain."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Description(_Model):
    """Statements that describe a term, and the words to put them in; ``first`` takes the first of them only."""

    predicate: str
    subject: str = ""
    object: str = ""
    text: str
    first: bool = False


class Term(_Model):
    """A term.

    ``lay`` are our lay words to show for ``thing``, ``note_of`` is the thing whose reading note is told, and
    ``elsewhere`` how a note from outside the sources begins.
    """

    word: str
    thing: str = ""
    pathways: tuple[str, ...] = ()
    by: tuple[Description, ...] = ()
    find: tuple[str, ...] = ()
    lay: tuple[str, ...] = ()
    note_of: str = ""
    elsewhere: str = ""


class _SectionTexts(_Model):
    title: str
    caption: str = ""
    gap: str = ""
    line: str = ""


class GlossaryTexts(_Model):
    """The file ``data/glossary.toml``."""

    title: str
    subtitle: str
    both: str
    heads: tuple[str, str]
    lay: str
    unexplained: str
    minutes: int
    objectives: tuple[str, ...]
    pathways: dict[str, str]
    sections: dict[str, _SectionTexts]
    term: tuple[Term, ...]


@cache
def load_glossary_texts() -> GlossaryTexts:
    """The texts of the file."""
    text = (files("forlobkg.teach") / "data" / "glossary.toml").read_text(encoding="utf-8")
    return GlossaryTexts.model_validate(tomllib.loads(text))


def make_glossary(graph: KnowledgeGraph, corpus: Corpus, pathway: str | None = None) -> Material:
    """The glossary of ``pathway`` (slug), or of both: a table of terms that the sources explain, one of those that
    they describe, and one of those that they use without explaining them.

    Facts from outside the sources stand in a section of their own that says so. Raises ``InputError`` for a pathway
    that there is not.
    """
    texts = load_glossary_texts()
    if pathway is not None and pathway not in texts.pathways:
        raise InputError(f"der er ingen ordliste til {pathway!r}; vælg en af: {', '.join(texts.pathways)}")
    return _Glossary(graph, corpus, texts).material(pathway)


class _Glossary:
    def __init__(self, graph: KnowledgeGraph, corpus: Corpus, texts: GlossaryTexts) -> None:
        self._lookup = Lookup(graph, corpus)
        self._numbering = Numbering(corpus, graph.names)
        self._texts = texts
        self._definitions: dict[str, list[Statement]] = {}
        for statement in graph.as_statements(graph.select(graph.query_text("teach/definitions"))):
            self._definitions.setdefault(self._lookup.slug(statement.subject), []).append(statement)

    def material(self, pathway: str | None) -> Material:
        texts = self._texts
        chosen = [term for term in texts.term if not pathway or not term.pathways or pathway in term.pathways]
        sections = [section for kind in _KINDS for section in self._section(kind, chosen)]
        return Material(
            title=texts.title.format(about=texts.pathways[pathway] if pathway else texts.both),
            subtitle=texts.subtitle,
            notice=notice(self._lookup.corpus),
            objectives=tuple(Objective(text) for text in texts.objectives),
            sections=(*sections, *self._elsewhere(chosen)),
            sources=self._numbering.sources(),
        )

    def _kind(self, term: Term) -> Kind:
        if term.thing in self._definitions:
            return "explained"
        return "described" if term.by else "unexplained"

    def _section(self, kind: Kind, terms: Sequence[Term]) -> Iterable[Section]:
        of_kind = sorted((term for term in terms if self._kind(term) == kind), key=lambda term: term.word.casefold())
        made = [(Cell(self._named(term)), self._says(kind, term)) for term in of_kind]
        rows = tuple(row for row in made if row[1].text)
        said = self._texts.sections[kind]
        if rows:
            lines = (Line(said.gap, gap=True),) if said.gap else ()
            table = Table(said.caption, self._texts.heads, rows)
            yield Section(kind, said.title, self._texts.minutes, lines, table=table)

    def _says(self, kind: Kind, term: Term) -> Cell:
        """What the sources say; an empty cell for a term that they no longer have a word on."""
        if kind == "explained":
            return self._cell([self._lookup.passages(self._definitions[term.thing])], ["{quotes}."])
        if kind == "described":
            said = [(by, self._said(by)) for by in term.by]
            texts = [by.text.replace("{labels}", self._labels(by, found)) for by, found in said if found]
            return self._cell([self._lookup.passages(found) for _, found in said if found], texts)
        places = self._places(term)
        notes = [row["text"] for row in self._notes(term)]
        return self._cell([places], [" ".join([self._texts.unexplained, *notes])]) if places else Cell("")

    def _said(self, by: Description) -> list[Statement]:
        found = self._lookup.said(subject=by.subject, predicate=by.predicate, object_=by.object)
        return found[:1] if by.first else found

    def _cell(self, places: Sequence[Sequence[str]], texts: Sequence[str]) -> Cell:
        pairs = zip(texts, places, strict=True)
        words = " ".join(text.format(quotes=self._lookup.quotes(passages)) for text, passages in pairs)
        cited = [passage for passages in places for passage in passages]
        return Cell(words, tuple(sorted(self._numbering.numbers(cited))))

    def _labels(self, by: Description, found: Sequence[Statement]) -> str:
        ends = [statement.object if by.subject else statement.subject for statement in found]
        return listing([self._lookup.inside(end) for end in dict.fromkeys(ends)])

    def _places(self, term: Term) -> list[str]:
        """The first passages that use the term; the same words with more around them show nothing more."""
        found: dict[str, str] = {}
        for passage in self._lookup.corpus.passages.values():
            text = passage.text.casefold()
            uses = any(word.casefold() in text for word in term.find)
            if uses and len(found) < _MOST_PLACES and not any(earlier in text for earlier in found):
                found[text] = passage.id
        return list(found.values())

    def _notes(self, term: Term) -> list[dict[str, str]]:
        graph = self._lookup.graph
        return graph.rows_about("reading-notes", self._lookup.iri(term.note_of)) if term.note_of else []

    def _named(self, term: Term) -> str:
        """The term with our lay words for it, which are said to be ours."""
        concept = self._lookup.graph.concepts.get(term.thing)
        shown = [word for word in term.lay if concept is not None and word in concept.lay_labels]
        return self._texts.lay.format(word=term.word, lay=", ".join(shown)) if shown else term.word

    def _elsewhere(self, terms: Sequence[Term]) -> Iterable[Section]:
        """Notes on the terms from outside the sources, marked as such; no support for anything."""
        said = self._texts.sections["elsewhere"]
        lines: list[Line] = []
        for term in terms:
            if term.elsewhere:
                rows = self._lookup.graph.rows_about("outside-facts", self._lookup.iri(term.thing))
                fitting = [row for row in rows if row["text"].startswith(term.elsewhere)]
                lines.extend(
                    Line(said.line.format(source=row["source"], text=row["text"]), own=True) for row in fitting
                )
        if lines:
            yield Section("elsewhere", said.title, self._texts.minutes, tuple(lines))
