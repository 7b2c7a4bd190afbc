"""Why the graph says a thing, through every door: Python, the command line, HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from forlobkg.cli import app
from forlobkg.errors import NotFoundError
from forlobkg.graph import explain
from forlobkg.graph.explaining import LeftOut, Part
from forlobkg.service import Forlobkg
from forlobkg.terminal_graph import print_explanation
from forlobkg.views_explain import explanation_view
from forlobkg_api import create_app


def test_what_a_passage_states(service: Forlobkg) -> None:
    view = service.explain("doegnbehandling", "fb:hasElement", "psykologhjaelp")
    (citation,) = view.citations
    assert view.fact.stated == [citation.id]
    assert citation.quote == "Psykologhjælp med fokus på at styrke kvindens eventuelle traumer"
    assert not view.fact.derived
    assert not view.fact.standing
    assert not view.fact.left_out


def test_what_follows_from_two_passages(service: Forlobkg) -> None:
    view = service.explain("anbefaling-5", "fb:involvesActor", "region")
    (derivation,) = view.fact.derived
    assert derivation.rule.label == "En part i en aftale, som en anbefaling vedrører, er en aktør i anbefalingen"
    assert {citation.quote for citation in view.citations} == {
        "5. Organiseringen omfatter tværgående samarbejdsaftaler",
        "Centrale elementer i en samarbejdsaftale mellem region og kommune",
    }
    # That it concerns this agreement follows in its turn: the slide recommends agreements, and this is one.
    (followed,) = (premise for premise in derivation.premises if not premise.stated)
    assert [derived.rule.label for derived in followed.derived] == [
        "En anbefaling om en slags aftaler vedrører også en aftale af den slags"
    ]
    assert all(premise.stated for derived in followed.derived for premise in derived.premises)


def test_what_is_ours_is_said_to_be_ours(service: Forlobkg) -> None:
    assert service.explain("kl", "rdf:type", "fb:Actor").fact.standing == ["redaktionelt"]


def test_what_is_left_out_is_told_apart_from_where_a_thing_stands(
    service: Forlobkg, capsys: pytest.CaptureFixture[str]
) -> None:
    found = explain(service.graph, "kl", "rdf:type", "fb:Actor")
    found = replace(found, left_out=(LeftOut(Part.PASSAGES, 1), LeftOut(Part.PREMISES, 2)))
    view = explanation_view(found, service.graph, service.corpus)
    assert view.fact.standing == ["redaktionelt"]
    assert view.fact.left_out == ["1 tekststed mere vises ikke", "2 forudsætninger mere vises ikke"]
    print_explanation(view)
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  redaktionelt; siges ikke af noget tekststed",
        "  1 tekststed mere vises ikke",
        "  2 forudsætninger mere vises ikke",
    ]


def test_what_the_graph_does_not_say(service: Forlobkg) -> None:
    with pytest.raises(NotFoundError, match="det siger grafen ikke"):
        service.explain("udpegelse-af-koordinator", "fb:actor", "kommune")


def test_the_same_over_http(service: Forlobkg) -> None:
    parameters = {"subject": "anbefaling-5", "predicate": "fb:involvesActor", "object": "region"}
    with TestClient(create_app(service), base_url="http://127.0.0.1") as client:
        answer = client.get("/api/explain", params=parameters)
        silent = client.get("/api/explain", params={**parameters, "object": "kl"})
    assert answer.json() == service.explain("anbefaling-5", "fb:involvesActor", "region").model_dump(mode="json")
    assert silent.status_code == 404
    assert "det siger grafen ikke" in silent.json()["detail"]


def test_the_same_on_the_command_line(service: Forlobkg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORLOBKG_HOME", str(service.settings.home))
    runner = CliRunner()
    shown = runner.invoke(app, ["explain", "angst", "skos:broaderTransitive", "komplekse-sociale-problemer"])
    assert "udledt: Et overbegrebs overbegreb er også et overbegreb [c2][c1]" in shown.stdout
    assert "under: Graviditet - rusmiddelforbrug og komplekse social problemer" in shown.stdout
    as_json = runner.invoke(app, ["explain", "anbefaling-5", "fb:involvesActor", "region", "--json"])
    assert json.loads(as_json.stdout)["fact"]["derived"]


def test_only_what_nothing_says_is_said_to_stand_in_no_passage(
    service: Forlobkg, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The date of the slides is stated by them, and stands in the description of them as well."""
    monkeypatch.setenv("FORLOBKG_HOME", str(service.settings.home))
    runner = CliRunner()
    both = runner.invoke(app, ["explain", "oplaeg-2023", "dcterms:date", "2023-01-13"]).stdout
    assert "siges i [c1]" in both
    assert "beskrivelse af grafen" in both
    assert "siges ikke af noget tekststed" not in both
    ours = runner.invoke(app, ["explain", "kl", "rdf:type", "fb:Actor"]).stdout
    assert "redaktionelt; siges ikke af noget tekststed" in ours


@pytest.mark.parametrize("text", ['"x"@x', '"x"@toolonglanguage'])
def test_what_is_no_language_is_wrong_use_over_http(text: str, service: Forlobkg) -> None:
    parameters = {"subject": "anbefaling-5", "predicate": "skos:prefLabel", "object": text}
    with TestClient(create_app(service), base_url="http://127.0.0.1") as client:
        answer = client.get("/api/explain", params=parameters)
    assert answer.status_code == 400
    assert "kan ikke læses som tekst" in answer.json()["detail"]


def test_a_byte_that_is_no_text_is_wrong_use_on_the_command_line(service: Forlobkg) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "forlobkg.cli", "explain", "anbefaling-5", "skos:prefLabel", b'"\xf8"'],
        env={**os.environ, "FORLOBKG_HOME": str(service.settings.home), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "kan ikke læses som tekst" in done.stderr
    assert len(done.stderr.splitlines()) == 1
