"""What our Office files share: theme and styles from files, who made them, and bytes that can be compared."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from string import Template
from typing import Any, Final

from forlobkg.teach import slide_design as design
from forlobkg.teach.material import Material
from forlobkg.teach.wording import printable

LANGUAGE: Final = "da-DK"
AUTHOR: Final = "forlobkg"

_FILES: Final = Path(__file__).parent.parent / "data" / "office"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file can name; what is packed bears no time of its own."""
_LONGEST_PROPERTY: Final = 255


def office_file(name: str, **more: str) -> bytes:
    """A file of ``data/office`` with our colours, the language and ``more`` set in."""
    colours = {key: value for key, value in vars(design).items() if isinstance(value, str)}
    text = Template((_FILES / name).read_text(encoding="utf-8"))
    return text.substitute(colours, LANGUAGE=LANGUAGE, **more).encode()


def describe(about: Any, material: Material) -> None:
    """Set the core properties of a document; those of time are left out, so that the same content looks the same."""
    about.title = printable(material.title)[:_LONGEST_PROPERTY]
    about.subject = printable(material.subtitle)[:_LONGEST_PROPERTY]
    about.author = about.last_modified_by = AUTHOR
    about.language = LANGUAGE
    about.comments = ""
    about.keywords = ""
    about.revision = 1
    for name in ("created", "modified"):
        for element in about._element.findall(f"{{*}}{name}"):
            about._element.remove(element)


def without(relations: Any, *kinds: str) -> None:
    """Take the parts whose kind of relation ends with one of ``kinds`` out of what ``relations`` leads to."""
    for key in [key for key, relation in relations.items() if relation.reltype.endswith(kinds)]:
        relations.pop(key)


def packed(content: bytes) -> bytes:
    """The ZIP file ``content`` with its entries in the same order and without the times of writing."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fresh:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            fresh.writestr(info, source.read(entry))
    return target.getvalue()
