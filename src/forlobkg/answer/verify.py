"""The last check before an answer leaves: every sentence cited, every quote verbatim at its offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forlobkg.answer.model import AskResult
from forlobkg.corpus import Corpus
from forlobkg.errors import ForlobkgError
from forlobkg.graph import Names


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer and the ids of the citations that carry it."""

    text: str
    citations: tuple[str, ...]


class UnsupportedAnswerError(ForlobkgError):
    """An answer whose sentences are not cited or whose quotes are not verbatim; ``faults`` says where."""

    exit_status = 1
    http_status = 500
    title = "Unsupported answer"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(f"svaret blev holdt tilbage, fordi dets citater ikke holder: {'; '.join(faults)}")
        self.faults = tuple(faults)


def verify(result: AskResult, sentences: Sequence[Sentence], corpus: Corpus, names: Names) -> AskResult:
    """``result`` itself when it holds. Raises ``UnsupportedAnswerError`` otherwise.

    Checked: each citation names a passage of its document, and its quote and context quotes stand verbatim in
    the repaired text, the quote at its offsets; the answer's text is exactly its sentences; unless it
    abstains, each sentence and each fact has a citation, and each citation that it has exists.
    """
    faults = _quote_faults(result, corpus, names)
    ids = {citation.id for citation in result.citations}
    if result.abstained != (result.answer.kind == "none"):
        faults.append("abstained and kind disagree")
    if not result.abstained:
        if not sentences or result.answer.text != "\n".join(sentence.text for sentence in sentences):
            faults.append("the text is not its sentences")
        used = [(sentence.text, sentence.citations) for sentence in sentences]
        used.extend((fact.object.label, tuple(fact.citations)) for fact in result.facts)
        for text, citations in used:
            if not citations or not ids.issuperset(citations):
                faults.append(f"no citation carries {text!r}")
    if faults:
        raise UnsupportedAnswerError(faults)
    return result


def _quote_faults(result: AskResult, corpus: Corpus, names: Names) -> list[str]:
    faults: list[str] = []
    for citation in result.citations:
        passage = corpus.passages.get(names.slug(citation.passage) or "")
        if passage is None or passage.document != citation.document.id:
            faults.append(f"{citation.id} names no passage of {citation.document.id}")
            continue
        text = corpus.documents[passage.document].text
        if text[citation.start : citation.end] != citation.quote or not citation.quote:
            faults.append(f"{citation.id} does not stand at its offsets")
        if not passage.start <= citation.start <= citation.end <= passage.end:
            faults.append(f"{citation.id} reaches outside its passage")
        if citation.page != passage.page:
            faults.append(f"{citation.id} gives the wrong page")
        for context in citation.context:
            parent = corpus.passages.get(names.slug(context.passage) or "")
            if parent is None or parent.text != context.quote:
                faults.append(f"{citation.id} has a context that is not in the source")
    return faults
