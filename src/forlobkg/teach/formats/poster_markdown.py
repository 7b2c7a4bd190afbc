"""The poster as CommonMark with footnotes."""

from __future__ import annotations

from forlobkg.teach.formats.markdown import front_matter
from forlobkg.teach.formats.poster import poster_data
from forlobkg.teach.formats.templates import render
from forlobkg.teach.material import Poster


def write(poster: Poster) -> bytes:
    """The poster as text in UTF-8; sources are footnotes."""
    data = poster_data(poster)
    return render("poster.md.j2", data | {"front": front_matter(f"{data['actor']}: {data['title']}")})
