"""Whatever goes wrong, the client says it in one clear line, as an error that can be caught by kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forlobkg.client import (
    Client,
    ClientError,
    MissingError,
    MissingPackageError,
    NoAnswerInTimeError,
    ProblemError,
    RefusedError,
    StrangeResponseError,
    UnavailableError,
    UnreachableError,
)
from forlobkg.errors import InputError, NotFoundError
from forlobkg.service import Forlobkg

HTML = b"<!doctype html><title>Another service</title>"


def response(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def test_a_refusal_says_what_the_service_says(guidance: Client, service: Forlobkg) -> None:
    with pytest.raises(InputError) as in_process:
        service.ask(" ")
    with pytest.raises(RefusedError) as refused:
        guidance.ask(" ")
    assert (refused.value.status, refused.value.title) == (400, "Bad request")
    assert str(refused.value) == refused.value.detail == str(in_process.value)
    assert isinstance(refused.value, InputError)


def test_what_there_is_not_is_an_error_of_its_own(guidance: Client) -> None:
    with pytest.raises(MissingError, match="ingen ting hedder 'findes-ikke'") as missing:
        guidance.entity("findes-ikke")
    assert missing.value.status == 404
    assert isinstance(missing.value, NotFoundError)


@pytest.mark.parametrize("query", ["SELEC", "DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://x/> { } }"])
def test_a_wrong_query_is_refused(query: str, guidance: Client) -> None:
    with pytest.raises(RefusedError):
        guidance.sparql(query)


def test_a_query_of_another_form_is_an_error(guidance: Client) -> None:
    with pytest.raises(StrangeResponseError):
        guidance.select("ASK {}")
    with pytest.raises(RefusedError) as refused:
        guidance.construct("SELECT * { ?s ?p ?o } LIMIT 1")
    assert refused.value.status == 406


@pytest.mark.parametrize("slug", ["", "..", "../documents", "a//b", "./x"])
def test_no_slug_leads_elsewhere(slug: str, guidance: Client) -> None:
    for method in (guidance.entity, guidance.describe, guidance.document):
        with pytest.raises(InputError, match="er ikke navnet på noget"):
            method(slug)


@pytest.mark.parametrize("slug", ["x?y", "x#y", "x%2Fy", "a/b", "\x00", "æ ø", "x\r\nHost: y", "x" * 5000])
def test_odd_slugs_name_nothing(slug: str, guidance: Client) -> None:
    with pytest.raises(ProblemError) as refused:
        guidance.entity(slug)
    assert 400 <= refused.value.status < 500


def test_an_iri_of_another_dataset_is_refused(guidance: Client) -> None:
    with pytest.raises(InputError, match=r"http://example\.org/x begynder ikke med https://w3id"):
        guidance.entity("http://example.org/x")


def test_text_that_is_none_is_refused(guidance: Client) -> None:
    with pytest.raises(InputError, match="UTF-8"):
        guidance.ask("Hvem \ud800?")


def test_no_server_is_said(nobody: str) -> None:
    with Client(nobody) as client, pytest.raises(UnreachableError, match=f"ingen forbindelse til {nobody}"):
        client.health()


def test_a_server_that_never_answers_is_given_up(silent: str) -> None:
    with Client(silent, timeout=0.2) as client, pytest.raises(NoAnswerInTimeError, match=r"inden for 0\.2 sekunder"):
        client.health()


def test_a_connection_cut_off_is_said(answering: Callable[[bytes], str]) -> None:
    cut_off = response("200 OK", HTML)[:-10]
    with Client(answering(cut_off)) as client, pytest.raises(UnreachableError, match="blev afbrudt"):
        client.health()


@pytest.mark.parametrize("body", [HTML, b"", b"null", b'{"status": "ready"}', b"\xff\xfe"])
def test_another_service_is_not_taken_for_ours(body: bytes, answering: Callable[[bytes], str]) -> None:
    with (
        Client(answering(response("200 OK", body, "Content-Type: application/json"))) as client,
        pytest.raises(StrangeResponseError, match="er det forlobkg"),
    ):
        client.health()


@pytest.mark.parametrize("body", [HTML, b'{"bindings": 1}', b"[]", b'{"head": {}, "results": {"bindings": 5}}'])
def test_what_is_no_table_is_not_taken_for_one(body: bytes, answering: Callable[[bytes], str]) -> None:
    says = response("200 OK", body, "Content-Type: application/sparql-results+json")
    with Client(answering(says)) as client, pytest.raises(StrangeResponseError):
        client.select("SELECT * {}")


def test_what_is_no_graph_is_not_taken_for_one(answering: Callable[[bytes], str]) -> None:
    for media_type, body in (("text/html", HTML), ("text/turtle", HTML)):
        says = response("200 OK", body, f"Content-Type: {media_type}")
        with Client(answering(says)) as client, pytest.raises(StrangeResponseError):
            client.construct("CONSTRUCT WHERE { ?s ?p ?o }")


def test_the_error_page_of_a_proxy_is_an_error_with_its_status(answering: Callable[[bytes], str]) -> None:
    says = response("502 Bad Gateway", HTML, "Content-Type: text/html", "Retry-After: 7")
    with Client(answering(says)) as client, pytest.raises(UnavailableError, match="svarede 502") as error:
        client.health()
    assert (error.value.status, error.value.title, error.value.retry_after) == (502, "Bad Gateway", 7)


@pytest.mark.parametrize("address", ["", "127.0.0.1:8000", "ftp://127.0.0.1/", "http://", "http://x:y/"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="er ingen adresse"):
        Client(address)


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_timeout_is_a_time(timeout: float) -> None:
    with pytest.raises(InputError, match="timeout er i sekunder"):
        Client("http://127.0.0.1", timeout=timeout)


def test_a_closed_client_says_so(served: str) -> None:
    client = Client(served)
    client.close()
    with pytest.raises(ClientError, match="klienten er lukket"):
        client.health()


def test_without_pandas_it_is_said_how_to_get_it(guidance: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'forlobkg\[client\]'"):
        guidance.who().to_pandas()
