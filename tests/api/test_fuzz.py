"""Whatever is sent, the service answers, and never with 500."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok

REQUESTS = 1000
PATHS = (
    "/",
    "/sparql",
    "/graphs",
    "/.well-known/void",
    "/api/search",
    "/api/entities/",
    "/api/documents/",
    "/api/who",
    "/api/explain",
    "/api/ask",
    "/data/",
    "/id/",
    "/side/",
    "/eksport/",
    "/static/",
    "/ontology",
    "/undervisning",
    "/undervisning/",
    "/undervisning/aaben",
    "/undervisning/hent",
    "/undervisning/quiz",
    "/undervisning/sammenlign",
    "/api/course",
)
FRAGMENTS = st.sampled_from(
    [
        "SELECT * { ?s ?p ?o } LIMIT 3",
        "ASK {}",
        "DESCRIBE id:kl",
        "CONSTRUCT WHERE { id:kl ?p ?o }",
        "FROM <urn:x>",
        "GRAPH ?g {",
        "{ { {",
        "}",
        'FILTER(REGEX(?s, "(a+)+$"))',
        "\\u0053ERVICE <http://127.0.0.1:1/>",
        "BIND(<<",
        "'''",
        "\x00",
        "æøå 😀",
        "../../etc/passwd",
        "..\\",
        "%00",
        "%2e%2e%2f",
        "\r\nX-Injected: 1",
        "id:",
        "<",
    ]
)
TEXTS = st.one_of(FRAGMENTS, st.lists(FRAGMENTS, max_size=4).map(" ".join), st.text(max_size=40))
NAMES = st.sampled_from(
    [
        *("query", "update", "default-graph-uri", "named-graph-uri", "graph", "default", "q", "limit"),
        *("forloeb", "profession", "anbefaling", "antal", "plan", "goer", "format", "den-ene", "den-anden"),
    ]
)
HEADER_TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "accept": st.one_of(HEADER_TEXT, st.sampled_from(["text/turtle;q=x", "*/*", ",;=,", "a/b/c;q=2"])),
        "content-type": st.sampled_from(
            [
                "application/x-www-form-urlencoded",
                "application/sparql-query",
                "application/json",
                "application/sparql-query; charset=\x7f",
                ";;",
                "multipart/form-data; boundary=x",
            ]
        ),
        "if-none-match": HEADER_TEXT,
        "accept-encoding": HEADER_TEXT,
        "host": st.one_of(st.just("testserver"), HEADER_TEXT),
        "cookie": HEADER_TEXT,
        "origin": HEADER_TEXT,
        "range": HEADER_TEXT,
    },
)
BODIES = st.one_of(
    st.binary(max_size=60), TEXTS.map(lambda text: text.encode("utf-8", "replace")), st.just(b"query=ASK+%7B%7D")
)


def test_a_thousand_made_up_requests_find_no_fault_of_ours(client: TestClient) -> None:
    statuses: list[int] = []

    @settings(
        max_examples=REQUESTS, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(
        method=st.sampled_from(["GET", "GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"]),
        path=st.sampled_from(PATHS),
        rest=st.one_of(st.just(""), TEXTS),
        fields=st.lists(st.tuples(NAMES, TEXTS), max_size=3),
        headers=HEADERS,
        body=BODIES,
    )
    def ask(
        method: str, path: str, rest: str, fields: list[tuple[str, str]], headers: dict[str, str], body: bytes
    ) -> None:
        # A percent sign stays as it is: what is escaped already is sent so.
        url = f"{path}{quote(rest, safe='/%', errors='replace')}?{urlencode(fields, errors='replace')}"
        response = client.request(method, url, headers=headers, content=body, follow_redirects=False)
        statuses.append(response.status_code)
        assert response.status_code < 500, response.text
        assert "x-injected" not in response.headers

    ask()
    assert len(statuses) >= REQUESTS
    assert {200, 400, 405} <= set(statuses)


def test_the_described_api_has_no_fault_of_ours(client: TestClient) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", client.app)
    tried = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()

        @settings(
            max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            case.call_and_validate(checks=[not_a_server_error])

        holds()
        tried += 1
    assert tried == sum(len(methods) for methods in client.get("/openapi.json").json()["paths"].values())
