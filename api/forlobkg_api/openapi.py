"""How the SPARQL routes stand in the OpenAPI document, which FastAPI cannot read from their code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forlobkg_api.problems import PROBLEM_TYPE

_TEXT = {"type": "string"}
_GRAPHS = {"type": "array", "items": {"type": "string", "format": "iri"}}
_DATASET = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "explode": True,
        "schema": _GRAPHS,
        "description": f"IRI of a graph of this dataset that {part}",
    }
    for name, part in (
        ("default-graph-uri", "the default graph is to be made of"),
        ("named-graph-uri", "is to be a named graph"),
    )
]
QUERY_BY_GET: dict[str, Any] = {
    "parameters": [
        {
            "name": "query",
            "in": "query",
            "required": False,
            "schema": _TEXT,
            "description": "SPARQL 1.1 query; without one the service is described",
            "example": "SELECT ?actor WHERE { id:udsatte-gravide fb:centralActor ?actor }",
        },
        *_DATASET,
    ]
}
QUERY_BY_POST: dict[str, Any] = {
    "parameters": _DATASET,
    "requestBody": {
        "required": True,
        "content": {
            "application/sparql-query": {"schema": _TEXT},
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["query"],
                    "properties": {"query": _TEXT, "default-graph-uri": _GRAPHS, "named-graph-uri": _GRAPHS},
                }
            },
        },
    },
}
GRAPH_BY_GET: dict[str, Any] = {
    "parameters": [
        {
            "name": "graph",
            "in": "query",
            "required": False,
            "schema": {"type": "string", "format": "iri"},
            "description": "IRI of a named graph",
        },
        {
            "name": "default",
            "in": "query",
            "required": False,
            "allowEmptyValue": True,
            "schema": {"type": "string", "maxLength": 0},
            "description": "the default graph",
        },
    ]
}


def answers(media_types: Mapping[str, str], *problems: int) -> dict[int | str, dict[str, Any]]:
    """The responses of a route that gives these media types, or one of these problems."""
    good = {
        "description": "The result",
        "content": {media_type: {"schema": _TEXT} for media_type in media_types.values()},
    }
    refused = {"description": "Problem", "content": {PROBLEM_TYPE: {"schema": {"type": "object"}}}}
    return {200: good, **{status: refused for status in problems}}
