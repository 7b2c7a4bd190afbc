"""A poster before it is set, the same in all formats: what is said, what is not, and the sources of each line."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from forlobkg.teach.formats.handout import UNTITLED, line_data, titled
from forlobkg.teach.material import Line, Poster


def poster_data(poster: Poster) -> dict[str, Any]:
    """``poster`` as JSON can hold it, for templates.

    Its ``groups`` are what the sources say, whom they say one works with, what they do not say, and the tasks that
    they give to nobody, in the order in which lines are kept where there is no room for all; empty ones are left out.
    """
    known = {source.number for source in poster.sources}
    said = [line for line in poster.tasks if not line.gap]
    not_said = [line for line in (*poster.tasks, *poster.together) if line.gap]
    groups = [
        _group("said", "Det siger kilderne", said, known),
        _group("together", "Samarbejde", [line for line in poster.together if not line.gap], known),
        _group("not-said", "Det siger kilderne ikke", not_said, known),
        _group("open", "Opgaver, som kilderne ikke giver til nogen", poster.open_tasks, known),
    ]
    return {
        "title": titled(poster.title, UNTITLED),
        "actor": titled(poster.actor, UNTITLED),
        "notice": poster.notice,
        "groups": [group for group in groups if group["lines"]],
        "sources": [
            asdict(source) | {"anchor": f"kilde-{source.number}", "reference": source.reference, "uses": []}
            for source in poster.sources
        ],
    }


def _group(kind: str, title: str, lines: list[Line] | tuple[Line, ...], known: set[int]) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": title,
        "lines": [line_data(line, f"{kind}-{number}", known) for number, line in enumerate(lines, start=1)],
    }
