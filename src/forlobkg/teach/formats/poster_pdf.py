"""The poster as PDF: one A4 page whatever it holds, tagged, after PDF/UA-1."""

from __future__ import annotations

from pathlib import Path

from forlobkg.teach.formats.poster import poster_data
from forlobkg.teach.material import Poster
from forlobkg.teach.typesetting import FONTS, compile_typst


def write(poster: Poster, *, fonts: Path = FONTS) -> bytes:
    """The poster as a PDF of one page.

    What it holds is set as large as there is room for; of more than fits at the smallest size the last lines are
    left out, with the sources that only they have, and the page says how many. Raises TypesettingError.
    """
    return compile_typst("poster.typ", poster_data(poster), "pdf", fonts=fonts)[0]
