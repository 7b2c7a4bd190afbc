"""Memory of a process and all that it has started."""

from __future__ import annotations

import psutil


def tree_mb(pid: int) -> float:
    """What the process and its descendants hold; what they share counts once (PSS) where the system tells."""
    try:
        parent = psutil.Process(pid)
        processes = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    return sum(_held(process) for process in processes) / 1e6


def count(pid: int) -> int:
    """How many processes the process and its descendants are."""
    return 1 + len(psutil.Process(pid).children(recursive=True))


def kill_tree(pid: int) -> None:
    """Kill the process and its descendants."""
    parent = psutil.Process(pid)
    for process in [*parent.children(recursive=True), parent]:
        process.kill()


def _held(process: psutil.Process) -> int:
    try:
        info = process.memory_full_info()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return 0  # it ended meanwhile
    held: int = getattr(info, "pss", info.rss)
    return held
