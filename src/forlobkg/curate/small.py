"""Dates and abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forlobkg.curate.lexicon import Lexicon
from forlobkg.curate.model import Candidate, CandidateKind, SourcePassage, part

_MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
_SHORT_MONTHS = {name[:3]: number for number, name in enumerate(_MONTHS, start=1) if name != "maj"} | {"sept": 9}
_MONTH = "|".join((*_MONTHS, *(f"{name}\\." for name in _SHORT_MONTHS)))
_WRITTEN = re.compile(
    rf"(?<![\d.])(?:(?P<day>\d{{1,2}})\.\s*)?\b(?P<month>{_MONTH})(?:\s+(?P<year>(?:19|20)\d\d))?(?!\w)",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(?<![\d.\-/])(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./ ](?P<year>(?:19|20)\d\d)(?![\d])")
_ISO = re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?![\d-])")
_YEAR = re.compile(
    r"(?<![\d.,/§])(?<!nr\. )(?<!s\. )(?<!§ )(?<!stk\. )(?P<year>(?:19|20)\d\d)"
    r"(?![\d]|[.,]\d|-?pris|/\d|\s*(?:kr\b|kroner|gange|point|km|meter))"
)
_CITED = re.compile(r"(?:[A-ZÆØÅ][\w-]+|m\.fl\.|et al\.|mfl\.)\s*(?:\(|,\s*)$")
_SHORT = r"[A-ZÆØÅ][A-Za-zÆØÅæøå]{0,6}[A-ZÆØÅ][a-z]?"
_INTRODUCED = r"(?:herefter|forkortet|i det følgende|også kaldet|kaldet|fremover)\s*:?\s*"
_BRACKET = re.compile(rf"\(\s*(?:{_INTRODUCED})?[»\"”]?(?P<short>{_SHORT})[«\"”]?\s*\)")
_WORD = re.compile(r"[\w-]+")
_SHORTENED = re.compile(rf"(?:, (?:forkortet|herefter))\s+(?P<short>{_SHORT})\b")
_EXPLAINED = re.compile(rf"\b(?P<short>{_SHORT})\s+\((?P<long>[A-ZÆØÅa-zæøå][^()]{{5,80}})\)")
_STANDS_FOR = re.compile(
    rf"\b(?P<short>{_SHORT})\s+(?:står for|er en forkortelse (?:for|af))\s+[»\"”]?(?P<long>[^.,;()«\"”]+)"
)
_LISTED = re.compile(rf"(?P<short>{_SHORT})\s*(?::|–|-|=)\s+(?P<long>.+)")
_HEADER = re.compile(r"forkortelse", re.IGNORECASE)
_MEANING = re.compile(r"betydning|betyder|står for|forklaring|fulde navn|skrevet ud", re.IGNORECASE)
_MORE_WORDS = 4


class DateReader:
    """Finds dates, as precise as the text has them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def read(self, passage: SourcePassage) -> Iterator[Candidate]:
        """The dates of ``passage``; years in citations are none. ``value`` is XML Schema's form of them."""
        text = passage.text
        if passage.kind == "reference":
            return
        taken: list[tuple[int, int]] = []
        for pattern in (_ISO, _NUMERIC, _WRITTEN):
            for match in pattern.finditer(text):
                found = _value(match)
                if found is None or any(a < match.end() and match.start() < b for a, b in taken):
                    continue
                taken.append(match.span())
                yield self._candidate(passage, match.span(), *found)
        for match in _YEAR.finditer(text):
            if any(a <= match.start() < b for a, b in taken):
                continue
            if _CITED.search(text[: match.start()]) and text[match.end() : match.end() + 1] in (
                "",
                ")",
                ",",
                ":",
                ";",
            ):
                continue
            yield self._candidate(passage, match.span(), "date-year", match["year"])

    def _candidate(self, passage: SourcePassage, span: tuple[int, int], rule: str, value: str) -> Candidate:
        parts = (part("date", passage.text, *span),)
        return self._lexicon.candidate(
            CandidateKind.DATE, rule, passage.id, passage.text, span, parts, (("value", value),)
        )


