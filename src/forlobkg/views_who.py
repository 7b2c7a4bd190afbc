"""Who does what as the doors show it: a table with quotes behind every cell, and a matrix of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from forlobkg.answer import Citations
from forlobkg.corpus import Corpus
from forlobkg.graph import NONE, KnowledgeGraph, WhoPart, WhoRow
from forlobkg.results import Across, Kind, WhoCell, WhoHead, WhoLine, WhoMatrix, WhoMatrixLine, WhoTable, WhoWords

GAP = "ikke angivet i kilden"


def who_table(rows: Iterable[WhoRow], graph: KnowledgeGraph, corpus: Corpus) -> WhoTable:
    """The table's rows with labels, and with citations for every cell."""
    citations = Citations(corpus, graph.names)
    return WhoTable(rows=[_line(row, graph, citations) for row in rows], citations=citations.all)


def who_matrix(rows: Iterable[WhoLine], across: Across = "recommendation") -> WhoMatrix:
    """The rows of a table by actor and by ``across``, the gaps of either last.

    A row with two actors or two columns stands in each of their cells.
    """
    places: dict[tuple[str, str], list[str]] = {}
    actors: dict[str, WhoHead] = {}
    columns: dict[str, WhoHead] = {}
    for row in rows:
        of_actor, of_column = _heads(row.actors), _heads(_cells(row, across))
        actors.update(of_actor)
        columns.update(of_column)
        for actor in of_actor:
            for column in of_column:
                places.setdefault((actor, column), []).append(row.id)
    order = sorted(columns, key=_reading_order)
    return WhoMatrix(
        across=across,
        columns=[columns[column] for column in order],
        lines=[
            WhoMatrixLine(actor=actors[actor], cells=[places.get((actor, column), []) for column in order])
            for actor in sorted(actors, key=_reading_order)
        ],
    )


def _line(row: WhoRow, graph: KnowledgeGraph, citations: Citations) -> WhoLine:
    task_citations = citations.cite(row.passages)

    def label(slug: str) -> str:
        return graph.label(graph.names.iri(slug))

    def cells(parts: Iterable[WhoPart]) -> list[WhoCell]:
        return [
            WhoCell(
                slug=part.value,
                label=label(part.value),
                citations=citations.cite(part.passages),
                derived=part.derived,
            )
            for part in parts
        ]

    def words(parts: tuple[WhoPart, ...]) -> WhoWords | None:
        if not parts:
            return None
        passages = dict.fromkeys(passage for part in parts for passage in part.passages)
        return WhoWords(text="; ".join(part.value for part in parts), citations=citations.cite(passages))

    actors, targets, phases = cells(row.actors), cells(row.targets), cells(row.phases)
    recommendations = cells(row.recommendations)
    modality, purpose = words(row.modality), words(row.purpose)
    cited = [cell.citations for cell in (*actors, *targets, *phases, *recommendations)]
    cited += [stated.citations for stated in (modality, purpose) if stated is not None]
    return WhoLine(
        id=row.id,
        kind=_kind(row, graph),
        actors=actors,
        actor_text=", ".join(actor.label for actor in actors) or GAP,
        gap=not actors,
        gaps=list(row.gaps),
        task=row.words or label(row.task),
        task_citations=task_citations,
        part_of=next(iter(cells([WhoPart(row.whole, row.passages)] if row.whole else [])), None),
        targets=targets,
        phases=phases,
        recommendations=recommendations,
        modality=modality,
        purpose=purpose,
        citations=list(dict.fromkeys([*task_citations, *(name for names in cited for name in names)])),
    )


def _kind(row: WhoRow, graph: KnowledgeGraph) -> Kind:
    if row.whole:
        return "element"
    concept = graph.concepts.get(row.task)
    return "recommendation" if concept is not None and "Recommendation" in concept.types else "responsibility"


def _cells(row: WhoLine, across: Across) -> list[WhoCell]:
    match across:
        case "recommendation":
            return row.recommendations
        case "phase":
            return row.phases
        case "target":
            return row.targets


def _heads(cells: Iterable[WhoCell]) -> dict[str, WhoHead]:
    heads = {cell.slug: WhoHead(slug=cell.slug, label=cell.label) for cell in cells}
    return heads or {NONE: WhoHead(slug=NONE, label=GAP)}


def _reading_order(slug: str) -> tuple[bool, list[tuple[int, str]]]:
    """Gaps last, and numbers as numbers: anbefaling-9 before anbefaling-10."""
    pieces = re.findall(r"\d+|\D+", slug)
    return slug == NONE, [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces]
