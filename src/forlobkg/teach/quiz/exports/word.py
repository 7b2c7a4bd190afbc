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
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = "forlobkg"
    document.core_properties.comments = ""
    document.core_properties.language = _LANGUAGE
    # Nothing of the file tells when it was made, so that the same quiz gives the same text.
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    document.styles["Normal"].font.size = Pt(11)
    for style in document.styles.element.iter(qn("w:rPr")):
        for old in style.findall(qn("w:lang")):
            style.remove(old)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGE)
    defaults.append(language)
    document.add_heading(title, level=1)
    return document


def _pairs(document: Document, question: sheets.Question) -> None:
    from docx.oxml import OxmlElement

    rows = max(len(question.lefts), len(question.choices))
    table = document.add_table(rows=rows + 1, cols=2, style="Table Grid")
    for cell, name in zip(table.rows[0].cells, ("to-pair", "to-choose"), strict=True):
        cell.text = word("words", name)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, left in zip(table.rows[1:], question.lefts, strict=False):
        row.cells[0].text = f"{_SLOT} {left}"
    for row, choice in zip(table.rows[1:], question.choices, strict=False):
        row.cells[1].text = f"{choice.letter}. {choice.text}"


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
