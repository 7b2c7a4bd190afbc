"""Course material as a PowerPoint presentation that a trainer can go on with: real layouts, notes and tables."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import quoteattr

from forlobkg.teach import slide_design as design
from forlobkg.teach.formats.office import LANGUAGE, describe, packed
from forlobkg.teach.formats.pptx_layouts import CITED, KICKER, LAYOUT_OF, NOTICE, NUMBER
from forlobkg.teach.formats.pptx_template import TABLE_STYLE, emu, new_presentation, slide_number
from forlobkg.teach.material import Material, Picture
from forlobkg.teach.paging import Piece
from forlobkg.teach.pictures import draw
from forlobkg.teach.slides import Slide, make_slides
from forlobkg.teach.table_paging import TableCell
from forlobkg.teach.wording import printable, words

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_COLOURS: Final = {
    "claim": "accent1",
    "own": "accent4",
    "gap": "accent3",
    "plain": "tx1",
    "heading": "accent1",
    "exercise": "accent2",
}
_SECTIONS: Final = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_OFFICE_2010: Final = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_OPEN_BULLET: Final = "○"
_ASKED_BULLET: Final = "►"


def write(material: Material) -> bytes:
    """The bytes of a .pptx file; the same material gives the same bytes."""
    presentation = new_presentation()
    slides = make_slides(material)
    for slide in slides:
        _add(presentation, slide)
    _add_sections(presentation, slides)
    describe(presentation.core_properties, material)
    _set_language(presentation)
    stream = io.BytesIO()
    presentation.save(stream)
    return packed(stream.getvalue())


def _add(presentation: Any, slide: Slide) -> None:
    page = presentation.slides.add_slide(presentation.slide_layouts[LAYOUT_OF[slide.kind]])
    _set_text(page, 0, slide.title, slide.title_size)
    if slide.kind == "title":
        _set_text(page, 1, slide.subtitle)
        _set_text(page, NOTICE, slide.notice, slide.notice_size)
    elif slide.kind == "section":
        _set_text(page, 1, slide.subtitle)
    elif slide.picture is not None:
        _add_picture(page, slide.picture)
    elif slide.rows:
        _add_table(page, slide)
    else:
        _set_lines(page, slide)
    _set_text(page, KICKER, slide.kicker)
    _set_text(page, CITED, slide.cited)
    if slide.kind != "title":
        _add_number(page)
    _add_notes(page, slide)


def _set_text(page: Any, index: int, text: str, size: float | None = None) -> None:
    placeholder = next((shape for shape in page.placeholders if shape.placeholder_format.idx == index), None)
    if placeholder is None:
        return
    if not text:
        # An empty placeholder shows its prompt while one edits.
        placeholder._element.getparent().remove(placeholder._element)
        return
    frame = placeholder.text_frame
    frame.text = text
    if size is not None:
        _set_size(frame, size, page, index)


def _set_size(frame: Any, size: float, page: Any, index: int) -> None:
    """Set the type of a whole box where it differs from its layout's, so that runs need no size of their own."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    usual = next(shape for shape in page.slide_layout.placeholders if shape.placeholder_format.idx == index)
    if usual._element.find(".//{*}defRPr").get("sz") == str(round(size * 100)):
        return
    style = frame._txBody.find("{*}lstStyle")
    if style is None:
        style = parse_xml(f"<a:lstStyle {nsdecls('a')}/>")
        frame._txBody.insert(1, style)
    style.append(parse_xml(f'<a:lvl1pPr {nsdecls("a")}><a:defRPr sz="{round(size * 100)}"/></a:lvl1pPr>'))


