"""Coverage: for every passage the statements drawn from it, or the reason why there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

from forlobkg.corpus import Document, Passage, PassageKind
from forlobkg.danish import Analyser
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.curated import Curated
from forlobkg.graph.authoring.tables import read_table
from forlobkg.graph.authoring.violations import Violation, Wording
from forlobkg.graph.names import Names
from forlobkg.settings import DEFAULT_BASE_IRI

UNUSED = "unused-passages.tsv"
_COLUMNS = ("passage", "reason", "same_as", "note")
_NAMES = Names(DEFAULT_BASE_IRI)


class Reason(StrEnum):
    """Why no statement is drawn from a passage."""

    HEADING = "heading"
    REPEATED = "repeated"
    NOISE = "noise"
    UNREADABLE = "unreadable"
    NAVIGATION = "navigation"


_KINDS = {
    Reason.HEADING: {PassageKind.HEADING, PassageKind.LEAD_IN, PassageKind.CAPTION, PassageKind.LABEL},
    Reason.NOISE: {PassageKind.FOOTER, PassageKind.CELL, PassageKind.LABEL},
    Reason.NAVIGATION: {PassageKind.HEADING, PassageKind.SENTENCE, PassageKind.LINK},
}
_IN_DANISH = {
    Reason.HEADING: "overskrift",
    Reason.REPEATED: "gentagelse",
    Reason.NOISE: "støj",
    Reason.UNREADABLE: "ulæseligt",
    Reason.NAVIGATION: "vejviser",
}
_PAGE_WORD = "side"


@dataclass(frozen=True, slots=True)
class UnusedPassage:
    """A row of the table of passages from which nothing is drawn.

    ``passage`` and ``same_as`` are passages' ids; the latter is that of the passage whose words are repeated.
    """

    line: int
    passage: str
    reason: Reason
    same_as: str
    note: str


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A passage with the statements drawn from it in Danish words, or with the reason for none.

    ``page`` counts from 1; None where the document has no pages. ``reason`` is None for a passage that is used,
    and for one that is neither used nor excused.
    """

    document: str
    passage: str
    page: int | None
    kind: str
    text: str
    statements: tuple[str, ...]
    reason: Reason | None
    same_as: str
    note: str


def load_unused(ontology_dir: Path) -> list[UnusedPassage]:
    """The table of unused passages; none where there is no such file. Raises ``OntologyError`` naming the line."""
    rows: dict[str, UnusedPassage] = {}
    for line, (passage, reason, same_as, note) in read_table(ontology_dir / UNUSED, _COLUMNS):
        place = f"{UNUSED}, linje {line}"
        if reason not in set(Reason):
            raise OntologyError(f"{place}: grunden »{reason}« kendes ikke; den skal være {', '.join(Reason)}")
        if (reason == Reason.REPEATED) != bool(same_as):
            raise OntologyError(f"{place}: same_as skal udfyldes ved repeated og kun dér")
        if passage in rows:
            raise OntologyError(f"{place}: {passage} står også i linje {rows[passage].line}; behold én")
        rows[passage] = UnusedPassage(line, passage, Reason(reason), same_as, note)
    return list(rows.values())


def coverage(curated: Curated, documents: Sequence[Document], unused: Sequence[UnusedPassage]) -> list[CoverageRow]:
    """A row for each passage, in the documents' order."""
    claims = curated.claims()
    wording = Wording([curated.schema, curated.editorial()])
    excused = {row.passage: row for row in unused}
    rows = []
    for document in documents:
        for passage in document.passages:
            graph = claims.get(_NAMES.iri(passage.id), ())
            excuse = excused.get(passage.id)
            rows.append(
                CoverageRow(
                    document.record.id,
                    passage.id,
                    passage.page,
                    passage.kind.value,
                    passage.text,
                    tuple(sorted(wording.statement(statement) for statement in graph)),
                    excuse.reason if excuse else None,
                    excuse.same_as if excuse else "",
                    excuse.note if excuse else "",
                )
            )
    return rows


def coverage_counts(rows: Sequence[CoverageRow]) -> dict[str, int]:
    """How many passages there are, how many are used, excused for each reason, and neither; and the statements."""
    reasons = Counter(row.reason for row in rows if row.reason is not None)
    return {
        "passages": len(rows),
        "used": sum(bool(row.statements) for row in rows),
        **{reason.value: reasons[reason] for reason in Reason},
        "neither": sum(not row.statements and row.reason is None for row in rows),
        "statements": sum(len(row.statements) for row in rows),
    }


def coverage_records(rows: Sequence[CoverageRow]) -> dict[str, Any]:
    """The rows and their counts as plain data, for JSON."""
    return {"counts": coverage_counts(rows), "passages": [asdict(row) for row in rows]}


