"""What of an outline no longer holds: lines whose passages have changed or gone, or whose wording is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.corpus import Corpus
from forlobkg.teach.claims import Claim, Claims
from forlobkg.teach.material import State
from forlobkg.teach.outline import Basis, Outline, OutlineLine

ChangeKind = Literal["changed", "removed", "altered", "unknown"]


class Change(BaseModel):
    """Why a line is to be looked at again; ``part`` and ``line`` count from 1.

    ``changed`` and ``removed`` are of ``passage``, whose words were ``old`` and are ``new``; ``altered`` is a claim
    whose wording was written over without being marked as own: ``new`` has the claim's. ``unknown`` is a claim that
    the graph no longer makes (of ``passage`` where that is named), a gap that the sources now fill included.
    """

    model_config = ConfigDict(frozen=True)

    kind: ChangeKind
    part: int
    part_title: str
    line: int
    text: str
    passage: str = ""
    old: str = ""
    new: str = ""
    message: str = Field(description="What has happened and what to do, in Danish")


def changes(outline: Outline, claims: Claims, corpus: Corpus) -> list[Change]:
    """All that is to be looked at again in ``outline``, in its order."""
    return [
        Change.model_validate(
            {"part": part_number, "part_title": part.title, "line": number, "text": line.text, **found}
        )
        for part_number, part in enumerate(outline.parts, start=1)
        for number, line in enumerate(part.lines, start=1)
        for found in _of_line(line, claims, corpus)
    ]


def state_of(line: OutlineLine, corpus: Corpus) -> State:
    """Whether a passage that the line rests on has changed or is gone."""
    states = [_state(basis, corpus) for basis in line.rests_on]
    return "removed" if "removed" in states else "changed" if "changed" in states else "same"


def is_claim(line: OutlineLine, claim: Claim | None) -> bool:
    """Whether the line says what ``claim`` says, and rests on nothing else."""
    if claim is None or line.own or line.gap != claim.gap or line.text != claim.text:
        return False
    return {basis.passage for basis in line.rests_on} <= set(claim.passages)


def refreshed(outline: Outline, claims: Claims, corpus: Corpus) -> Outline:
    """``outline`` as if its lines were made today.

    Lines with changed passages get the claim's wording and hashes of today. What is altered, or what the graph no
    longer says, stays as it is, since only the trainer can tell what was meant.
    """
    parts = [
        part.model_copy(update={"lines": [_refreshed(line, claims, corpus) for line in part.lines]})
        for part in outline.parts
    ]
    return outline.model_copy(update={"parts": parts})


def basis_of(claim: Claim, corpus: Corpus) -> list[Basis]:
    """What ``claim`` rests on today."""
    passages = [corpus.passages[name] for name in claim.passages]
    return [Basis(passage=one.id, hash=one.sha256, quote=one.text) for one in passages]


def _refreshed(line: OutlineLine, claims: Claims, corpus: Corpus) -> OutlineLine:
    claim = None if line.own or line.exercise else claims.claim(line.claim)
    if claim is None or state_of(line, corpus) == "same":
        return line
    return line.model_copy(update={"text": claim.text, "rests_on": basis_of(claim, corpus)})


def _state(basis: Basis, corpus: Corpus) -> State:
    passage = corpus.passages.get(basis.passage)
    if passage is None:
        return "removed"
    return "same" if passage.sha256 == basis.hash else "changed"


def _of_line(line: OutlineLine, claims: Claims, corpus: Corpus) -> Iterator[dict[str, str]]:
    if line.own or line.exercise:
        return
    found = False
    for basis in line.rests_on:
        state = _state(basis, corpus)
        if state == "same":
            continue
        found = True
        words = {"kind": state, "passage": basis.passage, "old": basis.quote}
        if state == "removed":
            yield {**words, "message": "Stedet findes ikke mere i kilderne. Slet linjen, eller gør den til din egen."}
        else:
            said = "Stedet er ændret. Læs linjen igen mod den nye tekst."
            yield {**words, "new": corpus.passages[basis.passage].text, "message": said}
    if found:
        return
    claim = claims.claim(line.claim)
    if claim is None:
        said = (
            "Det gælder ikke mere, at kilderne ikke siger det. Slet linjen, og se efter, hvad de siger."
            if line.gap
            else "Grafen siger det ikke mere. Slet linjen, eller gør den til din egen."
        )
        yield {"kind": "unknown", "message": said}
    elif not is_claim(line, claim):
        others = [basis for basis in line.rests_on if basis.passage not in claim.passages]
        if line.text == claim.text and others:
            said = "Linjen hviler ikke på dette sted. Slet stedet under »rests_on«."
            yield {"kind": "unknown", "passage": others[0].passage, "old": others[0].quote, "message": said}
        else:
            said = "Ændret ordlyd: linjen siger ikke det, kilden siger. Skriv own: true, eller skriv kildens ordlyd."
            yield {"kind": "altered", "new": claim.text, "message": said}
