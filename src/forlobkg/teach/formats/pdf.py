"""The handout as PDF: tagged, after PDF/UA-1, in Danish, with links between lines and their sources."""

from __future__ import annotations

from pathlib import Path

from forlobkg.teach.formats.handout import handout_data
from forlobkg.teach.material import Material
from forlobkg.teach.pictures import picture_data
from forlobkg.teach.typesetting import FONTS, compile_typst


def write(material: Material, *, fonts: Path = FONTS) -> bytes:
    """The handout as one PDF file, A4. Raises TypesettingError."""
    data = handout_data(material)
    for part in data["parts"]:
        part["picture"] = part["picture"] and picture_data(part["picture"])
    return compile_typst("handout.typ", data, "pdf", fonts=fonts)[0]
