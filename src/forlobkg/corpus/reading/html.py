"""HTML and Markdown: blocks by their elements; scripts, styles, navigation and what is hidden are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from forlobkg.corpus.reading.assemble import Assembler
from forlobkg.corpus.reading.model import Block, Piece, Problem, ReadDocument, ReadKind
from forlobkg.errors import InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DROPPED = tuple(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "form",
        "button",
        "input",
        "select",
        "textarea",
    ]
)
_FURNITURE = ("nav", "footer", "aside")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "figure",
        "figcaption",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "address",
        "hr",
        "body",
        "details",
        "summary",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def read_html(text: str, name: str, assembler: Assembler, problems: Iterable[Problem] = ()) -> ReadDocument:
    """Read a page of HTML. Raises InputError where there is nothing in it."""
    return _read(text, name, assembler, list(problems), "html")


def read_markdown(text: str, name: str, assembler: Assembler, problems: Iterable[Problem] = ()) -> ReadDocument:
    """Read CommonMark with tables; HTML within it is read as HTML."""
    from markdown_it import MarkdownIt

    plain = _FRONT_MATTER.sub("", text.replace("\r\n", "\n"))
    made = MarkdownIt("commonmark").enable("table").render(plain)
    return _read(f"<html><body>{made}</body></html>", name, assembler, list(problems), "markdown")


def _read(text: str, name: str, assembler: Assembler, problems: list[Problem], format: str) -> ReadDocument:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError(f"»{name}« har ingen tekst, der kan læses.") from error
    scripts = len(_found(root, "//script | //*[@onclick or @onload or @onerror]"))
    if scripts:
        problems.append(Problem(None, f"Filen har {scripts} scripts; de er hverken læst eller kørt."))
    title = " ".join((root.findtext(".//title") or "").split())
    for element in _found(root, "|".join(f"//{tag}" for tag in _DROPPED)):
        element.drop_tree()
    for element in _found(root, "//*"):
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        if (hidden or _HIDDEN.search(element.get("style", ""))) and element.getparent() is not None:
            element.drop_tree()
    pictures = len(_found(root, "//img"))
    if pictures:
        problems.append(Problem(None, f"Filen har {pictures} billeder; tekst i dem er ikke læst."))
    mains = _found(root, "//main | //*[@role='main']") or _found(root, "//article")
    body = mains or _found(root, "//body") or [root]
    if not mains:
        for element in _found(root, "|".join(f"//{tag}" for tag in _FURNITURE)):
            element.drop_tree()
    blocks = [block for element in body for block in _Walk().blocks(element)]
    first = next((block.pieces[0].text for block in blocks if block.kind is ReadKind.HEADING), "")
    return assembler.document(format, title or first or name, blocks, problems=problems)


def _found(root: HtmlElement, path: str) -> list[HtmlElement]:
    """The elements that an XPath finds."""
    from lxml.html import HtmlElement as Element

    found = root.xpath(path)
    return [element for element in found if isinstance(element, Element)] if isinstance(found, list) else []


class _Walk:
    def __init__(self) -> None:
        self._made: list[Block] = []
        self._tables = 0

    def blocks(self, root: HtmlElement) -> list[Block]:
        """The blocks below ``root`` in order."""
        self._visit(root, ReadKind.SENTENCE)
        return self._made

    def _visit(self, element: HtmlElement, kind: ReadKind) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if re.fullmatch("h[1-6]", tag):
            self._add(ReadKind.HEADING, _text(element), level=int(tag[1]))
            return
        if tag == "table":
            self._table(element)
            return
        kind = {"li": ReadKind.BULLET, "dd": ReadKind.SENTENCE, "figcaption": ReadKind.CAPTION}.get(tag, kind)
        number = _number(element) if tag == "li" else ""
        inline: list[str] = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str) and (child.tag in _BLOCKS or child.find(".//p") is not None):
                self._flush(inline, kind, number)
                self._visit(child, ReadKind.SENTENCE if child.tag in ("table", "dl") else kind)
                number = ""
            elif child.tag == "br":
                inline.append(" ")
            else:
                inline.append(_text(child))
            inline.append(child.tail or "")
        self._flush(inline, kind, number)

    def _flush(self, inline: list[str], kind: ReadKind, number: str) -> None:
        self._add(kind, "".join(inline), number=number)
        inline.clear()

    def _add(self, kind: ReadKind, text: str, level: int = 0, number: str = "") -> None:
        plain = " ".join(text.split())
        if plain:
            self._made.append(Block(kind, [Piece(plain)], level=level, number=number))

    def _table(self, table: HtmlElement) -> None:
        self._tables += 1
        key = f"t{self._tables}"
        for caption in table.iter("caption"):
            self._add(ReadKind.CAPTION, _text(caption))
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        header = bool(rows) and all(cell.tag == "th" for cell in rows[0])
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                text = " ".join(_text(cell).split())
                if text:
                    self._made.append(table_cell(key, number, column, text, header))


def table_cell(key: str, row: int, column: int, text: str, header: bool) -> Block:
    """A cell as a block, tied to its column's header where the table has one, and to its row's first cell."""
    if header and row == 0:
        return Block(ReadKind.HEADER_CELL, [Piece(text)], key=f"{key}/0/{column}")
    context = ([f"{key}/0/{column}"] if header else []) + ([f"{key}/{row}/0"] if column else [])
    return Block(ReadKind.CELL, [Piece(text)], key=f"{key}/{row}/{column}", context=tuple(context))


def _text(element: HtmlElement) -> str:
    return "".join(_strings(element))


def _strings(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in ("br", "p", "div", "li"):
            yield " "
        if isinstance(child.tag, str):
            yield from _strings(child)
        yield child.tail or ""


def _number(item: HtmlElement) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    start = parent.get("start", "1")
    return str(
        (int(start) if start.isdecimal() else 1) + [child for child in parent if child.tag == "li"].index(item)
    )
