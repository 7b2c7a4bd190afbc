"""The command line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from forlobkg import terminal
from forlobkg.cli_eval import eval_app
from forlobkg.errors import ForlobkgError, InputError

if TYPE_CHECKING:
    from forlobkg.service import Forlobkg

app = typer.Typer(
    name="forlobkg",
    help="Spørg forløbsbeskrivelserne, se hvem der gør hvad, og hent vidensgrafen.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
corpus_app = typer.Typer(help="Kildernes tekst.", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")
app.add_typer(eval_app, name="eval")

AsJson = Annotated[bool, typer.Option("--json", help="Skriv svaret som JSON.")]

# Newer releases of typer bring a click of their own, so that the class cannot be imported from click.
_TYPER_ERROR: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


class ResultFormat(StrEnum):
    """Formats of SPARQL results; those of SELECT and ASK, then those of CONSTRUCT and DESCRIBE."""

    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TSV = "tsv"
    TTL = "ttl"
    NT = "nt"
    RDF = "rdf"
    JSONLD = "jsonld"


class ExportFormat(StrEnum):
    """Formats of the whole dataset."""

    TRIG = "trig"
    TTL = "ttl"
    NQ = "nq"
    JSONLD = "jsonld"


def main() -> None:
    """Run the command line; every failure is one line on standard error and an exit status of 1 or 2."""
    # Matrices here are small: sharing one out among threads takes longer than multiplying it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        # typer's own handling would put its errors in a box of several lines.
        status = app(standalone_mode=False)
        sys.stdout.flush()
    except ForlobkgError as error:
        _fail(str(error), error.exit_status)
    except _TYPER_ERROR as error:
        _fail(error.format_message(), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        _fail("afbrudt", 130)
    except BrokenPipeError:
        # The reader of our output is gone ("forlobkg export | head"): nothing is left to say to it.
        _discard_output()
        sys.exit(1)
    except OSError as error:
        _discard_output()
        _fail(f"{error.filename or 'svaret'} kan ikke skrives eller læses: {error.strerror}", 1)
    sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str, status: int) -> NoReturn:
    sys.stderr.write(f"forlobkg: {' '.join(message.split())}\n")
    sys.exit(status)


def _discard_output() -> None:
    """Send what is still to be written nowhere, so that the interpreter's last flush does not fail too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _opened() -> Iterator[Forlobkg]:
    from forlobkg.service import open_service

    with open_service(report=_progress()) as service:
        yield service


def _progress() -> Callable[[str], None]:
    def report(step: str) -> None:
        sys.stderr.write(f"forlobkg: {step} …\n")
        sys.stderr.flush()

    return report


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="Spørgsmålet, på dansk.")] = None,
    file: Annotated[Path | None, typer.Option(help='JSON-linjer {"id": ..., "q": ...}; ét svar pr. linje.')] = None,
    as_json: AsJson = False,
) -> None:
    """Svar på et spørgsmål med citater, eller sig at det ikke står i kilderne."""
    if (question is None) == (file is None):
        raise InputError("giv enten et spørgsmål eller --file, for eksempel: forlobkg ask 'Hvem gør hvad?'")
    with _opened() as service:
        if file is not None:
            failed = False
            for number, line in _numbered(file):
                answer = _answer_line(service, line, f"{file}, linje {number}")
                failed = failed or "error" in answer
                typer.echo(json.dumps(answer, ensure_ascii=False))
            if failed:
                raise InputError(f"nogle linjer i {file} kunne ikke besvares; se feltet error i svarene")
            return
        result = service.ask(question or "")
        if as_json:
            terminal.print_json(result)
        else:
            terminal.print_answer(result)


def _answer_line(service: Forlobkg, line: str, place: str) -> dict[str, Any]:
    """The answer to a line, or its id with what is wrong with it: one bad line takes no other's answer away."""
    name = None
    try:
        entry = json.loads(line)
        if not isinstance(entry, dict) or not isinstance(entry.get("q"), str) or "id" not in entry:
            return {"id": None, "error": f'{place}: linjen skal være {{"id": ..., "q": "..."}}'}
        name = entry["id"]
        return {"id": name, **service.ask(entry["q"]).model_dump(mode="json")}
    except json.JSONDecodeError as error:
        return {"id": name, "error": f"{place}: ikke gyldig JSON: {error.msg}"}
    except InputError as error:
        return {"id": name, "error": f"{place}: {error}"}


