"""PDF: pages to columns, columns to paragraphs, paragraphs to headings and passages."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from forlobkg.corpus.reading.assemble import Assembler
from forlobkg.corpus.reading.language import LANGUAGE_NAMES
from forlobkg.corpus.reading.model import (
    Block,
    Limits,
    Piece,
    Problem,
    Progress,
    ReadDocument,
    ReadKind,
    ReadPage,
)
from forlobkg.corpus.reading.pdf_flow import (
    PageFlow,
    Unit,
    column_paragraphs,
    contents_titles,
    is_cover,
    pieces,
    take_apart,
)
from forlobkg.corpus.reading.pdf_fonts import Fonts, Style
from forlobkg.corpus.reading.pdf_furniture import take_furniture_out
from forlobkg.corpus.reading.pdf_headings import bare, find_headings, split_number, with_numbers
from forlobkg.corpus.reading.pdf_order import column_edge
from forlobkg.corpus.reading.pdf_page import MOST_FRAMED, Line, PageContent, read_page
from forlobkg.corpus.reading.pdf_paragraphs import Leading, Paragraph, one_row
from forlobkg.errors import InputError, TooLongError

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_PASSWORD, _ENCRYPTION = 4, 5
_OPEN_END = re.compile(r"[.!?…:;][»”\"')\]]*$")


def read_pdf(path: Path, assembler: Assembler, limits: Limits, progress: Progress | None = None) -> ReadDocument:
    """Read a PDF.

    Raises InputError where it is encrypted, damaged, empty or only pictures, TooLongError over a limit.
    """
    import pypdfium2 as pdfium

    document = _open(path)
    try:
        count = len(document)
        if count == 0:
            raise InputError(f"»{path.name}« har ingen sider.")
        if count > limits.pages:
            raise TooLongError(
                f"»{path.name}« har {count} sider, og grænsen er {limits.pages}. Del filen, eller hæv grænsen."
            )
        pages, problems = _pages(document, path, limits, progress)
        bookmarks = _bookmarks(document)
        told = _language(document)
        meta = (document.get_metadata_dict(skip_empty=True) or {}).get("Title", "")
    except pdfium.PdfiumError as error:
        raise _damaged(path) from error
    finally:
        document.close()
    _check_text(path, pages, problems)
    body = _body_style(pages)
    take_furniture_out(pages, body)
    reader = _Reader(body, bookmarks)
    blocks = reader.blocks(pages)
    described = tuple(ReadPage(page.number, page.printed, tuple(page.furniture)) for page in pages)
    title = reader.title or meta.strip() or path.stem
    made = assembler.document("pdf", title, blocks, described, problems)
    if told and made.language and told != made.language:
        names = LANGUAGE_NAMES.get(told, told), LANGUAGE_NAMES[made.language]
        problem = Problem(None, f"Filen siger, at den er på sproget »{names[0]}«, men ordene er {names[1]}e.")
        made = replace(made, problems=(problem, *made.problems))
    return made


def _damaged(path: Path) -> InputError:
    return InputError(f"»{path.name}« kan ikke læses: PDF-filen er beskadiget eller ikke hel. Hent den igen.")


def _open(path: Path) -> pdfium.PdfDocument:
    import pypdfium2 as pdfium

    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD, _ENCRYPTION) or "password" in str(error).lower():
            raise InputError(
                f"»{path.name}« er beskyttet med adgangskode. Gem en udgave uden adgangskode, og prøv igen."
            ) from error
        raise _damaged(path) from error
    except FileNotFoundError as error:
        raise InputError(f"Filen »{path}« findes ikke.") from error


def _pages(
    document: pdfium.PdfDocument, path: Path, limits: Limits, progress: Progress | None
) -> tuple[list[PageContent], list[Problem]]:
    import pypdfium2 as pdfium

    begun = monotonic()
    fonts = Fonts()
    pages: list[PageContent] = []
    problems: list[Problem] = []
    count = len(document)
    for index in range(count):
        if monotonic() - begun > limits.seconds:
            raise TooLongError(
                f"Det tog over {limits.seconds:.0f} sekunder at læse »{path.name}«: "
                f"side {index + 1} af {count} var nået. Del filen, eller hæv grænsen."
            )
        fonts.forget()
        try:
            page = read_page(document, index, fonts)
            page.label = document.get_page_label(index) if _has_labels(document) else ""
        except pdfium.PdfiumError:
            page = PageContent(index + 1, 595.0, 842.0, [], [])
            problems.append(Problem(index + 1, "Siden er beskadiget og kunne ikke læses."))
        else:
            problems += _page_problems(page)
        pages.append(page)
        if progress is not None:
            progress(index + 1, count)
    if problems and len(pages) == len([one for one in problems if "beskadiget" in one.message]):
        raise _damaged(path)
    return pages, problems


def _language(document: pdfium.PdfDocument) -> str:
    """The language that the file claims, as two letters; "" where it claims none."""
    import pypdfium2.raw as raw

    length = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if length < 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFCatalog_GetLanguage(document.raw, buffer, length)
    claimed = bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00").lower()[:2]
    return {"no": "nb", "nn": "nb"}.get(claimed, claimed)


def _has_labels(document: pdfium.PdfDocument) -> bool:
    return bool(document.get_page_label(0))


def _page_problems(page: PageContent) -> list[Problem]:
    made = []
    pictures = [shape for shape in page.shapes if shape.picture]
    area = page.width * page.height
    largest = max((shape.width * shape.height for shape in pictures), default=0.0)
    if page.characters < 10 and largest > 0.3 * area:
        made.append(Problem(page.number, "Siden er et billede uden tekst; teksten på den er ikke læst."))
    elif largest > 0.12 * area:
        made.append(Problem(page.number, "Siden har et stort billede; tekst i billedet er ikke læst."))
    if page.unreadable > max(3, 0.02 * page.characters):
        made.append(
            Problem(
                page.number,
                f"{page.unreadable} tegn kunne ikke læses, fordi skrifttypen ikke siger, hvad de betyder.",
            )
        )
    if len(page.shapes) > MOST_FRAMED:
        made.append(
            Problem(page.number, "Siden har en stor tegning; der er ikke ledt efter tabeller og bokse på den.")
        )
    if any(line.angle for line in page.lines):
        made.append(Problem(page.number, "Siden har tekst på højkant, som kan være sat forkert sammen."))
    if _is_right_to_left(page):
        made.append(
            Problem(page.number, "Siden har tekst, der læses fra højre mod venstre; rækkefølgen kan være forkert.")
        )
    return made


def _is_right_to_left(page: PageContent) -> bool:
    letters = [c for line in page.lines for word in line.words for c in word.text if "\u0590" <= c <= "\u08ff"]
    return len(letters) > 20


def _check_text(path: Path, pages: list[PageContent], problems: list[Problem]) -> None:
    letters = sum(page.characters for page in pages)
    images = [problem for problem in problems if "et billede uden tekst" in problem.message]
    if letters < 20 * max(1, len(pages)) and images and len(images) >= 0.5 * len(pages):
        raise InputError(
            f"»{path.name}« er billeder af sider uden tekst (indscannet). Den kan kun læses med programmet tesseract "
            "og dets danske data (tesseract-ocr og tesseract-ocr-dan)."
        )
    if letters == 0:
        raise InputError(f"»{path.name}« har ingen tekst på sine {len(pages)} sider.")


def _body_style(pages: list[PageContent]) -> Style:
    counts: Counter[Style] = Counter()
    for page in pages:
        for line in page.lines:
            for word in line.words:
                counts[word.style] += len(word.text)
    return counts.most_common(1)[0][0] if counts else Style("", 10.0, False, False)


def _bookmarks(document: pdfium.PdfDocument) -> dict[str, int]:
    made: dict[str, int] = {}
    for entry in document.get_toc(max_depth=8):
        title = entry.get_title()
        if title:
            made.setdefault(bare(title), entry.level + 1)
    return made


class _Reader:
    """Puts a document's pages together; ``title`` is known once the blocks are made."""

    def __init__(self, body: Style, bookmarks: dict[str, int]) -> None:
        self._body = body
        self._listed = dict(bookmarks)
        self.title = ""

    def blocks(self, pages: list[PageContent]) -> list[Block]:
        """The blocks of all pages in reading order."""
        known = _known_edges(pages)
        flows = [take_apart(page, self._body, known) for page in pages]
        leading = Leading(
            [one_row([item.line for item in column.items if item.line]) for flow in flows for column in flow.columns]
        )
        units: list[Unit] = []
        notes: dict[int, list[tuple[str, tuple[Line, ...]]]] = {}
        for flow in flows:
            found = column_paragraphs(flow, self._body, leading)
            if is_cover(flow, self._body):
                found = self._cover(flow, found)
            units += found
            notes[flow.page.number] = flow.notes
        for title in contents_titles(units):
            self._listed.setdefault(bare(title), 0)
        return self._put_together(units, notes)

    def _cover(self, flow: PageFlow, units: list[Unit]) -> list[Unit]:
        found = [unit.paragraph for unit in units if unit.paragraph is not None]
        if found:
            largest = max(found, key=lambda paragraph: paragraph.style.size)
            if largest.style.size > self._body.size:
                self.title = largest.text
        page = flow.page.number
        return [Unit(page, blocks=[Block(ReadKind.COVER, pieces(page, paragraph.lines)) for paragraph in found])]

    def _put_together(self, units: list[Unit], notes: dict[int, list[tuple[str, tuple[Line, ...]]]]) -> list[Block]:
        found = with_numbers([unit.paragraph for unit in units if unit.paragraph is not None], self._body)
        kept = {id(paragraph) for paragraph in found}
        levels = find_headings(found, self._body, self._listed)
        level_of = {id(found[index]): level for index, level in levels.items()}
        titles = _box_titles(found)
        made: list[Block] = []
        last: tuple[Block, Paragraph] | None = None
        page = 0
        for unit in units:
            paragraph = unit.paragraph
            if unit.page != page:
                made += _note_blocks(page, notes.get(page, []))
                page = unit.page
            if paragraph is None:
                made += unit.blocks
                continue
            if id(paragraph) not in kept:
                continue
            level = level_of.get(id(paragraph), 0)
            if level:
                made.append(_heading(paragraph, level))
                last = None
            elif paragraph.contents or paragraph.caption or id(paragraph) in titles or paragraph.box:
                made += self._apart(paragraph, id(paragraph) in titles)
            elif last is not None and _goes_on(last[1], paragraph):
                last[0].pieces += pieces(paragraph.page, paragraph.lines)
                last = (last[0], _longer(last[1], paragraph))
            else:
                block = _block(paragraph)
                made.append(block)
                last = (block, paragraph)
        made += _note_blocks(page, notes.get(page, []))
        self.title = self.title or next(
            (block.pieces[0].text for block in made if block.kind is ReadKind.HEADING), ""
        )
        return made

    def _apart(self, paragraph: Paragraph, is_title: bool) -> list[Block]:
        if paragraph.contents:
            return [Block(ReadKind.CONTENTS, [piece]) for piece in pieces(paragraph.page, paragraph.lines)]
        block = _block(paragraph)
        if is_title:
            block.kind = ReadKind.BOX_TITLE
        elif paragraph.caption:
            block.kind = ReadKind.CAPTION
        return [block]