def _set_lines(page: Any, slide: Slide) -> None:
    frame = page.placeholders[1].text_frame
    for index, piece in enumerate(slide.lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        _set_piece(paragraph, piece, listed=slide.kind not in ("sources", "programme"))
    _set_size(frame, slide.size, page, 1)


def _set_piece(paragraph: Any, piece: Piece, *, listed: bool) -> None:
    run = paragraph.add_run()
    run.text = piece.text
    properties = paragraph._p.get_or_add_pPr()
    if piece.level:
        properties.set("marL", str(emu(design.INDENT * (1 + piece.level))))
        properties.set("indent", str(-emu(design.INDENT)))
    if piece.style in ("plain", "heading"):
        if listed:
            properties.set("marL", "0")
            properties.set("indent", "0")
            _append(properties, "<a:buNone {ns}/>")
        if piece.style == "heading":
            run.font.bold = True
            _colour(run, "accent1")
    elif piece.style == "gap":
        _append(properties, '<a:buClr {ns}><a:schemeClr val="accent3"/></a:buClr>')
        _append(properties, f'<a:buChar {{ns}} char="{_OPEN_BULLET}"/>')
        run.font.italic = True
        _colour(run, "accent3")
    elif piece.style == "exercise":
        _append(properties, '<a:buClr {ns}><a:schemeClr val="accent2"/></a:buClr>')
        _append(properties, f'<a:buChar {{ns}} char="{_ASKED_BULLET}"/>')
    elif piece.style == "own":
        _append(properties, '<a:buClr {ns}><a:schemeClr val="accent4"/></a:buClr>')
    _add_label(paragraph, piece.label, _COLOURS[piece.style], changed=piece.changed)


def _add_label(paragraph: Any, label: str, colour: str, *, changed: bool = False) -> None:
    from pptx.util import Pt

    if not label:
        return
    run = paragraph.add_run()
    run.text = _NO_BREAK + label.replace(" ", _NO_BREAK)
    run.font.size = Pt(design.LABEL_SIZE)
    _colour(run, "accent6" if changed else colour)


def _add_picture(page: Any, drawn: Picture) -> None:
    picture = page.placeholders[1].insert_picture(io.BytesIO(draw(drawn, "png", ground="paper")))
    picture.crop_left = picture.crop_right = picture.crop_top = picture.crop_bottom = 0
    wide, high = picture.image.size
    box = design.PICTURE.holding(wide, high)
    picture.left, picture.top, picture.width, picture.height = map(emu, (box.x, box.y, box.width, box.height))
    properties = picture._element.nvPicPr.cNvPr
    properties.set("descr", printable(drawn.alt))
    properties.set("name", "Billede")


def _add_table(page: Any, slide: Slide) -> None:
    frame = page.placeholders[1].insert_table(rows=len(slide.rows) + 1, cols=len(slide.heads))
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", slide.caption)
    properties.set("name", "Tabel")
    table = frame.table
    table._tbl.tblPr.find("{*}tableStyleId").text = TABLE_STYLE
    table.first_row, table.first_col, table.horz_banding = True, True, False
    for column, width in zip(table.columns, slide.widths, strict=True):
        column.width = emu(width)
    for row, height in zip(table.rows, slide.heights, strict=True):
        row.height = emu(height)
    frame.left, frame.top = emu(design.BODY.x), emu(design.BODY.y)
    frame.width, frame.height = emu(sum(slide.widths)), emu(sum(slide.heights))
    heads = tuple(TableCell(head) for head in slide.heads)
    for row, cells in zip(table.rows, (heads, *slide.rows), strict=True):
        for cell, content in zip(row.cells, cells, strict=True):
            cell.margin_left = cell.margin_right = emu(design.CELL_PADDING)
            cell.margin_top = cell.margin_bottom = emu(design.CELL_LEADING)
            paragraph = cell.text_frame.paragraphs[0]
            if content.text:
                run = paragraph.add_run()
                run.text = content.text
                if cells is heads:
                    # LibreOffice lets the style of the first column win in the corner.
                    _colour(run, "bg1")
            _add_label(paragraph, content.label, "accent1")


def _add_number(page: Any) -> None:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    tree = page.shapes._spTree
    number = max(int(shape.shape_id) for shape in page.shapes) + 1
    tree.append(
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="Slidenummer"/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldNum" idx="{NUMBER}"/></p:nvPr>'
            f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{slide_number()}</a:p></p:txBody></p:sp>"
        )
    )


def _add_notes(page: Any, slide: Slide) -> None:
    if not slide.notes:
        return
    frame = page.notes_slide.notes_text_frame
    for index, note in enumerate(slide.notes):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = note.text
        run.font.bold = True if note.kind == "heading" else None
        run.font.italic = True if note.kind == "reference" else None


def _add_sections(presentation: Any, slides: Sequence[Slide]) -> None:
    """Name the parts, so that a trainer can move a whole one ([MS-PPTX] 2.6.15, sectionLst)."""
    from pptx.oxml import parse_xml

    said = words("slides")
    slides_of: list[tuple[str, list[int]]] = []
    started = False
    for slide, entry in zip(slides, presentation.part._element.sldIdLst, strict=True):
        started = started or bool(slide.part)
        name = slide.part or said["closing_section" if started else "opening_section"]
        if not slides_of or slides_of[-1][0] != name:
            slides_of.append((name, []))
        slides_of[-1][1].append(entry.id)
    sections = "".join(_section(name, at, numbers) for at, (name, numbers) in enumerate(slides_of))
    presentation.part._element.append(
        parse_xml(
            '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
            f'<p:ext uri="{_SECTIONS}"><p14:sectionLst xmlns:p14="{_OFFICE_2010}">{sections}</p14:sectionLst>'
            "</p:ext></p:extLst>"
        )
    )


def _section(name: str, at: int, numbers: Sequence[int]) -> str:
    ids = "".join(f'<p14:sldId id="{number}"/>' for number in numbers)
    key = str(uuid5(NAMESPACE_URL, f"{at} {name}")).upper()
    named = quoteattr(printable(name))
    return f'<p14:section name={named} id="{{{key}}}"><p14:sldIdLst>{ids}</p14:sldIdLst></p14:section>'


def _set_language(presentation: Any) -> None:
    """Say that all text is Danish: the presentation's default, every run, field and paragraph end."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    roots = [presentation.part._element, presentation.slide_master._element]
    roots.extend(layout._element for layout in presentation.slide_layouts)
    roots.append(presentation.notes_master._element)
    for slide in presentation.slides:
        roots.append(slide._element)
        if slide.has_notes_slide:
            roots.append(slide.notes_slide._element)
    for root in roots:
        for run in root.iter("{*}r", "{*}fld"):
            if run.find("{*}rPr") is None:
                run.insert(0, parse_xml(f"<a:rPr {nsdecls('a')}/>"))
        for properties in root.iter("{*}rPr", "{*}endParaRPr", "{*}defRPr"):
            properties.set("lang", LANGUAGE)


def _append(properties: Any, xml: str) -> None:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    properties.append(parse_xml(xml.format(ns=nsdecls("a"))))


def _colour(run: Any, name: str) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR

    run.font.color.theme_color = MSO_THEME_COLOR.from_xml(name)
