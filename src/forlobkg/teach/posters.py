"""One page for a wall: who does what, for one profession."""

from __future__ import annotations

from collections.abc import Iterable

from forlobkg.corpus import Corpus
from forlobkg.errors import InputError
from forlobkg.graph import KnowledgeGraph, WhoRow
from forlobkg.teach.claims import Claim, Claims, begin_sentence, listing
from forlobkg.teach.material import Line, Poster
from forlobkg.teach.options import Chooser
from forlobkg.teach.picturing import rows_of, task_in_words
from forlobkg.teach.sourcing import Numbering, notice

_TOGETHER = "samarbejder"
"""How the ids of lines on cooperation begin, after the actor's own."""


def poster_of(actor: str, graph: KnowledgeGraph, corpus: Corpus, claims: Claims, chooser: Chooser) -> Poster:
    """The poster of an actor (slug). Raises ``InputError``, naming those that there are, for another slug."""
    pathways = [pathway for pathway in chooser.pathways() if claims.can_have_course(actor, pathway)]
    if not pathways:
        known = sorted({slug for pathway in chooser.pathways() for slug in chooser.professions(pathway)})
        raise InputError(f"der kan ikke laves en plakat for {actor!r}; vælg en af: {', '.join(known)}")
    numbering = Numbering(corpus, graph.names)
    # What is left open is told once, in the words of the first pathway.
    of_all = [claim for pathway in pathways for claim in claims.about_actor(actor, pathway) if not claim.gap]
    gaps = [claim for claim in claims.about_actor(actor, pathways[0]) if claim.gap]
    about = [*dict.fromkeys(of_all), *gaps]
    rows = {row.id: row for pathway in pathways for row in rows_of(pathway, graph, claims) if not row.actors}
    together = [claim for claim in about if _is_together(claim)]
    tasks = _lines((claim for claim in about if not _is_together(claim)), numbering)
    cooperation = _lines(together, numbering)
    left_open = tuple(_open(list(rows.values()), claims, numbering))
    return Poster(
        actor=begin_sentence(claims.forms(actor).about),
        title="Hvem gør hvad",
        notice=notice(corpus, numbering.documents()),
        tasks=tasks,
        together=cooperation,
        open_tasks=left_open,
        sources=numbering.sources(),
    )


def _is_together(claim: Claim) -> bool:
    return claim.id.partition("/")[2].startswith(_TOGETHER)


def _lines(about: Iterable[Claim], numbering: Numbering) -> tuple[Line, ...]:
    return tuple(Line(claim.text, numbering.numbers(claim.passages), gap=claim.gap) for claim in about)


def _open(rows: list[WhoRow], claims: Claims, numbering: Numbering) -> Iterable[Line]:
    """The tasks that nobody is given: a line for each, and one for all elements of an intervention or agreement."""
    wholes: dict[str, list[WhoRow]] = {}
    for row in rows:
        if not row.whole:
            yield Line(task_in_words(row, claims), numbering.numbers(row.passages))
        else:
            wholes.setdefault(row.whole, []).append(row)
    for whole, elements in wholes.items():
        names = listing([claims.listed(row.task) for row in elements])
        passages = [name for row in elements for name in row.passages]
        yield Line(f"{claims.label(whole)}: {names}", numbering.numbers(passages))
