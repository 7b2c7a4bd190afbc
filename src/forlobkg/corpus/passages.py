"""Passages: the smallest units that one would quote, with their place in both texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from forlobkg.corpus.manifest import DocumentRecord, read_manifest
from forlobkg.corpus.outline import OutlineRow, PassageKind, read_outline
from forlobkg.corpus.repair import RepairedText, apply_repairs, read_table
from forlobkg.danish import SentenceSplitter
from forlobkg.errors import CorpusError
from forlobkg.files import sha256_bytes

_BULLET = re.compile(r"[•-] +")
UNREADABLE = "[ulæseligt]"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage; ``start`` and ``end`` are code point offsets into its document's repaired text.

    ``id`` is ``{document}-{name}`` and never changes with repair; ``context`` holds the ids of its whole
    chain of headings and lead-ins, nearest first, and ``parents`` the nearest only. ``received_ranges``
    are code point offsets into the received text, ``received`` the words that stand there (`` / `` between
    ranges). ``sha256`` is that of ``text`` in UTF-8.
    """

    id: str
    document: str
    order: int
    page: int | None
    section: str
    kind: PassageKind
    text: str
    start: int
    end: int
    received: str
    received_ranges: tuple[tuple[int, int], ...]
    parents: tuple[str, ...]
    context: tuple[str, ...]
    sha256: str

    @property
    def unreadable(self) -> bool:
        """Whether part of the passage could not be read."""
        return UNREADABLE in self.text


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its repaired text and its passages in reading order."""

    record: DocumentRecord
    repaired: RepairedText
    passages: tuple[Passage, ...]

    @property
    def text(self) -> str:
        """The repaired text, into which the passages' offsets point."""
        return self.repaired.text


def repair_document(corpus_dir: Path, record: DocumentRecord) -> RepairedText:
    """The repaired text of a document, made anew from the received bytes and the repair table.

    Raises ``CorpusError`` when a file is missing, the received bytes are not those of the manifest, or
    a repair row does not match.
    """
    raw = _read(corpus_dir / record.received)
    found = sha256_bytes(raw)
    if found != record.sha256:
        raise CorpusError(
            f"{record.received}: the received text has changed "
            f"(sha256 {found[:12]}…, the manifest says {record.sha256[:12]}…)"
        )
    table = read_table(_decode(_read(corpus_dir / record.repairs), record.repairs), record.repairs)
    return apply_repairs(_decode(raw, record.received), table, record.repairs)


def load_documents(corpus_dir: Path) -> list[Document]:
    """Every document of the corpus, repaired and divided into passages. Raises ``CorpusError``."""
    splitter = SentenceSplitter()
    documents = []
    for record in read_manifest(corpus_dir):
        repaired = repair_document(corpus_dir, record)
        content = _decode(_read(corpus_dir / record.outline), record.outline)
        outline = read_outline(content, record.outline)
        spans = _sentence_spans(repaired.text, splitter) if record.kind == "webpage" else None
        documents.append(Document(record, repaired, _passages(record.id, repaired, outline, spans, record.outline)))
    return documents


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path} cannot be read: {error.strerror}") from error


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{name} is not UTF-8 (byte {error.start})") from error


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the lines that hold something, without bullets and the space around them."""
    for match in re.finditer(r"[^\n]+", text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        end = match.start() + len(match[0].rstrip())
        bullet = _BULLET.match(text, start, end)
        if bullet is not None:
            start = bullet.end()
        if start < end:
            yield start, end


def _sentence_spans(text: str, splitter: SentenceSplitter) -> list[tuple[int, int]]:
    return [
        (low + start, low + end) for low, high in _line_spans(text) for start, end in splitter.spans(text[low:high])
    ]


def _passages(
    document: str,
    repaired: RepairedText,
    outline: Sequence[OutlineRow],
    spans: Sequence[tuple[int, int]] | None,
    outline_name: str,
) -> tuple[Passage, ...]:
    text = repaired.text
    found = list(_line_spans(text)) if spans is None else list(spans)
    if len(found) != len(outline):
        raise CorpusError(f"{outline_name}: the outline has {len(outline)} rows, the text has {len(found)} passages")
    by_name = {row.name: row for row in outline}
    line_starts = [0] + [i + 1 for i, char in enumerate(repaired.received) if char == "\n"]
    passages: list[Passage] = []
    section = ""
    for order, (row, (start, end)) in enumerate(zip(outline, found, strict=True), start=1):
        ranges = repaired.received_ranges(start, end)
        line = bisect_right(line_starts, ranges[0][0])
        if line != row.line:
            raise CorpusError(
                f"{outline_name}: {row.name} begins on line {line} of the received text: {text[start:end]!r}"
            )
        if row.kind is PassageKind.HEADING:
            section = text[start:end]
        passages.append(
            Passage(
                id=f"{document}-{row.name}",
                document=document,
                order=order,
                page=row.page,
                section=section,
                kind=row.kind,
                text=text[start:end],
                start=start,
                end=end,
                received=" / ".join(repaired.received[low:high].strip() for low, high in ranges),
                received_ranges=ranges,
                parents=tuple(f"{document}-{name}" for name in row.context),
                context=tuple(f"{document}-{name}" for name in _chain(row, by_name)),
                sha256=sha256_bytes(text[start:end].encode("utf-8")),
            )
        )
    return tuple(passages)


def _chain(row: OutlineRow, by_name: dict[str, OutlineRow]) -> list[str]:
    chain: list[str] = []
    waiting = list(row.context)
    while waiting:
        name = waiting.pop(0)
        if name not in chain:
            chain.append(name)
            waiting.extend(by_name[name].context)
    return chain
