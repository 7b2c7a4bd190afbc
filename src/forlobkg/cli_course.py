"""The commands that make course material."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from forlobkg.cli_common import AsJson, lines, opened, progress, write_output
from forlobkg.cli_quiz import quiz_app
from forlobkg.errors import InputError, TooLongError

if TYPE_CHECKING:
    from forlobkg.teach import Change, Outline

course_app = typer.Typer(help="Undervisning: plan, slides, handout, plakat.", no_args_is_help=True)
course_app.add_typer(quiz_app, name="quiz")

OutlineFile = Annotated[Path, typer.Argument(help="Planen: en fil, som propose har lavet.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Skriv til denne fil.")]


@course_app.command()
def propose(
    pathway: Annotated[str, typer.Argument(help="Forløbets slug, fx udsatte-gravide-forloeb.")] = "",
    profession: Annotated[str, typer.Option(help="Hvem kurset er for, fx sundhedsplejerske.")] = "",
    target: Annotated[str, typer.Option(help="Målgruppe.")] = "",
    actor: Annotated[list[str] | None, typer.Option(help="Aktør, der skal fortælles om; kan gentages.")] = None,
    recommendation: Annotated[list[str] | None, typer.Option(help="Anbefaling; kan gentages.")] = None,
    phase: Annotated[str, typer.Option(help="Fase.")] = "",
    minutes: Annotated[int, typer.Option(help="Længde: 15, 45 eller 90 minutter.")] = 45,
    level: Annotated[str, typer.Option(help="introduktion eller fordybelse.")] = "introduktion",
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Foreslå en plan for et kursus. Uden forløb: vis, hvad der kan vælges."""
    from forlobkg.teach import Choice, Level, Minutes, write_outline

    with opened() as service:
        course = service.course
        if not pathway:
            _print_options(course.options().model_dump(), as_json=as_json)
            return
        if minutes not in get_args(Minutes):
            raise InputError(f"et kursus på {minutes} minutter findes ikke; vælg 15, 45 eller 90")
        if level not in get_args(Level):
            raise InputError(f"niveauet {level!r} findes ikke; vælg {' eller '.join(get_args(Level))}")
        choice = Choice.model_validate(
            {
                "pathway": pathway,
                "profession": profession,
                "target": target,
                "actors": actor or [],
                "recommendations": recommendation or [],
                "phase": phase,
                "minutes": minutes,
                "level": level,
            }
        )
        outline = course.propose(choice)
    as_json = as_json or (output is not None and output.suffix == ".json")
    write_output(write_outline(outline, "json" if as_json else "yaml").encode("utf-8"), output)


@course_app.command()
def check(outline: OutlineFile, as_json: AsJson = False) -> None:
    """Sig, hvilke linjer i en plan der hviler på ændrede eller fjernede steder."""
    plan = read_plan(outline)
    with opened() as service:
        found = service.course.check(plan)
    if as_json:
        typer.echo(json.dumps({"changes": [change.model_dump() for change in found]}, ensure_ascii=False))
    else:
        for change in found:
            typer.echo(_told(change))
        typer.echo(f"{len(found)} ting at se på" if found else "alle linjer holder", err=bool(found))
    if found:
        raise typer.Exit(1)


@course_app.command()
def refresh(outline: OutlineFile, output: Output = None, as_json: AsJson = False) -> None:
    """Giv linjerne kildernes ordlyd af i dag, når du har læst ændringerne igennem med check."""
    from forlobkg.teach import write_outline

    plan = read_plan(outline)
    with opened() as service:
        fresh = service.course.refresh(plan)
        left = service.course.check(fresh)
    form = as_json or (output or outline).suffix == ".json"
    write_output(write_outline(fresh, "json" if form else "yaml").encode("utf-8"), output)
    for change in left:
        typer.echo(f"ikke rettet: {_told(change)}", err=True)


@course_app.command()
def build(
    outline: OutlineFile,
    output: Annotated[Path, typer.Option("--output", "-o", help="Mappen, som filerne skrives i.")],
    formats: Annotated[
        list[str] | None, typer.Option("--format", help="pptx, docx, pdf, html, md; kan gentages. Ellers alle.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Erstat et kursus, der ligger der.")] = False,
    as_json: AsJson = False,
) -> None:
    """Lav alle filer af en plan: slides, handout og plakat."""
    from forlobkg.teach import FORMATS, build_course

    plan = read_plan(outline)
    with opened() as service:
        for change in service.course.check(plan):
            typer.echo(f"se på: {_told(change)}", err=True)
        made = build_course(
            service.course, plan, output, formats or tuple(FORMATS), replace=replace, report=progress()
        )
    if as_json:
        typer.echo(json.dumps({"files": [str(path) for path in made]}, ensure_ascii=False))
    else:
        for path in made:
            typer.echo(path)


@course_app.command()
def poster(
    actor: Annotated[str, typer.Argument(help="Aktørens slug, fx sundhedsplejerske.")],
    form: Annotated[str, typer.Option("--format", help="pdf, html, md eller docx.")] = "pdf",
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Lav én side til væggen: hvem gør hvad, for én faggruppe."""
    from dataclasses import asdict

    from forlobkg.teach import write_poster

    with opened() as service:
        made = service.course.poster(actor)
    if as_json:
        write_output(f"{json.dumps(asdict(made), ensure_ascii=False)}\n".encode(), output)
    else:
        write_output(write_poster(made, form), output)


def read_plan(path: Path) -> Outline:
    """The outline in a file. Raises ``InputError``."""
    from forlobkg.teach import MOST_OUTLINE_BYTES, read_outline

    try:
        size = path.stat().st_size if path.is_file() else 0
    except OSError as error:
        raise InputError(f"{path} kan ikke læses: {error.strerror}") from error
    if size > MOST_OUTLINE_BYTES:
        raise TooLongError(f"{path} fylder {size} byte; der læses højst {MOST_OUTLINE_BYTES}")
    return read_outline("".join(lines(path)))


def _told(change: Change) -> str:
    where = f"del {change.part} »{change.part_title}«, linje {change.line}: {change.text}\n    {change.message}"
    passage = f" ({change.passage})" if change.passage else ""
    old = f"\n    før{passage}: »{change.old}«" if change.old else passage
    new = f"\n    nu: »{change.new}«" if change.new else ""
    return f"{where}{old}{new}"


def _print_options(options: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(options, ensure_ascii=False))
        return
    for name, values in options.items():
        if not isinstance(values, list):
            continue
        typer.echo(_CALLED[name])
        for value in values:
            typer.echo(f"  {value['slug']}: {value['label']}" if isinstance(value, dict) else f"  {value}")


_CALLED = {
    "pathways": "Forløb",
    "targets": "Målgrupper (--target)",
    "professions": "Faggrupper (--profession)",
    "actors": "Aktører (--actor)",
    "recommendations": "Anbefalinger (--recommendation)",
    "phases": "Faser (--phase)",
    "minutes": "Minutter (--minutes)",
    "levels": "Niveauer (--level)",
}
