"""A PDF read back: its text, its tags with alternative texts, its links and its catalogue."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium


class Tag(NamedTuple):
    """A structure element: its type, the types above it, and its alternative text."""

    type: str
    above: tuple[str, ...]
    alt: str


def text_of(pdf: bytes) -> str:
    """All text, line ends as spaces, words that were broken put together."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    text = re.sub("\xad|\x02\\s*|\u200b", "", text)
    return " ".join(text.split())


def foot_of(pdf: bytes, height: float) -> list[str]:
    """The text of each page in its lowest ``height`` points."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded(top=height).split()) for page in document]


def pages_of(pdf: bytes) -> int:
    """How many pages there are."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def tags_of(pdf: bytes) -> list[Tag]:
    """The structure elements of all pages in reading order."""
    found: list[Tag] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            tree = pdfium.FPDF_StructTree_GetForPage(page)
            for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                found.extend(_walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place), ()))
            pdfium.FPDF_StructTree_Close(tree)
    return found


def bookmarks_of(pdf: bytes) -> list[tuple[int, str]]:
    """The document outline: level from 0, title."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [(mark.level, mark.get_title()) for mark in document.get_toc()]


def fonts_of(pdf: bytes) -> set[str]:
    """The names of the typefaces, without the tag of the subset."""
    return {name.decode() for name in re.findall(rb"/FontName/[A-Z]{6}\+([\w-]+)", pdf)}


def _walk(element: Any, above: tuple[str, ...]) -> Iterator[Tag]:
    type_ = _string(pdfium.FPDF_StructElement_GetType, element)
    yield Tag(type_, above, _string(pdfium.FPDF_StructElement_GetAltText, element))
    for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
        if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, place):
            yield from _walk(child, (*above, type_))


def _string(get: Callable[[Any, Any, int], int], element: Any) -> str:
    length = get(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    get(element, buffer, length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")
