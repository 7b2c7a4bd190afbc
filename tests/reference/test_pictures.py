"""The pictures: words fit into their boxes, and nothing lies on top of anything else, in both languages."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from forlobkg.reference.drawing import Area, Box, Drawing
from forlobkg.reference.measuring import Face, load_faces
from forlobkg.reference.model import LANGUAGES

SVG = "{http://www.w3.org/2000/svg}"
FACES = load_faces(["ud|gifts|sammenligning"])


@pytest.fixture(scope="module", params=LANGUAGES)
def pictures(request: pytest.FixtureRequest, written: Path) -> list[Xml.Element]:
    html = (written / f"index.{request.param}.html").read_text("utf-8")
    found = [Xml.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]  # noqa: S314 - our own
    assert len(found) > 30
    return found


def _areas(picture: Xml.Element, kind: str) -> list[Area]:
    return [
        Area(*(float(rect.attrib[side]) for side in ("x", "y", "width", "height")))
        for rect in picture.iter(f"{SVG}rect")
        if kind in rect.attrib["class"].split()
    ]


def _texts(picture: Xml.Element) -> list[tuple[Face, Xml.Element]]:
    faces = {"name": FACES.name, "detail": FACES.detail}
    return [(faces.get(text.attrib["class"], FACES.label), text) for text in picture.iter(f"{SVG}text")]


def test_boxes_and_the_words_on_lines_keep_clear_of_each_other(pictures: list[Xml.Element]) -> None:
    for picture in pictures:
        boxes, words = _areas(picture, "box"), _areas(picture, "ground")
        for one, other in combinations([*boxes, *words], 2):
            assert not one.meets(other), picture.findtext(f"{SVG}title")


def test_words_stay_inside_their_boxes(pictures: list[Xml.Element]) -> None:
    for picture in pictures:
        boxes = _areas(picture, "box")
        for face, text in _texts(picture):
            if text.attrib["class"] not in ("name", "detail"):
                continue
            for line in text.iter(f"{SVG}tspan"):
                x, y, width = float(line.attrib["x"]), float(line.attrib["y"]), face.width(line.text or "")
                inside = [
                    box
                    for box in boxes
                    if box.x <= x - width / 2
                    and x + width / 2 <= box.x + box.width
                    and box.y <= y - face.size * 0.7
                    and y + face.size * 0.3 <= box.y + box.height
                ]
                assert inside, f"{line.text!r} in {picture.findtext(f'{SVG}title')}"


def test_everything_lies_inside_the_picture(pictures: list[Xml.Element]) -> None:
    for picture in pictures:
        left, top, width, height = map(float, picture.attrib["viewBox"].split())
        for area in (*_areas(picture, "box"), *_areas(picture, "ground"), *_areas(picture, "frame")):
            assert left <= area.x
            assert top <= area.y
            assert area.x + area.width <= left + width
            assert area.y + area.height <= top + height


def test_a_picture_is_told_in_words(pictures: list[Xml.Element]) -> None:
    for picture in pictures:
        title, told = picture.findtext(f"{SVG}title"), picture.findtext(f"{SVG}desc")
        assert title
        assert told
        for text in picture.iter(f"{SVG}text"):
            if text.attrib["class"] == "name" and "d-evidence-title" not in picture.attrib["aria-labelledby"]:
                name = " ".join(line.text or "" for line in text).replace("- ", "")
                assert name in told.replace("- ", "")


def test_colours_come_from_the_style_sheet(pictures: list[Xml.Element]) -> None:
    for picture in pictures:
        for element in picture.iter():
            assert "style" not in element.attrib
            assert element.attrib.get("fill", "none") == "none"
            assert "stroke" not in element.attrib


def test_the_overview_names_the_main_classes(written: Path) -> None:
    for language, names in (
        ("da", ("Forløbsbeskrivelse", "Anbefaling", "Ansvar")),
        ("en", ("Recommendation", "Actor")),
    ):
        html = (written / f"index.{language}.html").read_text("utf-8")
        overview = html[html.index('id="d-overview-title"') :].split("</svg>")[0]
        for name in names:
            assert f">{name}</tspan>" in overview


def test_lines_are_filled_with_words() -> None:
    lines = FACES.label.wrap("kan have behov for en forstærket ambulant indsats", 120)
    assert len(lines) > 1
    assert " ".join(lines) == "kan have behov for en forstærket ambulant indsats"
    assert all(FACES.label.width(line) <= 120 for line in lines)


@pytest.mark.parametrize("most", [85, 110])
def test_a_long_word_is_divided_where_it_may_be(most: float) -> None:
    lines = FACES.label.wrap("har Udgiftssammenligning", most)
    assert "".join(lines).replace("-", "").replace("har", "") == "Udgiftssammenligning"
    for line in lines[1:-1]:
        assert line in ("Ud-", "Udgifts-", "gifts-")


def test_a_word_of_which_nothing_is_known_is_divided_anywhere() -> None:
    lines = FACES.name.wrap("Rindfleischetikettierungsüberwachung", 80)
    assert all(FACES.name.width(line) <= 80 for line in lines)
    assert "".join(line.rstrip("-") for line in lines) == "Rindfleischetikettierungsüberwachung"


def test_wide_letters_are_wider_than_narrow_ones() -> None:
    assert FACES.label.width("mmmm") > 2 * FACES.label.width("iiii")
    assert FACES.name.width("Aktør") > FACES.label.width("Aktør")


def test_a_line_ends_at_the_border_of_a_box() -> None:
    area = Area(0, 0, 100, 40)
    assert area.border((300, 20)) == (100, 20)
    assert area.border((50, 400)) == (50, 40)


def test_words_in_a_picture_are_escaped() -> None:
    drawing = Drawing("d-x", "<title>", "a & b", "da", FACES)
    drawing.box(Area(0, 0, 100, 40), Box(("<b>",)))
    svg = drawing.svg()
    assert "&lt;title&gt;" in svg
    assert "a &amp; b" in svg
    assert ">&lt;b&gt;</tspan>" in svg