def _known_edges(pages: list[PageContent]) -> list[float]:
    """The left edges of right columns that two pages or more share."""
    counts: Counter[int] = Counter()
    for page in pages:
        things = [line for line in page.lines if not line.angle]
        edge = column_edge([_Bare(line) for line in things]) if things else None
        if edge is not None:
            counts[round(edge)] += 1
    return [float(edge) for edge, count in counts.items() if count >= 2]


class _Bare:
    """A line as an item of a page's order."""

    is_line = True

    def __init__(self, line: Line) -> None:
        self.x0, self.x1, self.top, self.bottom = line.x0, line.x1, line.top, line.bottom


def _box_titles(found: list[Paragraph]) -> set[int]:
    """The first paragraphs of boxes where they are short, end in no stop and look unlike what follows."""
    made = set()
    for index, paragraph in enumerate(found):
        if not paragraph.box or (index and found[index - 1].box == paragraph.box):
            continue
        after = found[index + 1] if index + 1 < len(found) else None
        if after is None or after.box != paragraph.box or len(paragraph.lines) > 2 or paragraph.marker:
            continue
        text = paragraph.text
        if (after.style != paragraph.style or text.isupper()) and not text.endswith((".", ",", ";")):
            made.add(id(paragraph))
    return made


def _heading(paragraph: Paragraph, level: int) -> Block:
    found = pieces(paragraph.page, paragraph.lines)
    number, text = paragraph.number, found[0].text
    if not number:
        number, rest = split_number(text)
        if number:
            found[0] = Piece(rest, found[0].place)
    return Block(ReadKind.HEADING, found, level=level, number=number)


