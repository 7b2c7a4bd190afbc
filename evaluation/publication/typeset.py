"""The publication as a PDF, and on which of its pages each passage came to stand."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typst
from evaluation.publication.inline import SourceError
from evaluation.publication.model import Publication

HERE: Final = Path(__file__).resolve().parent
FONTS: Final = HERE.parents[1] / "src" / "forlobkg" / "teach" / "fonts"
CONTENTS: Final = "contents-"
FAMILIES: Final = frozenset({"IBM Plex Sans", "IBM Plex Serif"})


class FontsMissingError(SourceError):
    """The typefaces are not there; they come with the front end (``make setup``)."""


@dataclass(frozen=True)
class Furniture:
    """What stands around the text of a page: its printed number, running head, and foot without the number."""

    printed: str
    head: str
    foot: str


@dataclass(frozen=True)
class Typeset:
    """The PDF, and where things came to stand in it. Pages are counted from 1.

    ``pages``: passage id -> the pages it stands on. ``shown``: passage id -> the page of each time that it is shown,
    more than one for the cells of a header row that is repeated. ``contents``: heading id -> the page of its line in
    the table of contents. ``furniture``: page -> what stands around its text, where something does.
    """

    pdf: bytes
    pages: dict[str, tuple[int, ...]]
    shown: dict[str, tuple[int, ...]]
    contents: dict[str, int]
    furniture: dict[int, Furniture]


def typeset(publication: Publication) -> Typeset:
    """Set the publication. The PDF has no tags, bookmarks or page labels, and the same bytes every time.

    Raises FontsMissingError without the typefaces, SourceError when the template reports a passage that is not whole.
    """
    found = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)]).families()
    if not FAMILIES.issubset(found):
        raise FontsMissingError(f"IBM Plex is not in {FONTS}; make setup brings it")
    compiler = typst.Compiler(
        str(HERE / "template.typ"),
        root=str(HERE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_for_template(publication), ensure_ascii=False)},
    )
    pdf = compiler.compile(format="pdf", timestamp=0, pdf_tags=False)
    if not isinstance(pdf, bytes):
        raise SourceError("typst gave no PDF")
    marks = json.loads(compiler.query("<mark>", field="value"))
    furniture = json.loads(compiler.query("<furniture>", field="value"))
    return Typeset(
        pdf,
        *_pages(publication, marks),
        {mark["id"].removeprefix(CONTENTS): mark["page"] for mark in marks if mark["id"].startswith(CONTENTS)},
        {one["page"]: Furniture(one["printed"], one["head"], one["foot"]) for one in furniture},
    )


def _for_template(publication: Publication) -> dict[str, Any]:
    front = {chapter["title"]["id"] for chapter in publication.chapters if chapter["part"] == "front"}
    return {
        "meta": publication.meta,
        "contents": publication.meta["contents"],
        "titles": {heading.id: heading.title for heading in publication.headings},
        "front": sorted(front),
        "chapters": publication.chapters,
    }


def _pages(
    publication: Publication, marks: list[dict[str, Any]]
) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """``pages`` and ``shown`` of Typeset, from the marks of beginnings and ends."""
    edges: dict[str, dict[str, list[int]]] = defaultdict(lambda: {"start": [], "end": []})
    for mark in marks:
        edges[mark["id"]][mark["edge"]].append(mark["page"])
    found, shown = {}, {}
    for id in publication.passages:
        starts, ends = edges[id]["start"], edges[id]["end"]
        if not starts or len(starts) != len(ends):
            raise SourceError(f"{id} was not set whole: {publication.passages[id].text}")
        shown[id] = tuple(starts)
        spans = zip(starts, ends, strict=True)
        found[id] = tuple(sorted({page for start, end in spans for page in range(start, end + 1)}))
    return found, shown
