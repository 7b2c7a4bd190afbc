"""The building blocks of a Word handout: headings with bookmarks, contents, citations that jump, tables, figures.

What python-docx has no call for is written as WordprocessingML (ECMA-376, part 1, chapter 17).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from forlobkg.teach.citing import numbers_label, spans
from forlobkg.teach.formats.office import office_file, without
from forlobkg.teach.measuring import face
from forlobkg.teach.table_paging import TableCell, column_widths
from forlobkg.teach.wording import words

_TEXT_CM: Final = 16.0
_STEP_CM: Final = 0.63
_DXA_PER_CM: Final = 567
_DXA_PER_POINT: Final = 20
_CELL_SIZE: Final = 10
_TOGETHER: Final = 3
"""So many rows of a table, its heads among them, are followed by another on the same page."""
_FOOT_SIZE: Final = 9
_FOOT_NUMBER: Final = 80
"""The room for the page number in the footer, in points."""
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"

Row = Sequence[tuple[str, tuple[int, ...]]]


class Handout:
    """A document on A4 that is written from the top down; ``title`` stands in its footer."""

    def __init__(self, title: str) -> None:
        import docx
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import parse_xml

        self.document: Any = docx.Document()
        part = self.document.part
        without(part.rels, "/stylesWithEffects", "/customXml", "/webSettings")
        without(part.package.rels, "/thumbnail", "/extended-properties")
        width = str(round(_TEXT_CM * _DXA_PER_CM))
        self._replace(part.part_related_by(RELATIONSHIP_TYPE.STYLES), "styles.xml", TEXT_WIDTH=width)
        self._replace(part.part_related_by(RELATIONSHIP_TYPE.SETTINGS), "settings.xml")
        part.numbering_part._element = parse_xml(office_file("numbering.xml"))
        part.part_related_by(RELATIONSHIP_TYPE.THEME)._blob = office_file("theme.xml")
        self._bookmarks = 0
        self._headings = 0
        self._figures: dict[str, int] = {}
        self._set_page()
        self._set_footer(title)

    def paragraph(self, text: str, style: str) -> Any:
        """A paragraph in one of the styles of ``styles.xml``."""
        paragraph = self.document.add_paragraph(style=style)
        if text:
            paragraph.add_run(text)
        return paragraph

    def heading(self, text: str, level: int = 1) -> None:
        """A heading; those of the first level are what the contents lead to."""
        paragraph = self.document.add_paragraph(style=f"Heading {level}")
        if level == 1:
            self._headings += 1
            self._bookmark(paragraph, f"_Toc{self._headings:08d}", text)
        else:
            paragraph.add_run(text)

    def contents(self, title: str, headings: Sequence[str]) -> None:
        """A table of contents with its entries filled in, which Word brings up to date where it is asked to.

        It is without page numbers, which nobody knows before the pages are set.
        """
        self.paragraph(title, "TOC Heading")
        for index, heading in enumerate(headings, start=1):
            paragraph = self.document.add_paragraph(style="toc 1")
            if index == 1:
                self._field_start(paragraph, r'TOC \o "1-1" \h \z \n')
            self._link(paragraph, f"_Toc{index:08d}", heading, "Hyperlink")
            if index == len(headings):
                self._field_mark(paragraph, "end")

    def cite(self, paragraph: Any, numbers: Iterable[int]) -> None:
        """»[3, 7–9]« after the words of a paragraph, each number a link to its source."""
        before = f"{_NO_BREAK}["
        for low, high in spans(numbers):
            paragraph.add_run(before, style="Kildehenvisning")
            self._link(paragraph, _source_name(low), str(low), "Henvisning")
            if high != low:
                paragraph.add_run("–", style="Kildehenvisning")
                self._link(paragraph, _source_name(high), str(high), "Henvisning")
            before = f",{_NO_BREAK}"
        if not before.endswith("["):
            paragraph.add_run("]", style="Kildehenvisning")

    def mark(self, paragraph: Any, text: str, style: str) -> None:
        """A small remark after the words of a paragraph, in a character style."""
        paragraph.add_run(f" · {text}".replace(" ", _NO_BREAK), style=style)

    def move_in(self, paragraph: Any, level: int) -> None:
        """Set a line of a list below the one before it, ``level`` steps further in."""
        from docx.shared import Cm

        paragraph.paragraph_format.left_indent = Cm(_STEP_CM * (1 + level))
        paragraph.paragraph_format.first_line_indent = Cm(-_STEP_CM)

    def target(self, paragraph: Any, number: int, text: str) -> None:
        """Words that the citations of a source lead to."""
        self._bookmark(paragraph, _source_name(number), text)

    def picture(self, image: bytes, title: str, alt: str) -> None:
        """A picture over the width of the text with its caption below and ``alt`` as its alternative text."""
        from docx.shared import Cm

        paragraph = self.document.add_paragraph(style="Normal")
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(image), width=Cm(_TEXT_CM))
        properties = shape._inline.docPr
        properties.set("descr", alt)
        properties.set("name", f"{words('handout')['figure']} {self._figures.get('figure', 0) + 1}")
        self._caption("figure", title)

    def table(
        self, caption: str, heads: Sequence[str], rows: Sequence[Row], *, absent: str = "", below: str = ""
    ) -> None:
        """A table under its caption and over the remark ``below``; the row of heads is repeated on every page.

        The first cell of a row heads it. A cell that says ``absent`` is set apart.
        """
        from docx.shared import Pt

        paragraph = self._caption("table", caption)
        paragraph.paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=0, cols=len(heads), style="Forløbstabel")
        cells = [tuple(TableCell(text, numbers_label(sources)) for text, sources in row) for row in rows]
        points = _TEXT_CM * _DXA_PER_CM / _DXA_PER_POINT
        widths = column_widths(heads, cells, points, _CELL_SIZE)
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
        self._describe(table, caption)
        head = self._row(table, [(text, ()) for text in heads], widths, absent)
        _append(head._tr.get_or_add_trPr(), "w:tblHeader")
        for row in rows:
            self._row(table, row, widths, absent)
        for row in (*table.rows[:_TOGETHER], *(table.rows[-1:] if below else ())):
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        if below:
            self.paragraph(below, "Tabelnote")

    def save(self) -> bytes:
        """The bytes of the file, before they are packed."""
        if self.document.element.body[-2].tag.endswith("}tbl"):
            # Word does not open a document that ends with a table.
            self.document.add_paragraph(style="Normal")
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()

    def _row(self, table: Any, cells: Row, widths: Sequence[float], absent: str) -> Any:
        from docx.shared import Pt

        row = table.add_row()
        _append(row._tr.get_or_add_trPr(), "w:cantSplit")
        for cell, (text, sources), width in zip(row.cells, cells, widths, strict=True):
            cell.width = Pt(width)
            paragraph = cell.paragraphs[0]
            paragraph.style = "Celle"
            if text:
                paragraph.add_run(text, style="Står ikke i kilderne" if text == absent else None)
            self.cite(paragraph, sources)
        return row

    def _describe(self, table: Any, caption: str) -> None:
        properties = table._tbl.tblPr
        look = properties.find("{*}tblLook")
        if look is not None:
            properties.remove(look)
        _append(
            properties,
            "w:tblLook",
            val="06a0",
            firstRow="1",
            lastRow="0",
            firstColumn="1",
            lastColumn="0",
            noHBand="1",
            noVBand="1",
        )
        _append(properties, "w:tblCaption", val=caption)

    def _caption(self, kind: str, text: str) -> Any:
        name = words("handout")[kind]
        number = self._figures[kind] = self._figures.get(kind, 0) + 1
        paragraph = self.paragraph(f"{name} ", "Caption")
        self._field(paragraph, f"SEQ {name} \\* ARABIC", str(number))
        paragraph.add_run(f": {text}")
        return paragraph

    def _replace(self, part: Any, name: str, **more: str) -> None:
        from docx.oxml import parse_xml

        part._element = parse_xml(office_file(name, **more))

    def _set_page(self) -> None:
        from docx.shared import Cm

        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.3)
        section.footer_distance = Cm(1.1)

    def _set_footer(self, title: str) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.style = "Footer"
        before, between = words("handout")["page_of"].split("{page}")
        room = _TEXT_CM * _DXA_PER_CM / _DXA_PER_POINT - _FOOT_NUMBER
        paragraph.add_run(f"{face().cut(title, _FOOT_SIZE, room)}\t{before}")
        self._field(paragraph, "PAGE", "1")
        paragraph.add_run(between.removesuffix("{pages}"))
        self._field(paragraph, "NUMPAGES", "1")

    def _bookmark(self, paragraph: Any, name: str, text: str) -> None:
        self._bookmarks += 1
        _append(paragraph._p, "w:bookmarkStart", id=str(self._bookmarks), name=name)
        paragraph.add_run(text)
        _append(paragraph._p, "w:bookmarkEnd", id=str(self._bookmarks))

    def _link(self, paragraph: Any, anchor: str, text: str, style: str) -> None:
        link = _append(paragraph._p, "w:hyperlink", anchor=anchor, history="1")
        run = _append(link, "w:r")
        _append(_append(run, "w:rPr"), "w:rStyle", val=style)
        _append(run, "w:t").text = text

    def _field(self, paragraph: Any, instruction: str, shown: str) -> None:
        self._field_start(paragraph, instruction)
        paragraph.add_run(shown)
        self._field_mark(paragraph, "end")

    def _field_start(self, paragraph: Any, instruction: str) -> None:
        self._field_mark(paragraph, "begin")
        code = _append(paragraph.add_run()._r, "w:instrText")
        code.text = f" {instruction} "
        code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        self._field_mark(paragraph, "separate")

    def _field_mark(self, paragraph: Any, kind: str) -> None:
        _append(paragraph.add_run()._r, "w:fldChar", fldCharType=kind)


def _source_name(number: int) -> str:
    return f"kilde_{number}"


def _append(parent: Any, tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element
