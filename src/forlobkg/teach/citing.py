"""How a slide names its sources: a label on every line, and the places in short at its foot."""

from __future__ import annotations

from collections.abc import Iterable

from forlobkg.teach import slide_design as design
from forlobkg.teach.material import Line, Source
from forlobkg.teach.measuring import face
from forlobkg.teach.wording import printable, words

_TITLE_LENGTHS = (70, 50, 36, 24)
_FOOT_LINES = 3


def numbers_label(numbers: Iterable[int]) -> str:
    """»[3, 7–9]«, or nothing where there are none."""
    listed = ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in spans(numbers))
    return f"[{listed}]" if listed else ""


def spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The numbers in order, three or more on end as their first and last; others are both."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    found: list[tuple[int, int]] = []
    for run in runs:
        found.extend([(run[0], run[-1])] if len(run) > 2 else [(number, number) for number in run])
    return found


def label_of(line: Line) -> str:
    """What stands after a line: its numbers, or that it is the trainer's own, and whether a source changed."""
    said = words("slides")
    parts = [numbers_label(line.sources)]
    if line.own:
        parts.append(said["own"])
    if line.gap:
        parts.append(said["gap"])
    if line.state != "same":
        parts.append(said[line.state])
    return " · ".join(part for part in parts if part)


def cited_in_short(numbers: Iterable[int], sources: dict[int, Source]) -> str:
    """»Kilder: Oplæg … (13. januar 2023): side 9 [3, 4]; …« in at most three lines at a slide's foot.

    Titles are shortened until it fits; where it never does, the numbers alone are named.
    """
    cited = [sources[number] for number in sorted(set(numbers)) if number in sources]
    if not cited:
        return ""
    said, measure, box = words("slides"), face(), design.CITED
    for length in _TITLE_LENGTHS:
        text = f"{said['cited']} {'. '.join(_documents(cited, length))}"
        if len(measure.broken(text, design.CITED_SIZE, box.width)) <= _FOOT_LINES:
            return text
    return said["cited_listed"].format(numbers=numbers_label(source.number for source in cited))


def _documents(cited: list[Source], length: int) -> Iterable[str]:
    for document in dict.fromkeys(source.document for source in cited):
        own = [source for source in cited if source.document == document]
        places = dict.fromkeys(source.place for source in own)
        named = (f"{place} {numbers_label(s.number for s in own if s.place == place)}".strip() for place in places)
        yield f"{_short(printable(own[0].title), length)} ({own[0].date}): {', '.join(named)}"


def _short(title: str, length: int) -> str:
    if len(title) <= length:
        return title
    head = title[:length].rpartition(" ")[0] or title[:length]
    return f"{head.rstrip(',;:–-')} …"
