"""The command line's commands about the graph: things, who does what, SPARQL, checks, exports, documentation."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from forlobkg import terminal, terminal_graph
from forlobkg.cli_common import AsJson, lines, opened, write_output
from forlobkg.errors import InputError
from forlobkg.sparql import GRAPH_TYPES

graph_commands = typer.Typer()


class ResultFormat(StrEnum):
    """Formats of SPARQL results; those of SELECT and ASK, then those of CONSTRUCT and DESCRIBE."""

    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TSV = "tsv"
    TTL = "ttl"
    NT = "nt"
    NQ = "nq"
    TRIG = "trig"
    RDF = "rdf"
    JSONLD = "jsonld"


class ExportFormat(StrEnum):
    """Formats of the whole dataset."""

    TRIG = "trig"
    TTL = "ttl"
    NQ = "nq"
    NT = "nt"
    JSONLD = "jsonld"
    CSV = "csv"


@graph_commands.command()
def show(
    slug: Annotated[str, typer.Argument(help="Tingens navn, fx familieambulatoriet.")],
    as_json: AsJson = False,
) -> None:
    """Vis alt, hvad grafen siger om én ting."""
    with opened() as service:
        view = service.show(slug)
    if as_json:
        terminal.print_json(view)
    else:
        terminal.print_entity(view)


@graph_commands.command()
def who(
    actor: Annotated[str | None, typer.Option(help="Kun denne aktør, fx kommunale-ledere.")] = None,
    phase: Annotated[str | None, typer.Option(help="Kun denne fase, fx fase-efter-foedslen.")] = None,
    target: Annotated[str | None, typer.Option(help="Kun denne målgruppe, fx udsatte-gravide.")] = None,
    recommendation: Annotated[str | None, typer.Option(help="Kun denne anbefaling, fx anbefaling-4.")] = None,
    as_json: AsJson = False,
) -> None:
    """Vis hvem der gør hvad, med de huller kilderne har."""
    with opened() as service:
        table = service.who(actor=actor, phase=phase, target=target, recommendation=recommendation)
    if as_json:
        terminal.print_json(table)
    else:
        terminal.print_who(table)


@graph_commands.command(name="explain")
def explain_command(
    subject: Annotated[str, typer.Argument(help="Tingen, fx anbefaling-5.")],
    predicate: Annotated[str, typer.Argument(help="Egenskaben, fx fb:involvesActor.")],
    value: Annotated[str, typer.Argument(help='Den anden ting eller teksten, fx region eller "2022".')],
    as_json: AsJson = False,
) -> None:
    """Vis hvorfor grafen siger noget: tekststederne, eller reglen og det, den bygger på."""
    with opened() as service:
        view = service.explain(subject, predicate, value)
    if as_json:
        terminal.print_json(view)
    else:
        terminal_graph.print_explanation(view)


@graph_commands.command()
def sparql(
    query: Annotated[str | None, typer.Argument(help="SPARQL 1.1: SELECT, ASK, CONSTRUCT eller DESCRIBE.")] = None,
    file: Annotated[Path | None, typer.Option(help="Fil med forespørgslen.")] = None,
    result_format: Annotated[
        ResultFormat | None, typer.Option("--format", help="Resultatets format; ellers CSV eller Turtle.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Stil en SPARQL-forespørgsel til grafen."""
    if (query is None) == (file is None):
        raise InputError("giv enten en forespørgsel eller --file")
    text = query if query is not None else _read_text(file)
    chosen = ResultFormat.JSON if as_json and result_format is None else result_format
    results, graph = "csv", "ttl"
    if chosen is not None:
        is_graph = chosen.value in GRAPH_TYPES
        results, graph = ("csv", chosen.value) if is_graph else (chosen.value, "jsonld" if as_json else "ttl")
    with opened() as service:
        typer.echo(service.sparql(text, results=results, graph=graph).content.decode("utf-8"), nl=False)


def _read_text(path: Path | None) -> str:
    return "".join(lines(path)) if path is not None else ""


@graph_commands.command()
def export(
    export_format: Annotated[ExportFormat, typer.Option("--format", help="Format.")] = ExportFormat.TRIG,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Fil; ellers skærmen.")] = None,
    as_json: AsJson = False,
) -> None:
    """Skriv hele grafen ud; csv giver tabeller til regneark i en zip-fil."""
    with opened() as service:
        content = service.export("jsonld" if as_json else export_format.value)
    write_output(content, output)


@graph_commands.command()
def reference(
    output: Annotated[Path, typer.Option("--output", "-o", help="Mappe; den laves, hvis den ikke er der.")],
    as_json: AsJson = False,
) -> None:
    """Skriv dokumentationen af ontologien: sider på dansk og engelsk, med tegninger."""
    from forlobkg.files import write_atomic

    if output == Path():
        raise InputError("giv en mappe, for eksempel: forlobkg reference -o ontologi")
    with opened() as service:
        pages = {path.name: path.read_bytes() for path in sorted(service.build.reference.iterdir())}
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, content in pages.items():
            write_atomic(output / name, content)
    except OSError as error:
        raise InputError(f"{output} kan ikke skrives: {error.strerror}") from error
    files = list(pages)
    typer.echo(json.dumps(files) if as_json else f"{len(files)} filer skrevet til {output}; begynd med index.da.html")


@graph_commands.command()
def validate(
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Vis, hvad der er hentet fra hvert tekststed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Efterprøv grafen: former, rapporter, dækning, og om kildernes ord bærer hvert udsagn."""
    from forlobkg.corpus import load_documents
    from forlobkg.danish import Analyser
    from forlobkg.graph import authoring
    from forlobkg.resources import corpus_dir, ontology_dir

    folder, documents = ontology_dir(), load_documents(corpus_dir())
    if coverage:
        rows = authoring.coverage(authoring.load_curated(folder), documents, authoring.load_unused(folder))
        if as_json:
            typer.echo(json.dumps(authoring.coverage_records(rows), ensure_ascii=False, indent=2))
        else:
            for line in authoring.coverage_lines(rows):
                typer.echo(line)
        if authoring.coverage_counts(rows)["neither"]:
            raise typer.Exit(1)
        return
    violations = authoring.validate(folder, documents, Analyser())
    if as_json:
        typer.echo(json.dumps([asdict(violation) for violation in violations], ensure_ascii=False, indent=2))
    elif violations:
        terminal_graph.print_violations(violations)
    else:
        typer.echo("Grafen er i orden.")
    if any(violation.level is authoring.Level.ERROR for violation in violations):
        raise typer.Exit(1)
