"""What is asked of the service and how its responses are read: the same for both clients, without any network."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote

import httpx
from pydantic import TypeAdapter, ValidationError

from forlobkg.client.connection import Address
from forlobkg.client.errors import StrangeResponseError, problem
from forlobkg.client.frames import Tasks
from forlobkg.errors import InputError
from forlobkg.results import (
    AskResult,
    DocumentDetail,
    DocumentSummary,
    EntityView,
    ExplanationView,
    Readiness,
    SearchResult,
)

if TYPE_CHECKING:
    from rdflib import Graph

    from forlobkg.client.tables import Table

T = TypeVar("T")

RESULTS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
EXPORTS = {"trig": "trig", "ttl": "ttl", "nq": "nq", "nt": "nt", "jsonld": "jsonld", "csv": "csv.zip"}
"""The formats of the whole dataset, with the endings of their files."""


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """A request and how its response is read."""

    path: str
    read: Callable[[httpx.Response], T]
    method: str = "GET"
    params: Sequence[tuple[str, str]] = ()
    accept: str = "application/json"
    body: Any = None
    form: Mapping[str, str | Sequence[str]] = field(default_factory=dict)

    def request(self, client: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """The request, as ``client`` would send it."""
        return client.build_request(
            self.method,
            self.path,
            params=list(self.params) or None,
            json=self.body,
            data=dict(self.form) or None,
            headers={"Accept": self.accept},
        )

    def result(self, response: httpx.Response) -> T:
        """What the response says. Raises ``ClientError``."""
        if response.is_error:
            raise _refusal(response)
        try:
            return self.read(response)
        except (ValidationError, json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
            raise _strange(response) from error


def ask(question: str, context: Sequence[str]) -> Call[AskResult]:
    body = {"question": question, "context": list(context)}
    return Call("api/ask", _model(AskResult), "POST", body=body)


def search(query: str, limit: int) -> Call[SearchResult]:
    return Call("api/search", _model(SearchResult), params=[("q", query), ("limit", str(limit))])


def entity(slug: str) -> Call[EntityView]:
    return Call(f"api/entities/{_segment(slug)}", _model(EntityView))


def who(**filters: str | None) -> Call[Tasks]:
    chosen = [(name, slug) for name, slug in filters.items() if slug is not None]
    return Call("api/who", _model(Tasks), params=chosen)


def explain(subject: str, predicate: str, object_: str) -> Call[ExplanationView]:
    triple = [("subject", subject), ("predicate", predicate), ("object", object_)]
    return Call("api/explain", _model(ExplanationView), params=triple)


def documents() -> Call[list[DocumentSummary]]:
    return Call("api/documents", _model(list[DocumentSummary]))


def document(document_id: str) -> Call[DocumentDetail]:
    return Call(f"api/documents/{_segment(document_id)}", _model(DocumentDetail))


def asked(address: Address, choice: Mapping[str, Any] | None, outline: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a course is asked by. Raises ``InputError`` where it is not one of the two."""
    if (choice is None) == (outline is None):
        raise InputError("giv enten choice eller outline")
    if choice is None:
        return {"outline": dict(outline or {})}
    return {"choice": {name: _slugs(address, name, value) for name, value in choice.items()}}


def _slugs(address: Address, name: str, value: Any) -> Any:
    if name in ("minutes", "level"):
        return value
    return address.slug(value) if isinstance(value, str) else [address.slug(one) for one in value]


def quiz_asked(
    address: Address,
    seed: int,
    count: int,
    kinds: Sequence[str],
    difficulty: str | None,
    pathway: str | None,
    background: bool,
) -> dict[str, Any]:
    """What a quiz is asked by."""
    return {
        "seed": seed,
        "count": count,
        "kinds": list(kinds),
        "difficulty": difficulty,
        "pathway": pathway and address.slug(pathway),
        "background": background,
    }


def course(asked: Mapping[str, Any]) -> Call[dict[str, Any]]:
    return Call("api/course", _object, "POST", body={**asked, "format": "outline"})


def course_file(asked: Mapping[str, Any], file_format: str) -> Call[bytes]:
    return Call("api/course", _content, "POST", accept="*/*", body={**asked, "format": file_format})


def course_changes(outline: Mapping[str, Any]) -> Call[list[dict[str, Any]]]:
    return Call("api/course/check", _changes, "POST", body={"outline": dict(outline)})


def quiz(asked: Mapping[str, Any]) -> Call[dict[str, Any]]:
    return Call("api/course/quiz", _object, "POST", body={**asked, "format": "json"})


