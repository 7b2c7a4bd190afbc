"""Reading a request of the SPARQL 1.1 Protocol: the query and its dataset (2.1.1 to 2.1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from forlobkg.errors import InputError
from forlobkg_api.problems import UnsupportedMediaTypeError

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_NO_UPDATE = "grafen kan læses, ikke ændres: her er ingen SPARQL Update"
_MOST_FIELDS = 1000


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query, None where none was sent, and the graphs that it is to be asked of."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def read_url(query_string: bytes) -> SparqlRequest:
    """The request in a URL. Raises ``InputError``."""
    return _request(read_fields(query_string))


def read_post(content_type: str, body: bytes, query_string: bytes) -> SparqlRequest:
    """The request in a body, its dataset there or in the URL.

    Raises ``UnsupportedMediaTypeError`` for other bodies than a form and a query, ``InputError`` for a malformed one.
    """
    media_type, *parameters = (piece.strip().lower() for piece in content_type.split(";"))
    if media_type == _UPDATE:
        raise UnsupportedMediaTypeError(_NO_UPDATE)
    if media_type not in (FORM, DIRECT):
        raise UnsupportedMediaTypeError(f"send forespørgslen som {FORM} eller {DIRECT} (Content-Type)")
    charset = dict(parameter.partition("=")[::2] for parameter in parameters).get("charset", "utf-8")
    if charset.strip('"') not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaTypeError("send forespørgslen i UTF-8; andre tegnsæt læses ikke")
    fields = read_fields(query_string)
    if media_type == FORM:
        in_body = read_fields(body)
        fields = {name: (*fields.get(name, ()), *in_body.get(name, ())) for name in {**fields, **in_body}}
    else:
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError("forespørgslen er ikke UTF-8") from error
        fields["query"] = (*fields.get("query", ()), text)
    request = _request(fields)
    if request.query is None:
        raise InputError("der mangler et felt med navnet query")
    return request


def read_fields(text: bytes) -> dict[str, tuple[str, ...]]:
    """The fields of a query string or a form, each with its values. Raises ``InputError`` for other than UTF-8."""
    try:
        pairs = parse_qsl(text.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise InputError("forespørgslen er ikke UTF-8") from error
    except ValueError as error:
        raise InputError(f"der er flere end {_MOST_FIELDS} felter") from error
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return fields


def _request(fields: Mapping[str, tuple[str, ...]]) -> SparqlRequest:
    if "update" in fields:
        raise InputError(_NO_UPDATE)
    queries = fields.get("query", ())
    if len(queries) > 1:
        raise InputError(f"der er {len(queries)} felter med navnet query; send netop ét")
    return SparqlRequest(
        queries[0] if queries else None, fields.get("default-graph-uri", ()), fields.get("named-graph-uri", ())
    )
