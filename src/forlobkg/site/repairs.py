"""What was repaired in a passage: its received words beside the repaired ones."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from pydantic import BaseModel, ConfigDict

_WORD = re.compile(r"\S+")
_BETWEEN_RANGES = " / "


class Stretch(BaseModel):
    """Some words as they were received and as they were repaired; the spaces after them are those of the repaired."""

    model_config = ConfigDict(frozen=True)

    received: str
    repaired: str
    changed: bool


def stretches(received: str, repaired: str) -> list[Stretch]:
    """The words of ``repaired`` in order beside those of ``received``, neighbours of a kind together.

    Received line breaks and the marks between received ranges are no words, so that joining lines is no change. The
    repaired stretches put together are ``repaired``, letter for letter.
    """
    theirs = _WORD.findall(received.replace(_BETWEEN_RANGES, " "))
    starts = [match.start() for match in _WORD.finditer(repaired)]
    ours = _WORD.findall(repaired)
    ends = [*starts[1:], len(repaired)]
    found = []
    for tag, low, high, first, last in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        text = repaired[starts[first] : ends[last - 1]] if first < last else ""
        found.append(Stretch(received=" ".join(theirs[low:high]), repaired=text, changed=tag != "equal"))
    return found
