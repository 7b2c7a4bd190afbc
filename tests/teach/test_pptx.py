"""The presentation: real layouts, notes, language, alternative text; the same material gives the same file."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pptx
import pytest
from lxml import etree

from forlobkg.service import Forlobkg
from forlobkg.teach import slide_design as design
from forlobkg.teach.formats.pptx import write
from forlobkg.teach.formats.pptx_layouts import KICKER, LAYOUTS
from forlobkg.teach.material import Line
from forlobkg.teach.measuring import face
from forlobkg.teach.outline import Choice
from forlobkg.teach.slides import make_slides

from .samples import MAP, MARKUP, MATERIAL
from .test_slides import material_with

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_EMU = 12_700


@pytest.fixture(scope="module")
def content() -> bytes:
    return write(MATERIAL)


@pytest.fixture
def deck(content: bytes) -> Any:
    return opened(content)


def opened(content: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(content))


def test_the_same_material_gives_the_same_bytes(content: bytes) -> None:
    assert write(MATERIAL) == content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {entry.date_time[0] for entry in packed.infolist()} == {1980}


def test_layouts_are_ours_and_all_are_used(deck: Any) -> None:
    assert [layout.name for layout in deck.slide_layouts] == [layout.name for layout in LAYOUTS]
    used = {slide.slide_layout.name for slide in deck.slides}
    # With so few slides to a part, none needs a slide in front; the layout is there for the trainer.
    assert used == {layout.name for layout in LAYOUTS} - {"Afsnit"}
    assert (deck.slide_width, deck.slide_height) == (design.WIDTH * _EMU, design.HEIGHT * _EMU)


def test_colours_and_typefaces_stand_in_the_theme(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        theme = next(name for name in packed.namelist() if name.endswith("theme1.xml"))
        root = etree.fromstring(packed.read(theme))
        assert not [name for name in packed.namelist() if "thumbnail" in name or "printer" in name]
    assert root.get("name") == "forlobkg"
    assert [colour.get("val") for colour in root.iterfind(f".//{_A}accent1/{_A}srgbClr")] == [design.BRAND]
    assert {latin.get("typeface") for latin in root.iter(f"{_A}latin")} == {"Arial"}


def test_what_a_slide_says_stands_in_placeholders_in_the_order_of_reading(deck: Any) -> None:
    for slide, made in zip(deck.slides, make_slides(MATERIAL), strict=True):
        assert all(shape.is_placeholder for shape in slide.shapes)
        assert slide.shapes.title is not None and slide.shapes.title.text_frame.text == made.title
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id
        kinds = [str(shape.placeholder_format.type).split()[0] for shape in slide.shapes]
        if made.kind != "title":
            assert kinds[-1] == "SLIDE_NUMBER"
            field = slide.shapes[-1]._element.find(f".//{_A}fld")
            assert field.get("type") == "slidenum"
        kicker = [s.text_frame.text for s in slide.placeholders if s.placeholder_format.idx == KICKER]
        assert kicker == ([made.kicker] if made.kicker else [])


def test_every_claim_has_its_label_after_it(deck: Any) -> None:
    text = "\n".join(
        paragraph.text.replace("\N{NO-BREAK SPACE}", " ")
        for slide in deck.slides
        for shape in slide.placeholders
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
    )
    assert "De centrale aktører er familieambulatoriet og rusmiddelbehandlingen. [1, 2]" in text
    assert "Hos os mødes vi hver tirsdag. Egen tekst" in text
    assert "Satspuljeprojektet er fra 2016. [1] · Kilden er ændret" in text
    assert "Gammelt. [2] · Kilden findes ikke længere" in text


def test_speakers_read_quotes_and_sources_in_the_notes(deck: Any) -> None:
    slide = next(slide for slide in deck.slides if slide.shapes.title.text_frame.text == "Målgruppen")
    notes = slide.notes_slide.notes_text_frame.text
    for words in (
        "Tid: Del 1 af 5, 10 minutter i alt.",
        "[3] »Graviditeten kræver hurtig handling«",
        "Står under: Facts om målgruppen i forløbsbeskrivelsen",
        "Socialstyrelsen: Oplæg for DAS - Sjælland og Syddanmark, 13. januar 2023, side 6",
    ):
        assert words in notes


def test_all_text_is_danish(deck: Any) -> None:
    roots = [deck.part._element, deck.slide_master._element, deck.notes_master._element]
    roots += [slide._element for slide in deck.slides] + [layout._element for layout in deck.slide_layouts]
    roots += [slide.notes_slide._element for slide in deck.slides if slide.has_notes_slide]
    for root in roots:
        languages = {properties.get("lang") for tag in ("rPr", "defRPr") for properties in root.iter(_A + tag)}
        assert languages <= {"da-DK"}
        assert all(run.find(f"{_A}rPr") is not None for run in root.iter(f"{_A}r"))
    assert deck.core_properties.language == "da-DK"
    assert deck.core_properties.title == MATERIAL.title
    assert deck.core_properties.author == "forlobkg"


def test_pictures_have_their_words_and_keep_their_shape(deck: Any) -> None:
    pictures = [shape for slide in deck.slides for shape in slide.placeholders if hasattr(shape, "image")]
    assert len(pictures) == 3
    assert pictures[0]._element.nvPicPr.cNvPr.get("descr") == MAP.alt
    for picture in pictures:
        wide, high = picture.image.size
        assert picture.width / picture.height == pytest.approx(wide / high, rel=0.01)
        assert picture.top + picture.height <= (design.PICTURE.y + design.PICTURE.height + 1) * _EMU


def test_tables_have_a_row_of_heads_and_our_style(deck: Any) -> None:
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert [cell.text for cell in tables[0].rows[0].cells] == ["Ord", "Betydning"]
    assert all(table.first_row and table.first_col for table in tables)


def test_parts_can_be_moved_as_sections(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        root = etree.fromstring(packed.read("ppt/presentation.xml"))
    sections = [element.get("name") for element in root.iter("{*}section")]
    assert sections == ["Indledning", *(section.title for section in MATERIAL.sections), "Kilder"]
    ids = [element.get("id") for element in root.iter("{*}sldId") if "2010" in element.tag]
    assert ids == [element.get("id") for element in root.iterfind("{*}sldIdLst/{*}sldId")]


def test_no_text_of_the_file_overflows_its_box() -> None:
    """Measured on the file itself: what is in it, in the size that it has there, in the box that it has there."""
    long = Line("Vi mødes hver tirsdag og taler om de forløb, der er i gang. " * 33, own=True)
    deck = opened(write(material_with(long, Line(MARKUP, own=True), Line("Kort.", (1,)), title="Lang titel " * 18)))
    for slide in deck.slides:
        for shape in slide.placeholders:
            if not shape.has_text_frame or shape._element.find(f".//{_A}fld") is not None:
                continue
            usual = next(
                place._element
                for place in slide.slide_layout.placeholders
                if place.placeholder_format.idx == shape.placeholder_format.idx
            ).find(f".//{_A}lvl1pPr")
            own = shape._element.find(f".//{_A}lstStyle//{_A}defRPr")
            size = int((own if own is not None else usual.find(f"{_A}defRPr")).get("sz")) / 100
            bold = usual.find(f"{_A}defRPr").get("b") == "1"
            before = int(usual.find(f"{_A}spcBef/{_A}spcPts").get("val")) / 100
            width = (shape.width - int(usual.get("marL"))) / _EMU
            lines = [face(bold=bold).broken(p.text, size, width) for p in shape.text_frame.paragraphs]
            height = sum(map(len, lines)) * size * design.LEADING + before * (len(lines) - 1)
            assert height <= shape.height / _EMU + 0.1, shape.text_frame.text
            assert size >= (design.CITED_SIZE if shape.placeholder_format.idx else 18)


def test_text_of_ones_own_stays_text() -> None:
    deck = opened(write(material_with(Line(MARKUP + "\x00\x0b\ud800", own=True))))
    assert any(MARKUP in shape.text_frame.text for slide in deck.slides for shape in slide.placeholders)


def test_a_deck_of_thirty_slides_of_a_real_course(service: Forlobkg) -> None:
    choice = Choice.model_validate({"pathway": "udsatte-gravide-forloeb", "minutes": 90, "level": "fordybelse"})
    deck = opened(write(service.course.material(service.course.propose(choice))))
    assert len(deck.slides) >= 30
