"""The history that the sources tell: milestones in order of time, with what is uncertain said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.answer import Citation, Citations, date_in_words
from forlobkg.corpus import Corpus
from forlobkg.graph import KnowledgeGraph, Names
from forlobkg.site.relations import Heading, Relations

_WITHOUT_YEAR = "-"
_LAST = 99


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class DateGiven(_View):
    """A time as a source gives it: ``value`` is XML Schema's, ``words`` are Danish.

    ``in_another`` where another date of the milestone says the same more precisely.
    """

    value: str
    words: str
    has_year: bool
    in_another: bool
    citations: list[str]


class Related(_View):
    """What a milestone is linked to by one property."""

    property: str
    heading: Heading
    things: list[RelatedThing]


class RelatedThing(_View):
    """A thing, and the citations of the passages that link it."""

    slug: str
    label: str
    citations: list[str]


class Milestone(_View):
    """Something that happened; ``year`` is None where the sources give none.

    ``remarks`` are the editors', on the milestone and on what it is linked to.
    """

    slug: str
    label: str
    year: int | None
    dates: list[DateGiven]
    related: list[Related]
    remarks: list[str]
    citations: list[Citation]


class Year(_View):
    """A year, and what the sources date to it; nothing in many."""

    year: int
    milestones: list[Milestone]


class History(_View):
    """The milestones by year, every year from the first to the last, and those that the sources give no year."""

    years: list[Year]
    undated: list[Milestone] = Field(description="Milestones without a year in the sources")


def history(graph: KnowledgeGraph, corpus: Corpus) -> History:
    """The history in ``graph``."""
    dates: dict[str, dict[str, list[str]]] = {}
    for row in graph.rows("site/history"):
        dates.setdefault(row["event"], {}).setdefault(row["date"], []).append(_slug(row["passage"], graph.names))
    links: dict[str, dict[tuple[str, str], dict[str, list[str]]]] = defaultdict(dict)
    for row in graph.rows("site/history-links"):
        by_thing = links[row["event"]].setdefault((row["property"], row["label"]), {})
        by_thing.setdefault(row["thing"], []).append(_slug(row["passage"], graph.names))
    found = [
        _milestone(event, given, links[event], graph, corpus)
        for event, given in sorted(dates.items(), key=lambda item: _when(item[1]))
    ]
    numbers = [milestone.year for milestone in found if milestone.year is not None]
    years = range(min(numbers), max(numbers) + 1) if numbers else range(0)
    return History(
        years=[Year(year=year, milestones=[one for one in found if one.year == year]) for year in years],
        undated=[one for one in found if one.year is None],
    )


def _milestone(
    event: str,
    given: dict[str, list[str]],
    links: dict[tuple[str, str], dict[str, list[str]]],
    graph: KnowledgeGraph,
    corpus: Corpus,
) -> Milestone:
    citations = Citations(corpus, graph.names)
    headings = Relations.load(graph.names)
    told = dict.fromkeys((event, *(thing for things in links.values() for thing in things)))
    dates = [
        DateGiven(
            value=value,
            words=date_in_words(value),
            has_year=not value.startswith(_WITHOUT_YEAR),
            in_another=any(other != value and other.startswith(value) for other in given),
            citations=citations.cite(passages),
        )
        for value, passages in sorted(given.items(), key=lambda item: _parts(item[0]))
    ]
    return Milestone(
        slug=_slug(event, graph.names),
        label=graph.label(event),
        year=next((int(date.value[:4]) for date in dates if date.has_year), None),
        dates=dates,
        related=[
            Related(
                property=property_,
                heading=headings.heading(property_, label, forwards=True),
                things=[
                    RelatedThing(
                        slug=_slug(thing, graph.names), label=graph.label(thing), citations=citations.cite(passages)
                    )
                    for thing, passages in things.items()
                ],
            )
            for (property_, label), things in links.items()
        ],
        remarks=list(dict.fromkeys(row["text"] for iri in told for row in graph.rows_about("reading-notes", iri))),
        citations=citations.all,
    )


def _parts(value: str) -> tuple[int, int, int]:
    """Year, month and day, the missing ones last; a date without a year (--09-09) has only the others."""
    year, month, day = ([*value.replace("--", "9999-", 1).split("-"), "", ""])[:3]
    return int(year), int(month or _LAST), int(day or _LAST)


def _when(dates: Sequence[str] | dict[str, list[str]]) -> tuple[int, int, int]:
    """What milestones are sorted by: the first year, then the month and day wherever a source gives them."""
    parts = [_parts(value) for value in dates]
    return min(year for year, _, _ in parts), min(month for _, month, _ in parts), min(day for _, _, day in parts)


def _slug(iri: str, names: Names) -> str:
    return names.slug(iri) or iri
