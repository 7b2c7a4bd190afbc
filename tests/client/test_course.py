"""The client gives courses and quizzes as the service makes them."""

from __future__ import annotations

import asyncio
import json

import pytest

from forlobkg.client import AsyncClient, Client, RefusedError
from forlobkg.errors import InputError
from forlobkg.service import Forlobkg
from forlobkg.teach import Choice

ID = "https://w3id.org/forlobkg/id/"
CHOICE = {"pathway": f"{ID}udsatte-gravide-forloeb", "profession": "sundhedsplejerske", "minutes": 15}


def test_an_outline_is_proposed_changed_and_given_back(guidance: Client, service: Forlobkg) -> None:
    outline = guidance.course(CHOICE)
    asked = Choice(pathway="udsatte-gravide-forloeb", profession="sundhedsplejerske", minutes=15)
    assert outline == service.course.propose(asked).model_dump(mode="json")
    outline["title"] = "Vores kursus"
    assert guidance.course(outline=outline) == outline
    assert guidance.course_file("pptx", outline=outline).startswith(b"PK")
    assert guidance.course_file("yaml", CHOICE).decode("utf-8").count("forlobkg-outline") == 1


def test_lines_whose_passages_have_changed_are_named(guidance: Client) -> None:
    outline = guidance.course(CHOICE)
    assert guidance.course_changes(outline) == []
    outline["parts"][1]["lines"][0]["rests_on"][0]["hash"] = "0" * 64
    (change,) = guidance.course_changes(outline)
    assert (change["part"], change["line"], change["kind"]) == (2, 1, "changed")


def test_a_quiz_is_the_one_made_in_process(guidance: Client, service: Forlobkg) -> None:
    quiz_of = f"{ID}udsatte-gravide-forloeb"
    quiz = guidance.quiz(seed=5, count=4, difficulty="let", pathway=quiz_of)
    made = service.course.quiz(seed=5, count=4, difficulty="let", pathway="udsatte-gravide-forloeb")
    assert quiz == made.model_dump(mode="json")
    first = quiz["items"][0]["id"]
    kept = guidance.quiz_file("json", seed=5, count=4, difficulty="let", pathway=quiz_of, approved=[first])
    assert [item["id"] for item in json.loads(kept)["items"]] == [first]


def test_what_cannot_be_is_refused(guidance: Client) -> None:
    with pytest.raises(InputError, match="enten choice eller outline"):
        guidance.course()
    with pytest.raises(RefusedError, match="findes-ikke"):
        guidance.course({"pathway": "findes-ikke"})
    with pytest.raises(RefusedError, match="ikke til et eneste spørgsmål"):
        guidance.quiz(kinds=["ordering"], difficulty="svær", pathway="boern-og-unge-forloeb")


def test_the_asynchronous_client_does_the_same(served: str, guidance: Client) -> None:
    async def ask() -> list[object]:
        async with AsyncClient(served) as client:
            outline = await client.course(CHOICE)
            return [
                outline,
                await client.course_changes(outline),
                await client.quiz(count=3),
                await client.course_file("yaml", CHOICE),
                await client.quiz_file("gift", count=3),
            ]

    assert asyncio.run(ask()) == [
        guidance.course(CHOICE),
        [],
        guidance.quiz(count=3),
        guidance.course_file("yaml", CHOICE),
        guidance.quiz_file("gift", count=3),
    ]
