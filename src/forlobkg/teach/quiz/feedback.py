"""The passages behind a key: verbatim, with reference, headings and hash."""

from __future__ import annotations

from collections.abc import Iterable

from forlobkg.answer import date_in_words
from forlobkg.corpus import Corpus
from forlobkg.teach.quiz.items import Feedback


def feedback(passages: Iterable[str], corpus: Corpus) -> list[Feedback]:
    """A feedback for each passage, in the given order and once each."""
    return [_feedback(name, corpus) for name in dict.fromkeys(passages)]


def _feedback(name: str, corpus: Corpus) -> Feedback:
    passage = corpus.passages[name]
    record = corpus.documents[passage.document].record
    place = f"side {passage.page}" if passage.page else f"afsnittet »{passage.section}«" if passage.section else ""
    reference = f"{record.publisher}: {record.title}, {date_in_words(record.date.isoformat())}"
    return Feedback(
        passage=name,
        hash=passage.sha256,
        quote=passage.text,
        reference=f"{reference}, {place}" if place else reference,
        context=[corpus.passages[parent].text for parent in reversed(passage.context)],
    )
