"""What a file is, by its first bytes, and its text decoded."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Final

from forlobkg.corpus.reading.model import Problem
from forlobkg.errors import InputError

FORMAT_NAMES: Final = {
    "pdf": "PDF",
    "docx": "et Word-dokument",
    "pptx": "en PowerPoint-præsentation",
    "html": "HTML",
    "markdown": "Markdown",
    "text": "almindelig tekst",
}
_HEAD: Final = 4096
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|main|article|h[1-6]|p|div|table|ul)\b", re.IGNORECASE)
_OTHER: Final = (
    (
        b"\xd0\xcf\x11\xe0",
        "er i Words eller PowerPoints gamle format eller beskyttet med adgangskode. "
        "Gem den uden adgangskode som .docx eller .pptx.",
    ),
    (b"{\\rtf", "er i formatet RTF. Gem den som .docx eller PDF."),
    (b"\x89PNG", "er et billede og ikke et dokument."),
    (b"\xff\xd8\xff", "er et billede og ikke et dokument."),
    (b"GIF8", "er et billede og ikke et dokument."),
    (b"II*\x00", "er et billede og ikke et dokument."),
    (b"MM\x00*", "er et billede og ikke et dokument."),
    (b"\x1f\x8b", "er pakket (gzip). Pak den ud først."),
    (b"7z\xbc\xaf", "er pakket (7z). Pak den ud først."),
)
_KINDS: Final = "PDF, DOCX, PPTX, HTML, Markdown eller tekst"


def sniff(path: Path) -> str:
    """ "pdf", "docx", "pptx", "html", "markdown" or "text". Raises InputError where it is none of them."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _archive(path)
    for beginning, message in _OTHER:
        if head.startswith(beginning):
            raise InputError(f"»{path.name}« {message}")
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in head:
        if path.suffix.lower() == ".pdf":
            raise InputError(f"»{path.name}« kan ikke læses: PDF-filen er beskadiget eller ikke hel. Hent den igen.")
        raise InputError(f"»{path.name}« er ikke en tekst. Brug {_KINDS}.")
    if path.suffix.lower() in (".md", ".markdown"):
        return "markdown"
    if (_HTML.search(head) and path.suffix.lower() != ".txt") or re.match(rb"\s*<(?:!doctype html|html)", head, re.I):
        return "html"
    if path.suffix.lower() in (".pdf", ".docx", ".pptx"):
        raise InputError(
            f"»{path.name}« kan ikke læses: Filen er beskadiget eller ikke det, den hedder. Hent den igen."
        )
    return "text"


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise InputError(
            f"»{path.name}« kan ikke læses: Filen er beskadiget eller ikke hel. Hent den igen."
        ) from error
    if "word/document.xml" in names:
        return "docx"
    if "ppt/presentation.xml" in names:
        return "pptx"
    raise InputError(f"»{path.name}« er en pakket fil, men hverken Word eller PowerPoint. Brug {_KINDS}.")


def decoded(path: Path) -> tuple[str, list[Problem]]:
    """The file's text, and what is to be told where its encoding had to be guessed."""
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), []
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        declared = re.search(rb"charset=[\"']?([\w-]+)", content[:_HEAD])
        guess = "cp1252" if declared is None or b"8859-1" in declared[1] else declared[1].decode()
        problem = Problem(
            None, "Filen er ikke i UTF-8; den er læst som Windows-1252. Se efter, om æ, ø og å er rigtige."
        )
        try:
            return content.decode(guess), [] if declared else [problem]
        except (LookupError, UnicodeDecodeError):
            return content.decode("cp1252", "replace"), [problem]
