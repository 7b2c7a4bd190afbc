"""Plain text: paragraphs between empty lines, list items, numbered or underlined or capital headings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from forlobkg.corpus.reading.assemble import Assembler
from forlobkg.corpus.reading.model import Block, Piece, Problem, ReadDocument, ReadKind

_ITEM = re.compile(r"\s*(?P<marker>[•·▪◦*–—-]|\(?(?:\d{1,2}|[a-z])[.)])\s+(?P<text>\S.*)")
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?P<text>[^\W\d].*)")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|~{3,})\s*")
_LONGEST_HEADING = 90


def read_plain(text: str, name: str, assembler: Assembler, problems: Iterable[Problem] = ()) -> ReadDocument:
    """Read plain text."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n|\f", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.rstrip() for line in chunk.split("\n") if line.strip()]
        if lines:
            blocks += _chunk(lines)
    title = next((block.pieces[0].text for block in blocks if block.kind is ReadKind.HEADING), "")
    return assembler.document("text", title or name, blocks, problems=problems)


def _chunk(lines: list[str]) -> list[Block]:
    if len(lines) >= 2 and _UNDERLINE.fullmatch(lines[1]):
        level = 1 if "=" in lines[1] else 2
        rest = _chunk(lines[2:]) if len(lines) > 2 else []
        return [_heading(lines[0], level), *rest]
    if len(lines) == 1 and _is_heading(lines[0]):
        return [_heading(lines[0], 1)]
    made: list[Block] = []
    for line in lines:
        item = _ITEM.fullmatch(line)
        if item is not None and (not made or made[-1].kind is ReadKind.BULLET or not item["marker"][0].isalnum()):
            marker = item["marker"].strip("().")
            number = marker if marker.isalnum() else ""
            made.append(Block(ReadKind.BULLET, [Piece(item["text"])], number=number))
        elif made and (made[-1].kind is not ReadKind.BULLET or line[:1].isspace()):
            made[-1].pieces.append(Piece(line.strip()))
        else:
            made.append(Block(ReadKind.SENTENCE, [Piece(line.strip())]))
    return made


def _is_heading(line: str) -> bool:
    text = line.strip()
    if len(text) > _LONGEST_HEADING or text.endswith((".", ",", ";", ":")):
        return False
    return bool(_NUMBERED.fullmatch(text)) or (text.isupper() and sum(c.isalpha() for c in text) > 3)


def _heading(line: str, level: int) -> Block:
    match = _NUMBERED.fullmatch(line.strip())
    if match is None:
        return Block(ReadKind.HEADING, [Piece(line.strip())], level=level)
    depth = match["number"].count(".") + 1
    return Block(ReadKind.HEADING, [Piece(match["text"])], level=depth, number=match["number"])
