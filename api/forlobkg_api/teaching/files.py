"""Files of course material as responses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fastapi import Response

from forlobkg.errors import InputError
from forlobkg.teach import (
    FORMATS,
    POSTER_FORMATS,
    Course,
    Material,
    Outline,
    Poster,
    write_material,
    write_outline,
    write_poster,
)

YAML: Final = "application/yaml"
ZIP: Final = "application/zip"
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_LONGEST_NAME: Final = 80
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""The date of files in a zip file, where none is meant: the same material gives the same file."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be sent: ``name`` is what people call it, without its suffix."""

    content: bytes
    media_type: str
    name: str
    suffix: str

    def response(self) -> Response:
        """The response that a browser keeps as a file."""
        return Response(
            self.content,
            media_type=self.media_type,
            headers={"Content-Disposition": attachment(self.name, self.suffix), "Cache-Control": "no-store"},
        )


def attachment(name: str, suffix: str) -> str:
    """The header Content-Disposition (RFC 6266) for a file called ``name``, in ASCII and in UTF-8."""
    wide = re.sub(r"[^\w .,()–-]+", " ", name, flags=re.UNICODE)
    wide = " ".join(wide.split())[:_LONGEST_NAME].strip(" .") or "undervisning"
    folded = unicodedata.normalize("NFKD", wide.translate(_LETTERS)).encode("ascii", "ignore").decode("ascii")
    ascii_name = re.sub(r"[^A-Za-z0-9]+", "-", folded).strip("-").lower() or "undervisning"
    return f"attachment; filename=\"{ascii_name}{suffix}\"; filename*=UTF-8''{quote(wide + suffix, safe='')}"


def known_format(name: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """``name``, where it is one of the formats. Raises ``InputError``."""
    if name not in known:
        raise InputError(f"formatet »{name[:40]}« findes ikke; vælg {', '.join(known)}")
    return name


def material_file(material: Material, format_: str) -> File:
    """The material in the format. Raises ``InputError``."""
    media_type, suffix = FORMATS[known_format(format_, FORMATS)]
    return File(write_material(material, format_), media_type, material.title, suffix)


def poster_file(poster: Poster, format_: str) -> File:
    """The poster in the format. Raises ``InputError``."""
    media_type, suffix = FORMATS[known_format(format_, POSTER_FORMATS)]
    return File(write_poster(poster, format_), media_type, f"{poster.title} {poster.actor}", suffix)


def outline_file(outline: Outline) -> File:
    """The outline as the file that a trainer keeps."""
    return File(write_outline(outline, "yaml").encode("utf-8"), YAML, outline.title, ".plan.yaml")


def everything(course: Course, outline: Outline) -> File:
    """The outline and all formats of its material in a zip file, with the poster of its profession if it has one."""
    material = course.material(outline)
    files = [outline_file(outline), *(material_file(material, name) for name in FORMATS)]
    if outline.choice.profession:
        files.append(poster_file(course.poster(outline.choice.profession), "pdf"))
    return zipped(files, outline.title)


def zipped(files: list[File], name: str) -> File:
    """The files in one, each under its ASCII name."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as together:
        for file in files:
            ascii_name = attachment(file.name, file.suffix).split('"')[1]
            entry = ZipInfo(ascii_name, _WHEN)
            entry.compress_type = ZIP_DEFLATED
            together.writestr(entry, file.content)
    return File(held.getvalue(), ZIP, name, ".zip")


COURSE_FILES: Final[Mapping[str, Callable[[Course, Outline], File]]] = {
    "outline": lambda _, outline: outline_file(outline),
    "zip": everything,
}


def course_file(course: Course, outline: Outline, format_: str) -> File:
    """What ``format_`` names of the course: the outline, everything, or one format of its material.

    Raises ``InputError``.
    """
    known_format(format_, (*FORMATS, *COURSE_FILES, "poster"))
    if format_ == "poster":
        if not outline.choice.profession:
            raise InputError("plakaten er for én faggruppe; vælg, hvem kurset er for, i feltet »profession«")
        return poster_file(course.poster(outline.choice.profession), "pdf")
    if format_ in COURSE_FILES:
        return COURSE_FILES[format_](course, outline)
    return material_file(course.material(outline), format_)
