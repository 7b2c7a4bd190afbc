"""The poster as one HTML file."""

from __future__ import annotations

from forlobkg.teach.formats.poster import poster_data
from forlobkg.teach.formats.templates import render
from forlobkg.teach.material import Poster


def write(poster: Poster) -> bytes:
    """The poster as a page in UTF-8, with its style in it."""
    return render("poster.html.j2", poster_data(poster))
