"""Texts that have one box to themselves: as large as they can be, and cut where no size is small enough."""

from __future__ import annotations

from collections.abc import Sequence

from forlobkg.teach import slide_design as design
from forlobkg.teach.measuring import face
from forlobkg.teach.wording import printable, words


def fitted(
    text: str, sizes: Sequence[float], box: design.Box, *, bold: bool = True, suffix: str = ""
) -> tuple[str, float]:
    """``text`` and ``suffix``, and the largest of ``sizes`` that ``box`` has room for.

    Where it has for none, ``text`` is cut with »…« after a word, else within one; ``suffix`` stays whole.
    """
    measure, text = face(bold=bold), printable(text)

    def fits(candidate: str, size: float) -> bool:
        return len(measure.broken(candidate, size, box.width)) * size * design.LEADING <= box.height

    whole = f"{text} {suffix}".strip()
    for size in sizes:
        if fits(whole, size):
            return whole, size
    least = sizes[-1]
    kept = text.split()
    while kept and not fits(f"{' '.join(kept)} … {suffix}".strip(), least):
        kept.pop()
    if kept:
        return f"{' '.join(kept)} … {suffix}".strip(), least
    end = len(text)
    while end > 1 and not fits(f"{text[:end]}… {suffix}".strip(), least):
        end -= max(1, end // 20)
    return f"{text[:end]}… {suffix}".strip(), least


def continued(index: int) -> str:
    """What follows a title on the slides after its first."""
    said = words("slides")
    if index == 0:
        return ""
    return said["continued"] if index == 1 else said["continued_more"].format(number=index)


def titled(title: str, index: int = 0) -> tuple[str, float]:
    """The title of the slide at ``index`` of those that share it, and its size."""
    return fitted(title, design.TITLE_SIZES, design.TITLE, suffix=continued(index))
