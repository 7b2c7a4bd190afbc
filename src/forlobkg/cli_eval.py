"""The command line's evaluations."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forlobkg.answer import measure_data, measure_path
from forlobkg.cli_common import opened
from forlobkg.errors import InputError
from forlobkg.files import write_atomic
from forlobkg.resources import evaluation_dir

if TYPE_CHECKING:
    from forlobkg.evaluate import JudgedQuestion
    from forlobkg.index import HybridIndex

eval_app = typer.Typer(help="Mål på bedømte spørgsmål.", invoke_without_command=True)

Report = Callable[[str], None]


@eval_app.callback()
def evaluations(context: typer.Context) -> None:
    """Mål på bedømte spørgsmål; uden underkommando måles svarene."""
    if context.invoked_subcommand is None:
        answers()


@eval_app.command()
def answers(
    out: Annotated[Path | None, typer.Option(help="Mappe til rapporten; ellers kildemappens evaluation/.")] = None,
    fit: Annotated[bool, typer.Option("--fit", help="Tilpas sikkerheden på dev-delen, og skriv den.")] = False,
) -> None:
    """Mål svarene: rigtige, forkerte og tavse, citater, sikkerhed; rapporten skrives og vises."""
    from forlobkg.evaluate import Split, ask_all, evaluate_answers, fit_measure, load_gold, of_split

    folder = evaluation_dir()
    questions, fitting = load_gold(folder / "answers.jsonl"), load_gold(folder / "answers-fitting.jsonl")
    with opened() as service:
        if fit:
            asked, also = (ask_all(service.answerer, part) for part in (of_split(questions, Split.DEV), fitting))
            data = json.dumps(measure_data(fit_measure(asked, also)), indent=1)
            write_atomic(measure_path(), f"{data}\n".encode())
            typer.echo(f"{measure_path()} er skrevet; kør: forlobkg eval")
            return
        found = evaluate_answers(service.answerer, questions, fitting, service.names)
    found.save(out if out is not None else folder)
    typer.echo(found.markdown())


@eval_app.command()
def retrieval(
    questions: Annotated[Path | None, typer.Option(help="Bedømte spørgsmål, et på hver linje (JSON).")] = None,
    split: Annotated[str, typer.Option(help="test, dev eller all.")] = "test",
    model: Annotated[Path | None, typer.Option(help="En anden statisk model end den indbyggede.")] = None,
    glossary: Annotated[bool, typer.Option(help="Om ordlisten er med i indekset.")] = True,
    fit: Annotated[bool, typer.Option("--fit", help="Tilpas vægtene på dev-delen, og vis dem.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv svaret som JSON.")] = False,
) -> None:
    """Mål søgningen: nDCG@10, Recall@5, success@3 og MRR for den samlede søgning og hver del af den."""
    from forlobkg.evaluate import fit_weights, load_questions, retrieval_report, run_arms

    judged = load_questions(questions if questions is not None else evaluation_dir() / "questions.jsonl")
    wanted = "dev" if fit else split
    if wanted not in ("test", "dev", "all"):
        raise InputError(f"--split skal være test, dev eller all, ikke {split!r}")
    chosen = with_variants([question for question in judged if wanted in ("all", question.split.value)])
    if not chosen:
        raise InputError("der er ingen spørgsmål i den del")
    index = open_index(model, with_glossary=glossary, report=lambda step: typer.echo(f"forlobkg: {step} …", err=True))
    if fit:
        found = fit_weights(index, chosen)
        weights = {arm.value: weight for arm, weight in found.weights.items()}
        typer.echo(json.dumps({**asdict(found), "weights": weights}, indent=2))
        return
    outcome = retrieval_report(chosen, run_arms(index, chosen))
    if as_json:
        typer.echo(json.dumps(asdict(outcome), ensure_ascii=False, indent=2))
    else:
        typer.echo(outcome.markdown())
        for miss in outcome.misses:
            typer.echo(f"{miss.id}\t{miss.text}\t{' '.join(miss.wanted)}\t{' '.join(miss.found)}")


def with_variants(questions: list[JudgedQuestion]) -> list[JudgedQuestion]:
    """``questions`` with the stripped and misspelt variants of those that use the sources' own words.

    An everyday question is hard for other reasons than its spelling, which would hide what the variants are to show.
    """
    from forlobkg.evaluate import variants

    own_words = [question for question in questions if question.kind != "everyday"]
    return [*questions, *variants(own_words, "stripped"), *variants(own_words, "typo")]


def open_index(model: Path | None, *, with_glossary: bool, report: Report) -> HybridIndex:
    """The index of the current build, or one made in memory with another model or without the glossary.

    Raises ``ForlobkgError``.
    """
    from forlobkg.service import open_service
    from forlobkg.settings import load_settings

    service = open_service(load_settings(), report)
    if model is None and with_glossary:
        return service.index
    from forlobkg.builder import index_in_memory
    from forlobkg.errors import BuildError
    from forlobkg.index import EmbeddingError, LightEmbedder
    from forlobkg.resources import builtin_model_dir

    try:
        embedder = LightEmbedder(model if model is not None else builtin_model_dir())
    except EmbeddingError as error:
        raise BuildError(str(error)) from error
    return index_in_memory(service.analyser, embedder, with_glossary=with_glossary)
