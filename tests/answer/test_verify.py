"""The last check refuses an answer that its citations do not carry."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forlobkg.answer import AskResult, Citation, Sentence, UnsupportedAnswerError, verify
from forlobkg.service import Forlobkg

QUESTION = "Hvem er de centrale aktører?"


def with_citation(result: AskResult, **changes: object) -> AskResult:
    changed = result.citations[0].model_copy(update=changes)
    return result.model_copy(update={"citations": [changed, *result.citations[1:]]})


def sentences_of(result: AskResult) -> list[Sentence]:
    ids = tuple(citation.id for citation in result.citations)
    return [Sentence(line, ids) for line in result.answer.text.split("\n")]


def test_a_sound_answer_passes(service: Forlobkg) -> None:
    result = service.ask(QUESTION)
    assert verify(result, sentences_of(result), service.corpus, service.names) is result


def context_forged(citation: Citation) -> dict[str, object]:
    forged = citation.context[0].model_copy(update={"quote": "Andre aktører er:"})
    return {"context": [forged, *citation.context[1:]]}


@pytest.mark.parametrize(
    ("forge", "fault"),
    [
        (
            lambda c: {"quote": c.quote.replace("Familieambulatoriet", "Politiet")},
            "does not stand at its offsets",
        ),
        (lambda c: {"start": c.start + 1}, "does not stand at its offsets"),
        (lambda c: {"quote": "", "end": c.start}, "does not stand at its offsets"),
        (lambda c: {"page": 12}, "gives the wrong page"),
        (lambda c: {"passage": c.passage.replace("l95", "l93")}, "reaches outside its passage"),
        (lambda c: {"passage": "https://example.org/p"}, "names no passage"),
        (context_forged, "context that is not in the source"),
    ],
)
def test_a_forged_quote_is_refused(
    forge: Callable[[Citation], dict[str, object]], fault: str, service: Forlobkg
) -> None:
    result = service.ask(QUESTION)
    forged = with_citation(result, **forge(result.citations[0]))
    with pytest.raises(UnsupportedAnswerError, match=fault):
        verify(forged, sentences_of(result), service.corpus, service.names)


def test_a_sentence_without_a_citation_is_refused(service: Forlobkg) -> None:
    result = service.ask(QUESTION)
    bare = [Sentence(sentence.text, ()) for sentence in sentences_of(result)]
    with pytest.raises(UnsupportedAnswerError, match="no citation carries"):
        verify(result, bare, service.corpus, service.names)


def test_a_citation_that_does_not_exist_is_refused(service: Forlobkg) -> None:
    result = service.ask(QUESTION)
    wrong = [Sentence(sentence.text, ("c9",)) for sentence in sentences_of(result)]
    with pytest.raises(UnsupportedAnswerError, match="no citation carries"):
        verify(result, wrong, service.corpus, service.names)


def test_text_beside_the_sentences_is_refused(service: Forlobkg) -> None:
    result = service.ask(QUESTION)
    sentences = sentences_of(result)
    padded = result.model_copy(
        update={"answer": result.answer.model_copy(update={"text": result.answer.text + "\nOg politiet."})}
    )
    with pytest.raises(UnsupportedAnswerError, match="not its sentences"):
        verify(padded, sentences, service.corpus, service.names)
