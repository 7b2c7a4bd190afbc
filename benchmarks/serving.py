"""The product's server as one starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(settings: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """``forlobkg serve`` with these environment variables; its process, and its address without a slash."""
    command = [str(Path(sys.executable).with_name("forlobkg")), "serve", "--port", "0", "--json"]
    process = subprocess.Popen(  # noqa: S603
        command, env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        line = process.stdout.readline()
        if not line:
            raise SystemExit("the server did not start")
        yield process.pid, str(json.loads(line)["url"]).rstrip("/")
    finally:
        process.terminate()
        process.wait()
