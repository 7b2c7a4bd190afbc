"""Processes of their own for the systems, all under the same conditions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

SCRIPT = Path(__file__).with_name("retrieval.py")
WORKER = "worker"

_CONDITIONS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "CUDA_VISIBLE_DEVICES": "",
    "HF_HUB_OFFLINE": "1",
}


class Finished(NamedTuple):
    """What a process wrote, and the seconds from its start to its end."""

    output: str
    seconds: float


def run(command: list[str]) -> Finished:
    """Run ``command`` to its end. Raises SystemExit with what it said when it fails."""
    start = perf_counter()
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **_CONDITIONS}, capture_output=True, text=True, check=False
    )
    seconds = perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return Finished(done.stdout, seconds)


def run_worker(task: str, name: str, folder: Path, texts: Path) -> dict[str, Any]:
    """What ``worker.work`` measures in a process of its own; ``wall`` is the whole process in seconds."""
    done = run([sys.executable, str(SCRIPT), WORKER, task, name, str(folder), str(texts)])
    found: dict[str, Any] = json.loads(done.output.splitlines()[-1])
    return {**found, "wall": done.seconds}
