"""One way in for every format: what a file is by its content, what is too much, and what is told about it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from forlobkg.corpus.reading.assemble import Assembler
from forlobkg.corpus.reading.language import LANGUAGE_NAMES
from forlobkg.corpus.reading.model import Limits, Problem, Progress, ReadDocument
from forlobkg.corpus.reading.sniff import FORMAT_NAMES, decoded, sniff
from forlobkg.errors import InputError, TooLongError

if TYPE_CHECKING:
    from forlobkg.danish import Analyser

_ENDINGS: Final = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
}
_HIGHEST_RATIO: Final = 200
"""No office file shrinks to less than this part; what does is made to fill the memory."""
_SMALL: Final = 10_000_000


def read_document(
    path: Path, limits: Limits | None = None, progress: Progress | None = None, analyser: Analyser | None = None
) -> ReadDocument:
    """Read a PDF, DOCX, PPTX, HTML, Markdown or text file; what it is, its content decides, not its name.

    ``progress`` is called with how many pages are read, and of how many; what it raises ends the reading.
    ``analyser`` helps to join hyphenated words; one is made when none is given. Raises ``InputError`` where the file
    is not there, is empty, damaged, encrypted, of another kind or only pictures, and ``TooLongError`` where it is
    over ``limits``. What could only be read in part stands in the document's ``problems``.
    """
    limits = limits or Limits()
    path = Path(path)
    try:
        if path.is_dir():
            raise InputError(f"»{path}« er en mappe. Angiv en fil.")
        size = path.stat().st_size
        if size == 0:
            raise InputError(f"»{path.name}« er tom.")
        if size > limits.bytes:
            raise TooLongError(
                f"»{path.name}« fylder {_megabytes(size)} MB, og grænsen er {_megabytes(limits.bytes)} MB. "
                "Del filen, eller hæv grænsen."
            )
        format = sniff(path)
        problems = _check_archive(path, limits) if format in ("docx", "pptx") else []
        document = _read(format, path, limits, progress, analyser)
    except FileNotFoundError as error:
        raise InputError(f"Filen »{path}« findes ikke.") from error
    except OSError as error:
        raise InputError(f"»{path}« kan ikke læses: {error.strerror or error}.") from error
    if not any(passage.text.strip() for passage in document.passages):
        raise InputError(f"»{path.name}« har ingen tekst.")
    return replace(document, problems=(*_told(path, format, document), *problems, *document.problems))


def _read(
    format: str, path: Path, limits: Limits, progress: Progress | None, analyser: Analyser | None
) -> ReadDocument:
    # A reader is imported with its library only when there is something for it.
    if format == "pdf":
        from forlobkg.corpus.reading.pdf import read_pdf

        if analyser is None:
            from forlobkg.danish import Analyser

            analyser = Analyser()
        return read_pdf(path, Assembler(analyser=analyser), limits, progress)
    assembler = Assembler(analyser=analyser)
    if format == "docx":
        from forlobkg.corpus.reading.docx import read_docx

        return read_docx(path, assembler, progress)
    if format == "pptx":
        from forlobkg.corpus.reading.pptx import read_pptx

        return read_pptx(path, assembler, limits, progress)
    text, problems = decoded(path)
    if format == "html":
        from forlobkg.corpus.reading.html import read_html

        return read_html(text, path.stem, assembler, problems)
    if format == "markdown":
        from forlobkg.corpus.reading.html import read_markdown

        return read_markdown(text, path.stem, assembler, problems)
    from forlobkg.corpus.reading.plain import read_plain

    return read_plain(text, path.stem, assembler, problems)


def _told(path: Path, format: str, document: ReadDocument) -> list[Problem]:
    made = []
    named = _ENDINGS.get(path.suffix.lower())
    if named is not None and named != format:
        made.append(
            Problem(
                None, f"Filen hedder {path.suffix}, men indholdet er {FORMAT_NAMES[format]}; det er læst som det."
            )
        )
    if document.language not in ("", "da"):
        made.append(
            Problem(None, f"Teksten er efter ordene at dømme {LANGUAGE_NAMES[document.language]}, ikke dansk.")
        )
    return made


def _check_archive(path: Path, limits: Limits) -> list[Problem]:
    """What is told of the archive that an office file is. Raises where it would unpack to too much."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        packed = max(1, sum(entry.compress_size for entry in entries))
        swollen = unpacked > _SMALL and unpacked / packed > _HIGHEST_RATIO
        if unpacked > limits.unpacked_bytes or swollen:
            raise TooLongError(
                f"»{path.name}« bliver til {_megabytes(unpacked)} MB, når den pakkes ud; det er for meget. "
                "Filen er ikke læst."
            )
        if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
            return [Problem(None, "Filen har makroer; de er hverken læst eller kørt.")]
    return []


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f}" if size >= 10_000_000 else f"{size / 1e6:.1f}".replace(".", ",")
