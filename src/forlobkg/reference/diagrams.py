"""The pictures: the overview of the classes, the neighbourhood of each, and how a statement carries its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from forlobkg.errors import OntologyError
from forlobkg.graph import FB
from forlobkg.reference.drawing import Area, Box, Drawing, Point, block_height
from forlobkg.reference.measuring import Faces
from forlobkg.reference.model import ClassTerm, PropertyTerm, Words

_SIDE = 170.0
_CENTRE = 220.0
_BETWEEN = 180.0
_GAP = 16.0
_INSET = 20.0
_ABOVE_LINE = 4.0


class Pictures:
    """Draws the pictures of one language. ``names`` are the labels of all terms, ``texts`` the words of our own."""

    def __init__(self, language: str, faces: Faces, names: Mapping[str, str], texts: Mapping[str, str]) -> None:
        self._language = language
        self._faces = faces
        self._names = names
        self._texts = texts

    def neighbourhood(self, term: ClassTerm, properties: Mapping[str, PropertyTerm]) -> Drawing | None:
        """The classes that point to ``term`` on the left, those that it points to on the right.

        None for a class that stands alone.
        """
        left, right, attributes = self._neighbours(term, properties)
        if not (left or right or attributes):
            return None
        name = self._names[term.iri]
        said = [f"{self._names[iri]} – {label} – {name}." for iri, labels in left.items() for label in labels]
        said += [f"{name} – {label} – {self._names[iri]}." for iri, labels in right.items() for label in labels]
        said += [f"{name}: {attribute}." for attribute in attributes]
        drawing = self._drawing(f"d-{term.anchor}", self._texts["neighbourhood"].format(name=name), said)
        centre = Box(
            self._faces.name.wrap(name, _CENTRE - _INSET),
            tuple(line for text in attributes for line in self._faces.detail.wrap(text, _CENTRE - _INSET)),
            "class focus",
        )
        columns = [self._column(side) for side in (left, right)]
        height = max(centre.height(self._faces), *(sum(row[3] for row in rows) + _GAP for rows in columns))
        start = _SIDE + _BETWEEN if left else 0.0
        focus = Area(start, 0, _CENTRE, height)
        drawing.box(focus, centre)
        self._draw_column(drawing, columns[0], height, 0, (_SIDE, start))
        self._draw_column(
            drawing, columns[1], height, start + _CENTRE + _BETWEEN, (start + _CENTRE, start + _CENTRE + _BETWEEN)
        )
        return drawing

    def overview(
        self, layout: Mapping[str, Any], classes: Mapping[str, ClassTerm], properties: Mapping[str, PropertyTerm]
    ) -> Drawing:
        """The main classes where ``layout`` puts them, with the properties between them that it names.

        Raises ``OntologyError`` when it names a class or a property that there is not.
        """
        cell_width, cell_height = layout["cell"]
        areas: dict[str, Area] = {}
        boxes: dict[str, Box] = {}
        for entry in layout["class"]:
            iri = FB + entry["name"]
            if iri not in classes:
                raise OntologyError(f"diagrams.toml: klassen {entry['name']} findes ikke i skemaet")
            x, y = entry["at"]
            box = Box(self._faces.name.wrap(self._names[iri], layout["box"] - _INSET))
            size = box.height(self._faces)
            areas[entry["name"]] = Area(
                x * cell_width - layout["box"] / 2, y * cell_height - size / 2, layout["box"], size
            )
            boxes[entry["name"]] = box
        edges = [self._edge(edge, areas, properties) for edge in layout["edge"]]
        said = [
            f"{self._names[FB + edge['from']]} – {', '.join(labels)} – {self._names[FB + edge['to']]}."
            for edge, labels in edges
        ]
        drawing = self._drawing("d-overview", self._texts["overview"], said)
        for edge, labels in edges:
            via = [(x * cell_width, y * cell_height) for x, y in edge.get("via", [])]
            self._connect(drawing, areas[edge["from"]], areas[edge["to"]], labels, layout["label"], via, edge)
        for name, area in areas.items():
            drawing.box(area, boxes[name])
        return drawing

    def _edge(
        self, edge: Mapping[str, Any], areas: Mapping[str, Area], properties: Mapping[str, PropertyTerm]
    ) -> tuple[Mapping[str, Any], list[str]]:
        for end in (edge["from"], edge["to"]):
            if end not in areas:
                raise OntologyError(f"diagrams.toml: en linje går til {end}, som ikke har nogen plads")
        for name in edge["properties"]:
            if FB + name not in properties:
                raise OntologyError(f"diagrams.toml: egenskaben {name} findes ikke i skemaet")
        return edge, [self._names[FB + name] for name in edge["properties"]]

    def _connect(
        self,
        drawing: Drawing,
        start: Area,
        end: Area,
        labels: Sequence[str],
        most: float,
        via: Sequence[Point],
        edge: Mapping[str, Any],
    ) -> None:
        """A line from ``start`` to ``end`` by way of ``via``, with its words on the piece that the edge names."""
        leave = via[0] if via else end.centre
        arrive = via[-1] if via else start.centre
        points = [_straight(start, leave), *via, _straight(end, arrive)]
        if not via:
            points = [start.border(end.centre), end.border(start.centre)]
        drawing.line(points)
        piece = edge.get("piece", len(points) // 2 - 1)
        share = edge.get("share", 0.5)
        (x1, y1), (x2, y2) = points[piece], points[piece + 1]
        lines = self._lines(labels, most)
        drawing.words(lines, (x1 + (x2 - x1) * share, y1 + (y2 - y1) * share))

    def _neighbours(
        self, term: ClassTerm, properties: Mapping[str, PropertyTerm]
    ) -> tuple[dict[str, list[str]], dict[str, list[str]], list[str]]:
        left: dict[str, list[str]] = {}
        right: dict[str, list[str]] = {}
        attributes: list[str] = []
        for iri in term.supers:
            right.setdefault(iri, []).append(self._texts["subclass"])
        for iri in term.subs:
            left.setdefault(iri, []).append(self._texts["subclass"])
        for iri in term.incoming:
            for subject in properties[iri].domain:
                # What points to its own class is drawn once, on the right.
                if subject != term.iri:
                    left.setdefault(subject, []).append(self._names[iri])
        for iri in term.outgoing:
            for kind in properties[iri].range:
                if properties[iri].kind == "object":
                    right.setdefault(kind, []).append(self._names[iri])
                else:
                    attributes.append(f"{self._names[iri]}: {self._names[kind]}")
        return left, right, attributes

    def _column(self, side: Mapping[str, list[str]]) -> list[tuple[Box, list[str], float, float]]:
        """Of each neighbour its box, the words of its line, how far above the line it begins, and its height."""
        rows = []
        for iri in sorted(side):
            box = Box(self._faces.name.wrap(self._names[iri], _SIDE - _INSET))
            lines = self._lines(side[iri], _BETWEEN - 2 * _INSET)
            half = box.height(self._faces) / 2
            above = max(half, block_height(lines, self._faces.label) + _ABOVE_LINE)
            rows.append((box, lines, above, above + half + _GAP))
        return rows

    def _lines(self, labels: Sequence[str], most: float) -> list[str]:
        """``labels`` in lines, each on lines of its own, with a comma between two."""
        said = [*(f"{label}," for label in labels[:-1]), *labels[-1:]]
        return [line for label in said for line in self._faces.label.wrap(label, most)]

    def _draw_column(
        self,
        drawing: Drawing,
        rows: Sequence[tuple[Box, list[str], float, float]],
        height: float,
        x: float,
        ends: tuple[float, float],
    ) -> None:
        top = (height - sum(row[3] for row in rows) + _GAP) / 2
        for box, lines, above, row_height in rows:
            middle = top + above
            size = box.height(self._faces)
            drawing.line([(ends[0], middle), (ends[1], middle)])
            label_height = block_height(lines, self._faces.label)
            drawing.words(lines, (sum(ends) / 2, middle - label_height / 2 - _ABOVE_LINE))
            drawing.box(Area(x, middle - size / 2, _SIDE, size), box)
            top += row_height

    def _drawing(self, identifier: str, title: str, said: Iterable[str]) -> Drawing:
        return Drawing(identifier, title, " ".join(said), self._language, self._faces)


def in_language(labels: Mapping[str, Words], language: str) -> dict[str, str]:
    """The label of everything in ``language``, or in the other one where it has none in this."""
    return {iri: words.get(language) or next(iter(words.values())) for iri, words in labels.items() if words}


def _straight(area: Area, towards: Point) -> Point:
    """Where a level or upright line from ``towards`` meets the box, else where one to its centre does."""
    x, y = towards
    if area.x < x < area.x + area.width:
        return x, area.y if y < area.y else area.y + area.height
    if area.y < y < area.y + area.height:
        return (area.x if x < area.x else area.x + area.width), y
    return area.border(towards)
