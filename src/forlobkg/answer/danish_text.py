"""Labels and lists inside Danish sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
_PAIR = 2
# XML Schema's gYear, gYearMonth, date and gMonthDay, without time zones.
_DATE = re.compile(r"(?P<year>\d{4}|-)(-(?P<month>0[1-9]|1[0-2])(-(?P<day>0[1-9]|[12]\d|3[01]))?)?")


def inside_sentence(label: str, *, is_name: bool) -> str:
    """``label`` as it stands inside a sentence: its first letter small, unless it is a name or an acronym."""
    if is_name or len(label) < 2 or not label[1].islower():
        return label
    return label[0].lower() + label[1:]


def date_in_words(value: str) -> str:
    """An XML Schema date, or part of one, in Danish words ("september 2022"); any other text as it is."""
    match = _DATE.fullmatch(value)
    if match is None:
        return value
    day = f"{int(match['day'])}." if match["day"] else ""
    month = _MONTHS[int(match["month"]) - 1] if match["month"] else ""
    year = match["year"].strip("-")
    return " ".join(part for part in (day, month, year) if part)


def most_precise(items: Sequence[str]) -> list[str]:
    """``items`` without those whose words all stand in another: "2022" goes where "september 2022" is."""
    words = [set(item.split()) for item in items]
    return [item for item, own in zip(items, words, strict=True) if not any(own < other for other in words)]


def begin_sentence(text: str) -> str:
    """``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]


def listing(items: Sequence[str]) -> str:
    """``items`` as a Danish list: "a, b og c"; with semicolons where one of three or more holds a comma or an "og".

    Quotations have their marks to tell them apart.
    """
    if len(items) < 2:
        return "".join(items)
    quoted = all(item.endswith("«") for item in items)
    if len(items) > _PAIR and not quoted and any("," in item or " og " in item for item in items):
        return "; ".join(items)
    return f"{', '.join(items[:-1])} og {items[-1]}"
