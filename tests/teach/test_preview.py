"""Previews: a picture of each slide, drawn from the same figures as the presentation."""

from __future__ import annotations

import io
from itertools import islice

import pytest
from PIL import Image

from forlobkg.teach import slide_design as design
from forlobkg.teach.formats.preview import preview
from forlobkg.teach.material import Line
from forlobkg.teach.slides import make_slides

from .samples import MARKUP, MATERIAL
from .test_slides import material_with


@pytest.fixture(scope="module")
def images() -> list[Image.Image]:
    return [Image.open(io.BytesIO(content)).convert("RGB") for content in preview(MATERIAL)]


def colour(value: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(value))


def test_there_is_a_picture_of_each_slide_in_the_size_of_a_page(images: list[Image.Image]) -> None:
    assert len(images) == len(make_slides(MATERIAL))
    assert {image.size for image in images} == {(design.WIDTH, design.HEIGHT)}


def test_slides_look_as_in_the_presentation(images: list[Image.Image]) -> None:
    for image, slide in zip(images, make_slides(MATERIAL), strict=True):
        ground = {"title": design.BRAND, "section": design.BRAND}
        assert image.getpixel((20, 530)) == colour(ground.get(slide.kind, design.PAPER))
        assert image.getpixel((480, 4)) == colour(design.BRAND)
        ink = image.crop((54, 40, 900, 110)) if slide.kind != "title" else image.crop((78, 120, 880, 290))
        assert len(ink.getcolors(1 << 20) or ()) > 2, f"{slide.title} har ingen titel"


def test_the_first_slides_come_before_the_last_are_made() -> None:
    assert all(content.startswith(b"\x89PNG") for content in islice(preview(MATERIAL), 2))


def test_nothing_that_a_trainer_wrote_is_markup() -> None:
    assert len(list(preview(material_with(Line(MARKUP, own=True), Line("\u0000 \ud800 😀", own=True))))) > 3
