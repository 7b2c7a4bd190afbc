"""Two hundred inputs that nobody honest types, or that an honest question comes dressed in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from forlobkg.answer import AskResult
from forlobkg.errors import InputError
from forlobkg.service import Forlobkg

# Each line is an object: `ask` is the input; `silent` where it must not be answered; `unreadable` where it has
# nothing to read. Those with neither are honest questions in odd dress, which may be answered or not.
INPUTS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "adversarial.jsonl").read_text("utf-8").splitlines()
]
READABLE = [case for case in INPUTS if not case.get("unreadable")]
KEYS = {
    "": set(AskResult.model_fields),
    "answer": {"text", "kind", "confidence"},
    "citations": {"id", "passage", "document", "page", "section", "quote", "start", "end", "context"},
    "facts": {"subject", "predicate", "object", "citations"},
    "entities": {"iri", "label", "type", "matched"},
}


def shown(case: dict[str, Any]) -> str:
    return ascii(case["ask"][:40])


def test_there_are_two_hundred_different_ones() -> None:
    assert len({case["ask"] for case in INPUTS}) == len(INPUTS) == 200


@pytest.mark.parametrize("case", READABLE, ids=shown)
def test_the_reply_is_whole_and_honest(case: dict[str, Any], service: Forlobkg) -> None:
    result = service.ask(case["ask"])
    written = json.loads(result.model_dump_json())
    assert set(written) == KEYS[""]
    assert set(written["answer"]) == KEYS["answer"]
    for name in ("citations", "facts", "entities"):
        assert all(set(entry) == KEYS[name] for entry in written[name])
    for citation in result.citations:
        text = service.document(citation.document.id).text
        assert text[citation.start : citation.end] == citation.quote
        assert all(context.quote in text for context in citation.context)
    if case.get("silent"):
        assert result.abstained, result.answer.text
    if result.abstained:
        assert result.answer.kind == "none"
        assert result.answer.text.startswith("Det står ikke i kilderne")
        assert not result.facts
    else:
        assert result.citations


@pytest.mark.parametrize("case", [case for case in INPUTS if case.get("unreadable")], ids=shown)
def test_nothing_to_read_is_said_so(case: dict[str, Any], service: Forlobkg) -> None:
    with pytest.raises(InputError, match="Skriv et spørgsmål"):
        service.ask(case["ask"])


def test_most_honest_questions_are_answered_in_their_odd_dress(service: Forlobkg) -> None:
    """Without this, a system that never answers would pass."""
    honest = [case["ask"] for case in READABLE if not case.get("silent")]
    answered = [question for question in honest if not service.ask(question).abstained]
    assert len(answered) > len(honest) / 2
