"""Pages and texts from the Jinja templates of ``teach/data/templates``; whatever they are given stays text."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES: Final = Path(__file__).parent.parent / "data" / "templates"

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
# All that CommonMark, its tables, footnotes, formulas and bare addresses could read as markup. "://", "www." and "@"
# are broken so that no address becomes a link of itself.
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~$&!^@]|(?<=\w):(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_AT_START = re.compile(r"^([+\-=]|\d+(?=[.)]))")


def render(template: str, data: dict[str, Any]) -> bytes:
    """``template`` with ``data``, as UTF-8; characters that neither HTML nor a text file may hold are dropped."""
    return _environment().get_template(template).render(_cleaned(data)).encode("utf-8")


def without_controls(text: str) -> str:
    """``text`` without what XML and HTML may not hold, and without what turns the direction of writing."""
    return _CONTROLS.sub("", text)


def as_markdown(text: str) -> str:
    """``text`` in one line so that CommonMark shows just these words."""
    return _escaped(" ".join(text.split()))


def as_markdown_lines(text: str, indent: str = "") -> str:
    """``text`` for CommonMark with its line ends kept, each further line after ``indent``."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return f"\\\n{indent}".join(_escaped(line) for line in lines if line)


def _escaped(line: str) -> str:
    marked = _MARKS.sub(lambda match: "\\" + match[0], line)
    return _AT_START.sub(lambda match: match[1] + "\\" if match[1].isdigit() else "\\" + match[1], marked)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["groupby_kept"] = _runs
    environment.filters["md"] = as_markdown
    environment.filters["md_lines"] = as_markdown_lines
    return environment


def _runs(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows that follow each other in one group."""
    return [list(run) for _, run in groupby(rows, key=itemgetter("group"))]


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            # A subclass says that it is markup of ours.
            return value if type(value) is not str else without_controls(value)
        case dict():
            return {key: _cleaned(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_cleaned(inner) for inner in value]
        case _:
            return value
