"""Outlines as files: read back as they were written, older and damaged ones refused with the place and the remedy."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from forlobkg.errors import InputError
from forlobkg.service import Forlobkg
from forlobkg.teach import MOST_OWN_CHARS, Choice, Outline, OutlineLine, read_outline, write_outline
from forlobkg.teach.outline_files import MOST_OUTLINE_BYTES

PLAIN: dict[str, Any] = {
    "format": "forlobkg-outline",
    "version": 1,
    "title": "Et kursus",
    "choice": {"pathway": "udsatte-gravide-forloeb"},
    "parts": [{"id": "a", "title": "Første del", "minutes": 45, "lines": [{"text": "Velkommen", "own": True}]}],
}


def changed(**fields: Any) -> str:
    return json.dumps({**PLAIN, **fields})


def with_line(**line: Any) -> str:
    return changed(parts=[{"id": "a", "title": "Første del", "minutes": 45, "lines": [line]}])


@pytest.fixture(scope="module")
def outline(service: Forlobkg) -> Outline:
    return service.course.propose(
        Choice(pathway="udsatte-gravide-forloeb", profession="sundhedsplejerske", minutes=90, level="fordybelse")
    )


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_what_is_written_is_read_back(outline: Outline, form: Any) -> None:
    assert read_outline(write_outline(outline, form)) == outline


@pytest.mark.parametrize(
    "text",
    [
        "Blåbærgrød: æøå ÆØÅ »citat« – tankestreg",
        "<script>alert(1)</script> & <b>fed</b>",
        "# ikke en overskrift, - ikke et punkt, * ikke en henvisning",
        "=SUM(A1:A2)",
        "yes",
        "2023-01-13",
        "12:30:45",
        "null",
        "to linjer\nog et tabulatortegn\ther",
        "'enkelt' og \"dobbelt\" og : kolon",
        "\u200bnul bredde og 🤰",
        "[[wiki]] {{skabelon}} ${x} %s \\n",
    ],
)
@pytest.mark.parametrize("form", ["yaml", "json"])
def test_own_text_stays_plain_text(text: str, form: Any) -> None:
    outline = Outline.model_validate(json.loads(with_line(text=text, own=True)))
    assert read_outline(write_outline(outline, form)) == outline


def test_a_trainer_can_read_and_change_the_file(outline: Outline) -> None:
    text = write_outline(outline)
    assert text.startswith("# Plan for et kursus")
    assert "\n  minutes: 90\n  level: fordybelse\n" in text
    assert "\\u" not in text
    data = yaml.safe_load(text)
    part = data["parts"][0]
    part["lines"].reverse()
    part["lines"].pop()
    part["lines"].append({"text": "Min egen linje", "own": True})
    read = read_outline(yaml.dump(data, allow_unicode=True))
    assert [line.text for line in read.parts[0].lines] == [line["text"] for line in part["lines"]]
    assert read.parts[0].lines[-1].own


def test_a_claim_that_is_written_over_and_marked_as_own_rests_on_nothing() -> None:
    basis = [{"passage": "oplaeg-2023-l83", "hash": "0" * 64}]
    line = with_line(text="Mine ord", own=True, gap=False, claim="maalgruppen/x", rests_on=basis)
    assert read_outline(line).parts[0].lines == [OutlineLine(text="Mine ord", own=True)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "det er ikke en plan for et kursus"),
        ("bare tekst", "det er ikke en plan for et kursus"),
        ("- en\n- liste", "det er ikke en plan for et kursus"),
        ("{", "planen er ikke gyldig JSON: linje 1, tegn 2"),
        ("a: [1, 2\nb: 3", "planen er ikke gyldig YAML, linje 2"),
        ("a: !!python/object/apply:os.system ['id']", "planen er ikke gyldig YAML, linje 1"),
        ("a: &x [1]\nb: *x", "henvisninger (*)"),
        ("format: a\nformat: b", "linje 1: »format« står to gange"),
        ('{"format": "a", "format": "b"}', "»format« står to gange"),
        ("[" * 100_000, "planen kan ikke læses"),
        ('{"a":' * 100_000, "planen kan ikke læses"),
        ("format: forlobkg-quiz", "feltet »format« skal være forlobkg-outline"),
        ("a: \x07", "kontroltegn"),
        (changed(version=0), "ældre udgave (version 0)"),
        (changed(version=2), "nyere udgave (version 2; her læses 1); opdater forlobkg"),
        (changed(version="1"), "feltet »version« mangler"),
        (changed(version=True), "feltet »version« mangler"),
        (changed(farve="rød"), "»farve« kendes ikke; slet det"),
        (changed(title=""), "»title« er tom"),
        (changed(title="x" * 201), "»title« er for lang: 201 tegn, og der er plads til 200"),
        (changed(parts=[]), "»parts« skal have mindst 1"),
        (changed(parts="nej"), "»parts« skal være en liste"),
        (changed(choice=3), "»choice« skal være navne med værdier"),
        (changed(choice={}), "choice, »pathway« mangler"),
        (changed(choice={"pathway": "x", "minutes": 30}), "choice, »minutes« skal være 15, 45 eller 90"),
        (changed(objectives=[{"text": "x", "verbum": "y"}]), "mål 1, »verbum« kendes ikke"),
        (
            with_line(text="x" * (MOST_OWN_CHARS + 1), own=True),
            "del 1 »Første del«, linje 1, »text« er for lang: 2001",
        ),
        (with_line(text="x", own="ja"), "linje 1, »own« skal være true eller false"),
        (with_line(text="x", kilde="y"), "del 1 »Første del«, linje 1, »kilde« kendes ikke"),
        (with_line(text=3), "»text« skal være tekst"),
        (with_line(text="a\x00b", own=True), "linje 1, »text«: kontroltegnet U+0000 kan ikke bruges"),
        (with_line(text="a\ud800b", own=True), "kontroltegnet U+D800"),
        (with_line(text="Uden kilde"), "del 1 »Første del«, linje 1 har ingen kilde; skriv own: true"),
        (with_line(text="Uden kilde", claim="maalgruppen/x"), "har ingen kilde"),
        (with_line(text="Et hul", gap=True), "har ingen kilde"),
    ],
    ids=range(35),
)
def test_what_cannot_be_used_is_refused_with_the_place(text: str, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)) as raised:
        read_outline(text)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300


def test_the_longest_own_text_is_kept() -> None:
    text = "å" * MOST_OWN_CHARS
    assert read_outline(with_line(text=text, own=True)).parts[0].lines[0].text == text


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(InputError, match="der læses højst"):
        read_outline("a: " + "x" * MOST_OUTLINE_BYTES)


def test_a_mark_of_byte_order_does_no_harm() -> None:
    assert read_outline("\ufeff" + json.dumps(PLAIN)).title == "Et kursus"
