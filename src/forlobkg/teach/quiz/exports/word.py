"""The questions, and apart from them the key, as DOCX: headings, lists and tables that a trainer can change."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from forlobkg.teach.quiz.exports import sheets
from forlobkg.teach.quiz.exports.wording import word
from forlobkg.teach.quiz.items import Quiz

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_TICK: Final = "☐"
_SLOT: Final = "____"
_RULE: Final = "_" * 70
_LANGUAGE: Final = "da-DK"
_FONT: Final = "Calibri"
_LOOK: Final = {
    "Normal": (11, 0, 4, "1C2530"),
    "Heading 1": (18, 0, 8, "07363F"),
    "Heading 2": (11.5, 16, 3, "0B5361"),
    "Quote": (11, 4, 0, "1C2530"),
    "Caption": (9, 0, 4, "525C68"),
}
"""Size and the space before and after in points, and the colour, of the styles that are used."""


def questions_docx(quiz: Quiz) -> bytes:
    """The questions with room for answers."""
    sheet = sheets.questions(quiz)
    document = _document(sheet.title)
    document.add_paragraph(f"{word('words', 'name')} {_RULE[:50]}")
    document.add_paragraph(f"{sheet.count}. {sheet.notice}")
    for question in sheet.entries:
        document.add_heading(question.heading, level=2)
        _together(_bold(document, question.stem))
        last = _together(document.add_paragraph(question.instruction))
        if question.shape == "pairs":
            _pairs(document, question)
        elif question.shape == "blank":
            last = document.add_paragraph(_RULE)
        else:
            for choice in question.choices:
                sign = _SLOT if question.shape == "numbers" else _TICK
                last = _together(document.add_paragraph(_listed(sign, choice)))
        last.paragraph_format.keep_with_next = question.shape == "pairs"
    return _saved(document)


def key_docx(quiz: Quiz) -> bytes:
    """The answers, each with its explanation and quotations."""
    sheet = sheets.key(quiz)
    document = _document(sheet.title)
    document.add_paragraph(f"{sheet.count}. {sheet.notice}")
    for answer in sheet.entries:
        document.add_heading(answer.heading, level=2)
        _together(document.add_paragraph(answer.stem))
        for right in answer.right:
            _together(_bold(document, right))
        document.add_paragraph(answer.explanation)
        for quote in answer.quotes:
            _together(document.add_paragraph(quote.text, style="Quote"))
            document.add_paragraph(quote.origin, style="Caption")
    return _saved(document)


def _document(title: str) -> Document:
    import docx
    from docx.shared import Cm

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.language = title, "forlobkg", "", _LANGUAGE
    # Nothing in the file tells when it was made, so that the same quiz gives the same text.
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2)
    _spoken_danish(document)
    for name, (size, before, after, colour) in _LOOK.items():
        _looks(document, name, size, before, after, colour)
    document.add_heading(title, level=1)
    return document


def _spoken_danish(document: Document) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    styles = document.styles.element
    for old in list(styles.iter(qn("w:lang"))):
        old.getparent().remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGE)
    styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}").append(language)


def _looks(document: Document, name: str, size: float, before: float, after: float, colour: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style = document.styles[name]
    style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(colour)
    style.font.name = _FONT
    fonts = style.element.rPr.rFonts
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.1
    if name == "Caption":
        style.font.bold = False


def _pairs(document: Document, question: sheets.Question) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    rows = max(len(question.lefts), len(question.choices))
    table = document.add_table(rows=rows + 1, cols=2, style="Table Grid")
    for cell, name in zip(table.rows[0].cells, ("to-pair", "to-choose"), strict=True):
        cell.text = word("words", name)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, left in zip(table.rows[1:], question.lefts, strict=False):
        row.cells[0].text = f"{_SLOT} {left}"
    for row, choice in zip(table.rows[1:], question.choices, strict=False):
        row.cells[1].text = f"{choice.letter}. {choice.text}"
    for row in table.rows:
        for cell in row.cells:
            _together(cell.paragraphs[0]).paragraph_format.space_before = Pt(4)
    # What is kept with the next paragraph would else be kept with the next question.
    for cell in table.rows[-1].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = False


def _listed(sign: str, choice: sheets.Choice) -> str:
    return f"{sign} {choice.letter}. {choice.text}" if choice.letter else f"{sign} {choice.text}"


def _bold(document: Document, text: str) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = True
    return paragraph


def _together(paragraph: Paragraph) -> Paragraph:
    """The paragraph, to stay on the page of the next one."""
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _saved(document: Document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
