"""The handout as CommonMark with footnotes and tables (as GitHub and Pandoc read them), and a head in YAML."""

from __future__ import annotations

import yaml

from forlobkg.teach.formats.handout import handout_data
from forlobkg.teach.formats.templates import render
from forlobkg.teach.material import Material


def write(material: Material) -> bytes:
    """The handout as text in UTF-8; sources are footnotes, pictures are told in words."""
    data = handout_data(material)
    return render("handout.md.j2", data | {"front": front_matter(data["title"])})


def front_matter(title: str) -> str:
    """The title and the language as YAML."""
    return yaml.safe_dump({"title": title, "lang": "da"}, allow_unicode=True, sort_keys=False, width=1000)
