"""The commands that make quizzes, check them, let a trainer approve them, and export them."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import typer

from forlobkg.cli_common import AsJson, opened, write_output
from forlobkg.errors import InputError

if TYPE_CHECKING:
    from forlobkg.teach.quiz import Difficulty, Kind, Quiz, QuizFormat

quiz_app = typer.Typer(help="Quizzer af det, kilderne siger.", no_args_is_help=True)

QuizFile = Annotated[Path, typer.Argument(help="Quizzens fil, JSON eller YAML.", show_default=False)]
_YES: Final = {"j", "ja"}
_NO: Final = {"n", "nej"}
_STOP: Final = {"s", "stop"}


@quiz_app.command()
def make(
    seed: Annotated[int, typer.Option(help="Samme tal giver samme quiz.")] = 0,
    count: Annotated[int, typer.Option(help="Antal spørgsmål, højst.")] = 20,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="single, multiple, matching, ordering, true-false eller short-answer; kan gentages."),
    ] = None,
    difficulty: Annotated[str | None, typer.Option(help="let, middel eller svær.")] = None,
    pathway: Annotated[str | None, typer.Option(help="En forløbsbeskrivelse (dens slug).")] = None,
    background: Annotated[bool, typer.Option("--background", help="Også historik, udgivere og numre.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Fil, .json eller .yaml.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Skriv over filen, også dens godkendelser.")] = False,
    as_json: AsJson = False,
) -> None:
    """Lav en quiz; spørgsmålene skal godkendes, før de eksporteres."""
    from forlobkg.teach.quiz import make_quiz, write_quiz_file

    if output is not None and output.exists() and not replace:
        raise InputError(f"{output} findes allerede; vælg et andet navn, eller skriv over den med --replace")
    with opened() as service:
        quiz = make_quiz(
            service.graph,
            service.corpus,
            seed=seed,
            count=count,
            kinds=cast("list[Kind] | None", kind),
            difficulty=cast("Difficulty | None", difficulty),
            pathway=pathway,
            background=background,
        )
    if len(quiz.items) < count:
        typer.echo(f"kilderne rækker til {len(quiz.items)} spørgsmål uden at to røber hinanden", err=True)
    if output is None or as_json:
        typer.echo(write_quiz_file(quiz), nl=False)
    if output is not None:
        _save(quiz, output)
        typer.echo(f"{len(quiz.items)} spørgsmål; gennemgå dem: forlobkg course quiz approve {output}", err=True)


@quiz_app.command()
def lint(file: QuizFile, as_json: AsJson = False) -> None:
    """Se efter de kendte fejl i spørgsmål, og om citaterne stadig står i kilderne."""
    from forlobkg.teach.quiz import Linter, stale

    quiz = _read(file)
    findings = Linter().check_quiz(quiz)
    with opened() as service:
        changed = stale(quiz, service.corpus)
    if as_json:
        told = {"findings": [one.model_dump() for one in findings], "stale": [asdict(one) for one in changed]}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        for finding in findings:
            place = f"{finding.item}, {finding.where}" if finding.item else finding.where
            typer.echo(f"{finding.severity}: {place}: {finding.message}")
        for one in changed:
            typer.echo(f"fejl: {one.item}: {_changed(one.passage, one.now)}")
        if not findings and not changed:
            typer.echo(f"{len(quiz.items)} spørgsmål, ingen fejl")
    if changed or any(finding.severity == "fejl" for finding in findings):
        raise typer.Exit(1)


def _changed(passage: str, now: str) -> str:
    if now:
        return f"stedet {passage} er ændret i kilderne, som nu siger »{' '.join(now.split())}«"
    return f"stedet {passage} findes ikke længere i kilderne"


@quiz_app.command()
def approve(
    file: QuizFile,
    ids: Annotated[list[str] | None, typer.Argument(help="Spørgsmålenes id'er; ellers ét ad gangen.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Godkend alle.")] = False,
    take_back: Annotated[bool, typer.Option("--withdraw", help="Tag godkendelsen tilbage i stedet.")] = False,
    as_json: AsJson = False,
) -> None:
    """Godkend spørgsmål: dem med de givne id'er, alle, eller ét ad gangen i terminalen."""
    from forlobkg.teach.quiz import approve as approved
    from forlobkg.teach.quiz import withdraw

    if ids and every:
        raise InputError("giv enten id'er eller --all")
    quiz = _read(file)
    if ids or every:
        mark = withdraw if take_back else approved
        quiz = mark(quiz, ids or [item.id for item in quiz.items])
        _save(quiz, file)
    elif take_back:
        raise InputError("giv id'erne på de spørgsmål, der ikke længere er godkendt, eller --all")
    elif not sys.stdin.isatty():
        raise InputError("giv id'erne på de spørgsmål, der er godkendt, eller --all")
    else:
        quiz = _one_by_one(quiz, file)
    count = sum(item.approved for item in quiz.items)
    if as_json:
        typer.echo(json.dumps({"approved": [item.id for item in quiz.items if item.approved], "of": len(quiz.items)}))
    else:
        typer.echo(f"{count} af {len(quiz.items)} spørgsmål er godkendt")


