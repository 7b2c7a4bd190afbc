"""The whole dataset as files, each made when it is first asked for and kept beside the builds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from forlobkg.builds import Build, builds_dir
from forlobkg.errors import BuildError
from forlobkg.files import write_atomic

_FOLDER = "exports"


class ExportFiles:
    """The files of one build under ``home``; ``make`` gives the content of a format."""

    def __init__(self, home: Path, build: Build, make: Callable[[str], bytes]) -> None:
        self._home = home
        self._folder = home / _FOLDER / build.path.name
        self._make = make
        self._making = Lock()

    def path(self, export_format: str) -> Path:
        """The file of ``export_format``, made if it is not there yet. Raises ``ForlobkgError``."""
        path = self._folder / export_format
        with self._making:
            if not path.is_file():
                content = self._make(export_format)
                try:
                    self._remove_outlived()
                    write_atomic(path, content)
                except OSError as error:
                    raise BuildError(f"{self._folder} kan ikke skrives ({error.strerror})") from error
        return path

    def _remove_outlived(self) -> None:
        """Remove what was made of builds that are gone."""
        root = self._folder.parent
        for folder in root.iterdir() if root.is_dir() else ():
            if not (builds_dir(self._home) / folder.name).is_dir():
                shutil.rmtree(folder, ignore_errors=True)
