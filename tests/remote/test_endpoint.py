"""An endpoint that does not do its part is told of in one clear line, and is waited for no longer than allowed."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from forlobkg.errors import (
    ForlobkgError,
    InputError,
    OntologyError,
    QueryLimitError,
    QueryTimeoutError,
    RemoteStoreError,
)
from forlobkg.remote import RemoteStore, SparqlEndpoint, graph_store_of, query_url_of

JSON = "application/sparql-results+json"
ANY = "SELECT ?s { ?s ?p ?o }"
Opened = Callable[..., RemoteStore]
Misbehaving = Callable[[Callable[[BaseHTTPRequestHandler], None]], str]


def reply(status: int, media_type: str, body: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, so that no wait for bytes is ever long."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (reply(200, "text/html", b"<p>Hi"), RemoteStoreError, "med text/html i stedet for application/sparql"),
        (reply(200, JSON, b"{"), RemoteStoreError, "kan ikke læses"),
        (reply(200, JSON, b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"<"}}]}}'),
         RemoteStoreError, "kan ikke læses"),
        (reply(200, JSON, b'{"head":{},"boolean":true}'), OntologyError, "a SELECT query was expected"),
        (reply(400, "text/plain", b"error at 1:9: no"), OntologyError, "afviste forespørgslen: error at 1:9: no"),
        (reply(401, "text/plain", b""), RemoteStoreError, "kræver adgang (401)"),
        (reply(404, "text/plain", b""), RemoteStoreError, "se om adressen er rigtig"),
        (reply(302, "text/plain", b"", Location="http://elsewhere/sparql"), RemoteStoreError,
         "viser videre til http://elsewhere/sparql"),
        (reply(500, "text/plain", b"out of\n memory"), RemoteStoreError, "svarede 500: out of memory"),
        (reply(200, JSON, gzip.compress(b" " * 20_000_000), Content_Encoding="gzip"), QueryLimitError,
         "mere end 10000000 byte"),
    ],
)  # fmt: skip
def test_an_endpoint_that_does_not_do_its_part_is_told_of(
    answer: Callable[[BaseHTTPRequestHandler], None],
    error: type[ForlobkgError],
    said: str,
    misbehaving: Misbehaving,
    remote_store: Opened,
) -> None:
    with pytest.raises(error) as raised:
        remote_store(misbehaving(answer)).select(ANY)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_answer_that_drips_is_stopped_at_the_limit(misbehaving: Misbehaving, remote_store: Opened) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeoutError, match="inden for 0,5 sekunder"):
        remote_store(misbehaving(dripping), timeout=0.5).select(ANY)
    assert time.monotonic() - began < 5


def test_nobody_at_the_address(remote_store: Opened) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://anna:hemmelig@127.0.0.1:{unused.getsockname()[1]}/query"
        with pytest.raises(RemoteStoreError, match=r"svarer ikke .*; se om det kører") as raised:
            remote_store(url).select(ANY)
    assert "hemmelig" not in str(raised.value)


def test_the_name_and_password_of_the_address_are_sent(misbehaving: Misbehaving, remote_store: Opened) -> None:
    sent: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        sent.append(handler.headers.get("Authorization"))
        reply(200, JSON, b'{"head":{"vars":[]},"results":{"bindings":[]}}')(handler)

    url = misbehaving(answer).replace("http://", "http://anna:hemmelig@")
    assert remote_store(url).select(ANY) == []
    assert sent == ["Basic YW5uYTpoZW1tZWxpZw=="]


@pytest.mark.parametrize(
    "url", ["", "query", "ftp://x/query", "http://", "http://x:99999/", "http://x/ y", "file:///x"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="er ingen adresse; skriv fx http://"):
        SparqlEndpoint(url, timeout=1, max_bytes=1000)


@pytest.mark.parametrize(
    ("given", "query", "store"),
    [
        ("http://x:7878", "http://x:7878/query", "http://x:7878/store"),
        ("https://x/query", "https://x/query", "https://x/store"),
        ("http://x:3030/ds/sparql", "http://x:3030/ds/sparql", "http://x:3030/ds/data"),
        ("http://x:3030/ds/query", "http://x:3030/ds/query", "http://x:3030/ds/data"),
        ("http://x/repositories/f", "http://x/repositories/f", "http://x/repositories/f/rdf-graphs/service"),
    ],
)
def test_the_address_for_graphs_is_known_by_the_make(given: str, query: str, store: str) -> None:
    assert query_url_of(given) == query
    assert graph_store_of(query) == store


def test_an_address_of_no_known_make_asks_for_one() -> None:
    with pytest.raises(InputError, match=r"--graph-store .* eller --update"):
        graph_store_of("http://x/some/where")
