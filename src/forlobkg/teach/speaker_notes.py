"""What the speaker reads below a slide: the sources' own words, the headings they stand under, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from forlobkg.teach.citing import numbers_label
from forlobkg.teach.material import Line, Source
from forlobkg.teach.wording import printable, words


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph of speaker notes."""

    kind: Literal["text", "heading", "quote", "reference"]
    text: str


def notes_on_lines(lines: Sequence[Line], sources: dict[int, Source]) -> tuple[Note, ...]:
    """For each line its words, then the quote, the headings above it and the reference of each of its sources."""
    return tuple(_on_lines(lines, sources))


def notes_on_sources(numbers: Iterable[int], sources: dict[int, Source]) -> tuple[Note, ...]:
    """The quote, the headings above it and the reference of each source, once each, by number."""
    known = (sources[number] for number in sorted(set(numbers)) if number in sources)
    return tuple(note for source in known for note in _on_source(source))


def _on_lines(lines: Sequence[Line], sources: dict[int, Source]) -> Iterator[Note]:
    noted = words("notes")
    shown: set[int] = set()
    for line in lines:
        text = f"{printable(line.text)} {numbers_label(line.sources)}".strip()
        yield Note("heading", noted["own_line" if line.own else "plain_line"].format(text=text))
        if line.state != "same":
            yield Note("text", noted[line.state])
        for number in line.sources:
            if number not in shown and number in sources:
                shown.add(number)
                yield from _on_source(sources[number])


def _on_source(source: Source) -> Iterator[Note]:
    noted = words("notes")
    yield Note("quote", noted["quote"].format(number=source.number, quote=printable(source.quote)))
    if source.context:
        context = " › ".join(printable(heading) for heading in source.context)
        yield Note("reference", noted["under"].format(context=context))
    yield Note("reference", printable(source.reference))
