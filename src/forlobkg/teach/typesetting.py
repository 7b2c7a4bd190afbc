"""Pages and pictures set by typst, without network, packages or the machine's fonts: the same bytes everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, Literal

from forlobkg.errors import ForlobkgError

Format = Literal["pdf", "png", "svg"]

TEMPLATES: Final = Path(__file__).parent / "data" / "typst"
FONTS: Final = Path(__file__).parent / "fonts"
FONT_FILES: Final = (
    "IBMPlexSans_400Regular.ttf",
    "IBMPlexSans_400Regular_Italic.ttf",
    "IBMPlexSans_600SemiBold.ttf",
    "IBMPlexSerif_400Regular.ttf",
    "IBMPlexSerif_400Regular_Italic.ttf",
    "IBMPlexSerif_600SemiBold.ttf",
)
NO_GLYPH: Final = "□"
"""What stands for a character that none of our fonts has, an emoji or a Chinese sign."""

# Control characters show nothing, and those of direction turn round what follows; U+FEFF and U+FFFE may not stand in
# the text of a PDF/UA file; half a surrogate pair, which JSON files can hold, is no text.
_NOTHING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
# Every round names all that it found, so a second is for what the first one hid; more means something else is wrong.
_ROUNDS = 4


class TypesettingError(ForlobkgError):
    """A page or picture could not be set: the template and the data do not fit together."""

    exit_status = 1
    http_status = 500
    title = "Typesetting failed"


def missing_fonts(fonts: Path = FONTS) -> bool:
    """Whether a file of IBM Plex is not there, so that pages are set in the fonts that come with typst."""
    return not all((fonts / name).is_file() for name in FONT_FILES)


def compile_typst(
    template: str, data: object, format: Format, *, ppi: float = 144, fonts: Path = FONTS
) -> list[bytes]:
    """The pages of ``template``, a file of ``teach/data/typst``, set with ``data``: a file for each page, or one PDF.

    The template reads the data as JSON by ``#let data = json(bytes(sys.inputs.data))``, so that nothing in it is
    markup. A PDF is tagged and follows PDF/UA-1 (ISO 14289-1), which typst checks while writing; ``ppi`` is the
    points of a PNG per inch. A character that no font has becomes ``NO_GLYPH``. Raises TypesettingError where the
    template fails.
    """
    import typst

    data = _each_text(data, lambda text: _NOTHING.sub("", text))
    for _ in range(_ROUNDS):
        try:
            made = typst.compile(
                str(TEMPLATES / template),
                root=str(TEMPLATES),
                font_paths=[str(fonts)] if fonts.is_dir() else [],
                ignore_system_fonts=True,
                format=format,
                ppi=ppi if format == "png" else None,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                pdf_standards=["ua-1"] if format == "pdf" else [],
                timestamp=0,
            )
        except typst.TypstError as error:
            unshown = _unshown(error.diagnostic)
            if unshown is None:
                raise TypesettingError(f"Siden kunne ikke sættes ({template}): {error.message}") from error
            data = _each_text(data, partial(unshown.sub, NO_GLYPH))
        else:
            return made if isinstance(made, list) else [made]
    raise TypesettingError(f"Siden kunne ikke sættes ({template}): den har tegn, som ingen skrifttype kan vise.")


def _unshown(diagnostic: str) -> re.Pattern[str] | None:
    """What finds the texts that typst says no font can show, the longest of them first."""

    def unescape(match: re.Match[str]) -> str:
        code, letter = match.groups()
        return chr(int(code, 16)) if code else _LETTERS.get(letter, letter)

    texts = sorted({_ESCAPE.sub(unescape, text) for text in _UNSHOWN.findall(diagnostic)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, texts))) if texts else None


def _each_text(data: object, change: Callable[[str], str]) -> object:
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: _each_text(value, change) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_each_text(value, change) for value in data]
    return data
