"""Whether the service is ready."""

from __future__ import annotations

from typing import Literal

from forlobkg.results.base import Frozen


class Readiness(Frozen):
    """What is loaded: counts of the current build."""

    status: Literal["ready"] = "ready"
    counts: dict[str, int]
