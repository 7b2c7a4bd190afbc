"""The sources of course material: passages numbered in the order in which lines first rest on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from forlobkg.answer import date_in_words
from forlobkg.corpus import Corpus
from forlobkg.graph import Names
from forlobkg.teach.material import Source


class Numbering:
    """Numbers passages and makes their sources."""

    def __init__(self, corpus: Corpus, names: Names) -> None:
        self._corpus = corpus
        self._names = names
        self._numbers: dict[str, int] = {}

    def numbers(self, passages: Iterable[str]) -> tuple[int, ...]:
        """The numbers of the passages (slugs) that there are.

        A passage that is the heading or lead-in of another has no number of its own: the other's source shows it.
        """
        found = [self._corpus.passages[name] for name in dict.fromkeys(passages) if name in self._corpus.passages]
        above = {parent for passage in found for parent in passage.context}
        cited = [passage.id for passage in found if passage.id not in above]
        return tuple(sorted(self._numbers.setdefault(name, len(self._numbers) + 1) for name in cited))

    def sources(self) -> tuple[Source, ...]:
        """All that has a number, in order."""
        return tuple(self._source(name, number) for name, number in self._numbers.items())

    def documents(self) -> tuple[str, ...]:
        """The ids of the documents that have a passage with a number."""
        return tuple(dict.fromkeys(self._corpus.passages[name].document for name in self._numbers))

    def _source(self, name: str, number: int) -> Source:
        passage = self._corpus.passages[name]
        record = self._corpus.documents[passage.document].record
        section = f"afsnittet »{passage.section}«" if passage.section else ""
        return Source(
            number=number,
            passage=name,
            iri=self._names.iri(name),
            publisher=record.publisher,
            document=record.id,
            title=record.title,
            date=date_in_words(record.date.isoformat()),
            place=f"side {passage.page}" if passage.page else section,
            quote=passage.text,
            context=tuple(self._corpus.passages[parent].text for parent in reversed(passage.context)),
            address=f"/kilder/{record.id}?sted={name}#{name}",
        )


def notice(corpus: Corpus, documents: Iterable[str] | None = None) -> str:
    """Of what date the guidance is, that a newer edition may exist, and that this is no advice in a case.

    It names the ``documents`` (ids) that are used; all of the corpus where none are given.
    """
    used = set(documents or ()) or set(corpus.documents)
    found = (document.record for name, document in corpus.documents.items() if name in used)
    records = sorted(found, key=lambda record: record.date)
    dates: list[date] = [record.date for record in records]
    when = " og ".join(date_in_words(value.isoformat()) for value in dict.fromkeys(dates))
    what = "kilder" if len(records) > 1 else "en kilde"
    return (
        f"Bygger på {what} fra {when}. Der kan være kommet en nyere udgave hos udgiveren: læs forløbsbeskrivelserne "
        "selv, før noget besluttes. Materialet er ikke rådgivning i en konkret sag."
    )
