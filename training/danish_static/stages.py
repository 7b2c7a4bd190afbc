"""A work directory that keeps each stage's result, so that a run that was cut short goes on where it was."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.generic]]


class Workshop:
    """The work directory: results of stages, filed by what they were made from, and a log in JSON lines."""

    def __init__(self, folder: Path, echo: Callable[[str], None] = print) -> None:
        """Use *folder*, made where it is missing; *echo* gets a line for each thing logged."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._echo = echo
        self._began = time.monotonic()

    def log(self, event: str, **values: object) -> None:
        """Add a line to ``log.jsonl``, with the seconds since this run began."""
        seconds = round(time.monotonic() - self._began, 1)
        line = json.dumps({"event": event, "seconds": seconds, **values}, ensure_ascii=False)
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        shown = ", ".join(f"{name} {value}" for name, value in values.items())
        self._echo(f"[{seconds:7.1f} s] {event}{': ' if shown else ''}{shown}")

    def path(self, name: str, inputs: Mapping[str, object], suffix: str) -> Path:
        """Give the place of the result *name* made from *inputs* (what JSON can hold)."""
        key = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:16]
        return self.folder / f"{name}-{key}{suffix}"

    def stage(self, name: str, inputs: Mapping[str, object], make: Callable[[], Arrays]) -> Arrays:
        """Give the arrays of the stage *name*, made by *make* unless a run with the same *inputs* left them."""
        path = self.path(name, inputs, ".npz")
        if path.is_file():
            self.log("stage kept from before", name=name)
        else:
            start = time.monotonic()
            save_arrays(path, make())
            self.log("stage done", name=name, took=round(time.monotonic() - start, 1))
        with np.load(path, allow_pickle=False) as stored:
            return {key: stored[key] for key in stored.files}


def save_arrays(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    """Write *arrays* to the npz file *path*, whole or not at all."""
    fresh = path.with_suffix(".part")
    with fresh.open("wb") as file:
        np.savez(file, **dict(arrays))  # type: ignore[arg-type]
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def text_array(text: str) -> NDArray[np.uint8]:
    """Give *text* as an array of its UTF-8 bytes, so that a stage can keep it."""
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def array_text(array: NDArray[np.generic]) -> str:
    """Give the text that text_array made *array* of."""
    return array.tobytes().decode("utf-8")
