"""The proof that every claim is carried by words: those of its passage, or of the passage's context chain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rdflib import RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from forlobkg.corpus import Document, Passage
from forlobkg.danish import Analyser, Token
from forlobkg.graph.authoring.curated import HASH_LENGTH, Curated
from forlobkg.graph.authoring.violations import Triple, Violation, Wording, short_name
from forlobkg.graph.names import FB, Names
from forlobkg.settings import DEFAULT_BASE_IRI

_FB = Namespace(FB)
_NAMES = Names(DEFAULT_BASE_IRI)
_NARY = (_FB.ElementUse, _FB.Responsibility)
_NO_LABEL = "en dansk betegnelse"
_GROUPED_NUMBER = re.compile(r"(?<!\d)(?<!\d[.,])(?:\d{1,3}(?:\.\d{3})+|\d+)(?!\d|[.,]\d)")
"""A whole number as Danish texts write it, with or without points between the thousands."""
_NUMBER_AND_LETTER = re.compile(r"(\d+)([^\W\d_]+)")
_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
_DATE_FORMS = {
    XSD.gYear: re.compile(r"(?P<year>\d{4})"),
    XSD.gYearMonth: re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)"),
    XSD.gMonthDay: re.compile(r"--(?P<month>\d\d)-(?P<day>\d\d)"),
    XSD.date: re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
}
_NUMERIC_DATES = (
    re.compile(r"(?<!\d)(?P<day>\d{1,2})[-./] ?(?P<month>\d{1,2})[-./] ?(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])"),
)


def check_evidence(curated: Curated, documents: Sequence[Document], analyser: Analyser) -> list[Violation]:
    """What of the curated claims is not carried by the words of the passage whose graph holds it.

    Empty when every claim stands in the graph of a passage that exists and was read as it now is, and its
    subject, property and object are found in the passage's words or its context's.
    """
    return list(_Checker(curated, documents, analyser).violations())


def whole_numbers(text: str) -> frozenset[int]:
    """The whole numbers written in figures in ``text``, with or without points between the thousands."""
    return frozenset(int(match[0].replace(".", "")) for match in _GROUPED_NUMBER.finditer(text))


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one or more texts, and the dates that they write in figures."""

    forms: frozenset[str]
    lemmas: frozenset[str]
    dates: tuple[dict[str, int], ...]
    numbers: frozenset[int]

    def __or__(self, other: _Words) -> _Words:
        return _Words(
            self.forms | other.forms,
            self.lemmas | other.lemmas,
            self.dates + other.dates,
            self.numbers | other.numbers,
        )

    def missing(self, tokens: Iterable[Token]) -> list[str]:
        """Those of ``tokens`` that are not among the words, as they were written."""
        return [token.text for token in tokens if not self._has(token)]

    def _has(self, token: Token) -> bool:
        if token.form in self.forms or token.lemma in self.lemmas:
            return True
        parts = _NUMBER_AND_LETTER.fullmatch(token.form)
        # "3a" is what a line "a)" under a line "3." says.
        return parts is not None and set(parts.groups()) <= self.forms

    def missing_date(self, date: dict[str, int]) -> list[str]:
        """The parts of ``date`` that are written neither in one date in figures nor with the month's name."""
        if len(date) > 1 and any(date.items() <= written.items() for written in self.dates):
            return []
        numbers = {int(form) for form in self.forms if form.isdecimal()}
        missing = [str(date[part]) for part in ("day", "year") if part in date and date[part] not in numbers]
        if "month" in date and _MONTHS[date["month"] - 1] not in self.forms:
            missing.append(_MONTHS[date["month"] - 1])
        return missing


