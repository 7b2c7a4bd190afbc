"""The typefaces of a PDF: which size, weight and slant each piece of text has."""

from __future__ import annotations

import ctypes
import math
import re
from typing import Any, NamedTuple

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(r"bold|semibold|demi|heavy|black|medi(?!um?-?ital)|CMBX|LMSansBold|SFBX|SFSX|-B$", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|-It\b|CMTI|kursiv", re.IGNORECASE)
_BOLD_WEIGHT = 600


class Style(NamedTuple):
    """A typeface at a size in points."""

    font: str
    size: float
    bold: bool
    italic: bool


class Fonts:
    """The styles of text objects; one for each document, since it remembers by the library's own addresses."""

    def __init__(self) -> None:
        self._fonts: dict[int, tuple[str, bool, bool]] = {}
        self._styles: dict[Style, Style] = {}
        self._last: tuple[int, tuple[Style, int]] | None = None

    def of(self, text_object: Any) -> tuple[Style, int]:
        """The style of a text object, and by how many degrees it is turned (0, 90, 180 or 270)."""
        address = ctypes.cast(text_object, ctypes.c_void_p).value or 0
        if self._last is not None and self._last[0] == address:
            return self._last[1]
        made = self._read(text_object) if address else (Style("", 10.0, False, False), 0)
        self._last = (address, made)
        return made

    def forget(self) -> None:
        """To be called between pages: an address may come to mean another object."""
        self._last = None
        self._fonts.clear()

    def _read(self, text_object: Any) -> tuple[Style, int]:
        import pypdfium2.raw as raw

        size, matrix = ctypes.c_float(), raw.FS_MATRIX()
        raw.FPDFTextObj_GetFontSize(text_object, size)
        raw.FPDFPageObj_GetMatrix(text_object, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360
        font = raw.FPDFTextObj_GetFont(text_object)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            self._fonts[key] = self._name(font)
        name, bold, italic = self._fonts[key]
        style = Style(name, round(abs(size.value) * scale, 1) or 1.0, bold, italic)
        return self._styles.setdefault(style, style), angle

    def _name(self, font: Any) -> tuple[str, bool, bool]:
        import pypdfium2.raw as raw

        if not font:
            return "", False, False
        length = raw.FPDFFont_GetBaseFontName(font, None, 0)
        buffer = ctypes.create_string_buffer(max(length, 1))
        raw.FPDFFont_GetBaseFontName(font, buffer, length)
        name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
        bold = bool(_BOLD.search(name)) or raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
        return name, bold, bool(_ITALIC.search(name))
