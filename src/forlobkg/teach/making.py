"""From an outline to material that can be set: numbered sources, the state of each line, pictures."""

from __future__ import annotations

from forlobkg.corpus import Corpus
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.claims import Claims
from forlobkg.teach.material import Line, Material, Objective, Section, State
from forlobkg.teach.outline import Choice, Outline, OutlineLine
from forlobkg.teach.picturing import picture_of
from forlobkg.teach.sourcing import Numbering, notice


def material_of(outline: Outline, graph: KnowledgeGraph, corpus: Corpus, claims: Claims | None = None) -> Material:
    """The material of ``outline`` with the sources as they are now. Raises ``InputError``.

    A line whose passages have changed or gone since it was made says so in its ``state``.
    """
    known = Claims(graph, corpus) if claims is None else claims
    numbering = Numbering(corpus, graph.names)
    sections = []
    for part in outline.parts:
        lines = tuple(_line(line, numbering, corpus) for line in part.lines)
        picture = picture_of(part.picture, outline.choice, graph, known, numbering) if part.picture else None
        sections.append(Section(part.id, part.title, part.minutes, lines, picture=picture, note=part.note))
    return Material(
        title=outline.title,
        subtitle=subtitle(outline.choice, known),
        notice=notice(corpus),
        objectives=tuple(Objective(one.text, one.own) for one in outline.objectives),
        sections=tuple(sections),
        sources=numbering.sources(),
    )


def subtitle(choice: Choice, claims: Claims) -> str:
    """For whom and how long a course is."""
    audience = f" for {claims.forms(choice.profession).audience}" if choice.profession else ""
    return f"Kursus{audience}: {choice.minutes} minutter, {choice.level}"


def state_of(line: OutlineLine, corpus: Corpus) -> State:
    """Whether a passage that the line rests on has changed or is gone."""
    found = [(basis, corpus.passages.get(basis.passage)) for basis in line.rests_on]
    if any(passage is None for _, passage in found):
        return "removed"
    changed = any(passage is not None and passage.sha256 != basis.hash for basis, passage in found)
    return "changed" if changed else "same"


def _line(line: OutlineLine, numbering: Numbering, corpus: Corpus) -> Line:
    if line.own or line.gap:
        return Line(line.text, own=line.own, gap=line.gap)
    numbers = numbering.numbers(basis.passage for basis in line.rests_on)
    return Line(line.text, numbers, state=state_of(line, corpus))
