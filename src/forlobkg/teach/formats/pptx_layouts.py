"""The layouts of our presentations: which placeholders each has, where, and how its text is set.

Names and prompts are what PowerPoint shows to a trainer who adds a slide, hence Danish.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from forlobkg.teach import slide_design as design

CITED: Final = 13
"""The index of the placeholder that names a slide's sources."""
NOTICE: Final = 14
"""The index of the placeholder on the front that says of what date the guidance is."""
KICKER: Final = 15
"""The index of the placeholder above the title that tells the part."""
NUMBER: Final = 12
"""The index of the slide number."""


@dataclass(frozen=True, slots=True)
class Type:
    """How text is set: ``size`` and the gap ``before`` a paragraph in points, ``colour`` a name of the theme."""

    size: float
    colour: str = "tx1"
    bold: bool = False
    bullet: str = ""
    before: float = 0
    align: str = "l"


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder; ``kind`` is empty for content of any kind, ``anchor`` »t« or »b«."""

    name: str
    kind: str
    index: int
    box: design.Box
    type: Type
    prompt: str = ""
    anchor: str = "t"


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout; ``background`` is a colour of the theme, or empty for the master's; ``banded`` with its band."""

    name: str
    kind: str
    places: tuple[Place, ...]
    background: str = ""
    banded: bool = True


BODY_TYPE: Final = Type(design.BODY_SIZES[0], bullet="•", before=design.GAP)
TITLE_TYPE: Final = Type(design.TITLE_SIZES[0], "accent1", bold=True)
QUIET_TYPE: Final = Type(design.CITED_SIZE, "quiet")

TITLE: Final = Place("Titel", "title", 0, design.TITLE, TITLE_TYPE, "Skriv titlen her", "b")
BODY: Final = Place("Indhold", "", 1, design.BODY, BODY_TYPE, "Skriv indholdet her")
SLIDE_NUMBER: Final = Place(
    "Slidenummer", "sldNum", NUMBER, design.NUMBER, replace(QUIET_TYPE, align="r"), anchor="b"
)
_CITED: Final = Place("Kilder", "body", CITED, design.CITED, QUIET_TYPE, "Skriv kilderne her", "b")
_KICKER: Final = Place("Del", "body", KICKER, design.KICKER, QUIET_TYPE, "Del af kurset")
_COVER_TITLE: Final = Place(
    "Titel", "ctrTitle", 0, design.COVER_TITLE, Type(design.COVER_SIZES[0], "bg1", bold=True), TITLE.prompt, "b"
)
_SUBTITLE: Final = Type(design.SUBTITLE_SIZE, "bg1")
_NOTICE: Final = Type(design.NOTICE_SIZES[0], "bg1")

LAYOUTS: Final = (
    Layout(
        "Forside",
        "title",
        (
            _COVER_TITLE,
            Place("Undertitel", "subTitle", 1, design.COVER_SUBTITLE, _SUBTITLE, "For hvem, og hvor længe"),
            Place("Oplysning", "body", NOTICE, design.COVER_NOTICE, _NOTICE, "Hvad materialet bygger på", "b"),
        ),
        "accent1",
        banded=False,
    ),
    Layout(
        "Afsnit",
        "secHead",
        (
            replace(
                _COVER_TITLE,
                kind="title",
                box=design.SECTION_TITLE,
                type=Type(design.SECTION_SIZES[0], "bg1", bold=True),
            ),
            Place("Tekst", "body", 1, design.SECTION_TEXT, _SUBTITLE, "Del og minutter"),
            replace(SLIDE_NUMBER, type=replace(SLIDE_NUMBER.type, colour="bg1")),
        ),
        "accent1",
        banded=False,
    ),
    Layout("Titel og indhold", "obj", (TITLE, _KICKER, BODY, _CITED, SLIDE_NUMBER)),
    Layout(
        "Titel og billede",
        "",
        (
            TITLE,
            _KICKER,
            Place("Billede", "pic", 1, design.PICTURE, Type(18), "Indsæt et billede her"),
            _CITED,
            SLIDE_NUMBER,
        ),
    ),
    Layout(
        "Titel og tabel",
        "tbl",
        (
            TITLE,
            _KICKER,
            Place("Tabel", "tbl", 1, design.BODY, Type(18), "Indsæt en tabel her"),
            _CITED,
            SLIDE_NUMBER,
        ),
    ),
    Layout(
        "Kildeliste",
        "",
        (
            TITLE,
            Place(
                "Kildeliste",
                "body",
                1,
                design.SOURCES,
                Type(design.SOURCE_SIZE, before=design.SOURCE_GAP),
                "Skriv kilderne her",
            ),
            SLIDE_NUMBER,
        ),
    ),
)
LAYOUT_OF: Final = {
    "title": 0,
    "section": 1,
    "objectives": 2,
    "lines": 2,
    "closing": 2,
    "picture": 3,
    "programme": 5,
    "table": 4,
    "sources": 5,
}
"""The place in ``LAYOUTS`` of the layout that each kind of slide takes."""
