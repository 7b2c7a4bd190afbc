"""The poster as a Word document, to be changed before it is hung up."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from forlobkg.teach.formats.poster import poster_data
from forlobkg.teach.formats.templates import without_controls
from forlobkg.teach.material import Poster

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_BRAND: Final = (0x0B, 0x53, 0x61)
_GAP: Final = (0x7A, 0x56, 0x00)
_QUIET: Final = (0x52, 0x5C, 0x68)
# The sizes in points of what is said, with whom, what is not said, what nobody is given, and the sources: for as many
# characters in all as still go on a page.
_STEPS: Final[tuple[tuple[int, dict[str, float]], ...]] = (
    (2_000, {"said": 15, "together": 15, "not-said": 13, "open": 12, "sources": 8}),
    (3_600, {"said": 12.5, "together": 12.5, "not-said": 11, "open": 10, "sources": 7.5}),
    (10**9, {"said": 11, "together": 11, "not-said": 10, "open": 9, "sources": 6.5}),
)
# Word wants a date; a fixed one gives the same bytes each time.
_DATE: Final = datetime(2023, 1, 13, tzinfo=UTC)


def write(poster: Poster) -> bytes:
    """The poster as DOCX, A4, in Danish, with headings and lists in Word's own styles.

    The more it holds, the smaller it is set; since Word sets the pages, a long poster can still take more than one.
    """
    import docx
    from docx.shared import Mm

    data = poster_data(poster)
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(11)
    _set_styles(document)
    title = f"{data['actor']}: {data['title']}"
    properties = document.core_properties
    properties.title, properties.language, properties.author = without_controls(title), "da-DK", ""
    properties.created = properties.modified = _DATE
    properties.comments, properties.last_modified_by = "", ""
    document.add_paragraph(without_controls(data["actor"]), style="Title")
    document.add_paragraph(without_controls(data["title"]), style="Subtitle")
    sizes = _sizes(data)
    for group in data["groups"]:
        document.add_heading(group["title"], 1)
        for line in group["lines"]:
            _add_line(document.add_paragraph(style="List Bullet"), line, sizes[group["kind"]])
    _run(document.add_paragraph(), data["notice"], 8, _QUIET)
    _add_sources(document, data["sources"], sizes["sources"])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _sizes(data: dict[str, Any]) -> dict[str, float]:
    texts = [line["text"] for group in data["groups"] for line in group["lines"]]
    texts += [source["quote"] + source["place"] for source in data["sources"]]
    return next(sizes for most, sizes in _STEPS if sum(map(len, texts)) <= most)


def _add_line(paragraph: Paragraph, line: dict[str, Any], size: float) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.space_after = Pt(2)
    _run(paragraph, line["text"], size, _GAP if line["gap"] else None)
    if line["sources"]:
        _run(paragraph, f"\u00a0[{', '.join(map(str, line['sources']))}]", size * 0.8, _BRAND)
    marks = {"changed": "kilden er ændret", "removed": "kilden findes ikke længere"}
    for mark in (
        *(["egen tekst"] if line["own"] else []),
        *([marks[line["state"]]] if line["state"] in marks else []),
    ):
        _run(paragraph, f" ({mark})", size * 0.8, _GAP)


def _add_sources(document: Document, sources: list[dict[str, Any]], size: float) -> None:
    """The sources in three columns of small print, each document named once."""
    from docx.enum.section import WD_SECTION
    from docx.oxml.ns import qn
    from docx.shared import Pt

    if not sources:
        return
    document.add_heading("Kilder", 1)
    columns = document.add_section(WD_SECTION.CONTINUOUS)._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), "3")
    columns.set(qn("w:space"), "280")

    def document_of(source: dict[str, Any]) -> str:
        return f"{source['publisher']}: {source['title']}, {source['date']}"

    for name in dict.fromkeys(map(document_of, sources)):
        _run(document.add_paragraph(), name, size, _QUIET, bold=True)
        for source in (source for source in sources if document_of(source) == name):
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Pt(13), Pt(-13)
            _run(paragraph, f"{source['number']}  ", size, _BRAND, bold=True)
            _run(paragraph, f"»{source['quote']}«", size)
            if source["place"]:
                _run(paragraph, f", {source['place']}", size, _QUIET)


def _run(
    paragraph: Paragraph,
    text: str,
    size: float,
    colour: tuple[int, int, int] | None = None,
    *,
    bold: bool = False,
) -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(without_controls(text))
    run.font.size = Pt(size)
    run.bold = bold or None
    if colour is not None:
        run.font.color.rgb = RGBColor(*colour)


def _set_styles(document: Document) -> None:
    """A typeface that Word has and our colours in Word's own styles, and Danish as the language of all text."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": 10, "Title": 34, "Subtitle": 14, "Heading 1": 13, "List Bullet": 12}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.paragraph_format.space_after = Pt(2)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for place in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(place), None)
        if name not in ("Normal", "List Bullet"):
            style.font.color.rgb = RGBColor(*_BRAND)
            style.font.bold = name != "Subtitle"
    document.styles["Heading 1"].paragraph_format.space_before = Pt(8)
    document.styles["Title"].paragraph_format.space_after = Pt(0)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "da-DK")
