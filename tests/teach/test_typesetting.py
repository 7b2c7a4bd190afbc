"""Typesetting: data that is never markup, characters without a glyph, missing fonts, clear errors."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from forlobkg.errors import ForlobkgError
from forlobkg.teach.pictures import picture_data
from forlobkg.teach.typesetting import FONTS, NO_GLYPH, TypesettingError, compile_typst, missing_fonts

from .samples import MAP, MARKUP, TIMELINE


def test_our_fonts_are_there_and_their_absence_is_told(tmp_path: Path) -> None:
    assert not missing_fonts()
    assert missing_fonts(tmp_path)
    (tmp_path / "IBMPlexSans_400Regular.ttf").write_bytes((FONTS / "IBMPlexSans_400Regular.ttf").read_bytes())
    assert missing_fonts(tmp_path)


def test_without_our_fonts_pages_are_set_in_those_of_typst(tmp_path: Path) -> None:
    data = picture_data(TIMELINE)
    (with_ours,), (without,) = (compile_typst("picture.typ", data, "pdf", fonts=fonts) for fonts in (FONTS, tmp_path))
    assert b"IBMPlex" in with_ours
    assert b"IBMPlex" not in without and b"Libertinus" in without
    assert "Satspuljeprojekt" in _text(without)


def test_data_is_text_whatever_it_looks_like() -> None:
    data = picture_data(MAP) | {"centre": MARKUP}
    shown = _text(compile_typst("picture.typ", data, "pdf")[0])
    for part in ("#include", "/etc/passwd", "$x^2$", "<script>", "*fed*", "_kursiv_", "`kode`", "#lorem(5)"):
        assert part in shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("😀", NO_GLYPH),
        ("中文", NO_GLYPH * 2),
        ('"\\', '"\\'),
        ("a\x00\x07b", "ab"),
        ("a\ufeffb\u202ec", "abc"),
        ("\ud800x", "x"),
        ("é", "é"),
    ],
)
def test_what_no_font_has_is_replaced_and_what_may_not_stand_in_a_pdf_is_dropped(typed: str, shown: str) -> None:
    data = picture_data(MAP) | {"centre": f"A{typed}Å"}
    assert f"A{shown}Å" in _text(compile_typst("picture.typ", data, "pdf")[0])


def test_data_that_do_not_fit_a_template_give_one_clear_line() -> None:
    with pytest.raises(TypesettingError, match=r"picture\.typ") as caught:
        compile_typst("picture.typ", {"title": "Uden resten"}, "pdf")
    assert isinstance(caught.value, ForlobkgError)
    assert "\n" not in str(caught.value)


def test_the_same_data_give_the_same_bytes() -> None:
    for format in ("pdf", "png", "svg"):
        first, second = (compile_typst("picture.typ", picture_data(MAP), format) for _ in range(2))
        assert first == second


def _text(pdf: bytes) -> str:
    """All text of a PDF without line ends and the hyphens before them."""
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    return re.sub("[\r\n\x02\xad]", "", text)
