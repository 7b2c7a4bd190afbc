"""The formats that course material is written in."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from forlobkg.errors import InputError

if TYPE_CHECKING:
    from forlobkg.teach.material import Material, Poster

FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "pdf": ("application/pdf", ".pdf"),
    "html": ("text/html; charset=utf-8", ".html"),
    "md": ("text/markdown; charset=utf-8", ".md"),
}
"""The formats of material, each with its media type and the suffix of its files."""
POSTER_FORMATS: Final = ("pdf", "html", "md", "docx")
"""The formats of a poster."""
_WRITERS: Final[Mapping[str, str]] = {
    "pptx": "pptx",
    "docx": "docx",
    "pdf": "pdf",
    "html": "html",
    "md": "markdown",
}
_POSTER_WRITERS: Final[Mapping[str, str]] = {name: f"poster_{_WRITERS[name]}" for name in POSTER_FORMATS}


def write_material(material: Material, name: str) -> bytes:
    """``material`` in the format ``name``, a key of ``FORMATS``. Raises ``InputError``."""
    # Late and by name: each writer loads packages that no other needs.
    module = importlib.import_module(f"{__name__}.{_WRITERS[require_format(name, tuple(FORMATS))]}")
    written: bytes = module.write(material)
    return written


def write_poster(poster: Poster, name: str) -> bytes:
    """``poster`` in the format ``name``, one of ``POSTER_FORMATS``. Raises ``InputError``."""
    module = importlib.import_module(f"{__name__}.{_POSTER_WRITERS[require_format(name, POSTER_FORMATS)]}")
    written: bytes = module.write(poster)
    return written


def require_format(name: str, known: tuple[str, ...]) -> str:
    """``name``, where it is one of ``known``. Raises ``InputError`` naming these."""
    if name not in known:
        raise InputError(f"formatet »{name[:40]}« findes ikke; vælg {', '.join(known)}")
    return name
