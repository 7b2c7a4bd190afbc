"""How explanations, checks and the coverage of the sources look in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from forlobkg.terminal import citation_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forlobkg.graph.authoring import Violation
    from forlobkg.views_explain import ExplainedFact, ExplanationView


def print_explanation(view: ExplanationView) -> None:
    """A statement, what it rests on step by step, then the quotations."""
    _print_fact(view.fact, 0)
    for citation in view.citations:
        typer.echo()
        for line in citation_lines(citation):
            typer.echo(line)


def print_violations(violations: Iterable[Violation]) -> None:
    """A line for each thing to put right: its place, its rule, what to do."""
    for violation in violations:
        place = f"{violation.place}: " if violation.place else ""
        typer.echo(f"{place}{violation.rule}: {violation.message}")


def _print_fact(fact: ExplainedFact, depth: int) -> None:
    indent = "  " * depth
    typer.echo(f"{indent}»{fact.subject.label}« – {fact.predicate.label} – »{fact.object.label}«")
    if fact.stated:
        typer.echo(f"{indent}  siges i {_marks(fact.stated)}")
    for derivation in fact.derived:
        typer.echo(f"{indent}  udledt: {derivation.rule.label} {_marks(derivation.citations)}")
        for premise in derivation.premises:
            _print_fact(premise, depth + 2)
    unsaid = "" if fact.stated or fact.derived else "; siges ikke af noget tekststed"
    for standing in fact.standing:
        typer.echo(f"{indent}  {standing}{unsaid}")
    for left in fact.left_out:
        typer.echo(f"{indent}  {left}")


def _marks(citations: Iterable[str]) -> str:
    return "".join(f"[{citation}]" for citation in citations)
