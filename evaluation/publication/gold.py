"""The gold: a list of rows for each kind, ready to be written as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from evaluation.publication.inline import Span
from evaluation.publication.model import QUOTABLE, Passage, Publication
from evaluation.publication.names import Names
from evaluation.publication.pages import Pages

Row = dict[str, Any]


@dataclass(frozen=True)
class Gold:
    """Makes the rows of each kind from the source and from where things came to stand."""

    publication: Publication
    pages: Pages
    names: Names

    def rows(self) -> dict[str, list[Row]]:
        """Kind -> its rows, in the order of the source."""
        return {
            "headings": list(self.headings()),
            "passages": list(self.passages()),
            "recommendations": list(self.recommendations()),
            "actors": list(self.actors()),
            "mentions": list(self.mentions()),
            "responsibilities": list(self.responsibilities()),
            "elements": list(self.elements()),
            "definitions": list(self.definitions()),
            "laws": list(self.laws()),
            "abbreviations": list(self.abbreviations()),
            "dates": list(self.dates()),
            "footnotes": list(self.footnotes()),
            "tables": list(self.tables()),
            "pages": list(self.page_rows()),
        }

    def _where(self, id: str) -> Row:
        return {"page": self.pages.typeset.pages[id][0], "printed": self.pages.printed(id)}

    def _spans(self, kind: str) -> Iterator[tuple[Passage, Span, Row]]:
        for passage in self.publication.passages.values():
            for span in passage.line.spans:
                if span.kind == kind:
                    yield passage, span, {"text": passage.text[span.start : span.end], "passage": passage.id}

    def headings(self) -> Iterator[Row]:
        """Headings with their number (apart), level, and pages."""
        for heading in self.publication.headings:
            yield {
                "id": heading.id,
                "number": heading.number,
                "text": heading.title,
                "level": heading.level,
                **self._where(heading.id),
                "in_contents": heading.id in self.pages.typeset.contents,
            }

    def passages(self) -> Iterator[Row]:
        """All text but headings; ``quotable`` says whether a reader should give it as a passage."""
        for passage in self.publication.passages.values():
            if passage.kind != "heading":
                yield {
                    "id": passage.id,
                    "kind": passage.kind,
                    "text": passage.text,
                    **self._where(passage.id),
                    "pages": list(self.pages.typeset.pages[passage.id]),
                    "section": list(passage.section),
                    "context": list(passage.context),
                    **({"place": passage.place} if passage.place else {}),
                    "quotable": passage.kind in QUOTABLE,
                }

    def recommendations(self) -> Iterator[Row]:
        """Recommendations: their own sentence, its modality, and the passages of the box after it."""
        for one in self.publication.recommendations:
            line = self.publication.passages[one.line]
            yield {
                "number": one.number,
                "title": self.publication.passages[one.id].text,
                "text": line.text,
                "modality": one.modal,
                "passage": one.line,
                "more": list(one.others),
                **self._where(one.line),
                "section": list(line.section),
            }

    def actors(self) -> Iterator[Row]:
        """Actors by how often they are named."""
        found: dict[str, list[str]] = {}
        for row in self.mentions():
            found.setdefault(row["actor"], []).append(row["text"])
        for key, texts in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
            yield {
                "actor": key,
                "label": self.names.actors[key][0],
                "forms": sorted(set(texts)),
                "mentions": len(texts),
            }

    def mentions(self) -> Iterator[Row]:
        """Where actors are named, offsets into the passage."""
        for passage in self.publication.passages.values():
            for one in passage.mentions:
                text = passage.text[one.start : one.end]
                yield {"passage": passage.id, "actor": one.actor, "text": text, "start": one.start, "end": one.end}

    def responsibilities(self) -> Iterator[Row]:
        """Who must, should or can do what; fields are words of the passage, those in ``lead`` of its context."""
        for passage in self.publication.passages.values():
            for duty in passage.duties:
                row = asdict(duty)
                yield {
                    "passage": passage.id,
                    "actor": row.pop("key"),
                    "actor_text": row.pop("actor"),
                    **row,
                    "lead": list(duty.lead),
                    "box": passage.place.get("box"),
                    **self._where(passage.id),
                }

    def elements(self) -> Iterator[Row]:
        """The parts that lists give to a whole."""
        for one in self.publication.elements:
            text = self.publication.passages[one.passage].text
            yield {**asdict(one), "text": text, **self._where(one.passage)}

    def definitions(self) -> Iterator[Row]:
        """Terms, and the passages that define them."""
        for passage, span, row in self._spans("def"):
            term = span.data[0] if span.data else row["text"]
            yield {"term": term, "passage": passage.id, "text": passage.text, **self._where(passage.id)}

    def laws(self) -> Iterator[Row]:
        """References to acts, a row for each section; section "" where only the act is named."""
        for passage, span, row in self._spans("law"):
            act, sections, subsection = (*span.data, "", "")[:3]
            for section in sections.split(","):
                yield {
                    **row,
                    "act": act,
                    "name": self.names.acts[act]["name"],
                    "invented": self.names.acts[act]["invented"],
                    "section": section,
                    "subsection": subsection,
                    **self._where(passage.id),
                }

    def abbreviations(self) -> Iterator[Row]:
        """Abbreviations where they are introduced or listed."""
        for passage in self.publication.passages.values():
            for span in passage.line.spans:
                if span.kind in ("abbr", "short"):
                    said = passage.text[span.start : span.end]
                    short, long = (span.data[0], said) if span.kind == "abbr" else (said, span.data[0])
                    yield {"short": short, "long": long, "passage": passage.id, **self._where(passage.id)}

    def dates(self) -> Iterator[Row]:
        """Dates, as precise as the text has them: a year, a month, a day."""
        for passage, span, row in self._spans("date"):
            yield {**row, "value": span.data[0], **self._where(passage.id)}

    def footnotes(self) -> Iterator[Row]:
        """Footnotes, and the passage that each is called from."""
        for note in self.publication.footnotes:
            text = self.publication.passages[note.passage].text
            yield {**asdict(note), "text": text, **self._where(note.passage)}

    def tables(self) -> Iterator[Row]:
        """Tables as a grid of texts, header first; a cell of several passages has them joined by a space."""
        for caption in self.publication.passages.values():
            label = str(caption.place.get("label", ""))
            if not label.startswith("Tabel"):
                continue
            cells: dict[tuple[int, int], list[Passage]] = {}
            for passage in self.publication.passages.values():
                if passage.place.get("table") == label:
                    cells.setdefault((passage.place["row"], passage.place["column"]), []).append(passage)
            rows = max(row for row, _ in cells)
            columns = max(column for _, column in cells)
            yield {
                "label": label,
                "caption": caption.text,
                "rows": [
                    [" ".join(one.text for one in cells.get((row, column), ())) for column in range(1, columns + 1)]
                    for row in range(rows + 1)
                ],
                "pages": sorted(
                    {page for some in cells.values() for one in some for page in self.pages.typeset.pages[one.id]}
                ),
            }

    def page_rows(self) -> Iterator[Row]:
        """Pages as they should read, and what stands around their text and must not leak into it."""
        for page in self.pages.read():
            yield {
                "page": page.number,
                "printed": page.furniture.printed,
                "head": page.furniture.head,
                "foot": page.furniture.foot,
                "words": page.words,
                "notes": page.note_words,
            }


def as_jsonl(rows: list[Row]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
