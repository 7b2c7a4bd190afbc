"""Citations: verbatim quotes with their place, numbered as an answer uses them."""

from __future__ import annotations

from collections.abc import Iterable

from forlobkg.corpus import Corpus
from forlobkg.graph import Names
from forlobkg.results import Citation, ContextQuote, DocumentRef


class Citations:
    """Collects the citations of one answer; the same passage gets one citation."""

    def __init__(self, corpus: Corpus, names: Names) -> None:
        self._corpus = corpus
        self._names = names
        self._by_passage: dict[str, Citation] = {}

    def cite(self, passage_ids: Iterable[str]) -> list[str]:
        """The ids of the citations of ``passage_ids``, which are added where they are new."""
        return [self._cite(passage_id).id for passage_id in passage_ids]

    @property
    def all(self) -> list[Citation]:
        """The citations in the order in which they were first used."""
        return list(self._by_passage.values())

    def _cite(self, passage_id: str) -> Citation:
        known = self._by_passage.get(passage_id)
        if known is not None:
            return known
        passage = self._corpus.passages[passage_id]
        record = self._corpus.documents[passage.document].record
        citation = Citation(
            id=f"c{len(self._by_passage) + 1}",
            passage=self._names.iri(passage.id),
            document=DocumentRef(id=record.id, title=record.title, date=record.date.isoformat()),
            page=passage.page,
            section=passage.section,
            quote=passage.text,
            start=passage.start,
            end=passage.end,
            context=[
                ContextQuote(passage=self._names.iri(parent), quote=self._corpus.passages[parent].text)
                for parent in passage.context
            ],
        )
        self._by_passage[passage_id] = citation
        return citation
