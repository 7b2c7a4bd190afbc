"""What the pictures of course material show, and the same in words: actor map, matrix, timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from forlobkg.answer import date_in_words
from forlobkg.graph import KnowledgeGraph, Statement, WhoPart, WhoRow, who_does_what
from forlobkg.teach.claims import Claims, begin_sentence, in_words, listing
from forlobkg.teach.material import ActorMap, MapActor, Matrix, MatrixRow, Picture, Timeline, TimelineEvent
from forlobkg.teach.outline import Choice, PictureKind
from forlobkg.teach.sourcing import Numbering

_NO_YEAR = "--"
MOST_ROWS = 12
"""How many rows of the matrix can be read on one slide or page."""


def picture_of(
    kind: PictureKind, choice: Choice, graph: KnowledgeGraph, claims: Claims, numbering: Numbering
) -> Picture | None:
    """The picture of that kind for a course; None where the sources have nothing to draw."""
    if kind == "actor-map":
        return _actor_map(choice, graph, claims, numbering)
    if kind == "matrix":
        return _matrix(choice, graph, claims, numbering)
    return _timeline(graph, claims, numbering)


def _actor_map(choice: Choice, graph: KnowledgeGraph, claims: Claims, numbering: Numbering) -> Picture | None:
    for aim in claims.rows("teach/claims", subject=choice.pathway, property_="fb:targetGroup"):
        group = graph.names.slug(aim.object) or ""
        central = claims.rows("teach/claims", subject=group, property_="fb:centralActor")
        others = claims.rows("teach/claims", subject=group, property_="fb:surroundingActor")
        if not (central or others):
            continue
        unreadable = graph.rows("unreadable-labels", {"group": ox.NamedNode(graph.names.iri(group))})
        actors = (*_around(central, 1, claims, numbering), *_around(others, 2, claims, numbering))
        drawing = ActorMap(claims.label(group), actors, len(unreadable))
        return Picture("Aktørerne omkring den gravide", _map_in_words(drawing), drawing)
    return None


def _around(statements: list[Statement], ring: int, claims: Claims, numbering: Numbering) -> list[MapActor]:
    found = []
    for statement in statements:
        slug = claims.slug(statement.object)
        found.append(MapActor(slug, claims.label(slug), 1 if ring == 1 else 2, numbering.numbers(statement.passages)))
    return found


def _map_in_words(drawing: ActorMap) -> str:
    rings = [listing([actor.label for actor in drawing.actors if actor.ring == ring]) for ring in (1, 2)]
    blank = f" {begin_sentence(in_words(drawing.unreadable))} felter i kildens figur kan ikke læses helt."
    return (
        f"Kort over aktørerne omkring »{drawing.centre}«. Inderst de centrale aktører: {rings[0]}. "
        f"Yderst aktører fra figur 3, »Centrale- og mulige øvrige aktører omkring den gravide«: {rings[1]}."
        + (blank if drawing.unreadable else "")
    )


def _matrix(choice: Choice, graph: KnowledgeGraph, claims: Claims, numbering: Numbering) -> Picture | None:
    wanted = {choice.profession, *choice.actors}
    rows = rows_of(choice.pathway, graph, claims)
    rows.sort(key=lambda row: (not any(part.value in wanted for part in row.actors), not row.actors, bool(row.whole)))
    shown = tuple(matrix_row(row, claims, numbering) for row in rows[:MOST_ROWS])
    if not shown:
        return None
    drawing = Matrix(shown, len(rows) - len(shown))
    return Picture("Hvem gør hvad", _matrix_in_words(drawing), drawing)


def rows_of(pathway: str, graph: KnowledgeGraph, claims: Claims) -> list[WhoRow]:
    """The rows of who does what that the topics of ``pathway`` tell of, those with an actor first."""
    told = claims.things(pathway, gaps=True)
    return [row for row in who_does_what(graph) if row.task in told and (not row.whole or row.whole in told)]


def matrix_row(row: WhoRow, claims: Claims, numbering: Numbering) -> MatrixRow:
    """A row with labels for slugs, and the numbers of all its sources."""

    def labels(cell: tuple[WhoPart, ...]) -> tuple[str, ...]:
        return tuple(claims.label(part.value) for part in cell)

    actors = tuple(begin_sentence(claims.forms(part.value).about) for part in row.actors)

    cells = (*row.actors, *row.phases, *row.recommendations)
    passages = dict.fromkeys((*row.passages, *(name for part in cells for name in part.passages)))
    return MatrixRow(
        begin_sentence(row.words) or claims.label(row.task),
        actors,
        labels(row.phases),
        labels(row.recommendations),
        claims.label(row.whole) if row.whole else "",
        numbering.numbers(passages),
    )


def _matrix_in_words(drawing: Matrix) -> str:
    def told(row: MatrixRow) -> str:
        within = f" ({row.part_of})" if row.part_of else ""
        return f"{row.task}{within}: {listing(row.actors) if row.actors else 'ingen nævnt'}."

    more = f" {begin_sentence(in_words(drawing.left_out))} opgaver til er ikke med her." if drawing.left_out else ""
    return "Skema over hvem der gør hvad, opgave for opgave. " + " ".join(told(row) for row in drawing.rows) + more


def _timeline(graph: KnowledgeGraph, claims: Claims, numbering: Numbering) -> Picture | None:
    topic = claims.topic("historikken")
    left_out = {slug for group in topic.groups for slug in group.leave_out} if topic is not None else set()
    dates: dict[str, dict[str, list[str]]] = {}
    for statement in claims.rows("teach/events", property_="dcterms:date"):
        given = dates.setdefault(claims.slug(statement.subject), {})
        given.setdefault(statement.object, []).extend(statement.passages)
    shown = {slug: given for slug, given in dates.items() if slug not in left_out or slug in claims.topics.event}
    events = [_event(slug, given, claims, numbering) for slug, given in sorted(shown.items(), key=_when)]
    if not events:
        return None
    drawing = Timeline(tuple(events))
    told = " ".join(f"{begin_sentence(event.when)}: {event.label}." for event in events)
    return Picture("Historikken", f"Tidslinje over det, kilderne fortæller. {told}", drawing)


def _event(slug: str, given: Mapping[str, list[str]], claims: Claims, numbering: Numbering) -> TimelineEvent:
    values = _joined(given)
    precise = [value for value in values if not any(other != value and other.startswith(value) for other in values)]
    years = sorted({value[:4] for value in precise if not value.startswith(_NO_YEAR)})
    words = [date_in_words(value) for value in sorted(precise)]
    if len(years) == 1:
        # "februar og marts 2022", with the year once.
        words = [*(word.removesuffix(f" {years[0]}") for word in words[:-1]), *words[-1:]]
    passages = [name for names in given.values() for name in names]
    label = claims.topics.event.get(slug) or claims.label(slug)
    return TimelineEvent(int(years[0]) if years else None, listing(words), label, numbering.numbers(passages))


def _joined(given: Iterable[str]) -> list[str]:
    """The dates, where a day without a year and a year without a day are one date: 9 September and 2022."""
    values = list(given)
    years = [value for value in values if len(value) == len("2022")]
    days = [value for value in values if value.startswith(_NO_YEAR)]
    if len(years) != 1 or len(days) != 1:
        return values
    rest = [value for value in values if value not in (*years, *days)]
    return [*rest, f"{years[0]}-{days[0].removeprefix(_NO_YEAR)}"]


def _when(item: tuple[str, Mapping[str, list[str]]]) -> tuple[str, str]:
    """By the most precise date that has a year; events without one last."""
    dated = sorted(
        (value for value in _joined(item[1]) if not value.startswith(_NO_YEAR)),
        key=lambda value: (-len(value), value),
    )
    return (dated[0] if dated else "9999", item[0])
