"""A small SVG writer: boxes, lines with arrows and words, coloured by the page's style sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml

from forlobkg.reference.measuring import Face, Faces

Point = tuple[float, float]

_LINE_HEIGHT = 1.3
_PADDING = 10.0
_ARROW = 8.0
_LABEL_MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle: its left and upper edges, width and height in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def meets(self, other: Area) -> bool:
        """Whether the two have a point inside in common."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def border(self, towards: Point) -> Point:
        """Where the line from the centre to ``towards`` leaves the rectangle."""
        x, y = self.centre
        dx, dy = towards[0] - x, towards[1] - y
        if not dx and not dy:
            return x, y
        scale = min(
            self.width / 2 / abs(dx) if dx else math.inf,
            self.height / 2 / abs(dy) if dy else math.inf,
        )
        return x + dx * scale, y + dy * scale


@dataclass(frozen=True, slots=True)
class Box:
    """A box to be drawn: its name, the smaller lines under it, its kind (a class of the style sheet)."""

    name: tuple[str, ...]
    details: tuple[str, ...] = ()
    kind: str = "class"

    def height(self, faces: Faces) -> float:
        """The least height that holds the words."""
        return block_height(self.name, faces.name) + block_height(self.details, faces.detail) + 2 * _PADDING


@dataclass(slots=True)
class Drawing:
    """A picture in the making. ``title`` and ``description`` are what a screen reader says of it."""

    identifier: str
    title: str
    description: str
    language: str
    faces: Faces
    width: float = 0
    height: float = 0
    boxes: list[Area] = field(default_factory=list)
    labels: list[Area] = field(default_factory=list)
    _below: list[Xml.Element] = field(default_factory=list)
    _above: list[Xml.Element] = field(default_factory=list)
    _extent: list[Point] = field(default_factory=list)

    def frame(self, area: Area, name: str) -> None:
        """A dashed frame round what ``area`` holds, with ``name`` in its upper left corner."""
        self._grow(area)
        self._below.append(_rectangle(area, "frame"))
        self._below.append(_text([name], self.faces.label, (area.x + _PADDING, area.y + 6), "frame-name", "start"))

    def box(self, area: Area, box: Box) -> None:
        """A box with its words in the middle, or from the top where it has smaller lines."""
        self._grow(area)
        self.boxes.append(area)
        self._below.append(_rectangle(area, f"box {box.kind}"))
        name_height = block_height(box.name, self.faces.name)
        content = name_height + block_height(box.details, self.faces.detail)
        top = area.y + (area.height - content) / 2
        middle = area.centre[0]
        self._above.append(_text(box.name, self.faces.name, (middle, top), "name", "middle"))
        if box.details:
            self._above.append(_text(box.details, self.faces.detail, (middle, top + name_height), "detail", "middle"))

    def line(self, points: Sequence[Point], kind: str = "line") -> None:
        """A line through ``points`` with an arrow at the last one."""
        for x, y in points:
            self._grow(Area(x, y, 0, 0))
        tip, before = points[-1], points[-2]
        angle = math.atan2(tip[1] - before[1], tip[0] - before[0])
        foot = tip[0] - _ARROW * math.cos(angle), tip[1] - _ARROW * math.sin(angle)
        path = " ".join(f"{'L' if index else 'M'}{_pair(point)}" for index, point in enumerate([*points[:-1], foot]))
        self._below.insert(0, Xml.Element("path", {"class": kind, "d": path, "fill": "none"}))
        side_x, side_y = _ARROW / 2 * math.sin(angle), -_ARROW / 2 * math.cos(angle)
        corners = (tip, (foot[0] + side_x, foot[1] + side_y), (foot[0] - side_x, foot[1] - side_y))
        arrow = {"class": "arrow", "points": " ".join(_pair(corner) for corner in corners)}
        self._above.append(Xml.Element("polygon", arrow))

    def words(self, lines: Sequence[str], middle: Point) -> None:
        """The words of a line, centred on ``middle``, on a ground that hides the line behind them."""
        face = self.faces.label
        width, height = block_width(lines, face), block_height(lines, face)
        area = Area(middle[0] - width / 2 - _LABEL_MARGIN, middle[1] - height / 2, width + 2 * _LABEL_MARGIN, height)
        self._grow(area)
        self.labels.append(area)
        self._above.insert(0, _rectangle(area, "ground"))
        self._above.append(_text(lines, face, (middle[0], area.y), "label", "middle"))

    def svg(self) -> str:
        """The picture as an SVG element to stand in a page."""
        title, description = f"{self.identifier}-title", f"{self.identifier}-desc"
        margin = _PADDING
        left, top = self._origin()
        width, height = self.width - left + 2 * margin, self.height - top + 2 * margin
        root = Xml.Element(
            "svg",
            {
                "class": "diagram",
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"{_number(left - margin)} {_number(top - margin)} {_number(width)} {_number(height)}",
                "width": _number(width),
                "height": _number(height),
                "role": "img",
                "lang": self.language,
                "aria-labelledby": f"{title} {description}",
            },
        )
        Xml.SubElement(root, "title", {"id": title}).text = self.title
        Xml.SubElement(root, "desc", {"id": description}).text = self.description
        root.extend([*self._below, *self._above])
        for child in root:
            # White space inside a text would be drawn, so lines are ended between the elements only.
            child.tail = "\n"
        return Xml.tostring(root, encoding="unicode")

    def _grow(self, area: Area) -> None:
        self.width = max(self.width, area.x + area.width)
        self.height = max(self.height, area.y + area.height)
        self._extent.append((area.x, area.y))

    def _origin(self) -> Point:
        return min(x for x, _ in self._extent), min(y for _, y in self._extent)


def block_height(lines: Sequence[str], face: Face) -> float:
    """The height of ``lines`` in pixels."""
    return len(lines) * face.size * _LINE_HEIGHT


def block_width(lines: Sequence[str], face: Face) -> float:
    """The width of the widest of ``lines`` in pixels."""
    return max((face.width(line) for line in lines), default=0.0)


def _rectangle(area: Area, kind: str) -> Xml.Element:
    return Xml.Element(
        "rect",
        {
            "class": kind,
            "x": _number(area.x),
            "y": _number(area.y),
            "width": _number(area.width),
            "height": _number(area.height),
            "rx": "0" if kind == "ground" else "6",
        },
    )


def _text(lines: Sequence[str], face: Face, top: Point, kind: str, anchor: str) -> Xml.Element:
    element = Xml.Element("text", {"class": kind, "font-size": _number(face.size), "text-anchor": anchor})
    for index, line in enumerate(lines):
        # A baseline lies about four fifths down the line.
        baseline = top[1] + face.size * (_LINE_HEIGHT * index + 1.0)
        Xml.SubElement(element, "tspan", {"x": _number(top[0]), "y": _number(baseline)}).text = line
    return element


def _pair(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