def _block(paragraph: Paragraph) -> Block:
    kind = ReadKind.BULLET if paragraph.marker else ReadKind.SENTENCE
    number = paragraph.marker if any(c.isalnum() for c in paragraph.marker) else ""
    return Block(kind, pieces(paragraph.page, paragraph.lines), number=number.rstrip(".)"), box=paragraph.box)


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether ``after``, the next running text in another column or below a figure, goes on where ``before`` ends."""
    if after.marker or not after.lines[0].text:
        return False
    same_column = before.page == after.page and before.column == after.column
    if same_column and not after.first and after.lines[0].y > before.lines[-1].y:
        return False
    if before.style.size != after.style.size:
        return False
    ended = bool(_OPEN_END.search(before.lines[-1].text))
    first = after.lines[0].text[0]
    if before.marker:
        hangs = after.lines[0].x0 - after.column[0] > 0.5 * after.style.size or first.islower()
        return not ended and hangs
    return not ended or first.islower()


def _longer(before: Paragraph, after: Paragraph) -> Paragraph:
    return Paragraph(after.page, after.lines, after.column, before.marker, box=before.box)


def _note_blocks(page: int, notes: list[tuple[str, tuple[Line, ...]]]) -> list[Block]:
    return [Block(ReadKind.FOOTNOTE, pieces(page, lines), number=number) for number, lines in notes]
