"""The tasks that people come with, read from their file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("tasks.toml")
ROLES = ("professional", "trainer", "developer")
DOES = ("go", "ask", "follow", "menu", "foot", "open", "press", "choose", "download")
SEES = ("see", "shows", "quote", "at", "holds", "copied")
_WHEN = {"script": True, "plain": False}


@dataclass(frozen=True)
class Step:
    """One thing that a visitor does or sees; ``only`` is whether it needs scripts, or needs that there are none."""

    does: str
    what: Any
    only: bool | None = None


@dataclass(frozen=True)
class Task:
    """What somebody wants to know or get, and a way there."""

    name: str
    who: str
    goal: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return f"{self.name}-{self.who}"


def read_tasks(path: Path = _FILE) -> list[Task]:
    """Every task of ``path``, once for each role. Raises ``ValueError`` where the file is not as it says itself."""
    return [
        Task(entry["name"], who, entry[who]["goal"], tuple(_step(step) for step in entry[who]["steps"]))
        for entry in tomllib.loads(path.read_text("utf-8"))["task"]
        for who in ROLES
    ]


def _step(entry: dict[str, Any]) -> Step:
    """The step of one table. Raises ``ValueError`` for one that says nothing, or too much."""
    when = [needs for name, needs in _WHEN.items() if entry.get(name)]
    said = [name for name in entry if name not in _WHEN]
    if len(said) != 1 or said[0] not in (*DOES, *SEES) or len(when) > 1:
        raise ValueError(f"no step: {entry}")
    return Step(said[0], entry[said[0]], when[0] if when else None)
