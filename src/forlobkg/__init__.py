"""forlobkg: Danish pathway guidance as a cited knowledge graph.

>>> import forlobkg
>>> with forlobkg.open() as guidance:  # doctest: +SKIP
...     print(guidance.ask("Hvem er de centrale aktører?").answer.text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from forlobkg.errors import ForlobkgError

if TYPE_CHECKING:
    from forlobkg.service import Forlobkg
    from forlobkg.settings import Settings

__version__ = "0.1.0"
__all__ = ["ForlobkgError", "__version__", "open"]


def open(settings: Settings | None = None) -> Forlobkg:
    """The system, ready for questions; built first where there is no valid build.

    ``settings`` are those of the environment where none are given. Raises ``ForlobkgError`` with a clear
    message when settings, corpus, ontology or build cannot be used.
    """
    from forlobkg.service import open_service

    return open_service(settings)
