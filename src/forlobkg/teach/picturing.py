"""What the pictures of course material show, and the same in words: actor map, matrix, timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyoxigraph as ox

from forlobkg.answer import date_in_words
from forlobkg.graph import KnowledgeGraph, Statement, WhoPart, WhoRow, who_does_what
from forlobkg.teach.claims import Claims, begin_sentence, in_words, listing
from forlobkg.teach.material import ActorMap, MapActor, Matrix, MatrixRow, Picture, Timeline, TimelineEvent
from forlobkg.teach.outline import Choice, PictureKind
from forlobkg.teach.sourcing import Numbering
from forlobkg.teach.wording import readable

_NO_YEAR = "--"
_CENTRE = "Den gravide"
"""As the caption of the sources' figure has it."""
NOBODY = "Kilderne nævner ingen aktør"
"""What the rows of the matrix without an actor stand under."""


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
        drawing = ActorMap(_CENTRE, actors, len(unreadable))
        return Picture("Aktørerne omkring den gravide", _map_in_words(drawing), drawing)
    return None


def _around(statements: list[Statement], ring: int, claims: Claims, numbering: Numbering) -> list[MapActor]:
    found = []
    for statement in statements:
        slug = claims.slug(statement.object)
        label = readable(claims.label(slug))
        found.append(MapActor(slug, label, 1 if ring == 1 else 2, numbering.numbers(statement.passages)))
    return found


def _map_in_words(drawing: ActorMap) -> str:
    rings = [listing([actor.label for actor in drawing.actors if actor.ring == ring]) for ring in (1, 2)]
    centre = drawing.centre[:1].lower() + drawing.centre[1:]
    return (
        f"Kort over aktørerne omkring {centre}. Inderst de centrale aktører: {rings[0]}. Yderst dem, figur 3 også "
        f"viser: {rings[1]}. Kilden skelner ikke mellem dem, der er centrale, og dem, der er mulige øvrige."
    )


def _matrix(choice: Choice, graph: KnowledgeGraph, claims: Claims, numbering: Numbering) -> Picture | None:
    wanted = {choice.profession, *choice.actors}
    rows = rows_of(choice.pathway, graph, claims)
    named = [row for row in rows if row.actors]
    named.sort(key=lambda row: not any(part.value in wanted for part in row.actors))
    shown = (
        *(matrix_row(row, claims, numbering) for row in named),
        *_nobodys([row for row in rows if not row.actors], claims, numbering),
    )
    if not shown:
        return None
    drawing = Matrix(shown)
    return Picture("Hvem gør hvad", _matrix_in_words(drawing), drawing)


def _nobodys(rows: list[WhoRow], claims: Claims, numbering: Numbering) -> Iterable[MatrixRow]:
    """The rows without an actor, all elements of an intervention or agreement as one."""
    wholes: dict[str, list[MatrixRow]] = {}
    single: list[MatrixRow] = []
    for row in told_once(rows):
        made = matrix_row(row, claims, numbering)
        if row.whole:
            wholes.setdefault(row.whole, []).append(made)
        else:
            single.append(made)
    yield from (replace(made, part_of=NOBODY) for made in single)
    for whole, elements in wholes.items():
        count = f"{in_words(len(elements))} centrale elementer" if len(elements) > 1 else elements[0].task
        yield MatrixRow(
            f"{claims.label(whole)}: {count}",
            (),
            tuple(dict.fromkeys(phase for row in elements for phase in row.phases)),
            tuple(dict.fromkeys(one for row in elements for one in row.recommendations)),
            NOBODY,
            tuple(sorted({number for row in elements for number in row.sources})),
        )


def rows_of(pathway: str, graph: KnowledgeGraph, claims: Claims) -> list[WhoRow]:
    """The rows of who does what that the topics of ``pathway`` tell of, those with an actor first."""
    told = claims.things(pathway, gaps=True)
    return [
        row
        for row in who_does_what(graph)
        if row.task in told and (not row.whole or row.whole in told) and row.task not in claims.topics.same_task
    ]


def told_once(rows: list[WhoRow]) -> list[WhoRow]:
    """The rows without those of recommendations that rows of elements have already."""
    inside = {part.value for row in rows if row.whole for part in row.recommendations}

    def is_inside(row: WhoRow) -> bool:
        return bool(row.recommendations) and {part.value for part in row.recommendations} <= inside

    return [row for row in rows if row.whole or not is_inside(row)]


def task_in_words(row: WhoRow, claims: Claims) -> str:
    """The task of a row, in words that say no more than its passages do."""
    return claims.topics.task_words.get(row.task) or begin_sentence(row.words) or claims.label(row.task)


def matrix_row(row: WhoRow, claims: Claims, numbering: Numbering) -> MatrixRow:
    """A row with labels for slugs, and the numbers of all its sources."""

    def labels(cell: tuple[WhoPart, ...]) -> tuple[str, ...]:
        return tuple(claims.label(part.value) for part in cell)

    actors = tuple(begin_sentence(claims.forms(part.value).about) for part in row.actors)

    cells = (*row.actors, *row.phases, *row.recommendations)
    passages = dict.fromkeys((*row.passages, *(name for part in cells for name in part.passages)))
    return MatrixRow(
        task_in_words(row, claims),
        actors,
        labels(row.phases),
        labels(row.recommendations),
        claims.label(row.whole) if row.whole else "",
        numbering.numbers(passages),
    )


def _matrix_in_words(drawing: Matrix) -> str:
    named = [row for row in drawing.rows if row.actors]
    nobodys = [row.task for row in drawing.rows if not row.actors]
    told = " ".join(f"{row.task}: {listing(row.actors)}." for row in named)
    rest = f" {NOBODY} til: {listing(nobodys)}." if nobodys else ""
    return f"Skema over hvem der gør hvad, opgave for opgave. {told}{rest}"


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
