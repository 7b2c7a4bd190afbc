"""What a question or a search must be before it is looked at, and the sentences of our own."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

from forlobkg.errors import InputError, TooLongError


def texts() -> dict[str, Any]:
    """The Danish sentences of answers and of errors about questions, by name."""
    content = resources.files("forlobkg.answer").joinpath("data/texts.toml").read_text("utf-8")
    return tomllib.loads(content)


def readable(text: str, most: int) -> str:
    """``text`` as it can be read and written out again: unpaired surrogates, which are no text, replaced.

    Raises ``TooLongError`` for one of more than ``most`` characters, ``InputError`` for one without a letter or
    digit.
    """
    if len(text) > most:
        raise TooLongError(texts()["too_long"].format(length=len(text), limit=most))
    whole = text.encode("utf-8", "replace").decode("utf-8")
    if not any(character.isalnum() for character in whole):
        raise InputError(texts()["empty"])
    return whole
