"""Quotes as plain text with their sources, ready to go into teaching material."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from forlobkg.answer import date_in_words
from forlobkg.corpus import Corpus, Passage

_MOST_QUOTED = 20


def quoted(title: str, passages: Iterable[str], corpus: Corpus) -> str:
    """The quotes of ``passages`` in the order of the sources under their headings; ``title`` may be empty."""
    positions = {name: place for place, name in enumerate(corpus.passages)}
    in_order = sorted(set(passages), key=positions.__getitem__)
    shown = [corpus.passages[name] for name in in_order[:_MOST_QUOTED]]
    blocks = [*([title] if title else []), *(_block(list(among), corpus) for _, among in groupby(shown, key=_place))]
    if len(in_order) > len(shown):
        blocks.append(f"… og {len(in_order) - len(shown)} citater til.")
    return "\n\n".join(blocks)


def _place(passage: Passage) -> tuple[str, int | None, str, tuple[str, ...]]:
    return passage.document, passage.page, passage.section, tuple(passage.context)


def _block(passages: Sequence[Passage], corpus: Corpus) -> str:
    first = passages[0]
    record = corpus.documents[first.document].record
    where = f", side {first.page}" if first.page else f", afsnittet »{first.section}«" if first.section else ""
    headings = " › ".join(corpus.passages[parent].text for parent in reversed(first.context))
    lines = [f"»{passage.text}«" for passage in passages]
    source = f"Kilde: {record.publisher}: {record.title}, {date_in_words(record.date.isoformat())}{where}"
    return "\n".join([*([headings] if headings else []), *lines, source])
