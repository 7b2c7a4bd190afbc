"""Where a long Danish compound is best broken: between its words, which patterns of syllables do not know."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

SOFT_HYPHEN: Final = "\u00ad"

_TAILS = Path(__file__).parent.parent / "data" / "compound-tails.txt"
_LONG = 12


def with_seams(text: str) -> str:
    """``text`` with a soft hyphen in its long words before each word that is listed as the tail of compounds."""
    return re.sub(rf"\w{{{_LONG},}}", lambda match: _seam().sub(SOFT_HYPHEN, match[0]), text)


@cache
def _seam() -> re.Pattern[str]:
    tails = "|".join(_TAILS.read_text(encoding="utf-8").split())
    return re.compile(rf"(?<=\w\w)(?=(?:{tails}))")
