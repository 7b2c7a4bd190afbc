"""The machine and the versions that figures belong to."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

RETRIEVAL_PACKAGES = (
    "bm25s",
    "faiss-cpu",
    "forlobkg",
    "numpy",
    "PyStemmer",
    "sentence-transformers",
    "simplemma",
    "tokenizers",
    "torch",
    "txtai",
)
WEB_PACKAGES = ("forlobkg", "fastapi", "uvicorn", "playwright")
SPARQL_PACKAGES = ("forlobkg", "pyoxigraph", "rdflib", "rdflib-endpoint", "oxrdflib", "fastapi", "uvicorn")


def described(packages: Sequence[str]) -> dict[str, Any]:
    """Processor, memory, system and the versions of ``packages``; no name of the machine."""
    import psutil

    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "load_before": [round(load, 2) for load in os.getloadavg()],
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: importlib.metadata.version(name) for name in packages}
        | {"sqlite": sqlite3.sqlite_version},
    }


def _processor() -> str:
    """The processor's name, where Linux or the platform tells it."""
    table = Path("/proc/cpuinfo")
    if table.is_file():
        for line in table.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"
