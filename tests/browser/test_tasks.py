"""Eleven tasks, each for a professional, a trainer and a developer, walked in several ways and counted.

The tasks stand in ``tasks.toml``. With ``--every-walk`` each is walked in every way; with ``--figures FOLDER`` the
counts are written to ``walks.jsonl`` there.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from .conftest import NARROW, WIDE, Opener
from .hands import Hands, Keyboard, Mouse
from .tasks import DOES, SEES, Task, read_tasks
from .walking import Walk, seconds_by_hand

TASKS = read_tasks()


@dataclass(frozen=True)
class Way:
    """How a task is walked."""

    width: int
    script: bool
    hands: type[Hands]

    def __str__(self) -> str:
        return f"{self.width}-{'script' if self.script else 'plain'}-{self.hands.__name__.lower()}"


_AT_ONCE = {("choose", "choose"), ("choose", "press"), ("go", "follow"), ("follow", "open"), ("open", "follow")}
"""What is done with nothing to look for in between."""
WAYS = (
    Way(WIDE, True, Mouse),
    Way(WIDE, True, Keyboard),
    Way(NARROW, True, Mouse),
    Way(WIDE, False, Mouse),
    Way(NARROW, False, Keyboard),
)
"""Every width, with and without script, by mouse and by keyboard: not every one with every other, for time's sake."""


def test_there_are_eleven_tasks_and_whatever_is_done_has_to_be_seen() -> None:
    assert len({task.name for task in TASKS}) == 11
    assert len({task.goal for task in TASKS}) == 33
    for task in TASKS:
        for script in (True, False):
            does = [step.does for step in task.steps if step.only in (None, script)]
            assert does[-1] in (*SEES, "download"), task
            acts = [(one, other) for one, other in pairwise(does) if one in DOES and other in DOES]
            # A list is chosen from and then sent; where scripts run, choosing has sent it.
            assert set(acts) <= _AT_ONCE, task


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every task in every way with ``--every-walk``, else every task in one way, by turns."""
    if "way" in metafunc.fixturenames:
        every = metafunc.config.getoption("--every-walk")
        walks = [
            pytest.param(task, way, id=f"{task}-{way}")
            for number, task in enumerate(TASKS)
            for place, way in enumerate(WAYS)
            if every or place == number % len(WAYS)
        ]
        metafunc.parametrize(("task", "way"), walks)


def test_the_task_is_done(task: Task, way: Way, site: str, context_of: Opener, figures: Path | None) -> None:
    context, watch = context_of(way.width, way.script)
    watch.clear()
    page = context.new_page()
    try:
        hands = way.hands(page)
        walk = Walk(site, hands, script=way.script)
        walk.take(task)
    finally:
        page.close()
    assert watch.foreign(site) == []
    assert watch.complaints == []
    if figures is not None:
        told = {"task": task.name, "who": task.who, "way": str(way), "goal": task.goal, **asdict(hands.effort)}
        told |= {"machine_s": round(walk.seconds, 2), "by_hand_s": round(seconds_by_hand(hands.effort), 1)}
        with (figures / "walks.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(told, ensure_ascii=False)}\n")
