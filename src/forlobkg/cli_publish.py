"""The command that writes the dataset to a store elsewhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from forlobkg.cli_common import AsJson, opened, progress
from forlobkg.errors import InputError

_SECONDS = 300.0
"""For each request: a store may have much to take in."""


def publish(
    to: Annotated[str, typer.Option(help="Lagerets SPARQL-endepunkt, fx http://127.0.0.1:7878/query.")],
    graph_store: Annotated[
        str, typer.Option(help="Hvor lageret tager imod grafer (Graph Store Protocol); ellers gættes det af --to.")
    ] = "",
    update: Annotated[str, typer.Option(help="Skriv i stedet med SPARQL Update på denne adresse.")] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Slet det, som lageret ellers har, også når det ikke er vores.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Læg grafen i et andet SPARQL-lager; brug den dér med FORLOBKG_SPARQL_URL."""
    if graph_store and update:
        raise InputError("giv enten --graph-store eller --update")
    from forlobkg import remote
    from forlobkg.graph import OxigraphStore

    query_url = remote.query_url_of(to)
    writer: remote.GraphWriter = (
        remote.UpdateWriter(update, timeout=_SECONDS)
        if update
        else remote.GraphStoreWriter(graph_store or remote.graph_store_of(query_url), timeout=_SECONDS)
    )
    with opened() as service:
        prefixes = service.names.prefixes
        built = OxigraphStore.open(service.build.store, prefixes)
        endpoint = remote.SparqlEndpoint(query_url, timeout=_SECONDS, max_bytes=service.settings.sparql_max_bytes)
        store = remote.RemoteStore(endpoint, prefixes)
        done = remote.publish(built, service.names, store, writer, replace=replace, report=progress())
    if as_json:
        typer.echo(json.dumps(asdict(done)))
    else:
        gone = f"; {done.removed} andre grafer er slettet" if done.removed else ""
        typer.echo(f"{done.graphs} grafer og {done.triples} forskellige udsagn er i lageret{gone}")