class _Checker:
    def __init__(self, curated: Curated, documents: Sequence[Document], analyser: Analyser) -> None:
        self._curated = curated
        self._analyser = analyser
        self._passages = {_NAMES.iri(passage.id): passage for document in documents for passage in document.passages}
        self._files = {
            name: f"curated/{file.path.name}" for file in curated.files for name in (*file.hashes, *file.graphs)
        }
        self._labels = curated.schema + curated.editorial()
        self._wording = Wording([self._labels])
        self._nary = {node for kind in _NARY for node in self._labels.subjects(RDF.type, kind)}
        self._words: dict[str, _Words] = {}

    def violations(self) -> Iterator[Violation]:
        claims = self._curated.claims()
        hashes = self._curated.hashes()
        for name in sorted(set(claims) | set(hashes)):
            passage = self._passages.get(name)
            statements = sorted(claims.get(name, Graph()))
            if passage is None:
                yield self._outside(name, statements)
                continue
            yield from self._check_hash(name, passage, hashes.get(name), statements)
            for statement in statements:
                yield from self._check_statement(name, passage, statement)

    def _outside(self, name: str, statements: Sequence[Triple]) -> Violation:
        what = self._wording.statements(statements) or "kun fb:curatedHash"
        return self._violation(
            "claim-outside-passage",
            f"{short_name(URIRef(name))} er ikke et tekststed i korpus, men har udsagn: {what}. "
            "Flyt udsagnene til det tekststed, der siger det, eller slet dem.",
            name,
        )

    def _check_hash(
        self, name: str, passage: Passage, found: str | None, statements: Sequence[Triple]
    ) -> Iterator[Violation]:
        wanted = passage.sha256[:HASH_LENGTH]
        if found == wanted:
            return
        rule, state, text = (
            ("missing-hash", "mangler fb:curatedHash", "teksten")
            if found is None
            else ("stale-hash", "har fået en ændret tekst", "den nye tekst")
        )
        yield self._violation(
            rule,
            f"{short_name(URIRef(name))} {state}. Læs udsagnene igen mod {text} »{passage.text}«, og skriv "
            f'så "{wanted}" som fb:curatedHash. Udsagnene er: {self._wording.statements(statements)}.',
            name,
        )

    def _check_statement(self, name: str, passage: Passage, statement: Triple) -> Iterator[Violation]:
        own = self._own_words(passage)
        wide = own
        for parent in passage.context:
            wide |= self._own_words(self._passages[_NAMES.iri(parent)])
        subject, predicate, value = statement
        place = f"{short_name(URIRef(name))} (»{passage.text}«)"
        words = self._wording.statement(statement)
        # A passage may speak of the document that it stands in without naming it.
        own_document = _NAMES.iri(passage.document)
        sides = [node for node in (subject, value) if str(node) != own_document and not self._needs_no_words(node)]
        missing = {node: self._missing(node, wide) for node in sides}
        for node in sides:
            if missing[node]:
                yield self._not_carried(words, place, subject, node, missing[node], name)
        nary = subject in self._nary or value in self._nary
        if not nary and not any(missing.values()) and all(self._missing(node, own) for node in sides):
            yield self._violation(
                "only-in-context",
                f"{words}: teksten i {place} nævner hverken {self._wording.label(subject)} eller "
                f"{self._wording.label(value)}; kun overskrifterne over stedet gør. "
                "Flyt udsagnet til det tekststed, der siger det.",
                name,
                subject,
            )
        needed = sorted(str(word) for word in self._labels.objects(predicate, _FB.evidenceWord))
        if needed and all(wide.missing(self._analyser.tokens(word)) for word in needed):
            yield self._violation(
                "evidence-word-missing",
                f"{words}: {self._wording.label(predicate)} må kun bruges, hvor kilden skriver "
                f"{_listed(needed, 'eller')}, og det gør hverken {place} eller overskrifterne over stedet. "
                "Vælg en anden egenskab, eller slet udsagnet.",
                name,
                subject,
            )

    def _not_carried(
        self, words: str, place: str, subject: Node, node: Node, missing: Sequence[str], name: str
    ) -> Violation:
        if isinstance(node, Literal):
            return self._violation(
                "literal-not-carried",
                f"{words}: {_listed(missing, 'og')} står hverken i {place} eller i overskrifterne over "
                "stedet. Skriv værdien, som kilden siger den, eller slet udsagnet.",
                name,
                subject,
            )
        return self._violation(
            "thing-not-carried",
            f"{words}: ordene for {self._wording.label(node)} står hverken i {place} eller i overskrifterne "
            f"over stedet; der mangler {_listed(missing, 'og')}. Ret udsagnet, eller giv {short_name(node)} "
            "kildens egen ordlyd som fb:sourceLabel.",
            name,
            node,
        )

    def _needs_no_words(self, node: Node) -> bool:
        if isinstance(node, Literal):
            return False
        return node in self._nary or not str(node).startswith(_NAMES.base)

    def _missing(self, node: Node, words: _Words) -> list[str]:
        """What ``words`` lack of the wording of ``node`` that comes nearest; empty when they carry it."""
        if isinstance(node, Literal):
            return self._missing_of_literal(node, words)
        best: list[str] | None = None
        for predicate in (SKOS.prefLabel, _FB.sourceLabel):
            for label in self._labels.objects(node, predicate):
                if isinstance(label, Literal) and label.language == "da":
                    tokens = self._label_tokens(str(label))
                    missing = words.missing(tokens) if tokens else [str(label)]
                    if best is None or (len(missing), missing) < (len(best), best):
                        best = missing
        return [_NO_LABEL] if best is None else best

    def _missing_of_literal(self, literal: Literal, words: _Words) -> list[str]:
        if literal.datatype in _DATE_FORMS:
            match = _DATE_FORMS[literal.datatype].fullmatch(str(literal))
            date = {part: int(digits) for part, digits in match.groupdict().items()} if match else {}
            if not date or not 1 <= date.get("month", 1) <= len(_MONTHS):
                return [str(literal)]
            return words.missing_date(date)
        if literal.datatype == XSD.integer:
            number = literal.value
            return [] if isinstance(number, int) and number in words.numbers else [str(literal)]
        tokens = self._analyser.tokens(str(literal))
        return words.missing(tokens) if tokens else [str(literal)]

    def _label_tokens(self, label: str) -> list[Token]:
        tokens = self._analyser.tokens(label)
        content = [token for token in tokens if not self._analyser.is_function_word(token)]
        # Of "a)" and "1." nothing would be left to compare.
        return content if any(not token.form.isdecimal() for token in content) else tokens

    def _own_words(self, passage: Passage) -> _Words:
        if passage.id not in self._words:
            tokens = self._analyser.tokens(passage.text)
            dates = tuple(
                {part: int(digits) for part, digits in match.groupdict().items()}
                for pattern in _NUMERIC_DATES
                for match in pattern.finditer(passage.text)
            )
            self._words[passage.id] = _Words(
                frozenset(token.form for token in tokens),
                frozenset(token.lemma for token in tokens),
                dates,
                whole_numbers(passage.text),
            )
        return self._words[passage.id]

    def _violation(self, rule: str, message: str, name: str, subject: Node | None = None) -> Violation:
        return Violation(rule, message, str(subject) if subject is not None else None, name, self._files.get(name))


def _listed(words: Sequence[str], joint: str) -> str:
    quoted = [word if word == _NO_LABEL else f"»{word}«" for word in dict.fromkeys(words)]
    return f" {joint} ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)
