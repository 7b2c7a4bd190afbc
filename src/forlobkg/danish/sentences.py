"""Danish sentence boundaries by spaCy's rule-based sentencizer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forlobkg.danish.spacy_frame import blank_danish

if TYPE_CHECKING:
    from spacy.language import Language


class SentenceSplitter:
    """Splits a paragraph into sentences; abbreviations and ordinals ("9. september") do not end one."""

    def __init__(self) -> None:
        self._nlp: Language = blank_danish()
        self._nlp.add_pipe("sentencizer")

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Offsets ``[start, end)`` of the sentences in ``text``, without the space around them."""
        spans: list[tuple[int, int]] = []
        for sentence in self._nlp(text).sents:
            stripped = sentence.text.strip()
            if stripped:
                start = sentence.start_char + sentence.text.index(stripped)
                spans.append((start, start + len(stripped)))
        return spans
