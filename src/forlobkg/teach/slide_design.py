"""How a slide looks: its boxes in points (16:9, 960 by 540), its sizes of type and its colours.

The PPTX and its preview are set from the same figures. The colours are those of ``web/src/look/colours.css``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the slide, in points from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def holding(self, wide: float, high: float) -> Box:
        """The box of something ``wide`` by ``high`` made as large as it can be here: centred, at the top."""
        scale = min(self.width / wide, self.height / high)
        return Box(self.x + (self.width - wide * scale) / 2, self.y, wide * scale, high * scale)


WIDTH: Final = 960
HEIGHT: Final = 540
BAND: Final = Box(0, 0, WIDTH, 10)
KICKER: Final = Box(54, 24, 852, 18)
"""Above the title: which part of the course a slide belongs to."""
TITLE: Final = Box(54, 42, 852, 62)
BODY: Final = Box(54, 116, 852, 344)
PICTURE: Final = Box(30, 110, 900, 350)
CITED: Final = Box(54, 464, 800, 50)
"""Where a slide names the sources of its lines."""
SOURCES: Final = Box(54, 116, 852, 380)
NUMBER: Final = Box(860, 490, 46, 24)
COVER_TITLE: Final = Box(78, 120, 804, 170)
COVER_SUBTITLE: Final = Box(78, 306, 804, 72)
COVER_NOTICE: Final = Box(78, 400, 804, 96)
SECTION_TITLE: Final = Box(78, 150, 804, 150)
SECTION_TEXT: Final = Box(78, 312, 804, 60)

TITLE_SIZES: Final = (28, 25, 22, 18)
COVER_SIZES: Final = (44, 38, 32, 26, 22)
SECTION_SIZES: Final = (40, 34, 28, 24, 20)
SUBTITLE_SIZE: Final = 22
NOTICE_SIZES: Final = (16, 14, 12)
BODY_SIZES: Final = (24, 22, 20)
"""The sizes that a part may have, the best first; all slides of a part have the same."""
ASKED_SIZE: Final = 30
"""For questions that have a slide to themselves."""
PROGRAMME_SIZES: Final = (22, 20, 18, 16, 15)
"""For the programme, which is to stand on one slide."""
TABLE_SIZES: Final = (18,)
SOURCE_SIZE: Final = 14
LABEL_SIZE: Final = 14
CITED_SIZE: Final = 12

LEADING: Final = 1.22
"""Line height in sizes of type; Arial at 105 % has 1.21."""
SPACING: Final = 105
"""The line spacing in per cent that gives ``LEADING`` with Arial."""
INDENT: Final = 22
GAP: Final = 10
"""Between two lines, in points."""
SOURCE_GAP: Final = 5
CELL_PADDING: Final = 8
"""Beside the words of a cell; ``CELL_LEADING`` is above and below them."""
CELL_LEADING: Final = 5
SMALL_SIZE: Final = 18
"""For a list that would else be cut between two slides."""
MOST_LINES: Final = 12
"""More lines than these no audience reads on one slide."""

PAPER: Final = "FAF8F3"
SURFACE: Final = "FFFFFF"
SHADE: Final = "F2EFE7"
INK: Final = "1C2530"
INK_QUIET: Final = "525C68"
LINE: Final = "D6D1C4"
BRAND: Final = "0B5361"
BRAND_STRONG: Final = "07363F"
BRAND_TINT: Final = "E2EFF0"
QUOTE: Final = "9C3F1F"
GAP_COLOUR: Final = "7A5600"
OWN: Final = "573A7D"
ERROR: Final = "B3261E"
SUCCESS: Final = "2C6E12"
