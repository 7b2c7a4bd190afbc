"""spaCy's Danish frame, without the cost of torch.

spaCy imports thinc, and thinc imports torch wherever torch is installed: seconds that a question in
Danish does not need. Nothing of thinc that we use touches torch.
"""

from __future__ import annotations

import sys
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

_IMPORT_LOCK = Lock()


def blank_danish() -> Language:
    """A new ``spacy.blank("da")`` pipeline: tokeniser only, no model.

    torch is hidden while thinc is imported for the first time, and importable again afterwards; where
    torch is loaded already, it stays as it is.
    """
    with _IMPORT_LOCK:
        hide = "thinc" not in sys.modules and "torch" not in sys.modules
        if hide:
            # A None entry makes "import torch" raise ModuleNotFoundError, which thinc takes for absence.
            sys.modules["torch"] = None  # type: ignore[assignment]
        try:
            import spacy
        finally:
            if hide:
                del sys.modules["torch"]
    return spacy.blank("da")
