"""From an outline to material that can be set: numbered sources, the state of each line, pictures."""

from __future__ import annotations

from typing import get_args

from forlobkg.corpus import Corpus
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.checking import is_claim, state_of
from forlobkg.teach.claims import Claims
from forlobkg.teach.exercises import Exercises
from forlobkg.teach.material import Line, Material, Objective, Section
from forlobkg.teach.outline import Choice, Minutes, Outline, OutlineLine
from forlobkg.teach.picturing import picture_of
from forlobkg.teach.sourcing import Numbering, notice


def material_of(outline: Outline, graph: KnowledgeGraph, corpus: Corpus, claims: Claims | None = None) -> Material:
    """The material of ``outline`` with the sources as they are now.

    A line whose passages have changed or gone since it was made says so in its ``state``. A line that is said to be
    a claim but has other words stands as the trainer's own, so that nobody's words pass as the sources'.
    """
    known = Claims(graph, corpus) if claims is None else claims
    exercises = Exercises(graph, corpus, known)
    pathway = outline.choice.pathway
    numbering = Numbering(corpus, graph.names)
    sections = []
    for part in outline.parts:
        lines = tuple(
            # Whatever is said to be an exercise and is none of ours is the trainer's own.
            Line(line.text, own=not exercises.knows(line.text, pathway), exercise=True, level=line.level)
            if line.exercise and not line.own
            else _line(line, numbering, known, corpus)
            for line in part.lines
        )
        picture = picture_of(part.picture, outline.choice, graph, known, numbering) if part.picture else None
        sections.append(
            Section(part.id, part.title, part.minutes, lines, picture, note=part.note, discussion=part.discussion)
        )
    return Material(
        title=outline.title,
        subtitle=subtitle(outline.choice, known),
        notice=_notice(outline.choice, known, numbering, corpus),
        objectives=tuple(Objective(one.text, one.own) for one in outline.objectives),
        sections=tuple(sections),
        sources=numbering.sources(),
    )


def _notice(choice: Choice, claims: Claims, numbering: Numbering, corpus: Corpus) -> str:
    """What ``notice`` says of what is used, and where it is so, that the sources carry too little for the time."""
    little = claims.topics.frame.little.get(choice.pathway, "") if choice.minutes > min(get_args(Minutes)) else ""
    return f"{little} {notice(corpus, numbering.documents())}".strip()


def subtitle(choice: Choice, claims: Claims) -> str:
    """For whom and how long a course is."""
    audience = f" for {claims.forms(choice.profession).audience}" if choice.profession else ""
    return f"Kursus{audience}: {choice.minutes} minutter, {choice.level}"


def _line(line: OutlineLine, numbering: Numbering, claims: Claims, corpus: Corpus) -> Line:
    if line.own:
        return Line(line.text, own=True, level=line.level)
    state = state_of(line, corpus)
    claim = claims.claim(line.claim)
    if claim is None and state == "same":
        return Line(line.text, own=True, state="changed")
    if state == "same" and not is_claim(line, claim):
        return Line(line.text, own=True)
    if line.gap:
        return Line(line.text, gap=True, level=line.level)
    numbers = numbering.numbers(basis.passage for basis in line.rests_on)
    return Line(line.text, numbers, state=state, level=line.level)
