"""The publication's source, ``text/*.yaml``, read into passages and blocks, and checked on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import yaml
from evaluation.publication.inline import Line, SourceError, parse
from evaluation.publication.model import (
    Block,
    Element,
    Footnote,
    Heading,
    Kind,
    Passage,
    Publication,
    Recommendation,
)
from evaluation.publication.names import Names

HERE: Final = Path(__file__).resolve().parent
LEVELS: Final = {"section": 2, "subsection": 3}


def read(folder: Path = HERE) -> Publication:
    """The publication whose chapters are the files of ``folder/text`` in order. Raises SourceError."""
    meta = yaml.safe_load((folder / "meta.yaml").read_text("utf-8"))
    reader = _Reader(Publication(meta), Names.read(folder / "names.yaml"))
    reader.front()
    for path in sorted((folder / "text").glob("*.yaml")):
        try:
            reader.chapter(yaml.safe_load(path.read_text("utf-8")))
        except (SourceError, KeyError, yaml.YAMLError) as error:
            raise SourceError(f"{path.name}: {error}") from error
    if reader.names.doubts:
        raise SourceError("\n".join(reader.names.doubts))
    return reader.made


class _Reader:
    """Where the reading has come to; each method takes a block of the source and gives the template's."""

    def __init__(self, made: Publication, names: Names) -> None:
        self.made = made
        self.names = names
        self.path: list[Heading] = []
        self.counts = [0, 0, 0]
        self.labels: dict[str, int] = {}
        self.floating = ""
        self.place: dict[str, Any] = {}
        self.kinds: dict[str, Callable[[Any, Block], Block]] = {
            "section": self._heading,
            "subsection": self._heading,
            "lead": self._paragraph,
            "p": self._paragraph,
            "list": self._list,
            "recommendation": self._recommendation,
            "box": self._box,
            "table": self._table,
            "figure": self._figure,
            "quote": self._quote,
            "terms": self._terms,
            "references": self._references,
        }

    def front(self) -> None:
        """The words of the cover, of the colophon and above the table of contents."""
        meta = self.made.meta
        meta["cover"] = {name: self._add("cover", words) for name, words in meta["cover"].items()}
        meta["colophon"] = [self._add("colophon", words) for words in meta["colophon"]]
        meta["contents"] = self._new_heading(meta["contents"], "", 1)
        self.path = []

    def chapter(self, given: dict[str, Any]) -> None:
        """Read one file: a chapter with its blocks."""
        numbered = given.get("numbered", True)
        if numbered:
            self.counts = [self.counts[0] + 1, 0, 0]
        number = str(self.counts[0]) if numbered else ""
        self.path = []
        head = self._new_heading(given["chapter"], number, 1)
        chapter = {"title": head, "number": number, "columns": given.get("columns", 1), "part": given["part"]}
        chapter["blocks"] = self._blocks(given["blocks"])
        self.made.chapters.append(chapter)

    def _blocks(self, blocks: Iterable[Block]) -> list[Block]:
        made = []
        for block in blocks:
            kind = next(iter(block))
            if kind not in self.kinds:
                raise SourceError(f"unknown block {kind}")
            outer, outer_floating = self.place, self.floating
            self.floating = block.get("float", self.floating)
            made.append({"kind": kind, "float": block.get("float", ""), **self.kinds[kind](block[kind], block)})
            self.place, self.floating = outer, outer_floating
        return made

    def _add(
        self, kind: Kind, source: str, context: tuple[str, ...] = (), duties: Iterable[str] = (), **place: Any
    ) -> Block:
        """Make a passage; gives its line for the template. An empty cell is no passage."""
        if not source:
            return {"id": "", "runs": [], "notes": []}
        line = parse(source)
        passage = Passage(
            f"p{len(self.made.passages) + 1:04}",
            kind,
            line,
            tuple(f"{one.number} {one.title}".strip() for one in self.path),
            context,
            self.floating,
            {**self.place, **place},
        )
        self.made.passages[passage.id] = passage
        self.names.resolve(passage, duties, self.made.passages)
        notes = [self._note(note, passage) for note in line.notes]
        return {"id": passage.id, "runs": line.runs, "notes": notes}

    def _note(self, line: Line, anchor: Passage) -> Block:
        note = Passage(f"p{len(self.made.passages) + 1:04}", "footnote", line, anchor.section, (anchor.id,))
        self.made.passages[note.id] = note
        self.names.resolve(note, (), self.made.passages)
        self.made.footnotes.append(Footnote(len(self.made.footnotes) + 1, note.id, anchor.id))
        return {"id": note.id, "runs": line.runs}

    def _lines(self, kind: Kind, text: str, context: tuple[str, ...] = (), **place: Any) -> list[Block]:
        """A passage for each line of ``text``; a line that begins with @ speaks of duties in the one before."""
        grouped: list[tuple[str, list[str]]] = []
        for raw in text.strip().splitlines():
            if raw.lstrip().startswith("@"):
                grouped[-1][1].append(raw.strip()[1:].strip())
            elif raw.strip():
                grouped.append((raw, []))
        return [self._add(kind, words, context, duties, **place) for words, duties in grouped]

    def _new_heading(self, title: str, number: str, level: int) -> Block:
        line = self._add("heading", title, level=level, number=number)
        heading = Heading(line["id"], number, parse(title).text, level)
        self.path = [*(one for one in self.path if one.level < level), heading]
        self.made.headings.append(heading)
        return line

    def _heading(self, given: str, block: Block) -> Block:
        level = LEVELS[next(iter(block))]
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (3 - level)
        numbered = self.path[0].number != ""
        number = ".".join(map(str, self.counts[:level])) if numbered else ""
        self.path = [one for one in self.path if one.level < level]
        return {"line": self._new_heading(given, number, level), "number": number, "level": level}

    def _paragraph(self, given: str, block: Block) -> Block:
        return {"lines": self._lines("sentence", given)}

    def _list(self, given: dict[str, Any], block: Block) -> Block:
        leads = self._lines("sentence", given.get("lead", ""))
        context = tuple(line["id"] for line in leads[-1:])
        items = []
        for order, item in enumerate(given["items"], 1):
            lines = self._lines("bullet", item, context)
            items.append(lines)
            if "whole" in given:
                element = Element(
                    given["whole"],
                    given["relation"],
                    context[0],
                    lines[0]["id"],
                    order,
                    given.get("numbered", False),
                )
                lead = self.made.passages[element.lead].text.lower()
                if element.whole.lower() not in lead or element.relation.lower() not in lead:
                    raise SourceError(f"not in the lead-in: {element.whole}, {element.relation}: {lead}")
                self.made.elements.append(element)
        return {"leads": leads, "items": items, "numbered": given.get("numbered", False)}

    def _recommendation(self, given: dict[str, Any], block: Block) -> Block:
        number = str(len(self.made.recommendations) + 1)
        title = self._add("box-title", f"Anbefaling {number}")
        self.place = {"box": f"Anbefaling {number}"}
        lines = self._lines("sentence", given["text"], (title["id"],))
        inner = self._blocks(given.get("blocks", ()))
        first, *others = (line["id"] for line in lines)
        if not re.search(rf"\b{given['modal']}\b", self.made.passages[first].text):
            raise SourceError(f"recommendation {number} does not say {given['modal']}")
        self.made.recommendations.append(Recommendation(title["id"], number, given["modal"], first, tuple(others)))
        return {"title": title, "lines": lines, "blocks": inner}

    def _box(self, given: dict[str, Any], block: Block) -> Block:
        title = self._add("box-title", given["title"])
        self.place = {"box": parse(given["title"]).text}
        return {"title": title, "blocks": self._blocks(given["blocks"])}

    def _label(self, name: str) -> str:
        self.labels[name] = self.labels.get(name, 0) + 1
        return f"{name} {self.labels[name]}"

    def _table(self, given: dict[str, Any], block: Block) -> Block:
        label = self._label("Tabel")
        caption = self._add("caption", f"{{b:{label}.}} {given['caption']}", label=label)
        header = [
            self._add("header-cell", words, (caption["id"],), table=label, row=0, column=column)
            for column, words in enumerate(given["header"], 1)
        ]
        rows = []
        for row, cells in enumerate(given["rows"], 1):
            made: list[list[Block]] = []
            for column, words in enumerate(cells, 1):
                above_and_left = [header[column - 1], *(made[0][:1] if made else ())]
                context = tuple(line["id"] for line in above_and_left if line["id"])
                made.append(self._lines("cell", words, context, table=label, row=row, column=column))
            rows.append(made)
        return {"caption": caption, "header": header, "rows": rows, "widths": given["widths"]}

    def _figure(self, given: dict[str, Any], block: Block) -> Block:
        label = self._label("Figur")
        groups = [[group] if isinstance(group, str) else group for group in given["labels"]]
        labels = [[self._add("label", words, figure=label) for words in group] for group in groups]
        caption = self._add("caption", f"{{b:{label}.}} {given['caption']}", label=label)
        return {"drawing": given["drawing"], "labels": labels, "values": given.get("values", []), "caption": caption}

    def _quote(self, given: dict[str, Any], block: Block) -> Block:
        lines = self._lines("quote", given["text"])
        return {"lines": lines, "who": self._add("quote", given["who"], tuple(line["id"] for line in lines[:1]))}

    def _terms(self, given: list[str], block: Block) -> Block:
        return {"lines": [self._lines("definition", words) for words in given]}

    def _references(self, given: list[str], block: Block) -> Block:
        return {"lines": [self._add("reference", words) for words in given]}
