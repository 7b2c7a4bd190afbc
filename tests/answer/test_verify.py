"""The last check refuses an answer that its citations do not carry, however it was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forlobkg.answer import AskResult, Citation, Sentence, UnsupportedAnswerError, Verifier
from forlobkg.service import Forlobkg

QUESTION = "Hvem er de centrale aktører?"
ASKED = [
    QUESTION,
    "Hvad indgår i døgnbehandlingen?",
    "Hvad lyder anbefaling 4 på?",
    "Hvornår udkom forløbsbeskrivelsen om gravide?",
    "Hvad taler for døgnbehandling?",
    "Hvad er FASD?",
]
WORDS = ["politiet", "skal", "ikke", "aldrig", "femten", "2031", "7", "behandles", "tvang", "»Kaptajnen«", "Region"]


@pytest.fixture(scope="module")
def verifier(service: Forlobkg) -> Verifier:
    return Verifier(service.corpus, service.graph, service.analyser)


@pytest.fixture(scope="module")
def answers(service: Forlobkg) -> list[AskResult]:
    """Real answers, from the graph and quoted, none of them an abstention."""
    found = [service.ask(question) for question in ASKED]
    assert not any(result.abstained for result in found)
    return found


def sentences_of(result: AskResult) -> list[Sentence]:
    ids = tuple(citation.id for citation in result.citations)
    return [Sentence(line, ids) for line in result.answer.text.split("\n")]


def saying(result: AskResult, sentences: Sequence[Sentence]) -> AskResult:
    text = "\n".join(sentence.text for sentence in sentences)
    return result.model_copy(update={"answer": result.answer.model_copy(update={"text": text})})


def with_citation(result: AskResult, **changes: object) -> AskResult:
    changed = result.citations[0].model_copy(update=changes)
    return result.model_copy(update={"citations": [changed, *result.citations[1:]]})


def test_sound_answers_pass(answers: list[AskResult], verifier: Verifier) -> None:
    for result in answers:
        assert verifier.verify(result, sentences_of(result)) is result


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
    forge: Callable[[Citation], dict[str, object]], fault: str, service: Forlobkg, verifier: Verifier
) -> None:
    result = service.ask(QUESTION)
    forged = with_citation(result, **forge(result.citations[0]))
    with pytest.raises(UnsupportedAnswerError, match=fault):
        verifier.verify(forged, sentences_of(result))


def test_a_sentence_without_a_citation_is_refused(service: Forlobkg, verifier: Verifier) -> None:
    result = service.ask(QUESTION)
    bare = [Sentence(sentence.text, ()) for sentence in sentences_of(result)]
    with pytest.raises(UnsupportedAnswerError, match="no citation carries"):
        verifier.verify(result, bare)


def test_a_citation_that_does_not_exist_is_refused(service: Forlobkg, verifier: Verifier) -> None:
    result = service.ask(QUESTION)
    wrong = [Sentence(sentence.text, ("c9",)) for sentence in sentences_of(result)]
    with pytest.raises(UnsupportedAnswerError, match="no citation carries"):
        verifier.verify(result, wrong)


def test_text_beside_the_sentences_is_refused(service: Forlobkg, verifier: Verifier) -> None:
    result = service.ask(QUESTION)
    sentences = sentences_of(result)
    padded = saying(result, [*sentences, Sentence("Og politiet.", ("c1",))])
    with pytest.raises(UnsupportedAnswerError, match="not its sentences"):
        verifier.verify(padded, sentences)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda text: text.replace("rusmiddelbehandlingen", "politiet"), "'politiet' is not carried"),
        (lambda text: text.replace("er familie", "er ikke familie"), "'ikke' is not carried"),
        (lambda text: text.replace("centrale", "17 centrale"), "the number 17 is not carried"),
        (lambda text: text.replace("familieambulatoriet", "»familieambulatoriet«"), "is not a quote"),
    ],
)
def test_a_sentence_that_says_what_its_citation_does_not_is_refused(
    change: Callable[[str], str], fault: str, service: Forlobkg, verifier: Verifier
) -> None:
    result = service.ask(QUESTION)
    sentences = [Sentence(change(sentence.text), sentence.citations) for sentence in sentences_of(result)]
    with pytest.raises(UnsupportedAnswerError, match=fault):
        verifier.verify(saying(result, sentences), sentences)


def test_a_fact_that_no_cited_passage_makes_is_refused(service: Forlobkg, verifier: Verifier) -> None:
    result = service.ask(QUESTION)
    swapped = result.facts[0].model_copy(
        update={"subject": result.facts[0].object, "object": result.facts[0].subject}
    )
    forged = result.model_copy(update={"facts": [swapped, *result.facts[1:]]})
    with pytest.raises(UnsupportedAnswerError, match="no cited passage says"):
        verifier.verify(forged, sentences_of(result))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_put_into_an_answer_is_refused(
    data: st.DataObject, answers: list[AskResult], verifier: Verifier
) -> None:
    result = data.draw(st.sampled_from(answers))
    sentences = sentences_of(result)
    number = data.draw(st.integers(0, len(sentences) - 1))
    words = sentences[number].text.split()
    words.insert(data.draw(st.integers(0, len(words))), data.draw(st.sampled_from(WORDS)))
    sentences[number] = Sentence(" ".join(words), sentences[number].citations)
    carried = " ".join(citation.quote for citation in result.citations)
    inserted = next(word for word in words if word in WORDS)
    if inserted.strip("»«").lower() in carried.lower():
        return
    with pytest.raises(UnsupportedAnswerError):
        verifier.verify(saying(result, sentences), sentences)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_answer_with_another_answers_citations_is_refused(
    data: st.DataObject, answers: list[AskResult], verifier: Verifier
) -> None:
    result, other = data.draw(st.lists(st.sampled_from(answers), min_size=2, max_size=2, unique_by=id))
    kept = min(len(result.citations), len(other.citations))
    ids = [citation.id for citation in result.citations]
    swapped = [
        citation.model_copy(update={"id": number})
        for number, citation in zip(ids, other.citations[:kept], strict=False)
    ]
    forged = result.model_copy(update={"citations": [*swapped, *result.citations[kept:]]})
    if {c.passage for c in other.citations[:kept]} & {c.passage for c in result.citations[:kept]}:
        return
    with pytest.raises(UnsupportedAnswerError):
        verifier.verify(forged, sentences_of(result))


def test_every_answer_that_can_be_given_is_sound(service: Forlobkg) -> None:
    given_ = list(service.answerer.every_answer())
    assert len(given_) > 250
    assert not any(result.abstained for result in given_)
