"""How results look in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pydantic import BaseModel

    from forlobkg.answer import AskResult, Citation
    from forlobkg.views import EntityView, SearchResult, WhoTable

_WIDTH_OF_NO_TERMINAL = 200


def print_json(model: BaseModel) -> None:
    """The model as indented JSON."""
    typer.echo(model.model_dump_json(indent=2))


def print_answer(result: AskResult) -> None:
    """The answer, its quotations with heading and place, and what else one can ask."""
    typer.echo(result.answer.text)
    for citation in result.citations:
        heading = " › ".join(context.quote for context in reversed(citation.context))
        typer.echo(f"\n  [{citation.id}] »{citation.quote}«")
        if heading:
            typer.echo(f"       under: {heading}")
        typer.echo(f"       {_place(citation)}")
    if result.suggestions:
        typer.echo("\nDu kan også spørge:")
        for suggestion in result.suggestions:
            typer.echo(f"  - {suggestion}")


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
        sources = " ".join(f"[{citation}]" for citation in fact.citations)
        typer.echo(f"  {fact.subject.label} — {fact.predicate.label} — {fact.object.label} {sources}")
    for citation in view.citations:
        typer.echo(f"\n  [{citation.id}] »{citation.quote}«\n       {_place(citation)}")


def print_who(table: WhoTable) -> None:
    """The who-does-what table, then the quotations behind its rows."""
    from rich.console import Console
    from rich.table import Table

    if not table.rows:
        typer.echo("Kilderne nævner ingen opgaver, der passer til valget.")
        return
    shown = Table("Hvem", "Gør hvad", "Del af", "For hvem", "Fase", "Anbefaling", "Kilde", show_lines=True)
    for row in table.rows:
        columns = (row.targets, row.phases, row.recommendations)
        shown.add_row(
            row.actor_text,
            row.task,
            row.part_of.label if row.part_of else "",
            *(", ".join(cell.label for cell in cells) for cells in columns),
            " ".join(row.citations),
        )
    # Without markup: "[ulæseligt]" is text of the sources, not a style.
    console = Console(width=None if sys.stdout.isatty() else _WIDTH_OF_NO_TERMINAL, markup=False)
    console.print(shown)
    for citation in table.citations:
        typer.echo(f"[{citation.id}] »{citation.quote}« {_place(citation)}")


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
