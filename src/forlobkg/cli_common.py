"""What the commands of every module share: options, progress, the opened system, reading files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forlobkg.errors import InputError

if TYPE_CHECKING:
    from forlobkg.service import Forlobkg

AsJson = Annotated[bool, typer.Option("--json", help="Skriv svaret som JSON.")]


@contextmanager
def opened() -> Iterator[Forlobkg]:
    """The system over a valid build, made first where there is none."""
    from forlobkg.service import open_service

    with open_service(report=progress()) as service:
        yield service


def progress() -> Callable[[str], None]:
    """Tells each step of long work on standard error."""

    def report(step: str) -> None:
        sys.stderr.write(f"forlobkg: {step} …\n")
        sys.stderr.flush()

    return report


def lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file. Raises ``InputError``."""
    try:
        with path.open(encoding="utf-8") as stream:
            yield from stream
    except OSError as error:
        raise InputError(f"{path} kan ikke læses: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} er ikke UTF-8") from error


def write_output(content: bytes, output: Path | None) -> None:
    """Write to ``output`` at once, or to standard output. Raises ``InputError``."""
    from forlobkg.files import write_atomic

    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        # What a link points to is written; a device or pipe cannot be replaced by a file.
        target = output.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            write_atomic(target, content)
    except OSError as error:
        raise InputError(f"{output} kan ikke skrives: {error.strerror}") from error
    typer.echo(f"{len(content)} byte skrevet til {output}", err=True)
