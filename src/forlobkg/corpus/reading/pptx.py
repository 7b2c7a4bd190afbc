"""PPTX: a slide is a page; titles are headings, then its text from top to bottom, tables and the speaker's notes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from forlobkg.corpus.reading.assemble import Assembler
from forlobkg.corpus.reading.html import table_cell
from forlobkg.corpus.reading.model import (
    Block,
    Limits,
    Piece,
    Place,
    Problem,
    Progress,
    ReadDocument,
    ReadKind,
    ReadPage,
)
from forlobkg.errors import InputError, TooLongError

_POINT = 12700
"""English Metric Units in a point."""
_LARGE = 0.3


def read_pptx(path: Path, assembler: Assembler, limits: Limits, progress: Progress | None = None) -> ReadDocument:
    """Read a presentation. Raises InputError where it is damaged or has no slides, TooLongError over the limit."""
    import pptx
    from lxml.etree import XMLSyntaxError
    from pptx.exc import PythonPptxError

    try:
        presentation = pptx.Presentation(str(path))
        slides = list(presentation.slides)
        if not slides:
            raise InputError(f"»{path.name}« har ingen dias.")
        if len(slides) > limits.pages:
            raise TooLongError(f"»{path.name}« har {len(slides)} dias, og grænsen er {limits.pages}.")
        area = (presentation.slide_width or 1) * (presentation.slide_height or 1)
        blocks: list[Block] = []
        problems: list[Problem] = []
        for number, slide in enumerate(slides, 1):
            found = list(_slide(slide, number))
            blocks += found
            pictures = [shape for shape in _shapes(slide.shapes) if hasattr(shape, "image")]
            if any((shape.width or 0) * (shape.height or 0) > _LARGE * area for shape in pictures):
                problems.append(Problem(number, "Diasset har et stort billede; tekst i billedet er ikke læst."))
            elif not found:
                problems.append(Problem(number, "Diasset har ingen tekst."))
            if progress is not None:
                progress(number, len(slides))
        title = (presentation.core_properties.title or "").strip()
    except (PythonPptxError, XMLSyntaxError, KeyError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise InputError(f"»{path.name}« kan ikke læses: PowerPoint-filen er beskadiget. Gem den igen.") from error
    if title == "PowerPoint Presentation":
        title = ""
    first = next((block.pieces[0].text for block in blocks if block.kind is ReadKind.HEADING), "")
    pages = tuple(ReadPage(number, str(number)) for number in range(1, len(slides) + 1))
    return assembler.document("pptx", title or first or path.stem, blocks, pages, problems)


def _shapes(shapes: Iterable[Any]) -> Iterator[Any]:
    from pptx.enum.shapes import MSO_SHAPE_TYPE

    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _slide(slide: Any, number: int) -> Iterator[Block]:
    title = slide.shapes.title
    if title is not None and title.has_text_frame and title.text_frame.text.strip():
        text = " ".join(title.text_frame.text.split())
        yield Block(ReadKind.HEADING, [Piece(text, _place(title, number))], level=1)
    for index, shape in enumerate(_shapes(slide.shapes)):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if shape.has_text_frame:
            yield from _frame(shape, number)
        elif getattr(shape, "has_table", False):
            yield from _table(shape, number, f"{number}.{index}")
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            text = " ".join(_text(paragraph).split())
            if text:
                yield Block(ReadKind.NOTE, [Piece(text, Place(number, 0, 0, 0, 0))])


def _frame(shape: Any, number: int) -> Iterator[Block]:
    from pptx.enum.shapes import PP_PLACEHOLDER

    kinds = (PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE)
    if shape.is_placeholder and shape.placeholder_format.type in kinds:
        return
    paragraphs = [paragraph for paragraph in shape.text_frame.paragraphs if _text(paragraph).strip()]
    listed = shape.is_placeholder and shape.placeholder_format.type in (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
    for paragraph in paragraphs:
        text = " ".join(_text(paragraph).split())
        plain = paragraph._p.find(".//{http://schemas.openxmlformats.org/drawingml/2006/main}buNone") is not None
        item = (listed and len(paragraphs) > 1 and not plain) or paragraph.level > 0
        yield Block(ReadKind.BULLET if item else ReadKind.SENTENCE, [Piece(text, _place(shape, number))])


def _table(shape: Any, number: int, key: str) -> Iterator[Block]:
    rows = list(shape.table.rows)
    for row_number, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            text = " ".join(cell.text_frame.text.split())
            if text:
                block = table_cell(key, row_number, column, text, shape.table.first_row and len(rows) > 1)
                block.pieces[0].place = _place(shape, number)
                yield block


def _text(paragraph: Any) -> str:
    return paragraph.text.replace("\v", " ") if paragraph.text else ""


def _place(shape: Any, number: int) -> Place:
    left, top = (shape.left or 0) / _POINT, (shape.top or 0) / _POINT
    return Place(
        number,
        round(left, 1),
        round(top, 1),
        round(left + (shape.width or 0) / _POINT, 1),
        round(top + (shape.height or 0) / _POINT, 1),
    )
