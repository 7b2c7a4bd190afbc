"""References to acts and their sections, as Danish texts write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forlobkg.curate.lexicon import Lexicon
from forlobkg.curate.model import Candidate, CandidateKind, Part, SourcePassage, part
from forlobkg.curate.words import Reader
from forlobkg.danish import normalise

_COMPOUND = r"\w{3,}(?:lov|bekendtgørelse)(?:en|n)?s?"
_SHORT = r"lovens?|bekendtgørelsens?"
_SECTION = re.compile(
    rf"(?:\b(?P<act>{_COMPOUND}|{_SHORT})\s+)?§{{1,2}}\s*(?P<sections>\d+(?:(?:[a-zæøå]|\s[a-hj-zæøå])(?![\wæøå]))?"
    r"(?:(?:\s*,\s*(?=\d)|\s+og\s+(?=\d)|\s+eller\s+(?=\d)|\s+til\s+(?=\d)|\s*[-–]\s*)\d+(?:(?:[a-zæøå]|\s[a-hj-zæøå])(?![\wæøå]))?)*)"
    r"(?P<sub>,?\s*stk\.\s*(?P<subsection>\d+)(?:(?:\s*,\s*|\s+og\s+|\s*-\s*)\d+(?!\d|\.))*)?"
    r"(?:,?\s*(?:nr\.|litra)\s*\w+)?",
    re.IGNORECASE,
)
_ONE_SECTION = re.compile(r"\d+(?:(?:[a-zæøå]|\s[a-hj-zæøå])(?![\wæøå]))?", re.IGNORECASE)
_IN_ACT = re.compile(rf"(?:\.|\s+i)\s+(?P<act>(?:lov|bekendtgørelse)\s+om\b|{_COMPOUND}\b)", re.IGNORECASE)
_ACT_ABOUT = re.compile(
    r"\b(?:lov|lovbekendtgørelse|bekendtgørelse|vejledning)"
    r"(?:\s+nr\.\s*\d+(?:\s+af\s+(?:\d+\.?\s*\w+\.?(?:\s+|/)|\d+/\d+[ /-])\d{4})?)?\s+om\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s+nr\.\s*\d+.*?(?=\s+om\b)", re.IGNORECASE)
_COMPOUND_ALONE = re.compile(rf"\b(?:{_COMPOUND})\b", re.IGNORECASE)
_NO_ACT = re.compile(r"(?:for|or|ind|natur|grund(?=lag))lov$|orlov(?:en)?s?$|^forlov", re.IGNORECASE)
_LONGEST_NAME = 12
_ENDS = frozenset(
    {
        "som",
        "der",
        "at",
        "når",
        "hvis",
        "fra",
        "trådte",
        "jf.",
        "er",
        "har",
        "skal",
        "bør",
        "kan",
        "må",
        "blev",
        "var",
        "efter",
        "samt",
        "eller",
        "hvor",
    }
)


@dataclass
class Acts:
    """The acts that a document has named so far, and the ELI of those that are known for certain by their name."""

    eli: Mapping[str, str] = field(default_factory=dict)
    """Normalised name -> IRI."""
    last: str = ""
    last_of_kind: dict[str, str] = field(default_factory=dict)

    def named(self, name: str) -> None:
        """Remember ``name`` as the latest."""
        self.last = name
        self.last_of_kind[_kind(name)] = name

    def values(self, name: str) -> tuple[tuple[str, str], ...]:
        """What is certain of the act called ``name``."""
        iri = self.eli.get(normalise(name), "")
        return (("act", normalise(name)), *((("eli", iri),) if iri else ()))


class LawReader:
    """Finds references to acts and sections."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._lexicon = lexicon
        self._reader = reader

    def read(self, passage: SourcePassage, acts: Acts) -> Iterator[Candidate]:
        """The references of ``passage``, one for each section; ``acts`` learns the acts that it names."""
        text = passage.text
        events: list[tuple[int, re.Match[str] | None, tuple[int, int]]] = [
            (found.start(), found, (found.start(), found.end())) for found in _SECTION.finditer(text)
        ]
        taken = [span for _, _, span in events]
        for found in _ACT_ABOUT.finditer(text):
            events.append((found.start(), None, (found.start(), self._name_end(text, found))))
        for found in _COMPOUND_ALONE.finditer(text):
            inside = any(start <= found.start() < end for start, end in [*taken, *(e[2] for e in events)])
            if not inside and not _NO_ACT.search(found[0]) and not _is_generic(found[0]):
                events.append((found.start(), None, (found.start(), found.end())))
        skipped: set[int] = set()
        for start, match, span in sorted(events, key=lambda event: event[0]):
            if match is None:
                name = _name(text[span[0] : span[1]])
                acts.named(name)
                if start not in skipped:
                    yield self._candidate(passage, span, "law-act", (part("act", text, *span),), acts.values(name))
            else:
                end = self._act_after(text, match, events, skipped)
                yield from self._sections(passage, match, acts, end)

    def _act_after(
        self,
        text: str,
        match: re.Match[str],
        events: list[tuple[int, re.Match[str] | None, tuple[int, int]]],
        skipped: set[int],
    ) -> tuple[int, int] | None:
        """The act in "§ 10 i serviceloven" and "§ 1. Lov om …", which is then no reference of its own."""
        after = _IN_ACT.match(text, match.end())
        if match["act"] or after is None:
            return None
        place = after.start("act")
        span = next((span for start, found, span in events if start == place and found is None), None)
        if span is not None:
            skipped.add(place)
        return span

    def _sections(
        self, passage: SourcePassage, match: re.Match[str], acts: Acts, after: tuple[int, int] | None
    ) -> Iterator[Candidate]:
        text = passage.text
        act = match["act"] or ""
        rule, name = "law-section", ""
        end = match.end()
        parts: list[Part] = []
        if after is not None:
            name = _name(text[slice(*after)])
            acts.named(name)
            parts.append(part("act", text, *after))
            end = after[1]
        elif act and not _is_generic(act):
            name = _name(act)
            acts.named(name)
            parts.append(part("act", text, match.start("act"), match.end("act")))
        else:
            name = acts.last_of_kind.get(_kind(act), "") if act else acts.last
            rule = "law-earlier" if name else "law-bare"
            if act:
                parts.append(part("act", text, match.start("act"), match.end("act")))
            if name:
                acts.last = name
        span = (match.start(), end)
        for one in _ONE_SECTION.finditer(text, match.start("sections"), match.end("sections")):
            own = [*parts, part("section", text, one.start(), one.end())]
            values = [("section", one[0].replace(" ", ""))]
            if match["subsection"]:
                own.append(part("subsection", text, match.start("subsection"), match.end("subsection")))
                values.append(("subsection", match["subsection"]))
            known = acts.values(name) if name else ()
            if rule != "law-section":
                # Which act is meant is a guess: no ELI.
                known = tuple(pair for pair in known if pair[0] != "eli")
            yield self._candidate(passage, span, rule, tuple(own), (*known, *values))

    def _name_end(self, text: str, found: re.Match[str]) -> int:
        """Where the name of "lov om …" ends: at a sign, a verb, or a word that begins a clause."""
        sentence = next(one for one in self._reader.sentences(text) if one.start <= found.start() < one.end)
        end = found.end()
        count = 0
        words = [word for word in sentence.words if word.start >= found.end()]
        for place, word in enumerate(words):
            if not word.is_word or word.form in _ENDS or count == _LONGEST_NAME:
                break
            if self._reader.is_present(word.form) or self._reader.is_passive(word.form):
                break
            if (
                word.form == "og"
                and place + 1 < len(words)
                and words[place + 1].form in ("lov", "i", "bekendtgørelse", "af", "efter", "til")
            ):
                break
            end, count = word.end, count + 1
        return end

    def _candidate(
        self,
        passage: SourcePassage,
        span: tuple[int, int],
        rule: str,
        parts: tuple[Part, ...],
        values: tuple[tuple[str, str], ...],
    ) -> Candidate:
        return self._lexicon.candidate(CandidateKind.LAW, rule, passage.id, passage.text, span, parts, values)


def _kind(name: str) -> str:
    return "bekendtgørelse" if "bekendtgørelse" in name.casefold() else "lov"


def _is_generic(word: str) -> bool:
    return normalise(word) in (
        "loven",
        "lovens",
        "lov",
        "bekendtgørelsen",
        "bekendtgørelsens",
        "lovbekendtgørelse",
        "lovbekendtgørelsen",
        "lovbekendtgørelsens",
    )


def _name(text: str) -> str:
    """An act's name as it is cited: "servicelovens" is "serviceloven"; its number is left out."""
    name = _NUMBERED.sub("", text)
    if re.fullmatch(r"\w+", name) and name.casefold().endswith(("lovens", "bekendtgørelsens")):
        name = name[:-1]
    return normalise(name)
