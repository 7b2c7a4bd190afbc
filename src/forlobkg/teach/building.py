"""A course as a folder of files, made whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from forlobkg.errors import InputError
from forlobkg.teach.course import Course
from forlobkg.teach.formats import FORMATS, require_format, write_material, write_poster
from forlobkg.teach.outline import Outline
from forlobkg.teach.outline_files import write_outline

OUTLINE_FILE: Final = "outline.yaml"
COURSE_NAME: Final = "kursus"
POSTER_FILE: Final = "hvem-goer-hvad.pdf"
WAIT_SECONDS: Final = 60.0
"""How long a build waits for another of the same folder."""

Report = Callable[[str], None]


def build_course(
    course: Course,
    outline: Outline,
    folder: Path,
    formats: Sequence[str] = tuple(FORMATS),
    *,
    replace: bool = False,
    wait: float = WAIT_SECONDS,
    report: Report = lambda _: None,
) -> list[Path]:
    """All the files of a course in ``folder``: the outline, each format, the poster where it is for a profession.

    They are written to a folder beside it that is then renamed: whoever looks sees all or nothing. A folder that is
    there is refused, unless ``replace`` is given and it holds a course and nothing else. ``report`` is told each
    step; another build of the same folder is waited for, ``wait`` seconds. Gives the paths of the files.
    Raises ``InputError``; then nothing has been written.
    """
    for name in formats:
        require_format(name, tuple(FORMATS))
    target = folder.absolute()
    if not target.parent.is_dir():
        raise InputError(f"mappen {target.parent} findes ikke; lav den først, eller vælg en anden")
    with _alone(target, wait, report):
        _require_free(target, replace=replace)
        try:
            made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        except OSError as error:
            raise InputError(f"der kan ikke skrives i {target.parent}: {error.strerror}") from error
        try:
            _write(course, outline, made, list(dict.fromkeys(formats)), report)
            made.chmod(0o777 & ~_umask())
            _put(made, target)
        except OSError as error:
            raise InputError(f"{target} kan ikke skrives: {error.strerror}; intet er skrevet") from error
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return sorted(target.iterdir())


def _write(course: Course, outline: Outline, folder: Path, formats: Sequence[str], report: Report) -> None:
    material = course.material(outline)
    _save(folder / OUTLINE_FILE, write_outline(outline, "yaml").encode("utf-8"))
    for name in formats:
        report(f"laver {name}")
        _save(folder / f"{COURSE_NAME}{FORMATS[name][1]}", write_material(material, name))
    if outline.choice.profession:
        report("laver plakaten")
        _save(folder / POSTER_FILE, write_poster(course.poster(outline.choice.profession), "pdf"))


def _save(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _require_free(target: Path, *, replace: bool) -> None:
    if not os.path.lexists(target):
        return
    if not replace:
        raise InputError(f"{target} findes allerede; vælg en anden mappe, eller giv --replace")
    ours = {OUTLINE_FILE, POSTER_FILE, *(f"{COURSE_NAME}{suffix}" for _, suffix in FORMATS.values())}
    if target.is_symlink() or not target.is_dir():
        raise InputError(f"{target} er ikke en mappe; vælg en anden")
    others = sorted(path.name for path in target.iterdir() if path.name not in ours)
    if others:
        raise InputError(f"{target} rummer andet end et kursus ({others[0]}) og bliver ikke erstattet")


def _put(made: Path, target: Path) -> None:
    """Rename ``made`` to ``target``; what stood there goes away last, and comes back if the renaming fails."""
    if not target.exists():
        made.rename(target)
        return
    old = made.with_name(f"{made.name}.old")
    target.rename(old)
    try:
        made.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _alone(target: Path, wait: float, report: Report) -> Iterator[None]:
    """Keeps builds of the same folder apart; the lock lies with temporary files, so that none is left beside it."""
    # Of one's own, as another user's lock cannot be opened.
    name = hashlib.sha256(os.fsencode(target.resolve()) + bytes(Path.home())).hexdigest()[:32]
    lock = FileLock(Path(tempfile.gettempdir()) / f"forlobkg-{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        report(f"venter på, at en anden bliver færdig med {target}")
        try:
            lock.acquire(timeout=wait)
        except Timeout as error:
            raise InputError(f"{target} bliver bygget af en anden lige nu; prøv igen om lidt") from error
    except OSError as error:
        raise InputError(f"der kan ikke skrives i {tempfile.gettempdir()}: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()
