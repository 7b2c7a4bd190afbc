"""What the page about the service shows from the sources."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from forlobkg.answer import Citation, Citations
from forlobkg.corpus import Corpus
from forlobkg.graph import Names

_SPECIMEN = "oplaeg-2023-l1"
"""What the sources say of the publications that they speak of; shown as an example of a quotation."""


class AboutPage(BaseModel):
    """``specimen`` is a quotation to show what quotations look like; None where the corpus is another."""

    model_config = ConfigDict(frozen=True)

    specimen: Citation | None


def about_page(corpus: Corpus, names: Names) -> AboutPage:
    """The page over ``corpus``, with IRIs of ``names``."""
    citations = Citations(corpus, names)
    if _SPECIMEN in corpus.passages:
        citations.cite([_SPECIMEN])
    return AboutPage(specimen=next(iter(citations.all), None))
