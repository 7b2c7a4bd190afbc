"""The commands for cases, the glossary and comparisons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forlobkg.cli_common import AsJson, opened, write_output

if TYPE_CHECKING:
    from forlobkg.teach import Material

_Output = Annotated[Path | None, typer.Option("--output", "-o", help="Skriv til denne fil; endelsen giver formatet.")]
_Form = Annotated[str, typer.Option("--format", help="pptx, docx, pdf, html eller md.")]
_Pathway = Annotated[str, typer.Option(help="Forløbets slug, fx udsatte-gravide-forloeb; ellers begge.")]


def cases(
    seed: Annotated[int, typer.Option(help="Samme tal giver de samme cases.")] = 0,
    count: Annotated[int, typer.Option(help="Hvor mange cases.")] = 3,
    pathway: _Pathway = "",
    answers: Annotated[bool, typer.Option("--answers/--no-answers", help="Med eller uden svar.")] = True,
    form: _Form = "",
    output: _Output = None,
    as_json: AsJson = False,
) -> None:
    """Lav konstruerede cases med spørgsmål og svar ifølge kilderne."""
    with opened() as service:
        made = service.course.cases(seed=seed, count=count, pathway=pathway or None, answers=answers)
    _write(made, form, output, as_json=as_json)


def glossary(pathway: _Pathway = "", form: _Form = "", output: _Output = None, as_json: AsJson = False) -> None:
    """Lav en ordliste: hvad kilderne forklarer, og hvad de ikke forklarer."""
    with opened() as service:
        made = service.course.glossary(pathway or None)
    _write(made, form, output, as_json=as_json)


def compare(
    one: Annotated[str, typer.Argument(help="En indsats, aktør, forløbsbeskrivelse eller målgruppe.")],
    other: Annotated[str, typer.Argument(help="En anden af samme slags.")],
    form: _Form = "",
    output: _Output = None,
    as_json: AsJson = False,
) -> None:
    """Stil to ting op side om side."""
    with opened() as service:
        made = service.course.compare(one, other)
    _write(made, form, output, as_json=as_json)


def register(app: typer.Typer) -> None:
    """Give ``app`` the three commands."""
    for command in (cases, glossary, compare):
        app.command()(command)


def _write(material: Material, form: str, output: Path | None, *, as_json: bool) -> None:
    """Write to ``output`` in ``form``, or that of the file's suffix, or Markdown."""
    from dataclasses import asdict

    from forlobkg.teach import FORMATS, write_material

    if as_json:
        write_output(f"{json.dumps(asdict(material), ensure_ascii=False)}\n".encode(), output)
        return
    suffixes = {suffix: name for name, (_, suffix) in FORMATS.items()}
    chosen = form or (suffixes.get(output.suffix.lower(), output.suffix.lstrip(".")) if output else "") or "md"
    write_output(write_material(material, chosen), output)
