"""A handout before it is set, the same for PDF, page and text: parts, lines with anchors, uses of sources."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from forlobkg.teach.material import Line, Material, Matrix, Section
from forlobkg.teach.wording import shown_quote

UNTITLED = "Undervisningsmateriale"
"""The title of material that has none; PDF/UA and HTML ask for one."""


def handout_data(material: Material) -> dict[str, Any]:
    """``material`` as JSON can hold it, for templates.

    Every part, line, table row and source has an ``anchor`` that is unique; a source has ``uses``, its first place in
    every part that cites it. The matrix and a table are ``table``, a map or timeline stays ``picture``. Numbers of
    sources that the material has not are left out.
    """
    known = {source.number for source in material.sources}
    parts = [_part(number, section, known) for number, section in enumerate(material.sections, start=1)]
    return {
        "title": titled(material.title, UNTITLED),
        "subtitle": material.subtitle,
        "notice": material.notice,
        "objectives": [asdict(objective) for objective in material.objectives],
        "parts": parts,
        "minutes": sum(section.minutes for section in material.sections),
        "sources": sources_data(material.sources, parts),
        "notes": [
            {"number": part["number"], "title": part["title"], "anchor": part["anchor"], "text": part["note"]}
            for part in parts
            if part["note"]
        ],
    }


def titled(title: str, otherwise: str) -> str:
    """``title``, or ``otherwise`` where nothing in it can be seen: PDF/UA and HTML want words in every heading."""
    return title if any(sign.isprintable() and not sign.isspace() for sign in title) else otherwise


def line_data(line: Line, anchor: str, known: set[int]) -> dict[str, Any]:
    """A line with its anchor; of its sources the ``known`` ones. ``asked`` tells a question beside what is told."""
    return asdict(line) | {
        "anchor": anchor,
        "asked": False,
        "sources": [number for number in line.sources if number in known],
    }


def sources_data(sources: tuple[Any, ...], parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sources with their anchors, and where each is first used in each part."""
    return [
        asdict(source)
        | {
            "quote": shown_quote(source.quote),
            "anchor": f"kilde-{source.number}",
            "reference": source.reference,
            "uses": [
                {"title": part["title"], "number": part["number"], "anchor": used}
                for part in parts
                if (used := _first_use(part, source.number))
            ],
        }
        for source in sources
    ]


def _part(number: int, section: Section, known: set[int]) -> dict[str, Any]:
    anchor = f"del-{number}"
    tells = any(not line.exercise for line in section.lines)
    return {
        "number": number,
        "anchor": anchor,
        "title": titled(section.title, f"Del {number}"),
        "minutes": section.minutes,
        "lines": [
            line_data(line, f"{anchor}-linje-{n}", known) | {"asked": tells and line.exercise}
            for n, line in enumerate(section.lines, start=1)
        ],
        "picture": section.picture if section.picture and not isinstance(section.picture.drawing, Matrix) else None,
        "tables": [*_matrix(section, anchor, known), *_table(section, anchor, known)],
        "note": section.note,
    }


def _table(section: Section, anchor: str, known: set[int]) -> list[dict[str, Any]]:
    if section.table is None:
        return []
    rows = [
        {
            "anchor": f"{anchor}-tabel-{n}",
            "group": "",
            "cells": [
                {"text": cell.text, "sources": [number for number in cell.sources if number in known]} for cell in row
            ],
        }
        for n, row in enumerate(section.table.rows, start=1)
    ]
    return [{"caption": section.table.caption, "heads": list(section.table.heads), "rows": rows, "left_out": 0}]


def _matrix(section: Section, anchor: str, known: set[int]) -> list[dict[str, Any]]:
    """Who does what as the table that it is: it can be read aloud cell by cell, which a picture cannot."""
    if section.picture is None or not isinstance(section.picture.drawing, Matrix):
        return []
    rows = [
        {
            "anchor": f"{anchor}-raekke-{n}",
            "group": row.part_of,
            "cells": [
                {"text": row.task, "sources": [number for number in row.sources if number in known]},
                *(
                    {"text": ", ".join(values), "sources": []}
                    for values in (row.actors, row.phases, row.recommendations)
                ),
            ],
        }
        for n, row in enumerate(section.picture.drawing.rows, start=1)
    ]
    return [
        {
            "caption": section.picture.title,
            "heads": ["Opgave", "Hvem", "Hvornår", "Anbefaling"],
            "rows": rows,
            "left_out": section.picture.drawing.left_out,
        }
    ]


def _first_use(part: dict[str, Any], number: int) -> str:
    for line in part["lines"]:
        if number in line["sources"]:
            return str(line["anchor"])
    for table in part["tables"]:
        for row in table["rows"]:
            if any(number in cell["sources"] for cell in row["cells"]):
                return str(row["anchor"])
    return ""
