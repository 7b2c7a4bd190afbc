"""The slides of a course as pictures, before anybody opens them; no office program is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from forlobkg.teach import slide_design as design
from forlobkg.teach.material import Material
from forlobkg.teach.pictures import draw
from forlobkg.teach.slides import Slide, make_slides
from forlobkg.teach.typesetting import compile_typst
from forlobkg.teach.wording import printable

_VIEW_BOX: Final = re.compile(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_BATCH: Final = 6
"""So many slides are set at once: starting typst costs about as much as setting a few of them."""
_PPI: Final = 72
"""A slide is 960 points wide, and so many pixels."""


def preview(material: Material) -> Iterator[bytes]:
    """A PNG of each slide of the presentation, 960 by 540 pixels, in order; each is made when it is asked for."""
    slides = make_slides(material)
    for start in range(0, len(slides), _BATCH):
        batch = [_slide(slide, number) for number, slide in enumerate(slides[start : start + _BATCH], start + 1)]
        data = {"design": _design(), "slides": batch}
        yield from compile_typst("slides.typ", data, "png", ppi=_PPI)


def _slide(slide: Slide, number: int) -> dict[str, object]:
    drawn = slide.picture
    svg = draw(drawn, "svg", ground="paper") if drawn is not None else b""
    size = _VIEW_BOX.search(svg)
    return {
        "number": number,
        "kind": slide.kind,
        "kicker": slide.kicker,
        "title": slide.title,
        "title_size": slide.title_size,
        "subtitle": slide.subtitle,
        "notice": slide.notice,
        "notice_size": slide.notice_size,
        "size": slide.size,
        "lines": [asdict(line) for line in slide.lines],
        "cited": slide.cited,
        "picture": svg.decode(),
        "place": asdict(design.PICTURE.holding(float(size[1]), float(size[2])) if size else design.PICTURE),
        "alt": printable(drawn.alt) if drawn is not None else "",
        "heads": slide.heads,
        "rows": [[{"text": cell.text, "label": cell.label} for cell in row] for row in slide.rows],
        "widths": slide.widths,
        "heights": slide.heights,
    }


def _design() -> dict[str, object]:
    boxes = {name.lower(): asdict(value) for name, value in vars(design).items() if isinstance(value, design.Box)}
    return boxes | {
        "width": design.WIDTH,
        "height": design.HEIGHT,
        "leading": design.LEADING,
        "indent": design.INDENT,
        "gap": design.GAP,
        "source_gap": design.SOURCE_GAP,
        "cell_padding": design.CELL_PADDING,
        "cell_leading": design.CELL_LEADING,
        "label_size": design.LABEL_SIZE,
        "cited_size": design.CITED_SIZE,
        "subtitle_size": design.SUBTITLE_SIZE,
    }