def coverage_lines(rows: Sequence[CoverageRow]) -> Iterator[str]:
    """The rows as a person reads them: each passage with its place and words, and below it what is drawn from it."""
    document = None
    for row in rows:
        if row.document != document:
            document = row.document
            yield f"# {document}"
        where = f", side {row.page}" if row.page is not None else ""
        yield f"{row.passage}{where}: »{row.text}«"
        for statement in row.statements:
            yield f"    {statement}"
        if row.reason is not None:
            same = f" af {row.same_as}" if row.same_as else ""
            note = f" ({row.note})" if row.note else ""
            yield f"    – {_IN_DANISH[row.reason]}{same}{note}"
        elif not row.statements:
            yield "    – HVERKEN BRUGT ELLER UNDSKYLDT"
    counts = coverage_counts(rows)
    excused = ", ".join(f"{counts[reason]} {_IN_DANISH[reason]}" for reason in Reason if counts[reason])
    yield (
        f"{counts['passages']} tekststeder: {counts['used']} brugt ({counts['statements']} udsagn); "
        f"undskyldt: {excused or 'ingen'}; {counts['neither']} hverken brugt eller undskyldt"
    )


def check_coverage(
    curated: Curated, documents: Sequence[Document], unused: Sequence[UnusedPassage], analyser: Analyser
) -> list[Violation]:
    """Passages that are neither used nor excused, and excuses that do not hold."""
    return list(_Checker(curated, documents, unused, analyser).violations())


class _Checker:
    def __init__(
        self, curated: Curated, documents: Sequence[Document], unused: Sequence[UnusedPassage], analyser: Analyser
    ) -> None:
        self._unused = unused
        self._analyser = analyser
        self._passages: Mapping[str, Passage] = {
            passage.id: passage for document in documents for passage in document.passages
        }
        claims = curated.claims()
        self._used = {passage for passage in self._passages if claims.get(_NAMES.iri(passage))}
        self._above_used = {above for passage in self._used for above in self._passages[passage].context}

    def violations(self) -> Iterator[Violation]:
        excused = {row.passage for row in self._unused}
        for passage in self._passages.values():
            if passage.id not in self._used and passage.id not in excused:
                yield self._violation(
                    "passage-without-statements",
                    f"{passage.id} (»{passage.text}«): intet udsagn er hentet fra tekststedet. Skriv, hvad det "
                    f"siger, i curated/{passage.document}.trig, eller skriv i {UNUSED}, hvorfor det ikke bruges.",
                    passage.id,
                )
        for row in self._unused:
            fault = self._fault(row)
            if fault is not None:
                yield self._violation(fault[0], f"{row.passage}: {fault[1]}", row.passage, row.line)

    def _fault(self, row: UnusedPassage) -> tuple[str, str] | None:
        passage = self._passages.get(row.passage)
        if passage is None:
            return "excused-passage-unknown", "intet tekststed hedder sådan. Ret navnet, eller slet rækken."
        if row.passage in self._used:
            return (
                "excused-passage-used",
                "der er hentet udsagn fra tekststedet, så det skal ikke undskyldes. Slet rækken.",
            )
        kinds = _KINDS.get(row.reason)
        if kinds is not None and passage.kind not in kinds:
            return (
                f"excuse-{row.reason}",
                f"et tekststed af slagsen {passage.kind} er ikke {_IN_DANISH[row.reason]}. Skriv, hvad det siger, "
                "eller vælg en anden grund.",
            )
        match row.reason:
            case Reason.HEADING if row.passage not in self._above_used:
                return (
                    "excuse-heading",
                    "intet tekststed, som der er hentet udsagn fra, læses under den. Skriv, hvad den selv siger, "
                    "eller vælg en anden grund.",
                )
            case Reason.UNREADABLE if not passage.unreadable:
                return "excuse-unreadable", "tekststedet kan læses. Skriv, hvad det siger, eller vælg en anden grund."
            case Reason.REPEATED:
                return self._fault_of_repeated(passage, row.same_as)
        return None

    def _fault_of_repeated(self, passage: Passage, same_as: str) -> tuple[str, str] | None:
        rule = "excuse-repeated"
        if same_as == passage.id or same_as not in self._used | self._above_used:
            return (
                rule,
                f"{same_as} er ikke et andet tekststed, som bruges. Ret same_as til det, der siger det samme.",
            )
        extra = sorted(self._content(passage) - self._content(self._passages[same_as]))
        if extra:
            return (
                rule,
                f"{same_as} siger ikke det samme: der mangler {', '.join(f'»{word}«' for word in extra)}. "
                "Ret same_as, eller skriv, hvad tekststedet siger.",
            )
        return None

    def _content(self, passage: Passage) -> set[str]:
        """The folded lemmas of the words that carry meaning, without the passage's own page number."""
        tokens = self._analyser.tokens(passage.text)
        words = {token.folded for token in tokens if not self._analyser.is_function_word(token)}
        numbers = [later.form for word, later in pairwise(tokens) if word.form == _PAGE_WORD]
        if passage.page is not None and str(passage.page) in numbers:
            words -= {_PAGE_WORD, str(passage.page)}
        return words or {token.folded for token in tokens}

    @staticmethod
    def _violation(rule: str, message: str, passage: str, line: int | None = None) -> Violation:
        return Violation(rule, message, _NAMES.iri(passage), None, UNUSED, line=line)
