"""The handout in Word: styles, contents that show, tables with heads, citations that lead to their sources."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from lxml import etree

from forlobkg.service import Forlobkg
from forlobkg.teach.formats.docx import write
from forlobkg.teach.material import Line, Section, Table
from forlobkg.teach.outline import Choice

from .samples import MAP, MARKUP, MATERIAL, SOURCES
from .test_slides import material_with

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def content() -> bytes:
    return write(MATERIAL)


@pytest.fixture
def handout(content: bytes) -> Any:
    return opened(content)


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def texts(handout: Any, style: str) -> list[str]:
    return [
        paragraph.text.replace("\N{NO-BREAK SPACE}", " ")
        for paragraph in handout.paragraphs
        if paragraph.style.name == style
    ]


def test_the_same_material_gives_the_same_bytes(content: bytes) -> None:
    assert write(MATERIAL) == content


def test_styles_carry_the_structure(handout: Any) -> None:
    assert texts(handout, "Title") == [MATERIAL.title]
    assert texts(handout, "Subtitle") == [MATERIAL.subtitle]
    titles = ["Læringsmål", *(section.title for section in MATERIAL.sections), "Kilder"]
    assert texts(handout, "Heading 1") == titles
    bullets = texts(handout, "List Bullet")
    assert "De centrale aktører er familieambulatoriet og rusmiddelbehandlingen. [1, 2]" in bullets
    assert "Hos os mødes vi hver tirsdag. · Egen tekst" in bullets
    assert "Satspuljeprojektet er fra 2016. [1] · Kilden er ændret" in bullets
    assert MATERIAL.notice in texts(handout, "Oplysning")
    assert not [
        paragraph for paragraph in handout.paragraphs if not paragraph.text and not paragraph._p.xpath(".//pic:pic")
    ]


def test_the_contents_show_before_word_brings_them_up_to_date(content: bytes, handout: Any) -> None:
    entries = [link.text for p in handout.paragraphs if p.style.name == "toc 1" for link in p.hyperlinks]
    assert entries == texts(handout, "Heading 1")
    bookmarks = {mark.get(f"{_W}name") for mark in handout.element.iter(f"{_W}bookmarkStart")}
    anchors = {link.get(f"{_W}anchor") for link in handout.element.iter(f"{_W}hyperlink")}
    assert anchors <= bookmarks
    assert {f"kilde_{source.number}" for source in SOURCES} <= bookmarks
    kinds = [mark.get(f"{_W}fldCharType") for mark in handout.element.iter(f"{_W}fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        settings = etree.fromstring(packed.read("word/settings.xml"))
    assert [element.get(f"{_W}val") for element in settings.iter(f"{_W}updateFields")] == ["false"]


def test_the_language_is_danish(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        styles = etree.fromstring(packed.read("word/styles.xml"))
        names = packed.namelist()
    assert {element.get(f"{_W}val") for element in styles.iter(f"{_W}lang")} == {"da-DK"}
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]


def test_tables_repeat_their_heads_and_do_not_break_rows(handout: Any) -> None:
    assert len(handout.tables) == 2
    for table in handout.tables:
        assert table.style.name == "Forløbstabel"
        first = table.rows[0]._tr
        assert first.find(f".//{_W}tblHeader") is not None
        assert all(row._tr.find(f".//{_W}cantSplit") is not None for row in table.rows)
        assert table._tbl.tblPr.find(f"{_W}tblCaption") is not None
    matrix = handout.tables[0]
    assert [cell.text for cell in matrix.rows[0].cells] == ["Opgave", "Hvem", "Hvornår", "Anbefaling"]
    assert [cell.text for cell in matrix.rows[3].cells][1:] == [
        "Står ikke i kilderne",
        "Efter fødslen",
        "Anbefaling 4",
    ]
    assert matrix.rows[3].cells[0].text.endswith("[4]")


def test_pictures_have_their_words_and_a_caption(handout: Any) -> None:
    described = [shape._inline.docPr.get("descr") for shape in handout.inline_shapes]
    assert described[0] == MAP.alt and all(described)
    assert texts(handout, "Caption")[0] == f"Figur 1: {MAP.title}"


def test_every_source_is_quoted_with_its_headings(handout: Any) -> None:
    listed = texts(handout, "Kilde")
    assert len(listed) == len(SOURCES)
    assert listed[2] == (
        "[3]\tSide 6: »Graviditeten kræver hurtig handling« Står under: Facts om målgruppen i forløbsbeskrivelsen"
    )


def test_what_the_sources_leave_open_has_a_style_of_its_own() -> None:
    handout = opened(write(material_with(Line("Det står ikke i kilderne, hvem der gør det.", gap=True))))
    assert texts(handout, "Hul i kilderne") == ["Det står ikke i kilderne, hvem der gør det."]


def test_text_of_ones_own_stays_text() -> None:
    handout = opened(write(material_with(Line(MARKUP + "\x00\ud800", own=True))))
    assert any(MARKUP in text for text in texts(handout, "List Bullet"))


def test_a_table_never_ends_the_document() -> None:
    table = Table("Ord", ("Ord", "Betyder"), ())
    bare = replace(MATERIAL, sections=(Section("ord", "Ord", 5, (), table=table),), sources=())
    body = opened(write(bare)).element.body
    assert body[-2].tag == f"{_W}p"


def test_a_real_course(service: Forlobkg) -> None:
    choice = Choice.model_validate({"pathway": "boern-og-unge-forloeb", "minutes": 90, "level": "fordybelse"})
    material = service.course.material(service.course.propose(choice))
    handout = opened(write(material))
    claims = [line for section in material.sections for line in section.lines if line.sources]
    shown = texts(handout, "List Bullet")
    assert sum(text.endswith("]") for text in shown) == len(claims) > 10
    assert len(texts(handout, "Kilde")) == len(material.sources)
