"""spaCy's Danish frame, without the cost of what it does not use.

``import spacy`` brings in torch, by way of thinc, wherever torch is installed, and its own command line with an
HTTP client: seconds that a question in Danish does not need. Both are left out while spaCy is imported for the
first time, and importable again afterwards.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

_IMPORT_LOCK = Lock()


def blank_danish() -> Language:
    """A new ``spacy.blank("da")`` pipeline: tokeniser only, no model."""
    _import_spacy()
    import spacy

    return spacy.blank("da")


def danish_vocabulary() -> Vocab:
    """A new vocabulary of ``blank("da")`` without its tokeniser: what matchers over our own tokens need."""
    _import_spacy()
    from spacy.lang.da import Danish
    from spacy.vocab import create_vocab

    return create_vocab("da", Danish.Defaults)


def _import_spacy() -> None:
    with _IMPORT_LOCK:
        if "spacy" not in sys.modules:
            with _left_out():
                importlib.import_module("spacy")


@contextmanager
def _left_out() -> Iterator[None]:
    """Stand-ins for torch and ``spacy.cli`` in ``sys.modules``, where the real ones are not there already."""
    command = ModuleType("spacy.cli.info")
    command.info = _info  # type: ignore[attr-defined]
    stand_ins: dict[str, ModuleType | None] = {
        # A None entry makes "import torch" raise ModuleNotFoundError, which thinc takes for absence.
        "torch": None,
        "spacy.cli": ModuleType("spacy.cli"),
        "spacy.cli.info": command,
    }
    added = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    if "thinc" in sys.modules:
        added.pop("torch", None)
    sys.modules.update(added)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in added:
            sys.modules.pop(name, None)


def _info(*arguments: Any, **options: Any) -> Any:
    """``spacy.info``, which spaCy takes from its command line."""
    from spacy.cli.info import info

    return info(*arguments, **options)
