"""The page for developers: a SPARQL editor, which is a plain form where there is no script."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from forlobkg.site import EditorView, ExampleQuery
from forlobkg.sparql import GRAPH_TYPES, RESULT_TYPES
from forlobkg_api.dependencies import Service
from forlobkg_api.templating import Page

router = APIRouter(include_in_schema=False)
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
    page: Page,
    example: Annotated[str, Query(alias="eksempel", max_length=200)] = "",
) -> HTMLResponse:
    """The editor; ``eksempel`` names the competency question that it begins with."""
    view = service.site.editor
    chosen = _find(view, example)
    return page(
        "developer.html",
        404 if example and chosen is None else 200,
        view=view,
        groups=[(user, list(examples)) for user, examples in groupby(view.examples, key=lambda one: one.user)],
        chosen=chosen or view.examples[0],
        unknown=example if chosen is None else "",
        result_formats={name: (_FORMAT_NAMES[name], kind) for name, kind in RESULT_TYPES.items()},
        graph_formats={name: (_FORMAT_NAMES[name], kind) for name, kind in GRAPH_TYPES.items()},
    )


def _find(view: EditorView, name: str) -> ExampleQuery | None:
    return next((example for example in view.examples if example.name == name), None)
