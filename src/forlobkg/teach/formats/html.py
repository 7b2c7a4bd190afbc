"""The handout as one HTML file: no script, nothing fetched from elsewhere, light, dark and in print."""

from __future__ import annotations

import re
from typing import Any

from forlobkg.teach.formats.handout import handout_data
from forlobkg.teach.formats.templates import render
from forlobkg.teach.material import Material, Picture
from forlobkg.teach.pictures import draw

_OPENING = re.compile(r"<svg [^>]*>")
_VIEW_BOX = re.compile(r'viewBox="[\d. ]+"')
_IDS = re.compile(r'(\bid="|href="#|url\(#)')


def write(material: Material) -> bytes:
    """The handout as a page in UTF-8, with its style in it and its pictures as SVG. Raises TypesettingError."""
    data = handout_data(material)
    for part in data["parts"]:
        part["picture"] = part["picture"] and _inline(part["picture"], part["anchor"])
    for source in data["sources"]:
        for use in source["uses"]:
            use["label"] = f"del {use['number']}"
    return render("handout.html.j2", data)


def _inline(picture: Picture, anchor: str) -> dict[str, Any]:
    """The drawing as an element of the page with its title and description; its ids begin with ``anchor``."""
    from markupsafe import Markup, escape

    svg = draw(picture, "svg").decode("utf-8")
    opening = _OPENING.match(svg)
    box = _VIEW_BOX.search(svg)
    if opening is None or box is None:
        raise ValueError("typst did not write an SVG")
    title, description = f"{anchor}-billede", f"{anchor}-beskrivelse"
    drawing = _IDS.sub(lambda match: f"{match[1]}{anchor}-", svg[opening.end() :])
    head = (
        f'<svg {box[0]} xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'aria-labelledby="{title}" aria-describedby="{description}">'
        f'<title id="{title}">{escape(picture.title)}</title><desc id="{description}">{escape(picture.alt)}</desc>'
    )
    # The drawing is typst's, and in it all text is outlines.
    return {"title": picture.title, "alt": picture.alt, "svg": Markup(head + drawing)}  # noqa: S704
