"""Pictures for slides, handouts and pages: the map of actors, who does what, the timeline; set by typst."""

from __future__ import annotations

import re
from typing import Literal

from forlobkg.teach.material import Picture
from forlobkg.teach.pictures.layout import WIDTH, picture_data
from forlobkg.teach.typesetting import compile_typst

__all__ = ["draw", "picture_data"]

_SIZE = re.compile(rb'(<svg [^>]*?)width="[^"]*" height="[^"]*"')


def draw(
    picture: Picture, format: Literal["png", "svg"], *, width: int = 1600, ground: Literal["white", "paper"] = "white"
) -> bytes:
    """The picture on its ground, that of a page or that of a slide, ``width`` pixels wide, as high as it needs.

    The alternative text is the picture's ``alt``: it is for the page that shows the file. Raises TypesettingError.
    """
    data = {**picture_data(picture), "ground": ground}
    image = compile_typst("picture.typ", data, format, ppi=72 * width / WIDTH)[0]
    # An SVG has its proportions in its viewBox.
    return _SIZE.sub(rb'\1width="%d"' % width, image, count=1) if format == "svg" else image
