"""The picture of how a statement carries its evidence, drawn from one statement of the real graph."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from forlobkg.reference.drawing import Area, Box, Drawing
from forlobkg.reference.measuring import Faces
from forlobkg.reference.model import Evidence, Quote

_WIDTH = 430.0
_NODE = 165.0
_DOCUMENT = 210.0
_GAP = 62.0
_BETWEEN = 150.0
_INSET = 24.0
_FRAME_TOP = 30.0
_FRAME_PAD = 18.0


def draw_evidence(
    evidence: Evidence, names: Mapping[str, str], language: str, faces: Faces, texts: Mapping[str, str]
) -> Drawing:
    """The context on top, under it the passage, and under that the graph which has the passage's name."""
    subject, predicate, object_ = (names[evidence.subject], names[evidence.predicate], names[evidence.object])
    passage = evidence.passage
    said = texts["evidence-desc"].format(
        passage=passage.slug,
        quote=passage.text,
        subject=subject,
        predicate=predicate,
        object=object_,
        document=passage.document,
    )
    drawing = Drawing("d-evidence", texts["evidence-title"], said, language, faces)
    top = 0.0
    middle = _WIDTH / 2
    documents = _WIDTH + _BETWEEN
    quotes = [*reversed(evidence.context), passage]
    areas = []
    for quote in quotes:
        box = _quote_box(quote, faces, texts)
        areas.append(Area(0, top, _WIDTH, box.height(faces)))
        drawing.box(areas[-1], box)
        top += areas[-1].height + _GAP
    for upper, lower in pairwise(areas):
        drawing.line([(middle, lower.y), (middle, upper.y + upper.height)])
        drawing.words([texts["in-context"]], (middle, (lower.y + upper.y + upper.height) / 2))
    document = _document_box(passage, faces, texts)
    size = max(document.height(faces), areas[-1].y + areas[-1].height - areas[0].y)
    document_area = Area(documents, areas[0].y, _DOCUMENT, size)
    drawing.box(document_area, document)
    for area in areas:
        drawing.line([(_WIDTH, area.centre[1]), (documents, area.centre[1])])
        drawing.words([texts["in-document"]], (_WIDTH + _BETWEEN / 2 - 4, area.centre[1]))
    frame_width = 2 * _NODE + _BETWEEN + 2 * _FRAME_PAD
    left = middle - frame_width / 2
    ends = [Box(faces.name.wrap(name, _NODE - _INSET)) for name in (subject, object_)]
    tallest = max(box.height(faces) for box in ends)
    frame = Area(left, top, frame_width, tallest + _FRAME_TOP + _FRAME_PAD)
    drawing.frame(frame, texts["graph-name"].format(passage=passage.slug))
    node_top = top + _FRAME_TOP
    first = Area(left + _FRAME_PAD, node_top, _NODE, tallest)
    second = Area(left + _FRAME_PAD + _NODE + _BETWEEN, node_top, _NODE, tallest)
    drawing.line([(first.x + _NODE, first.centre[1]), (second.x, first.centre[1])])
    lines = faces.label.wrap(predicate, _BETWEEN - _INSET)
    drawing.words(lines, (first.x + _NODE + _BETWEEN / 2 - 4, first.centre[1]))
    drawing.box(first, ends[0])
    drawing.box(second, ends[1])
    drawing.line([(middle, frame.y), (middle, areas[-1].y + areas[-1].height)])
    drawing.words([texts["named-by"]], (middle, (frame.y + areas[-1].y + areas[-1].height) / 2))
    return drawing


def _quote_box(quote: Quote, faces: Faces, texts: Mapping[str, str]) -> Box:
    place = texts["page"].format(page=quote.page) if quote.page else ""
    details = [f"»{quote.text}«", " · ".join(part for part in (f"id:{quote.slug}", place) if part)]
    return Box(
        (texts["passage"],),
        tuple(line for text in details for line in faces.detail.wrap(text, _WIDTH - _INSET)),
        "source",
    )


def _document_box(quote: Quote, faces: Faces, texts: Mapping[str, str]) -> Box:
    return Box(
        (texts["document"],),
        tuple(line for text in (quote.document, quote.date) for line in faces.detail.wrap(text, _DOCUMENT - _INSET)),
        "source",
    )
