"""The command line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from forlobkg import terminal
from forlobkg.cli_common import AsJson, lines, opened, progress
from forlobkg.cli_course import course_app
from forlobkg.cli_eval import eval_app
from forlobkg.cli_graph import graph_commands
from forlobkg.cli_publish import publish
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
app.add_typer(course_app, name="course")
app.add_typer(graph_commands)
app.command()(publish)

# Newer releases of typer bring a click of their own, so that the class cannot be imported from click.
_TYPER_ERROR: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


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


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="Spørgsmålet, på dansk.")] = None,
    file: Annotated[Path | None, typer.Option(help='JSON-linjer {"id": ..., "q": ...}; ét svar pr. linje.')] = None,
    context: Annotated[
        list[str] | None, typer.Option(help="En ting, der var tale om før (dens slug); kan gentages.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Svar på et spørgsmål med citater, eller sig at det ikke står i kilderne."""
    if (question is None) == (file is None):
        raise InputError("giv enten et spørgsmål eller --file, for eksempel: forlobkg ask 'Hvem gør hvad?'")
    with opened() as service:
        if file is not None:
            failed = False
            for number, line in _numbered(file):
                answer = _answer_line(service, line, f"{file}, linje {number}")
                failed = failed or "error" in answer
                typer.echo(json.dumps(answer, ensure_ascii=False))
            if failed:
                raise InputError(f"nogle linjer i {file} kunne ikke besvares; se feltet error i svarene")
            return
        result = service.ask(question or "", context or ())
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
        return {"id": name, **service.ask(entry["q"], _context(entry)).model_dump(mode="json")}
    except json.JSONDecodeError as error:
        return {"id": name, "error": f"{place}: ikke gyldig JSON: {error.msg}"}
    except InputError as error:
        return {"id": name, "error": f"{place}: {error}"}


def _context(entry: dict[str, Any]) -> list[str]:
    """The slugs of a line's ``context``. Raises ``InputError`` where that is no list of texts."""
    context = entry.get("context", [])
    if not isinstance(context, list) or not all(isinstance(slug, str) for slug in context):
        raise InputError("context skal være en liste af ting")
    return context


def _numbered(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, each with its number in the file."""
    return ((number, line) for number, line in enumerate(lines(path), start=1) if line.strip())


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Ord eller en sætning.")],
    limit: Annotated[int, typer.Option(help="Højst så mange steder, 1-100.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Find tekststeder."""
    with opened() as service:
        found = service.search(query, limit)
    if as_json:
        terminal.print_json(found)
    else:
        terminal.print_hits(found)


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

        made = ensure_build(settings, progress())
    else:
        from forlobkg.builder import make_build

        made = make_build(settings, progress())
    counts = made.details["counts"]
    if as_json:
        typer.echo(json.dumps(counts))
    else:
        typer.echo(
            f"{counts['documents']} dokumenter, {counts['passages']} tekststeder "
            f"({counts['indexed']} søgbare), {counts['triples']} udsagn"
        )


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Adresse; ellers FORLOBKG_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; ellers FORLOBKG_PORT.", min=0, max=65535)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv adressen som JSON.")] = False,
) -> None:
    """Kør tjenesten: siden, REST og SPARQL."""
    from forlobkg.settings import load_settings
    from forlobkg_api.server import run

    run(load_settings(), host=host, port=port, report=progress(), announce=_announce(as_json))


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
