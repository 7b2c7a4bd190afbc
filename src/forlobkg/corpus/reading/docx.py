"""DOCX: headings by style, lists by their numbering, tables, footnotes; what is deleted in review is left out."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forlobkg.corpus.reading.assemble import Assembler
from forlobkg.corpus.reading.html import table_cell
from forlobkg.corpus.reading.model import Block, Piece, Problem, Progress, ReadDocument, ReadKind
from forlobkg.corpus.reading.pdf_headings import split_number
from forlobkg.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?:heading|overskrift)\s*(\d)", re.IGNORECASE)
_LIST = re.compile(r"list|opstilling|punkt", re.IGNORECASE)
_NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_STEPS = 50
_ACROSS = 200
"""How many cells back a merged one is looked for."""


def read_docx(path: Path, assembler: Assembler, progress: Progress | None = None) -> ReadDocument:
    """Read a Word document. Raises InputError where it is damaged."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    try:
        document = docx.Document(str(path))
        reader = _Reader(document)
        blocks = reader.blocks(progress)
        title = (document.core_properties.title or "").strip()
    except (OpcError, XMLSyntaxError, KeyError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise InputError(f"»{path.name}« kan ikke læses: Word-filen er beskadiget. Gem den igen i Word.") from error
    first = next((block.pieces[0].text for block in blocks if block.kind in (ReadKind.COVER, ReadKind.HEADING)), "")
    return assembler.document("docx", title or first or path.stem, blocks, problems=reader.problems)


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._notes = _footnotes(document)
        self._tables = 0
        self.problems: list[Problem] = []

    def blocks(self, progress: Progress | None) -> list[Block]:
        """The document's blocks in order; footnotes stand after the paragraph that calls them."""
        from docx.table import Table

        made: list[Block] = []
        parts = list(self._document.iter_inner_content())
        for index, part in enumerate(parts, 1):
            if isinstance(part, Table):
                made += self._table(part)
            else:
                made += self._paragraph(part)
            if progress is not None and (index % _STEPS == 0 or index == len(parts)):
                progress(index, len(parts))
        pictures = len(self._document.inline_shapes)
        if pictures:
            self.problems.append(Problem(None, f"Filen har {pictures} billeder; tekst i dem er ikke læst."))
        return made

    def _paragraph(self, paragraph: Paragraph) -> list[Block]:
        text = _text(paragraph._p)
        if not text.strip():
            return []
        style = paragraph.style.name or "" if paragraph.style is not None else ""
        level = _level(paragraph)
        made: list[Block] = []
        if style == "Title":
            made.append(Block(ReadKind.COVER, [Piece(text)]))
        elif level:
            number, words = split_number(text)
            made.append(Block(ReadKind.HEADING, [Piece(words)], level=level, number=number))
        elif style == "Caption":
            made.append(Block(ReadKind.CAPTION, [Piece(text)]))
        elif _is_item(paragraph, style):
            made.append(Block(ReadKind.BULLET, [Piece(text)]))
        else:
            made.append(Block(ReadKind.SENTENCE, [Piece(text)]))
        for reference in paragraph._p.iter(f"{_W}footnoteReference"):
            key = str(reference.get(f"{_W}id", ""))
            note = self._notes.get(key)
            if note:
                number = str(list(self._notes).index(key) + 1)
                made.append(Block(ReadKind.FOOTNOTE, [Piece(note)], number=number))
        return made

    def _table(self, table: Any) -> list[Block]:
        self._tables += 1
        key = f"t{self._tables}"
        made: list[Block] = []
        rows = table.rows
        seen: list[Any] = []
        for row_number, row in enumerate(rows):
            for column, cell in enumerate(row.cells):
                # A merged cell comes again for each place that it covers.
                if any(cell._tc is other for other in seen[-_ACROSS:]):
                    continue
                seen.append(cell._tc)
                text = " ".join(_text(cell._tc).split())
                if text:
                    made.append(table_cell(key, row_number, column, text, len(rows) > 1))
        return made


def _level(paragraph: Paragraph) -> int:
    style = paragraph.style
    outline = paragraph._p.find(f"{_W}pPr/{_W}outlineLvl")
    if outline is not None and outline.get(f"{_W}val", "9").isdecimal() and int(outline.get(f"{_W}val", "9")) < 9:
        return int(outline.get(f"{_W}val", "9")) + 1
    while style is not None:
        match = _HEADING.match(style.name or "")
        if match:
            return int(match[1])
        outline = style.element.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and outline.get(f"{_W}val", "9").isdecimal() and int(outline.get(f"{_W}val", "9")) < 9:
            return int(outline.get(f"{_W}val", "9")) + 1
        style = style.base_style
    return 0


def _is_item(paragraph: Paragraph, style: str) -> bool:
    numbering = paragraph._p.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    if numbering is not None:
        return bool(numbering.get(f"{_W}val") != "0")
    return bool(_LIST.match(style))


def _text(element: Any) -> str:
    """All text below ``element``: with what review inserted, without what it deleted and without copies."""
    made: list[str] = []
    for node in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen", f"{_W}p"):
        if any(parent.tag == _FALLBACK for parent in node.iterancestors(_FALLBACK)):
            continue
        if node.tag == f"{_W}t":
            made.append(node.text or "")
        elif node.tag == f"{_W}noBreakHyphen":
            made.append("-")
        else:
            made.append(" ")
    return " ".join("".join(made).split())


def _footnotes(document: Document) -> dict[str, str]:
    """Footnotes by their ids, in the order of the file."""
    from lxml import etree

    for relation in document.part.rels.values():
        if relation.reltype == _NOTES and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            return {
                note.get(f"{_W}id", ""): _text(note)
                for note in root.iter(f"{_W}footnote")
                if note.get(f"{_W}type") is None and _text(note)
            }
    return {}
