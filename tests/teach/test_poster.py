"""The poster: one page whatever it holds, what is open as plain as what is said, the same words in each format."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from forlobkg.service import Forlobkg
from forlobkg.teach.formats import POSTER_FORMATS, write_poster
from forlobkg.teach.formats.poster_pdf import write
from forlobkg.teach.material import Line, Poster

from .samples import MARKUP, POSTER
from .structure import pages_of, tags_of, text_of

HUGE = replace(
    POSTER,
    tasks=tuple(Line(f"Opgave nummer {n}, som fylder en hel linje på plakaten", (1,)) for n in range(1, 150)),
    open_tasks=tuple(Line(f"Åben opgave nummer {n}", (5,)) for n in range(1, 150)),
)


def test_all_lines_have_their_sources_in_print() -> None:
    text = text_of(write(POSTER))
    for line in (*POSTER.tasks, *POSTER.together, *POSTER.open_tasks):
        assert f"{line.text} [{', '.join(map(str, line.sources))}]" in text
    assert "»Figur 3: Centrale- og mulige øvrige aktører omkring den gravide«, side" in text
    assert "Socialstyrelsen: Oplæg for DAS - Sjælland og Syddanmark, 13. januar 2023" in text
    assert "Opgaver, som kilderne ikke giver til nogen" in text
    assert "er der ikke plads til" not in text


def test_it_is_a_tagged_page_with_a_title() -> None:
    pdf = write(POSTER)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf and b"/Lang(da-DK)" in pdf and b"/DisplayDocTitle true" in pdf
    assert {"H1", "L", "LI", "Link", "P"} <= {tag.type for tag in tags_of(pdf)}


def test_what_is_not_said_stands_under_its_own_heading() -> None:
    gap = Line("Det står ikke i kilderne, hvornår sundhedsplejersken skal inddrages.", gap=True)
    text = text_of(write(replace(POSTER, tasks=(*POSTER.tasks, gap), together=())))
    assert f"Det siger kilderne ikke • {gap.text}" in text
    assert "Samarbejde" not in text


def test_a_huge_poster_stays_on_one_page_and_says_what_is_left_out() -> None:
    pdf = write(HUGE)
    text = text_of(pdf)
    assert pages_of(pdf) == 1
    shown = sum(f"Opgave nummer {n}," in text for n in range(1, 150))
    assert 20 < shown < 149
    assert f"Opgave nummer {shown}," in text
    everything = len(HUGE.tasks) + len(HUGE.together) + len(HUGE.open_tasks)
    assert f"{everything - shown} linjer er der ikke plads til på plakaten." in text
    assert HUGE.notice in text and "»Familieambulatoriet" in text
    assert "»Specialiseret lægelig" not in text, "a source that no line on the page has"


@pytest.mark.parametrize(
    "poster",
    [
        Poster("", "", "", (), (), (), ()),
        replace(POSTER, actor="Civilsamfundsorganisationerne og kommunale ledere med ansvar for planlægning"),
        replace(POSTER, actor="x" * 300),
        replace(POSTER, tasks=(Line("ord " * 500, own=True), Line("y" * 2000, own=True))),
        replace(POSTER, tasks=(Line("\n".join(map(str, range(300))), own=True),)),
        replace(POSTER, notice="Meget lang note. " * 60),
    ],
    ids=["empty", "long name", "one long word", "long lines", "many line ends", "long notice"],
)
def test_any_poster_is_one_page(poster: Poster) -> None:
    assert pages_of(write(poster)) == 1


def test_markup_stays_text() -> None:
    text = text_of(write(replace(POSTER, actor=MARKUP, tasks=(Line(MARKUP, own=True),), sources=())))
    # A line may end where there is no space.
    assert text.replace(" ", "").count(MARKUP.replace(" ", "")) == 2


def test_without_our_fonts_it_is_still_one_page(tmp_path: Path) -> None:
    assert pages_of(write(POSTER, fonts=tmp_path)) == 1


@pytest.mark.parametrize("actor", ["sundhedsplejerske", "kommune", "familieambulatoriet"])
def test_a_real_poster_has_room_for_everything(service: Forlobkg, actor: str) -> None:
    poster = service.course.poster(actor)
    pdf = write(poster)
    text = text_of(pdf)
    assert pages_of(pdf) == 1
    assert "er der ikke plads til" not in text
    for line in (*poster.tasks, *poster.together, *poster.open_tasks):
        assert " ".join(line.text.split()) in text


def test_as_a_word_document_it_has_styles_language_and_everything() -> None:
    document = docx.Document(io.BytesIO(write_poster(POSTER, "docx")))
    paragraphs = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert paragraphs[POSTER.actor] == "Title"
    assert paragraphs["Det siger kilderne"] == "Heading 1"
    for line in (*POSTER.tasks, *POSTER.together, *POSTER.open_tasks):
        assert paragraphs[f"{line.text}\xa0[{', '.join(map(str, line.sources))}]"] == "List Bullet"
    assert document.core_properties.language == "da-DK"
    assert document.core_properties.title == f"{POSTER.actor}: {POSTER.title}"
    assert 'w:val="da-DK"' in document.styles.element.xml
    own = replace(POSTER, tasks=(Line(MARKUP + "\x00\ud800", own=True),))
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(write_poster(own, "docx"))).paragraphs]
    assert f"{MARKUP} (egen tekst)" in texts


@pytest.mark.parametrize("name", POSTER_FORMATS)
def test_each_format_is_registered_and_the_same_each_time(name: str) -> None:
    first = write_poster(POSTER, name)
    assert first and (name == "docx" or write_poster(POSTER, name) == first)