def _numbered(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, each with its number in the file."""
    return ((number, line) for number, line in enumerate(_lines(path), start=1) if line.strip())


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8") as stream:
            yield from stream
    except OSError as error:
        raise InputError(f"{path} kan ikke læses: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} er ikke UTF-8") from error


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Ord eller en sætning.")],
    limit: Annotated[int, typer.Option(help="Højst så mange steder, 1-100.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Find tekststeder."""
    with _opened() as service:
        found = service.search(query, limit)
    if as_json:
        terminal.print_json(found)
    else:
        terminal.print_hits(found)


@app.command()
def show(
    slug: Annotated[str, typer.Argument(help="Tingens navn, fx familieambulatoriet.")],
    as_json: AsJson = False,
) -> None:
    """Vis alt, hvad grafen siger om én ting."""
    with _opened() as service:
        view = service.show(slug)
    if as_json:
        terminal.print_json(view)
    else:
        terminal.print_entity(view)


@app.command()
def who(
    actor: Annotated[str | None, typer.Option(help="Kun denne aktør, fx kommunale-ledere.")] = None,
    phase: Annotated[str | None, typer.Option(help="Kun denne fase, fx fase-efter-foedslen.")] = None,
    target: Annotated[str | None, typer.Option(help="Kun denne målgruppe, fx udsatte-gravide.")] = None,
    recommendation: Annotated[str | None, typer.Option(help="Kun denne anbefaling, fx anbefaling-4.")] = None,
    as_json: AsJson = False,
) -> None:
    """Vis hvem der gør hvad, med de huller kilderne har."""
    with _opened() as service:
        table = service.who(actor=actor, phase=phase, target=target, recommendation=recommendation)
    if as_json:
        terminal.print_json(table)
    else:
        terminal.print_who(table)


@app.command()
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
        is_graph = chosen in (ResultFormat.TTL, ResultFormat.NT, ResultFormat.RDF, ResultFormat.JSONLD)
        results, graph = ("csv", chosen.value) if is_graph else (chosen.value, "jsonld" if as_json else "ttl")
    with _opened() as service:
        typer.echo(service.sparql(text, results=results, graph=graph).content.decode("utf-8"), nl=False)


def _read_text(path: Path | None) -> str:
    return "".join(_lines(path)) if path is not None else ""


@app.command()
def export(
    export_format: Annotated[ExportFormat, typer.Option("--format", help="Format.")] = ExportFormat.TRIG,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Fil; ellers skærmen.")] = None,
    as_json: AsJson = False,
) -> None:
    """Skriv hele grafen ud."""
    from forlobkg.files import write_atomic

    with _opened() as service:
        content = service.export("jsonld" if as_json else export_format.value)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        # What a link points to is written; a device or pipe cannot be replaced by a file.
        target = output.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            write_atomic(target, content)
    except OSError as error:
        raise InputError(f"{output} kan ikke skrives: {error.strerror}") from error
    typer.echo(f"{len(content)} byte skrevet til {output}", err=True)


@app.command()
def build(
    if_needed: Annotated[bool, typer.Option("--if-needed", help="Kun hvis noget er ændret.")] = False,
    as_json: AsJson = False,
) -> None:
    """Byg grafen og indekset på ny."""
    from forlobkg.settings import load_settings

    settings = load_settings()
    if if_needed:
        from forlobkg.service import ensure_build

        made = ensure_build(settings, _progress())
    else:
        from forlobkg.builder import make_build

        made = make_build(settings, _progress())
    counts = made.details["counts"]
    if as_json:
        typer.echo(json.dumps(counts))
    else:
        typer.echo(
            f"{counts['documents']} dokumenter, {counts['passages']} tekststeder "
            f"({counts['indexed']} søgbare), {counts['triples']} udsagn"
        )


@app.command()
def validate(as_json: AsJson = False) -> None:
    """Efterprøv grafen: former, ordforråd og om kildernes ord bærer hvert udsagn."""
    from forlobkg.corpus import load_documents
    from forlobkg.danish import Analyser
    from forlobkg.graph.authoring import validate as validate_graph
    from forlobkg.resources import corpus_dir, ontology_dir

    violations = validate_graph(ontology_dir(), load_documents(corpus_dir()), Analyser())
    if as_json:
        typer.echo(json.dumps([asdict(violation) for violation in violations], ensure_ascii=False, indent=2))
    elif violations:
        for violation in violations:
            typer.echo(f"{violation.rule}: {violation.message}")
    else:
        typer.echo("Grafen er i orden.")
    if violations:
        raise typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Adresse; ellers FORLOBKG_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; ellers FORLOBKG_PORT.", min=0, max=65535)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv adressen som JSON.")] = False,
) -> None:
    """Kør tjenesten: siden, REST og SPARQL."""
    from forlobkg.settings import load_settings
    from forlobkg_api.server import run

    run(load_settings(), host=host, port=port, report=_progress(), announce=_announce(as_json))


def _announce(as_json: bool) -> Callable[[str], None]:
    def announce(url: str) -> None:
        typer.echo(json.dumps({"url": url}) if as_json else f"forlobkg svarer på {url}")

    return announce


@corpus_app.command()
def repair(
    check: Annotated[bool, typer.Option("--check", help="Skriv intet; sig om filerne passer.")] = False,
    as_json: AsJson = False,
) -> None:
    """Lav de reparerede tekster af de modtagne og reparationstabellerne."""
    from forlobkg.corpus import read_manifest, repair_document
    from forlobkg.files import write_atomic
    from forlobkg.resources import corpus_dir

    folder = corpus_dir()
    states: dict[str, str] = {}
    for record in read_manifest(folder):
        content = repair_document(folder, record).text.encode("utf-8")
        path = folder / record.repaired
        same = path.is_file() and path.read_bytes() == content
        if not same and not check:
            write_atomic(path, content)
        states[record.id] = "uændret" if same else "afviger" if check else "skrevet"
    if as_json:
        typer.echo(json.dumps(states, ensure_ascii=False))
    else:
        for document, state in states.items():
            typer.echo(f"{document}: {state}")
    if "afviger" in states.values():
        raise typer.Exit(1)


if __name__ == "__main__":
    main()