def _value(match: re.Match[str]) -> tuple[str, str] | None:
    day, named, year = match["day"], match["month"].casefold().rstrip("."), match["year"]
    in_words = _MONTHS.index(named) + 1 if named in _MONTHS else _SHORT_MONTHS.get(named, 0)
    month = int(named) if named.isdigit() else in_words
    if not 1 <= month <= 12 or (day and not 1 <= int(day) <= 31):
        return None
    if day:
        return "date-day", f"{year or '-'}-{month:02}-{int(day):02}"
    # A month alone is a time of the year, no date.
    return ("date-month", f"{year}-{month:02}") if year else None


class AbbreviationReader:
    """Finds abbreviations where a text says what they stand for.

    What a bracket's letters stand for is found after Schwartz & Hearst (2003), "A simple algorithm for identifying
    abbreviation definitions in biomedical text".
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def read(self, passage: SourcePassage) -> Iterator[Candidate]:
        """The abbreviations that ``passage`` introduces."""
        text = passage.text
        seen: set[str] = set()
        for pattern in (_BRACKET, _SHORTENED):
            for match in pattern.finditer(text):
                start = _long_start(match["short"], text[: match.start()])
                if start is not None and match["short"] not in seen:
                    seen.add(match["short"])
                    end = len(text[: match.start()].rstrip(" ,"))
                    yield self._candidate(passage, match.span("short"), (start, end), "abbreviation-bracket")
        for pattern, rule in ((_EXPLAINED, "abbreviation-bracket"), (_STANDS_FOR, "abbreviation-stands-for")):
            for match in pattern.finditer(text):
                if match["short"] not in seen and _fits(match["short"], match["long"]):
                    seen.add(match["short"])
                    end = match.end("long") - (len(match["long"]) - len(match["long"].rstrip()))
                    yield self._candidate(passage, match.span("short"), (match.start("long"), end), rule)
        if not seen:
            yield from self._listed(passage)

    def _listed(self, passage: SourcePassage) -> Iterator[Candidate]:
        text = passage.text
        whole = (len(text) - len(text.lstrip()), len(text.rstrip()))
        under = any(_HEADER.search(title) for title in (*passage.section, *passage.context))
        if passage.kind == "cell":
            for place, head in enumerate(passage.context):
                short = head.strip()
                fits = re.fullmatch(_SHORT, short) and _fits(short, text)
                dotted = short.endswith(".") and len(short) < 8 and short[0].casefold() == text.strip()[:1].casefold()
                if fits or (dotted and (under or any(_MEANING.search(one) for one in passage.context))):
                    begin = head.index(short)
                    parts = (
                        part("short", head, begin, begin + len(short), place),
                        part("long", text, *whole),
                    )
                    yield self._lexicon.candidate(
                        CandidateKind.ABBREVIATION, "abbreviation-table", passage.id, text, whole, parts
                    )
                    return
            return
        match = _LISTED.fullmatch(text)
        if match is not None and (under or _fits(match["short"], match["long"])):
            yield self._candidate(passage, match.span("short"), match.span("long"), "abbreviation-table")

    def _candidate(
        self, passage: SourcePassage, short: tuple[int, int], long: tuple[int, int], rule: str
    ) -> Candidate:
        text = passage.text
        parts = (part("short", text, *short), part("long", text, *long))
        span = (min(short[0], long[0]), max(short[1], long[1]))
        return self._lexicon.candidate(CandidateKind.ABBREVIATION, rule, passage.id, text, span, parts)


def _long_start(short: str, before: str) -> int | None:
    """Where the words begin, at the end of ``before``, that have the letters of ``short`` in their order."""
    words = list(_WORD.finditer(before.rstrip(" ,(")))
    for count in range(1, min(len(words), len(short) + _MORE_WORDS) + 1):
        start = words[-count].start()
        if _fits(short, before[start:]):
            return start
    return None


def _fits(short: str, long: str) -> bool:
    """Whether ``long`` begins with the first letter of ``short`` and has the others after it, in their order.

    A letter may stand within a word, as compounds have it: "skyggeevneindeks (SEI)".
    """
    letters, rest = normalised(short), normalised(long)
    if not rest or rest[0] != letters[0] or len(long) <= len(short):
        return False
    at = 0
    for letter in letters:
        at = rest.find(letter, at) + 1
        if not at:
            return False
    return True


def normalised(text: str) -> str:
    """Lower-case letters of ``text`` from its first letter."""
    return text.strip(' »"”').casefold()
