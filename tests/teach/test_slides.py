"""Material divided into slides: nothing overflows, nothing is too small, every line keeps its source."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forlobkg.service import Forlobkg
from forlobkg.teach import slide_design as design
from forlobkg.teach.citing import cited_in_short, label_of, numbers_label
from forlobkg.teach.material import Cell, Line, Material, Section, Table
from forlobkg.teach.measuring import face
from forlobkg.teach.outline import MOST_OWN_CHARS, Choice
from forlobkg.teach.paging import Piece, height_of, label_width
from forlobkg.teach.slides import Slide, make_slides
from forlobkg.teach.wording import printable

from .samples import MARKUP, MATERIAL, SOURCES, source

_LONG = ("Vi mødes hver tirsdag i familieafdelingen og taler om de forløb, der er i gang. " * 30)[:MOST_OWN_CHARS]
_UNBROKEN = "Rusmiddelbehandlingssamarbejdsaftale" * 55


def material_with(*lines: Line, table: Table | None = None, title: str = "Målgruppen") -> Material:
    return replace(MATERIAL, sections=(Section("del", title, 10, lines, table=table),))


def assert_fits(slides: tuple[Slide, ...]) -> None:
    """Every text of every slide fits its box, in a size that can be read."""
    for slide in slides:
        bold = face(bold=True)
        box = {"title": design.COVER_TITLE, "section": design.SECTION_TITLE}.get(slide.kind, design.TITLE)
        assert (
            len(bold.broken(slide.title, slide.title_size, box.width)) * slide.title_size * design.LEADING
            <= box.height
        )
        listed = slide.kind in ("sources", "programme")
        body = design.SOURCES if listed else design.BODY
        gap = design.SOURCE_GAP if listed else design.GAP
        heights = [height_of(line, slide.size, body.width) + gap for line in slide.lines]
        assert sum(heights) - gap <= body.height + 0.01, slide.title
        assert sum(slide.heights) <= body.height + 0.01, slide.title
        for row, height in zip(slide.rows, slide.heights[1:], strict=True):
            for column, (cell, width) in enumerate(zip(row, slide.widths, strict=True)):
                room = width - 2 * design.CELL_PADDING
                count = face(bold=column == 0).lines(cell.text, slide.size, room, tail=label_width(cell.label))
                assert count * slide.size * design.LEADING + 2 * design.CELL_LEADING <= height + 0.01
        cited = face().broken(slide.cited, design.CITED_SIZE, design.CITED.width)
        assert len(cited) * design.CITED_SIZE * design.LEADING <= design.CITED.height
        if slide.kind in ("lines", "objectives", "closing", "table"):
            assert slide.size >= 18
        if slide.kind in ("lines", "objectives", "closing", "sources"):
            assert slide.lines, f"{slide.title} er tomt"


@pytest.mark.parametrize(
    ("pathway", "minutes", "level"),
    [
        ("udsatte-gravide-forloeb", 15, "introduktion"),
        ("udsatte-gravide-forloeb", 90, "fordybelse"),
        ("boern-og-unge-forloeb", 45, "introduktion"),
    ],
)
def test_real_courses_fit_and_every_claim_shows_its_source(
    service: Forlobkg, pathway: str, minutes: int, level: str
) -> None:
    outline = service.course.propose(Choice.model_validate({"pathway": pathway, "minutes": minutes, "level": level}))
    material = service.course.material(outline)
    slides = make_slides(material)
    assert_fits(slides)
    assert slides[0].kind == "title" and slides[-1].kind == "sources"
    assert [slide.kind for slide in slides].count("programme") == 1
    assert sum(slide.minutes for slide in slides) == sum(section.minutes for section in material.sections)
    shown = [line for slide in slides for line in slide.lines if slide.part and line.style != "heading"]
    told = {printable(line.text) for section in material.sections for line in section.lines}
    starts = {"Det står ikke i kilderne, "}
    for line in shown:
        if line.style == "gap" and line.text not in told:
            assert any(start + line.text[:1].lower() + line.text[1:] + "." in told for start in starts)
        elif line.style == "exercise":
            assert line.text in told
    claims = [line for section in material.sections for line in section.lines if line.sources]
    pieces = [line for line in shown if line.style == "claim" and line.label]
    assert [line.text for line in pieces] == [printable(line.text) for line in claims]
    assert all("[" in line.label for line in pieces)
    assert len(shown) == sum(len(section.lines) for section in material.sections) + len(material.objectives)
    titles = [slide.title for slide in slides if slide.kind != "section"]
    assert len(titles) == len(set(titles))


def test_what_a_trainer_wrote_fits_however_long_it_is() -> None:
    for text in (
        _LONG,
        _UNBROKEN[:MOST_OWN_CHARS],
        "W" * MOST_OWN_CHARS,
        MARKUP * 10,
        "a\u0000b\u0007c\ud800 \x0b d",
    ):
        slides = make_slides(material_with(Line(text, own=True), Line("Kort.", (1,)), title=text[:200]))
        assert_fits(slides)
        pieces = [line for slide in slides if slide.kind == "lines" for line in slide.lines if line.style == "own"]
        assert all(piece.label == "Egen tekst" for piece in pieces)
        put_together = "".join(piece.text for piece in pieces).replace("…", "").replace(" ", "")
        assert put_together == printable(text).replace(" ", "")


def test_a_long_list_goes_on_evenly_on_slides_that_say_so() -> None:
    slides = make_slides(
        material_with(*(Line(f"Element nummer {number} i indsatsen.", (1,)) for number in range(29)))
    )
    parts = [slide for slide in slides if slide.kind == "lines"]
    assert [slide.title for slide in parts] == ["Målgruppen", "Målgruppen (fortsat)", "Målgruppen (fortsat 2)"]
    assert {len(slide.lines) for slide in parts} == {9, 10}
    assert len({slide.size for slide in parts}) == 1


def test_what_has_no_time_of_its_own_belongs_to_the_part_before_it() -> None:
    minutes = (5, 0, 5, 0, 5)
    parts = tuple(replace(section, minutes=own) for section, own in zip(MATERIAL.sections, minutes, strict=True))
    slides = make_slides(replace(MATERIAL, sections=parts))
    kickers = {slide.part: slide.kicker for slide in slides if slide.part}
    assert kickers["Målgruppen"] == kickers["Aktørerne"] == "Del 1 af 3"
    programme = next(slide for slide in slides if slide.title == "Program")
    listed = [
        f"{number}. {title} (5 minutter)" for number, title in enumerate(("Målgruppen", "Hvem gør hvad", "Ord"), 1)
    ]
    assert [line.text for line in programme.lines] == listed


def test_a_long_table_repeats_its_heads_and_a_tall_row_goes_on() -> None:
    tall = tuple(Cell(text, (2,)) for text in ("Rusmiddelbehandlingen", _LONG[:900], "Kort"))
    rows = tuple((Cell(f"Aktør {number}"), Cell("Opgave", (1,)), Cell("")) for number in range(9))
    table = Table("To aktører", ("Hvad", "Den ene", "Den anden"), (*rows, tall))
    slides = [slide for slide in make_slides(material_with(table=table)) if slide.kind == "table"]
    assert_fits(tuple(slides))
    assert all(slide.heads == table.heads and len(slide.widths) == 3 for slide in slides)
    assert {round(sum(slide.widths)) for slide in slides} == {design.BODY.width}
    heads_of_rows = [row[0].text for slide in slides for row in slide.rows]
    assert heads_of_rows[9:11] == ["Rusmiddelbehandlingen", "Rusmiddelbehandlingen (fortsat)"]
    assert "".join(row[1].text for slide in slides for row in slide.rows[-9:]).count("tirsdag") == 9 + 2


def test_notes_hold_the_words_of_the_sources_under_their_headings() -> None:
    slide = next(slide for slide in make_slides(MATERIAL) if slide.kind == "lines")
    notes = [(note.kind, note.text) for note in slide.notes]
    assert ("text", "Tid: Del 1 af 5, 10 minutter i alt.") in notes
    assert ("text", "Note: Spørg deltagerne, hvem de selv samarbejder med.") in notes
    assert ("quote", "[3] »Graviditeten kræver hurtig handling«") in notes
    assert ("reference", "Står under: Facts om målgruppen i forløbsbeskrivelsen") in notes
    assert ("reference", "Socialstyrelsen: Oplæg for DAS - Sjælland og Syddanmark, 13. januar 2023, side 6") in notes
    assert ("heading", "Egen tekst uden kilde: Hos os mødes vi hver tirsdag.") in notes


def test_every_source_is_in_the_list_and_those_of_a_slide_at_its_foot() -> None:
    slides = make_slides(MATERIAL)
    listed = [line.text for slide in slides if slide.kind == "sources" for line in slide.lines]
    assert [text.split()[0] for text in listed if text.startswith("[")] == [f"[{s.number}]" for s in SOURCES]
    foot = next(slide.cited for slide in slides if slide.kind == "lines")
    assert (
        foot == "Kilder: Oplæg for DAS - Sjælland og Syddanmark (13. januar 2023): side 4 [1], side 5 [2], side 6 [3]"
    )


def test_labels_say_where_a_line_comes_from() -> None:
    assert label_of(Line("x", (5, 3, 4, 9))) == "[3–5, 9]"
    assert label_of(Line("x", own=True)) == "Egen tekst"
    assert label_of(Line("x", gap=True)) == "Slå selv op"
    assert label_of(Line("x", (1,), state="changed")) == "[1] · Kilden er ændret"
    assert label_of(Line("x", state="removed")) == "Kilden findes ikke længere"
    assert numbers_label([1, 2]) == "[1, 2]"


def test_a_foot_with_too_many_sources_names_their_numbers() -> None:
    many = {
        n: replace(source(n, "ord"), document=f"d{n}", title=f"En meget lang titel nummer {n}") for n in range(1, 40)
    }
    assert cited_in_short(range(1, 40), many) == "Kilder: [1–39] – se kildelisten bagest"


def test_without_typefaces_a_table_of_widths_measures_more_rather_than_less(tmp_path: Path) -> None:
    for bold in (False, True):
        stood_in, real = face(bold=bold, fonts=tmp_path), face(bold=bold)
        for text in ("Familieambulatoriet, rusmiddelbehandlingen", "DØGNBEHANDLING", "Støtte til § 1 [12, 13]"):
            assert stood_in.width(text, 20) > real.width(text, 20)


def test_a_line_is_broken_where_its_label_would_not_fit() -> None:
    measure = face()
    text = "Støtte til fremmøde"
    room = measure.width(text, 20) + 1
    assert measure.broken(text, 20, room) == [text]
    assert measure.broken(text, 20, room, tail=30) == ["Støtte til", "fremmøde"]
    assert measure.cut("Støtte til fremmøde og deltagelse", 20, room) == "Støtte til …"


def test_questions_stand_under_a_head_where_there_is_room_and_else_on_a_slide_of_their_own() -> None:
    few = (Line("Graviditeten kræver hurtig handling.", (3,)), Line("Hvad gør I?", exercise=True))
    (slide,) = [slide for slide in make_slides(material_with(*few)) if slide.kind == "lines"]
    assert [line.style for line in slide.lines] == ["claim", "heading", "exercise"]
    many = [Line(f"Element nummer {number} i indsatsen.", (1,)) for number in range(10)]
    told, asked = [slide for slide in make_slides(material_with(*many, few[1])) if slide.kind == "lines"]
    assert len(told.lines) == 10 and asked.title == "Drøft: Målgruppen"


def test_a_list_that_one_slide_has_room_for_is_not_cut() -> None:
    lines = [Line(f"Element nummer {number} i indsatsen.", (1,)) for number in range(10)]
    (slide,) = [slide for slide in make_slides(material_with(*lines)) if slide.kind == "lines"]
    assert len(slide.lines) == 10 and slide.size >= 18


def test_what_belongs_under_a_line_is_moved_in_and_not_parted_from_it() -> None:
    above = [Line("Målgruppen har brug for hjælp, " * 5, (1,)) for _ in range(5)]
    lines = [*above, Line("Og for det her:", (1,)), *(Line(f"Punkt {n}", (1,), level=1) for n in range(4))]
    for slide in make_slides(material_with(*lines)):
        if slide.kind == "lines":
            assert slide.lines[0].level == 0
    assert height_of(Piece("ord " * 60, "", "claim", level=1), 20, 800) >= height_of(
        Piece("ord " * 60, "", "claim"), 20, 800
    )


def test_what_is_left_open_is_a_list_under_one_head() -> None:
    gaps = [Line(f"Det står ikke i kilderne, hvem der gør {what}.", gap=True) for what in ("det ene", "det andet")]
    slides = make_slides(material_with(*gaps))
    (slide,) = [slide for slide in slides if slide.kind == "lines"]
    assert [line.text for line in slide.lines] == [
        "Det står ikke i kilderne:", "Hvem der gør det ene", "Hvem der gør det andet",
    ]  # fmt: skip
    legend = " ".join(line.text for slide in slides if slide.kind == "closing" for line in slide.lines)
    assert "åben cirkel (○)" in legend
