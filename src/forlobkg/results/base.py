"""What the results have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A result: it is not changed once it is made."""

    model_config = ConfigDict(frozen=True)