def quiz_file(asked: Mapping[str, Any], file_format: str) -> Call[bytes]:
    return Call("api/course/quiz", _content, "POST", accept="*/*", body={**asked, "format": file_format})


def health() -> Call[Readiness]:
    return Call("readyz", _model(Readiness))


def sparql(query: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> Call[Table | bool | Graph]:
    return _sparql(query, default_graphs, named_graphs, f"{RESULTS['json']}, {GRAPHS['ttl']};q=0.9", _any_result)


def select(query: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> Call[Table]:
    return _sparql(query, default_graphs, named_graphs, RESULTS["json"], _table)


def construct(query: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> Call[Graph]:
    return _sparql(query, default_graphs, named_graphs, GRAPHS["ttl"], _graph)


def sparql_bytes(
    query: str, result_format: str, default_graphs: Sequence[str], named_graphs: Sequence[str]
) -> Call[bytes]:
    media_type = _known(result_format, {**RESULTS, **GRAPHS})
    return _sparql(query, default_graphs, named_graphs, media_type, _content)


def export(export_format: str) -> Call[bytes]:
    return Call(f"eksport/forlobkg.{_known(export_format, EXPORTS)}", _content, accept="*/*")


def describe(slug: str) -> Call[Graph]:
    return Call(f"data/{_path(slug)}.ttl", _graph, accept=GRAPHS["ttl"])


def _sparql(
    query: str,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
    accept: str,
    read: Callable[[httpx.Response], T],
) -> Call[T]:
    form: dict[str, str | Sequence[str]] = {"query": query}
    form |= {"default-graph-uri": list(default_graphs)} if default_graphs else {}
    form |= {"named-graph-uri": list(named_graphs)} if named_graphs else {}
    return Call("sparql", read, "POST", accept=accept, form=form)


def _model(kind: type[T]) -> Callable[[httpx.Response], T]:
    def read(response: httpx.Response) -> T:
        return TypeAdapter(kind).validate_json(response.content)

    return read


def _any_result(response: httpx.Response) -> Table | bool | Graph:
    if _media_type(response) != RESULTS["json"]:
        return _graph(response)
    document = response.json()
    if "boolean" in document:
        return bool(document["boolean"])
    return _table(response)


def _table(response: httpx.Response) -> Table:
    # rdflib takes its time to import, and most calls do without.
    from forlobkg.client.tables import read_table

    return read_table(response.json())


def _graph(response: httpx.Response) -> Graph:
    from rdflib import Graph
    from rdflib.exceptions import ParserError
    from rdflib.plugins.parsers.notation3 import BadSyntax

    if _media_type(response) != GRAPHS["ttl"]:
        raise _strange(response)
    try:
        return Graph().parse(data=response.content, format="turtle")
    except (BadSyntax, ParserError) as error:
        raise _strange(response) from error


def _object(response: httpx.Response) -> dict[str, Any]:
    return TypeAdapter(dict[str, Any]).validate_json(response.content)


def _changes(response: httpx.Response) -> list[dict[str, Any]]:
    return TypeAdapter(list[dict[str, Any]]).validate_python(_object(response)["changes"])


def _content(response: httpx.Response) -> bytes:
    return response.content


def _media_type(response: httpx.Response) -> str:
    content_type: str = response.headers.get("content-type", "")
    return content_type.partition(";")[0].strip().lower()


def _known(name: str, formats: Mapping[str, str]) -> str:
    if name not in formats:
        raise InputError(f"formatet {name!r} findes ikke; vælg {', '.join(formats)}")
    return formats[name]


def _segment(slug: str) -> str:
    return _path(slug).replace("/", "%2F")


def _path(slug: str) -> str:
    """``slug`` within a URL: what it holds can neither lead out of its folder nor begin a query."""
    if not slug or any(part in ("", ".", "..") for part in slug.split("/")):
        raise InputError(f"{slug!r} er ikke navnet på noget")
    return quote(slug)


def _refusal(response: httpx.Response) -> Exception:
    seconds = response.headers.get("retry-after", "")
    retry_after = int(seconds) if seconds.isdecimal() else None
    try:
        details = response.json()
        return problem(response.status_code, str(details["title"]), str(details["detail"]), retry_after)
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError):
        # A proxy's error page, or another service.
        detail = f"{response.url} svarede {response.status_code} uden at sige hvorfor; er det forlobkg, der svarer?"
        return problem(response.status_code, response.reason_phrase, detail, retry_after)


def _strange(response: httpx.Response) -> StrangeResponseError:
    return StrangeResponseError(
        f"svaret fra {response.url} kan ikke læses; er det forlobkg, og samme version, der svarer?"
    )
