"""The REST routes: the contract's shapes, and clear problems for bad input."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from forlobkg.service import Forlobkg

JSON = {"content-type": "application/json"}


def test_ask_gives_the_same_object_as_python(client: TestClient, service: Forlobkg) -> None:
    question = "Hvad bør en samarbejdsaftale indeholde?"
    response = client.post("/api/ask", json={"question": question})
    assert response.status_code == 200
    assert response.json() == service.ask(question).model_dump(mode="json")
    assert set(response.json()) == {
        "question",
        "answer",
        "abstained",
        "facts",
        "citations",
        "entities",
        "notice",
        "query",
        "suggestions",
    }


def test_an_abstention_is_an_answer(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "Hvem vandt EM i 1992?"})
    assert response.status_code == 200
    assert response.json()["abstained"] is True


def test_search_finds_the_passage_and_says_why(client: TestClient) -> None:
    body = client.get("/api/search", params={"q": "støtte efter fødslen", "limit": 2}).json()
    assert body["query"] == "støtte efter fødslen"
    assert len(body["hits"]) == 2
    best = body["hits"][0]
    assert best["text"] == "4. Indsatser omfatter støtte til familien efter fødslen"
    assert best["page"] == 10
    assert best["document"]["id"] == "oplaeg-2023"
    assert "ord: støtte, fødsel" in best["why"]
    marked = [best["text"][start:end] for start, end in best["highlights"]]
    assert {"støtte", "fødslen"} <= set(marked)


def test_an_entity_is_shown_both_ways_with_quotes(client: TestClient) -> None:
    body = client.get("/api/entities/familieambulatoriet").json()
    assert body["label"] == "Familieambulatoriet"
    assert [(f["predicate"]["label"], f["object"]["label"]) for f in body["statements"]] == [
        ("hører til sektoren", "Region (sektor)")
    ]
    central = next(f for f in body["mentioned_in"] if f["predicate"]["label"] == "har som central aktør")
    quotes = {c["id"]: c["quote"] for c in body["citations"]}
    assert "Familieambulatoriet" in quotes[central["citations"][0]]


def test_who_does_what_shows_actors_and_gaps(client: TestClient) -> None:
    rows = client.get("/api/who").json()["rows"]
    named = [row for row in rows if not row["gap"]]
    assert [row["actor_text"] for row in named if row["recommendations"]] == ["Fagpersoner med målgruppekontakt"]
    gaps = [row for row in rows if row["gap"]]
    assert len(gaps) > len(named)
    assert {row["actor_text"] for row in gaps} == {"ikke angivet i kilden"}


def test_who_is_filtered_four_ways(client: TestClient) -> None:
    filters = {
        "actor": ("kommunale-ledere", 1),
        "phase": ("fase-efter-foedslen", 1),
        "recommendation": ("anbefaling-5", 6),
        "target": ("stofmisbrugere", 1),
    }
    for name, (slug, count) in filters.items():
        rows = client.get("/api/who", params={name: slug}).json()["rows"]
        assert len(rows) == count, name
    combined = client.get("/api/who", params={"actor": "ingen", "phase": "ingen", "recommendation": "anbefaling-5"})
    assert [row["gaps"] for row in combined.json()["rows"]] == [["actor", "phase"]] * 6


def test_documents_come_with_their_passages_in_order(client: TestClient) -> None:
    assert [d["id"] for d in client.get("/api/documents").json()] == ["oplaeg-2023", "nyhed-2022"]
    body = client.get("/api/documents/nyhed-2022").json()
    starts = [passage["start"] for passage in body["passages"]]
    assert starts == sorted(starts)
    for passage in body["passages"]:
        assert body["text"][passage["start"] : passage["end"]] == passage["text"]


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "detail"),
    [
        ("POST", "/api/ask", {"json": {"question": ""}}, 400, "Skriv et spørgsmål"),
        ("POST", "/api/ask", {"json": {"question": "😀"}}, 400, "Skriv et spørgsmål"),
        ("POST", "/api/ask", {"json": {"question": "x" * 1001}}, 413, "grænsen er 1000 tegn"),
        ("POST", "/api/ask", {"json": {"question": 7}}, 422, "question"),
        ("POST", "/api/ask", {"json": {}}, 422, "question"),
        ("POST", "/api/ask", {"content": b"{", "headers": JSON}, 422, "JSON"),
        ("POST", "/api/ask", {"content": b"\xff", "headers": JSON}, 400, ""),
        ("POST", "/api/ask", {"content": b"x" * 1_000_001}, 413, "1000000 byte"),
        ("GET", "/api/ask", {}, 405, ""),
        ("GET", "/api/search", {}, 422, "q"),
        ("GET", "/api/search?q=", {}, 400, "Skriv"),
        ("GET", "/api/search?q=a&limit=0", {}, 400, "limit"),
        ("GET", "/api/search?q=a&limit=x", {}, 422, "limit"),
        ("GET", "/api/entities/findes-ikke", {}, 404, "findes-ikke"),
        ("GET", "/api/entities/..%2F..%2Fetc%2Fpasswd", {}, 404, ""),
        ("GET", "/api/entities/%00", {}, 404, ""),
        ("GET", "/api/who?actor=findes-ikke", {}, 404, "familieambulatoriet"),
        ("GET", "/api/who?phase=kommune", {}, 404, "fase-efter-foedslen"),
        ("GET", "/api/documents/findes-ikke", {}, 404, "oplaeg-2023"),
        ("GET", "/findes-ikke", {}, 404, ""),
    ],
)
def test_bad_input_gets_a_problem_that_says_what_to_do(
    method: str, path: str, content: dict[str, object], status: int, detail: str, client: TestClient
) -> None:
    response = client.request(method, path, **content)  # type: ignore[arg-type]
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["title"]
    assert body["title_da"]
    assert detail in body["detail"]
    assert "Traceback" not in response.text


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready"
    assert ready["counts"]["documents"] == 2


def test_an_unexpected_error_tells_nothing_of_the_inside(
    client: TestClient, service: Forlobkg, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(service, "ask", broken)
    response = client.post("/api/ask", json={"question": "Hvem?"})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "secret" not in response.text


def test_every_part_of_a_row_is_cited(client: TestClient) -> None:
    table = client.get("/api/who", params={"recommendation": "anbefaling-3b"}).json()
    row = next(row for row in table["rows"] if row["task"].startswith("Psykologhjælp"))
    passages = {c["id"]: c["passage"].rsplit("/", 1)[1] for c in table["citations"]}
    task, need, recommended = "oplaeg-2023-l210", "oplaeg-2023-l85", "oplaeg-2023-l240"
    (target,), (recommendation,) = row["targets"], row["recommendations"]
    assert [passages[name] for name in row["task_citations"]] == [task]
    assert (target["slug"], [passages[name] for name in target["citations"]]) == ("udsatte-gravide", [task, need])
    assert [passages[name] for name in recommendation["citations"]] == [task, recommended]
    assert [passages[name] for name in row["citations"]] == [task, need, recommended]
    assert (row["actors"], row["phases"], row["gaps"]) == ([], [], ["actor", "phase"])


@pytest.mark.parametrize(
    ("path", "there_are"),
    [("/api/who?aktoer=kommunen", "actor"), ("/api/search?q=barn&antal=3", "limit"), ("/api/documents?a=1", "ingen")],
)
def test_a_parameter_that_would_be_ignored_is_refused(client: TestClient, path: str, there_are: str) -> None:
    response = client.get(path)
    assert response.status_code == 400
    assert there_are in response.json()["detail"]
