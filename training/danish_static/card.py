"""The model card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from training.danish_static.data import SourceFile

TEMPLATE = Path(__file__).with_name("card.md")


def write_card(measured: Mapping[str, float], catalogue: Sequence[SourceFile], glossary_pairs: int) -> str:
    """Fill the card's template with the figures *measured* and what *catalogue* says of the data."""
    figures = "\n".join(f"| {name} | {_shown(value)} |" for name, value in measured.items())
    used = [file for file in catalogue if file.use == "training"]
    data = "\n".join(f"| `{file.name}` | {file.what} | {file.origin} | {file.licence} |" for file in catalogue)
    thanks = "\n".join(f"- {file.what}: {file.attribution}; {file.licence}." for file in used)
    words = f"{glossary_pairs} pairs of `ontology/glossary.tsv`" if glossary_pairs else "no glossary"
    text = TEMPLATE.read_text(encoding="utf-8")
    for mark, filling in (("@FIGURES@", figures), ("@DATA@", data), ("@THANKS@", thanks), ("@GLOSSARY@", words)):
        text = text.replace(mark, filling)
    return text


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 50 else f"{value:.3f}"
