"""Why the graph says a thing, through every door: Python, the command line, HTTP."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from forlobkg.cli import app
from forlobkg.errors import NotFoundError
from forlobkg.service import Forlobkg
from forlobkg_api import create_app


def test_what_a_passage_states(service: Forlobkg) -> None:
    view = service.explain("doegnbehandling", "fb:hasElement", "psykologhjaelp")
    (citation,) = view.citations
    assert view.fact.stated == [citation.id]
    assert citation.quote == "Psykologhjælp med fokus på at styrke kvindens eventuelle traumer"
    assert not view.fact.derived
    assert not view.fact.standing


def test_what_follows_from_two_passages(service: Forlobkg) -> None:
    view = service.explain("anbefaling-5", "fb:involvesActor", "region")
    (derivation,) = view.fact.derived
    assert derivation.rule.label == "En part i en aftale, som en anbefaling vedrører, er en aktør i anbefalingen"
    assert {citation.quote for citation in view.citations} == {
        "5. Organiseringen omfatter tværgående samarbejdsaftaler",
        "Centrale elementer i en samarbejdsaftale mellem region og kommune",
    }
    assert all(premise.stated for premise in derivation.premises)


def test_what_is_ours_is_said_to_be_ours(service: Forlobkg) -> None:
    assert service.explain("kl", "rdf:type", "fb:Actor").fact.standing == ["redaktionelt"]


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