def _one_by_one(quiz: Quiz, file: Path) -> Quiz:
    """Shows each item that is not approved, asks, and saves after each that is; gives the quiz as it then is."""
    from forlobkg.teach.quiz import approve as approved
    from forlobkg.teach.quiz import reviewed, stale

    with opened() as service:
        changed = stale(quiz, service.corpus)
    waiting = [item for item in quiz.items if not item.approved]
    for number, item in enumerate(waiting, start=1):
        typer.echo(f"\n{number} af {len(waiting)} ({item.id})\n{reviewed(item)}", err=True)
        for one in changed:
            if one.item == item.id:
                typer.echo(f"Bemærk: {_changed(one.passage, one.now)}", err=True)
        answer = _asked()
        if answer is None:
            break
        if answer:
            quiz = approved(quiz, [item.id])
            _save(quiz, file)
    return quiz


def _asked() -> bool | None:
    """Whether the item is approved; None to stop, also at the end of what is typed."""
    while True:
        typer.echo("\nGodkend? (j/n/stop): ", nl=False, err=True)
        line = sys.stdin.readline()
        answer = line.strip().casefold()
        if not line or answer in _STOP:
            return None
        if answer in _YES | _NO:
            return answer in _YES


@quiz_app.command("export")
def export_quiz(
    file: QuizFile,
    format: Annotated[
        str, typer.Option(help="moodle, gift, qti, anki, print, key, print-docx, key-docx, md eller json.")
    ],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Fil; ellers standard-ud.")] = None,
    include_unapproved: Annotated[
        bool, typer.Option("--include-unapproved", help="Tag også dem med, der ikke er godkendt.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Eksportér de godkendte spørgsmål."""
    from forlobkg.teach.quiz import EXPORTS, stale, write_quiz

    quiz = _read(file)
    content = write_quiz(quiz, format, include_unapproved=include_unapproved)
    if output is None and (as_json or (sys.stdout.isatty() and "text" not in EXPORTS[format].media_type)):
        raise InputError(f"giv en fil, for eksempel: -o quiz{EXPORTS[format].suffix}")
    taken = [item for item in quiz.items if item.approved or include_unapproved]
    write_output(content, output)
    with opened() as service:
        changed = sorted({one.item for one in stale(quiz.model_copy(update={"items": taken}), service.corpus)})
    if changed:
        typer.echo(
            f"advarsel: kilderne er ændret under {', '.join(changed)}; se: forlobkg course quiz lint {file}", err=True
        )
    if as_json:
        told: dict[str, Any] = {"format": format, "items": len(taken), "bytes": len(content), "stale": changed}
        typer.echo(json.dumps({**told, "left_out": len(quiz.items) - len(taken)}))
    elif len(taken) < len(quiz.items):
        typer.echo(f"{len(taken)} af {len(quiz.items)} spørgsmål er taget med; resten er ikke godkendt", err=True)


def _read(path: Path) -> Quiz:
    """The quiz of a file, no more of which is read than a quiz may hold. Raises ``InputError``."""
    from forlobkg.teach.quiz import MOST_CHARS, read_quiz

    try:
        with path.open(encoding="utf-8") as stream:
            text = stream.read(MOST_CHARS + 1)
    except OSError as error:
        raise InputError(f"{path} kan ikke læses: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} er ikke UTF-8") from error
    return read_quiz(text)


def _save(quiz: Quiz, path: Path) -> None:
    from forlobkg.files import write_atomic
    from forlobkg.teach.quiz import write_quiz_file

    kind: QuizFormat = "yaml" if path.suffix.lower() in (".yaml", ".yml") else "json"
    try:
        write_atomic(path.resolve(), write_quiz_file(quiz, kind).encode("utf-8"))
    except OSError as error:
        raise InputError(f"{path} kan ikke skrives: {error.strerror}") from error
