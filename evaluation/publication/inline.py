"""The marks inside a line of the publication's text, and what is to be set and what is gold in it.

A mark is ``{kind:words}`` or ``{kind:words|argument|…}``; marks may stand within the words of another:

    {i:words}  {b:words}                 italics, bold
    {a:words|actor}                      a mention of this actor (without a key: no mention, though it looks like one)
    {law:words|act|sections|subsection}  a reference to an act of law; sections as ``83`` or ``83,85``
    {date:words|2031-03-01}              a date
    {abbr:words|SHORT}                   shown as ``words (SHORT)``: the abbreviation is introduced here
    {short:SHORT|words}                  an abbreviation, where what it stands for is said otherwise
    {def:words|term}                     the line defines this term (without a second part: as it stands)
    {fn:a line}                          a footnote
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

STYLES: Final = {"i": "italic", "b": "bold"}
SPANS: Final = frozenset({"a", "law", "date", "abbr", "short", "def"})
_OPENS = re.compile(r"\{([a-z]+):")
_PARAGRAPH_SIGN = re.compile(r"(§§?) (?=\d)")


class SourceError(ValueError):
    """The publication's text or one of its tables is not as make.py wants it; says where."""


@dataclass(frozen=True)
class Span:
    """A marked stretch of a line: ``text[start:end]`` is what is marked, ``data`` the mark's arguments."""

    kind: str
    start: int
    end: int
    data: tuple[str, ...]


@dataclass
class Line:
    """One line of text: a sentence, a bullet, a cell, a caption.

    ``runs`` are what the template sets: ``{"t": words, "s": style}``, or ``{"note": n}`` for the n-th of ``notes``.
    """

    text: str = ""
    runs: list[dict[str, str | int]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)

    def add(self, words: str, style: str) -> None:
        """Append unmarked words."""
        if words:
            self.text += words
            # The sign and its number stay together on a line, as in careful typesetting.
            self.runs.append({"t": _PARAGRAPH_SIGN.sub("\\1\u00a0", words), "s": style})


def parse(source: str) -> Line:
    """The line that ``source`` describes. Raises SourceError for a mark that is not closed or not known."""
    line = Line()
    rest = _into(line, source.strip(), 0, "", inside=False)
    if rest != len(source.strip()):
        raise SourceError(f"unexpected }} or | in: {source}")
    return line


def _into(line: Line, source: str, at: int, style: str, *, inside: bool) -> int:
    """Add to ``line`` what stands from ``at`` on, to the end or to this mark's ``|`` or ``}``; gives the place."""
    begun = at
    while at < len(source):
        opening = _OPENS.match(source, at)
        if opening:
            line.add(source[begun:at], style)
            at = begun = _mark(line, source, opening, style)
        elif source[at] in "|}" and inside:
            break
        elif source[at] in "{}":
            raise SourceError(f"a brace that is no mark in: {source}")
        else:
            at += 1
    line.add(source[begun:at], style)
    return at


def _mark(line: Line, source: str, opening: re.Match[str], style: str) -> int:
    kind = opening[1]
    if kind not in STYLES and kind not in SPANS and kind != "fn":
        raise SourceError(f"unknown mark {kind} in: {source}")
    if kind == "fn":
        note = Line()
        at = _into(note, source, opening.end(), "", inside=True)
        line.runs.append({"note": len(line.notes)})
        line.notes.append(note)
    else:
        start = len(line.text)
        at = _into(line, source, opening.end(), STYLES.get(kind, style), inside=True)
    close = source.find("}", at)
    if close < 0:
        raise SourceError(f"a mark is not closed in: {source}")
    data = source[at + 1 : close].split("|") if source[at] == "|" else []
    if kind in SPANS:
        line.spans.append(Span(kind, start, len(line.text), tuple(data)))
        if kind == "abbr":
            line.add(f" ({_argument(data, source)})", style)
    return close + 1


def _argument(data: Sequence[str], source: str) -> str:
    if not data or not data[0]:
        raise SourceError(f"a mark lacks its argument in: {source}")
    return data[0]
