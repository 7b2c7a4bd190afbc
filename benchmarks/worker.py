"""What a process of its own does for one system: build, answer many questions, or start cold and answer one."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter

from systems import make_system, read_passages

_WARM_UP = 5


def work(task: str, name: str, folder: Path, texts: Path) -> None:
    """Do ``task`` for the system ``name`` in ``folder``; write what is measured as JSON to standard output.

    ``texts`` holds the passages for ``build``, the questions as a JSON list for ``search`` and ``cold``.
    """
    system = make_system(name, for_build=task == "build")
    if task == "build":
        passages = read_passages(texts)
        start = perf_counter()
        parts = system.build(passages, folder)
        found = {"seconds": perf_counter() - start, "parts": parts, "peak_mb": _peak_mb()}
    elif task == "search":
        import psutil

        questions = json.loads(texts.read_text(encoding="utf-8"))
        start = perf_counter()
        system.open(folder)
        opened = perf_counter() - start
        for question in questions[:_WARM_UP]:
            system.search(question)
        resident = psutil.Process().memory_info().rss / 1e6
        rankings, seconds = [], []
        for question in questions:
            start = perf_counter()
            rankings.append(system.search(question))
            seconds.append(perf_counter() - start)
        found = {
            "open_seconds": opened,
            "resident_mb": resident,
            "resident_after_mb": psutil.Process().memory_info().rss / 1e6,
            "rankings": rankings,
            "seconds": seconds,
        }
    else:
        system.open(folder)
        found = {"ranking": system.search(json.loads(texts.read_text(encoding="utf-8"))[0])}
    # Libraries that are no system's own may write to standard output as well.
    sys.stdout.write("\n" + json.dumps({**found, "torch": "torch" in sys.modules}) + "\n")


def _peak_mb() -> float:
    """The most memory that this process has held."""
    status = Path("/proc/self/status")
    if status.is_file():
        # Linux's ru_maxrss starts at what the parent process held.
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
