"""The page for developers: a SPARQL editor, which is a plain form where there is no script."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from forlobkg.graph import GRAPH_TYPES, RESULT_TYPES
from forlobkg.views_editor import EditorView, ExampleQuery
from forlobkg_api.assets import Assets, assets
from forlobkg_api.dependencies import Service
from forlobkg_api.problems import SECURITY_HEADERS
from forlobkg_api.templating import page

router = APIRouter(include_in_schema=False)
_POLICY = f"{SECURITY_HEADERS['Content-Security-Policy']}; script-src 'self'; connect-src 'self'"
_FORMAT_NAMES = {
    "json": "JSON",
    "xml": "XML",
    "csv": "CSV",
    "tsv": "TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "nq": "N-Quads",
    "trig": "TriG",
    "rdf": "RDF/XML",
    "jsonld": "JSON-LD",
}


@router.get("/udvikler", response_class=HTMLResponse)
def developer(
    service: Service,
    built: Annotated[Assets, Depends(assets)],
    example: Annotated[str, Query(alias="eksempel", max_length=200)] = "",
) -> HTMLResponse:
    """The editor; ``eksempel`` names the competency question that it begins with."""
    view = service.editor()
    chosen = _find(view, example)
    response = page(
        "developer.html",
        404 if example and chosen is None else 200,
        view=view,
        groups=[(user, list(examples)) for user, examples in groupby(view.examples, key=lambda one: one.user)],
        chosen=chosen or view.examples[0],
        unknown=example if chosen is None else "",
        script=built.url("editor.js"),
        style=built.url("editor.css"),
        result_formats={name: (_FORMAT_NAMES[name], kind) for name, kind in RESULT_TYPES.items()},
        graph_formats={name: (_FORMAT_NAMES[name], kind) for name, kind in GRAPH_TYPES.items()},
    )
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def _find(view: EditorView, name: str) -> ExampleQuery | None:
    return next((example for example in view.examples if example.name == name), None)
