"""How results look in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pydantic import BaseModel
    from rich.console import Console

    from forlobkg.answer import AskResult, Citation, Fact
    from forlobkg.views import EntityView, SearchResult, WhoCell, WhoLine, WhoTable

_WIDTH_OF_NO_TERMINAL = 200
_NARROW = 120
"""Fewer characters than this are too few for the columns of the who-does-what table."""
_NARROWEST = 20
"""The fewest characters that running text is folded to."""
_WHO_HEADS = ("Hvem", "Gør hvad", "For hvem", "Hvornår", "Anbefaling")


def print_json(model: BaseModel) -> None:
    """The model as indented JSON."""
    typer.echo(model.model_dump_json(indent=2))


def print_answer(result: AskResult) -> None:
    """The answer, what must be said beside it, its quotations with heading and place, and what else one can ask."""
    typer.echo(result.answer.text)
    if result.notice is not None:
        typer.echo(f"\n! {result.notice}")
    for citation in result.citations:
        typer.echo("\n" + "\n".join(citation_lines(citation)))
    if result.suggestions:
        typer.echo("\nDu kan også spørge:")
        for suggestion in result.suggestions:
            typer.echo(f"  - {suggestion}")


def citation_lines(citation: Citation) -> list[str]:
    """A quotation, the headings it stands under, and its place."""
    lines = [f"  [{citation.id}] »{citation.quote}«"]
    if citation.context:
        heading = " › ".join(context.quote for context in reversed(citation.context))
        lines.append(f"       under: {heading}")
    return [*lines, f"       {_place(citation)}"]


def print_hits(found: SearchResult) -> None:
    """The hits of a search, best first, with place and reason."""
    if not found.hits:
        typer.echo("Ingen steder fundet.")
    for hit in found.hits:
        where = f"side {hit.page}" if hit.page is not None else hit.section
        text = _marked(hit.text, hit.highlights)
        typer.echo(f"{hit.score:.2f}  {text}\n      {hit.document.title}, {where} · {'; '.join(hit.why)}")


def print_entity(view: EntityView) -> None:
    """A thing's statements both ways, then the quotations behind them."""
    typer.echo(f"{view.label}  ({', '.join(view.types)})\n{view.iri}")
    for fact in (*view.statements, *view.mentioned_in):
        typer.echo(_fact_line(fact))
    if view.inferred:
        typer.echo("  Udledt:")
    for fact in view.inferred:
        typer.echo(f"  {_fact_line(fact)}")
    for note in view.reading_notes:
        typer.echo(f"  Om læsningen: {note}")
    for outside in view.outside_facts:
        typer.echo(f"  Oplysning udefra: {outside.text} ({outside.source})")
    for citation in view.citations:
        typer.echo(f"\n  [{citation.id}] »{citation.quote}«\n       {_place(citation)}")


def _fact_line(fact: Fact) -> str:
    sources = " ".join(f"[{citation}]" for citation in fact.citations)
    return f"  {fact.subject.label} — {fact.predicate.label} — {fact.object.label} {sources}"


def print_who(table: WhoTable, width: int | None = None) -> None:
    """The who-does-what table with the citations of each cell, then the quotations.

    ``width`` is in characters, by default the terminal's; below ``_NARROW`` each task gets a paragraph of its own
    instead of a line of the table.
    """
    from rich.console import Console

    if not table.rows:
        typer.echo("Kilderne nævner ingen opgaver, der passer til valget.")
        return
    if width is None and not sys.stdout.isatty():
        width = _WIDTH_OF_NO_TERMINAL
    # Without markup: "[ulæseligt]" is text of the sources, not a style.
    console = Console(width=width, markup=False, highlight=False)
    if console.width >= _NARROW:
        _print_who_table(table, console)
    else:
        _print_who_paragraphs(table, console.width)
    typer.echo("Citater:")
    for citation in table.citations:
        lead = f"[{citation.id}] "
        _echo_folded(lead, f"»{citation.quote}«", console.width)
        if citation.context:
            heading = " › ".join(context.quote for context in reversed(citation.context))
            _echo_folded(" " * len(lead), f"under: {heading}", console.width)
        _echo_folded(" " * len(lead), _place(citation), console.width)


def _print_who_table(table: WhoTable, console: Console) -> None:
    from rich.table import Table

    shown = Table(*_WHO_HEADS, show_lines=True)
    for row in table.rows:
        shown.add_row(*_who_cells(row))
    console.print(shown)


def _print_who_paragraphs(table: WhoTable, width: int) -> None:
    indent = max(map(len, _WHO_HEADS)) + 2
    for row in table.rows:
        for head, cell in zip(_WHO_HEADS, _who_cells(row), strict=True):
            for number, line in enumerate(cell.splitlines()):
                _echo_folded(f"{head if number == 0 else '':{indent}}", line, width)
        typer.echo()


def _who_cells(row: WhoLine) -> tuple[str, ...]:
    """The cells of a row under ``_WHO_HEADS``, a line for each thing."""
    from forlobkg.views import GAP

    def text(cells: Sequence[WhoCell]) -> str:
        return "\n".join(f"{cell.label} {_marks(cell.citations, cell.derived)}" for cell in cells) or GAP

    task = [f"{row.task} {_marks(row.task_citations)}"]
    if row.part_of is not None:
        task.append(f"Del af: {row.part_of.label}")
    if row.modality is not None:
        task.append(f"Kilden skriver: »{row.modality.text}« {_marks(row.modality.citations)}")
    if row.purpose is not None:
        task.append(f"Formål: »{row.purpose.text}« {_marks(row.purpose.citations)}")
    return text(row.actors), "\n".join(task), text(row.targets), text(row.phases), text(row.recommendations)


def _marks(citations: Sequence[str], derived: bool = False) -> str:
    return f"[{'udledt af ' if derived else ''}{' '.join(citations)}]"


def _echo_folded(lead: str, text: str, width: int) -> None:
    """``text`` after ``lead``, in lines of ``width`` characters that begin under its beginning."""
    for number, line in enumerate(wrap(text, max(width - len(lead), _NARROWEST), break_on_hyphens=False)):
        typer.echo(f"{lead if number == 0 else ' ' * len(lead)}{line}")


def _place(citation: Citation) -> str:
    from forlobkg.answer import date_in_words

    where = f"side {citation.page}" if citation.page is not None else f"afsnittet »{citation.section}«"
    return f"{citation.document.title} ({date_in_words(citation.document.date)}), {where}"


def _marked(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    """``text`` with its ``stretches`` in bold; typer leaves the marks out where the output is no terminal."""
    pieces, end = [], 0
    for start, stop in stretches:
        pieces += [text[end:start], typer.style(text[start:stop], bold=True)]
        end = stop
    return "".join([*pieces, text[end:]])
