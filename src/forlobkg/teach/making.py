"""From an outline to material that can be set: numbered sources, the state of each line, pictures."""

from __future__ import annotations

from forlobkg.corpus import Corpus
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.checking import is_claim, state_of
from forlobkg.teach.claims import Claims
from forlobkg.teach.material import Line, Material, Objective, Section
from forlobkg.teach.outline import Choice, Outline, OutlineLine
from forlobkg.teach.picturing import picture_of
from forlobkg.teach.sourcing import Numbering, notice


def material_of(outline: Outline, graph: KnowledgeGraph, corpus: Corpus, claims: Claims | None = None) -> Material:
    """The material of ``outline`` with the sources as they are now.

    A line whose passages have changed or gone since it was made says so in its ``state``. A line that is said to be
    a claim but has other words stands as the trainer's own, so that nobody's words pass as the sources'.
    """
    known = Claims(graph, corpus) if claims is None else claims
    numbering = Numbering(corpus, graph.names)
    sections = []
    for part in outline.parts:
        lines = tuple(_line(line, numbering, known, corpus) for line in part.lines)
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


def _line(line: OutlineLine, numbering: Numbering, claims: Claims, corpus: Corpus) -> Line:
    if line.own:
        return Line(line.text, own=True)
    state = state_of(line, corpus)
    claim = claims.claim(line.claim)
    if claim is None and state == "same":
        return Line(line.text, own=True, state="changed")
    if state == "same" and not is_claim(line, claim):
        return Line(line.text, own=True)
    if line.gap:
        return Line(line.text, gap=True)
    return Line(line.text, numbering.numbers(basis.passage for basis in line.rests_on), state=state)
