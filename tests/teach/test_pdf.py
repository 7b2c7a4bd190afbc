"""The handout as PDF: tags, language, title, outline, links; text of one's own stays text.

No validator of PDF/UA is among our tools. typst checks the rules of PDF/UA-1 that a program can check while it
writes, and refuses a file that breaks them; what must be there is asserted here on the file itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from forlobkg.service import Forlobkg
from forlobkg.teach.formats.handout import UNTITLED, handout_data
from forlobkg.teach.formats.pdf import write
from forlobkg.teach.material import Cell, Line, Material, Section
from forlobkg.teach.outline import Choice
from forlobkg.teach.typesetting import FONTS

from .samples import MAP, MARKUP, MATERIAL, TIMELINE
from .structure import bookmarks_of, fonts_of, foot_of, pages_of, tags_of, text_of


@pytest.fixture(scope="module")
def handout() -> bytes:
    return write(MATERIAL)


def test_the_file_says_what_it_is(handout: bytes) -> None:
    assert b"/MarkInfo<</Marked true" in handout
    assert b"/Lang(da-DK)" in handout
    assert b"/DisplayDocTitle true" in handout
    assert b"<pdfuaid:part>1</pdfuaid:part>" in handout
    assert b"CreationDate" not in handout and b"CreateDate" not in handout
    title = re.search(rb"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", handout, re.DOTALL)
    assert title is not None and title[1].decode() == MATERIAL.title


def test_headings_lists_tables_and_pictures_are_tagged(handout: bytes) -> None:
    tags = tags_of(handout)
    types = {tag.type for tag in tags}
    assert {"H1", "H2", "L", "LI", "LBody", "Table", "THead", "TH", "TD", "Figure", "Link", "P", "TOC"} <= types
    assert next(tag.type for tag in tags if tag.type.startswith("H")) == "H1"
    assert all("TR" in tag.above and "THead" in tag.above for tag in tags if tag.type == "TH")
    figures = [tag.alt for tag in tags if tag.type == "Figure"]
    assert figures == [MAP.alt, TIMELINE.alt]


def test_the_outline_leads_to_every_part(handout: bytes) -> None:
    titles = [title for _, title in bookmarks_of(handout)]
    assert titles == [
        "Læringsmål",
        *(section.title for section in MATERIAL.sections),
        "Kilder",
        "Noter til underviseren",
        "Målgruppen",
    ]


def test_everything_is_there_with_its_marks_and_numbers(handout: bytes) -> None:
    text = text_of(handout)
    for section in MATERIAL.sections:
        for line in section.lines:
            numbers = f" [{', '.join(map(str, line.sources))}]" if line.sources else " Egen tekst"
            assert line.text + numbers in text
    for source in MATERIAL.sources:
        assert f"»{source.quote}«" in text and source.reference in text
    assert all(objective.text in text for objective in MATERIAL.objectives)
    assert "Satspuljeprojektet er fra 2016. [1] Kilden er ændret" in text
    assert "Gammelt. [2] Kilden findes ikke længere" in text
    assert MATERIAL.notice in text
    assert "side 1 af" in text
    assert "2 opgaver til er ikke vist her." in text
    assert "DAS Står ikke i kilderne" in text
    assert "Spørg deltagerne, hvem de selv samarbejder med." in text


def test_sources_and_lines_are_linked_both_ways(handout: bytes) -> None:
    there = len(re.findall(rb"/Subtype/Link", handout))
    data = handout_data(MATERIAL)
    cited = sum(len(line["sources"]) for part in data["parts"] for line in part["lines"])
    cited += sum(len(c["sources"]) for p in data["parts"] for t in p["tables"] for r in t["rows"] for c in r["cells"])
    back = sum(len(source["uses"]) for source in data["sources"])
    contents = len(MATERIAL.sections) + 2
    assert back > len(MATERIAL.sources)
    assert there >= cited + back + contents


def test_own_text_with_markup_stays_text() -> None:
    own = Section(MARKUP, MARKUP, 5, (Line(MARKUP, own=True),), note=MARKUP)
    text = text_of(write(replace(MATERIAL, title=MARKUP, subtitle=MARKUP, notice=MARKUP, sections=(own,))))
    assert text.count(" ".join(MARKUP.split())) >= 5


@pytest.mark.parametrize(
    "own",
    [
        "x" * 2000,
        "Linje\nefter linje\n\nog en til",
        "\x00\ufeff",
        "😀 👩‍👩‍👧",
        "Hvad står der? " * 130,
        "\u202eom",
        " ",
    ],
)
def test_any_text_of_ones_own_gives_a_file(own: str) -> None:
    material = replace(MATERIAL, title=own, sections=(Section("x", own, 1, (Line(own, own=True),), note=own),))
    assert pages_of(write(material)) >= 2


def test_material_with_hardly_anything_in_it() -> None:
    bare = write(Material("", "", "", (), (Section("x", "Kun en titel", 0, ()),), ()))
    assert pages_of(bare) == 1
    assert UNTITLED in text_of(bare)


def test_the_same_material_gives_the_same_bytes(handout: bytes) -> None:
    assert write(MATERIAL) == handout


def test_the_typefaces_are_ours(handout: bytes) -> None:
    assert {name.split("-")[0] for name in fonts_of(handout)} == {"IBMPlexSans", "IBMPlexSerif"}


def test_without_our_fonts_it_is_still_a_tagged_handout(tmp_path: Path) -> None:
    pdf = write(MATERIAL, fonts=tmp_path)
    assert not [name for name in fonts_of(pdf) if "Plex" in name]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert "Graviditeten kræver hurtig handling. [3]" in text_of(pdf)
    assert FONTS.is_dir()


@pytest.mark.parametrize(
    "choice",
    [
        {
            "pathway": "udsatte-gravide-forloeb",
            "profession": "sundhedsplejerske",
            "minutes": 90,
            "level": "fordybelse",
        },
        {"pathway": "udsatte-gravide-forloeb", "minutes": 45},
        {"pathway": "boern-og-unge-forloeb", "profession": "kommune", "minutes": 15},
    ],
    ids=["sundhedsplejerske", "alle", "boern"],
)
def test_a_real_course_has_every_claim_with_its_source(service: Forlobkg, choice: dict[str, object]) -> None:
    material = service.course.material(service.course.propose(Choice.model_validate(choice)))
    pdf = write(material)
    _check_whole(material, pdf)
    lines = [line for section in material.sections for line in section.lines]
    assert len(lines) > 10
    assert all(line.sources or line.gap or line.exercise for line in lines)


def test_cases_glossary_and_comparison_are_set_whole(service: Forlobkg) -> None:
    course = service.course
    for material in (
        course.cases(seed=1),
        course.glossary(),
        course.compare("forstaerket-ambulant-indsats", "doegnbehandling"),
    ):
        _check_whole(material, write(material))


def _check_whole(material: Material, pdf: bytes) -> None:
    """Every line and cell with its numbers is in the text, and nothing runs into the foot of a page."""
    # Where a line ends there is not always a space, and a hyphen there may be one that was set.
    text = re.sub("[ -]", "", text_of(pdf))
    parts: list[Line | Cell] = [line for section in material.sections for line in section.lines]
    parts += [cell for section in material.sections if section.table for row in section.table.rows for cell in row]
    for part in parts:
        numbers = f"[{','.join(map(str, part.sources))}]" if part.sources else ""
        assert re.sub(r"[\s-]", "", part.text) + numbers in text
    title = " ".join(material.title.split())
    foot = foot_of(pdf, 60)
    for number, words in enumerate(foot, start=1):
        assert words.endswith(f"side {number} af {len(foot)}")
        assert title.startswith(words.removesuffix(f"side {number} af {len(foot)}").strip())
